import t from 'tap'
import {
  readInt16,
  readInt32,
  readInt64,
  readUint32,
  readUint32LE,
  writeInt16,
  writeInt32,
  writeInt64,
  writeUint32LE,
} from '../../src/lib/bytes.ts'

t.test('numbers are those of Buffer’s own readers and writers', async t => {
  const ours = Buffer.alloc(9, 0xaa)
  const theirs = Buffer.alloc(9, 0xaa)
  for (const value of [0, 1, -1, 127, 128, -128, 255, 256, 32767, -32768]) {
    writeInt16(ours, 1, value)
    theirs.writeInt16BE(value, 1)
    t.same(ours, theirs)
    t.equal(readInt16(ours, 1), value)
  }
  for (const value of [0, 1, -1, 65535, -65536, 0x12345678, 2 ** 31 - 1, -(2 ** 31)]) {
    writeInt32(ours, 1, value)
    theirs.writeInt32BE(value, 1)
    t.same(ours, theirs)
    t.equal(readInt32(ours, 1), value)
    t.equal(readUint32(ours, 1), theirs.readUInt32BE(1))
    writeUint32LE(ours, 1, value)
    theirs.writeInt32LE(value, 1)
    t.same(ours, theirs)
    t.equal(readUint32LE(ours, 1), theirs.readUInt32LE(1))
  }
})

t.test('an int64 is exact up to 2^53, and the nearest number beyond', async t => {
  const ours = Buffer.alloc(8)
  const theirs = Buffer.alloc(8)
  const { MAX_SAFE_INTEGER: max, MIN_SAFE_INTEGER: min } = Number
  for (const value of [0, 1, -1, 2 ** 32, -(2 ** 32), 2 ** 32 - 1, -(2 ** 32) - 1, 1_700_000_000_000, max, min]) {
    writeInt64(ours, 0, value)
    theirs.writeBigInt64BE(BigInt(value))
    t.same(ours, theirs, `${value}`)
    t.equal(readInt64(ours, 0), value)
  }
  theirs.writeBigInt64BE(2n ** 63n - 1n)
  t.equal(readInt64(theirs, 0), 2 ** 63)
  theirs.writeBigInt64BE(-(2n ** 63n))
  t.equal(readInt64(theirs, 0), -(2 ** 63))
})
