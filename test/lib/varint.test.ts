import t from 'tap'
import {
  readUvarint,
  readVarint,
  readVarlong,
  sizeOfUvarint,
  sizeOfVarint,
  sizeOfVarlong,
  VarintError,
  writeUvarint,
  writeVarint,
  writeVarlong,
} from '../../src/lib/varint.ts'
import { vectors } from '../kit/batches.ts'

const cursor = (hex: string) => {
  const buffer = Buffer.from(hex, 'hex')
  return { buffer, position: 0, end: buffer.length }
}
const written = (fn: (bytes: Uint8Array, at: number) => number) => {
  const bytes = Buffer.alloc(13, 0xee)
  const end = fn(bytes, 1)
  t.equal(bytes[0], 0xee)
  t.equal(bytes[end], 0xee, 'nothing behind the end')
  return bytes.toString('hex', 1, end)
}

t.test('varint and uvarint are Kafka’s', async t => {
  for (const { value, zigzag, unsigned, zigzagSize, unsignedSize } of vectors.varint) {
    t.equal(
      written((bytes, at) => writeVarint(bytes, at, value)),
      zigzag,
      `${value}`,
    )
    t.equal(
      written((bytes, at) => writeUvarint(bytes, at, value)),
      unsigned,
    )
    t.equal(sizeOfVarint(value), zigzagSize)
    t.equal(sizeOfUvarint(value), unsignedSize)
    const signed = cursor(zigzag)
    t.equal(readVarint(signed), value)
    t.equal(signed.position, signed.end)
    t.equal(readUvarint(cursor(unsigned)), value >>> 0)
  }
  for (const { length, prefix } of vectors.compactLength) t.equal(readUvarint(cursor(prefix)), length + 1)
})

t.test('varlong is Kafka’s; what no double holds is read as the nearest', async t => {
  for (const { value, zigzag, zigzagSize } of vectors.varlong) {
    const number = Number(value)
    const reader = cursor(zigzag)
    t.equal(readVarlong(reader), number, value)
    t.equal(reader.position, reader.end)
    if (!Number.isSafeInteger(number)) continue
    t.equal(
      written((bytes, at) => writeVarlong(bytes, at, number)),
      zigzag,
    )
    t.equal(sizeOfVarlong(number), zigzagSize)
  }
})

t.test('every safe integer survives: around each power of two', async t => {
  const bytes = Buffer.alloc(10)
  for (let power = 0; power <= 53; power++)
    for (const delta of [-2, -1, 0, 1])
      for (const sign of [1, -1]) {
        const value = sign * (2 ** power + delta)
        if (!Number.isSafeInteger(value)) continue
        const end = writeVarlong(bytes, 0, value)
        if (end !== sizeOfVarlong(value)) t.fail(`size of ${value}: ${end}, not ${sizeOfVarlong(value)}`)
        const read = readVarlong({ buffer: bytes, position: 0, end })
        if (read !== value) t.fail(`${value} became ${read}`)
      }
})

t.test('longer forms than needed are read, too long ones are not', async t => {
  t.equal(readUvarint(cursor('8000')), 0)
  t.equal(readVarint(cursor('8280808000')), 1)
  t.equal(readVarlong(cursor('82808080808080808000')), 1)
  t.throws(() => readVarint(cursor('808080808000')), VarintError)
  t.throws(() => readVarlong(cursor('8080808080808080808000')), VarintError)
})

t.test('a number cut anywhere is an error, and moves nothing', async t => {
  for (const read of [readUvarint, readVarint, readVarlong]) {
    const whole = cursor('ffffffff0f')
    for (let end = 0; end < whole.end; end++) {
      const cut = { ...whole, end }
      t.throws(() => read(cut), VarintError)
      t.equal(cut.position, 0)
    }
  }
})
