import t from 'tap'
import { Reader, STRING_MAX } from '../../src/protocol/reader.ts'
import { Writer } from '../../src/protocol/writer.ts'

function written(write: (w: Writer) => void, size?: number): string {
  const writer = new Writer(size)
  write(writer)
  return writer.toBuffer().toString('hex')
}
const refused = (message: RegExp) => ({ name: 'RangeError', message })

t.test('every type, at both ends of what it holds', async t => {
  const rows: [hex: string, write: (w: Writer) => void][] = [
    ['80', w => w.int8(-128)],
    ['7f', w => w.int8(127)],
    ['8000', w => w.int16(-32768)],
    ['7fff', w => w.int16(32767)],
    ['0000', w => w.uint16(0)],
    ['ffff', w => w.uint16(65535)],
    ['80000000', w => w.int32(-(2 ** 31))],
    ['7fffffff', w => w.int32(2 ** 31 - 1)],
    ['00000000', w => w.uint32(0)],
    ['ffffffff', w => w.uint32(2 ** 32 - 1)],
    ['00000000ffffffff', w => w.int64(2 ** 32 - 1)],
    ['0000000100000000', w => w.int64(2 ** 32)],
    ['ffffffffffffffff', w => w.int64(-1)],
    ['fffffffeffffffff', w => w.int64(-(2 ** 32) - 1)],
    ['001fffffffffffff', w => w.int64(Number.MAX_SAFE_INTEGER)],
    ['8000000000000000', w => w.int64(-(2 ** 63))],
    ['7fffffffffffffff', w => w.int64(2 ** 63)], // as Long.MAX_VALUE was read
    ['0020000000000001', w => w.hash(2n ** 53n + 1n)],
    ['8000000000000001', w => w.hash(-(2n ** 63n) + 1n)],
    ['3ff8000000000000', w => w.float64(1.5)],
    ['00', w => w.bool(false)],
    ['01', w => w.bool(true)],
    ['ffffffffffffffffffffffffffffffff', w => w.uuid('_____________________w')],
  ]
  for (const [hex, write] of rows) t.equal(written(write), hex)
})

t.test('a number that does not fit is refused, and said', async t => {
  const rows: [RegExp, (w: Writer) => void][] = [
    [/Cannot write 128 as int8/, w => w.int8(128)],
    [/Cannot write -129 as int8/, w => w.int8(-129)],
    [/Cannot write 32768 as int16/, w => w.int16(32768)],
    [/Cannot write -1 as uint16/, w => w.uint16(-1)],
    [/Cannot write 65536 as uint16/, w => w.uint16(65536)],
    [/Cannot write 2147483648 as int32/, w => w.int32(2 ** 31)],
    [/Cannot write 1.5 as int32/, w => w.int32(1.5)],
    [/Cannot write NaN as int32/, w => w.int32(Number.NaN)],
    [/Cannot write 4294967296 as uint32/, w => w.uint32(2 ** 32)],
    [/Cannot write 0.5 as int64/, w => w.int64(0.5)],
    [/Cannot write 1e\+30 as int64/, w => w.int64(1e30)],
    [/Cannot write 9223372036854775808 as hash/, w => w.hash(2n ** 63n)],
    [/Cannot write undefined as int16/, w => w.int16(undefined as unknown as number)],
    [/Cannot write "orders" as a uuid/, w => w.uuid('orders')],
    [/Cannot write "!!!!!!!!!!!!!!!!!!!!!!" as a uuid/, w => w.uuid('!'.repeat(22))],
  ]
  for (const [message, write] of rows) t.throws(() => written(write), refused(message))
})

t.test('uvarint: seven bits a byte', async t => {
  const rows: [string, number][] = [
    ['00', 0],
    ['7f', 127],
    ['8001', 128],
    ['ff7f', 2 ** 14 - 1],
    ['808001', 2 ** 14],
    ['8080808001', 2 ** 28],
    ['ffffffff0f', 2 ** 32 - 1],
  ]
  for (const [hex, value] of rows)
    t.equal(
      written(w => w.uvarint(value)),
      hex,
    )
})

t.test('lengths: two bytes for strings, four for bytes and arrays, or a varint one too large', async t => {
  const rows: [string, (w: Writer) => void][] = [
    ['ffff', w => w.string(null, false)],
    ['00', w => w.string(null, true)],
    ['0000', w => w.string('', false)],
    ['01', w => w.string('', true)],
    ['00026162', w => w.string('ab', false)],
    ['036162', w => w.string('ab', true)],
    ['ffffffff', w => w.bytes(null, false)],
    ['00', w => w.bytes(null, true)],
    ['0000000100', w => w.bytes(Buffer.alloc(1), false)],
    ['0200', w => w.bytes(Buffer.alloc(1), true)],
    ['ffffffff', w => w.array(-1, false)],
    ['00', w => w.array(-1, true)],
    ['00000003', w => w.array(3, false)],
    ['04', w => w.array(3, true)],
  ]
  for (const [hex, write] of rows) t.equal(written(write), hex)
})

