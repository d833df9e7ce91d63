/** murmur2, CRC-32C, CRC-32 and uuids against values of Kafka's own classes and of the algorithms' definitions. */
import t from 'tap'
import { crc32 } from '../../src/lib/crc32.ts'
import { crc32c } from '../../src/lib/crc32c.ts'
import { murmur2 } from '../../src/lib/murmur2.ts'
import { uuidFromBytes, uuidToBytes } from '../../src/lib/uuid.ts'
import { vectors } from '../kit/batches.ts'

t.test('murmur2 puts keys where Java puts them', async t => {
  for (const { hex, murmur2: hash, positive, partitionOf1to7 } of vectors.murmur2) {
    const ours = murmur2(Buffer.from(hex, 'hex'))
    t.equal(ours, hash, hex)
    t.equal(ours & 0x7fffffff, positive)
    t.same(
      [1, 2, 3, 4, 5, 6, 7].map(count => (ours & 0x7fffffff) % count),
      partitionOf1to7,
    )
  }
})

t.test('crc32c, in one piece and in two', async t => {
  for (const { hex, crc32c: sum } of vectors.crc32c) {
    const bytes = Buffer.from(hex, 'hex')
    const expected = Number.parseInt(sum, 16)
    t.equal(crc32c(bytes), expected, hex)
    const half = bytes.length >> 1
    t.equal(crc32c(bytes.subarray(half), crc32c(bytes.subarray(0, half))), expected)
  }
})

t.test('the check values of both sums', async t => {
  t.equal(crc32c(Buffer.from('123456789')), 0xe3069283)
  t.equal(crc32(Buffer.from('123456789')), 0xcbf43926)
})

t.test('uuids as Kafka prints them', async t => {
  for (const { hex, text } of vectors.uuid) {
    t.equal(uuidFromBytes(Buffer.from(hex, 'hex')), text)
    t.equal(uuidToBytes(text)?.toString('hex'), hex)
  }
})