// Short strings are tried letter by letter, and taken back when a letter is not ASCII: 48 is where that ends.
t.test('strings of any letters, on both sides of the short way', async t => {
  for (const letter of ['a', '\u007f', '\u0080', 'é', '한', '😀'])
    for (const length of [0, 1, 46, 47, 48, 49, 127, 128, 300])
      for (const flexible of [true, false])
        for (const text of [
          letter.repeat(length),
          `${'a'.repeat(length)}${letter}`,
          `${letter}${'a'.repeat(length)}`,
        ]) {
          const writer = new Writer(16)
          writer.int8(1)
          writer.string(text, flexible)
          writer.int8(2)
          const reader = new Reader(writer.toBuffer())
          if (reader.int8() !== 1 || reader.string(flexible) !== text || reader.int8() !== 2 || reader.remaining !== 0)
            t.fail(`${length} of ${letter}, ${flexible ? 'compact' : 'old'}`)
        }
})

t.test(`a string of more than ${STRING_MAX} bytes is refused by its bytes, not its letters`, async t => {
  t.equal(
    new Reader(
      Buffer.from(
        written(w => w.string('x'.repeat(STRING_MAX), true)),
        'hex',
      ),
    ).string(true).length,
    STRING_MAX,
  )
  t.throws(() => written(w => w.string('x'.repeat(STRING_MAX + 1), true)), refused(/a string of 32768 bytes: 32767/))
  t.throws(() => written(w => w.string('é'.repeat(16_384), false)), refused(/a string of 32768 bytes/))
})

t.test('a buffer that is too small at any byte grows, and loses nothing', async t => {
  const all = (w: Writer) => {
    w.int8(1)
    w.int64(2)
    w.string('three', true)
    w.uuid('_____________________w')
    w.uvarint(300)
    w.string('vier é', false)
    w.bytes(Buffer.from('five'), false)
  }
  const expected = written(all, 1000)
  for (let size = 0; size <= expected.length / 2; size++) t.equal(written(all, size), expected, `from ${size} bytes`)
})

t.test('large bytes are kept by reference, in their place', async t => {
  const large = Buffer.alloc(2048, 7)
  const writer = new Writer()
  writer.int8(1)
  writer.bytes(large, false)
  writer.int8(2)
  t.equal(writer.size, 1 + 4 + 2048 + 1)
  const chunks = writer.finish()
  t.same(
    chunks.map(({ length }) => length),
    [5, 2048, 1],
  )
  t.equal(chunks[1], large, 'the very buffer')
  const small = new Writer()
  small.raw(large.subarray(0, 2047))
  t.not(small.finish()[0]!.buffer, large.buffer, 'one byte less is copied')
  const plain = new Uint8Array(new Uint8Array(4096).fill(9).buffer, 100, 3000)
  const viewed = new Writer()
  viewed.raw(plain)
  t.equal(viewed.toBuffer().toString('hex'), '09'.repeat(3000), 'a Uint8Array inside a larger one')
})

t.test('after finish() a writer is empty, and what it gave stays as it was', async t => {
  const writer = new Writer(64)
  writer.int16(0x0102)
  const first = writer.finish()
  t.equal(writer.size, 0)
  writer.int16(0x0304)
  t.equal(writer.toBuffer().toString('hex'), '0304')
  t.equal(Buffer.concat(first).toString('hex'), '0102')
  t.same(writer.finish(), [])
})

t.test('tagged fields: number, size, bytes; the size counts what is kept by reference, too', async t => {
  t.equal(
    written(w => {
      const inner = new Writer()
      inner.string('ab', true)
      w.tag(5, inner)
    }),
    '0503036162',
  )
  const writer = new Writer()
  const inner = new Writer()
  inner.bytes(Buffer.alloc(3000), true)
  writer.tag(1, inner)
  t.equal(writer.toBuffer().toString('hex', 0, 5), '01ba17b917', '3002 bytes, of which 3000')
  t.equal(
    written(w => w.unknownTags([{ tag: 300, data: Buffer.from('aabb', 'hex') }])),
    'ac0202aabb',
  )
  t.equal(
    written(w => w.unknownTags(undefined)),
    '',
  )
})
