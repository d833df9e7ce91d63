import t from 'tap'
import { partitionOfKey, pickPartition } from '../../../src/client/producer/partitioner.ts'
import { seededRandom } from '../../../src/lib/random.ts'

/** A random in [0, 1) that a seed repeats. */
const chance = (seed: number) => {
  const random = seededRandom(seed)
  return () => random.below(2 ** 31) / 2 ** 31
}

/** Keys in hex, and their partitions of 1 to 7, as Kafka 4.3.1's own classes say. */
const vectors: readonly (readonly [string, readonly number[]])[] = [
  ['', [0, 1, 0, 1, 1, 3, 2]],
  ['61', [0, 0, 1, 0, 4, 4, 5]],
  ['6162', [0, 0, 2, 2, 4, 2, 0]],
  ['616263', [0, 1, 0, 3, 2, 3, 4]],
  ['61626364', [0, 0, 2, 0, 0, 2, 5]],
  ['6162636465', [0, 1, 1, 1, 1, 1, 4]],
  ['6b6579', [0, 1, 1, 1, 1, 1, 4]],
  ['6b65792d31', [0, 0, 0, 0, 0, 0, 5]],
  ['6b65792d32', [0, 0, 2, 2, 2, 2, 4]],
  ['6b65792d3130', [0, 0, 2, 2, 0, 2, 3]],
  ['757365723a3432', [0, 1, 1, 1, 0, 1, 6]],
  ['30', [0, 0, 2, 0, 1, 2, 3]],
  ['31', [0, 1, 0, 3, 4, 3, 2]],
  ['34303936', [0, 1, 1, 3, 0, 1, 0]],
  ['6f7264657273', [0, 0, 0, 0, 2, 0, 1]],
  ['6e61c3af76652dc3a9', [0, 1, 2, 3, 1, 5, 6]],
  ['e697a5e69cace8aa9e', [0, 0, 1, 2, 0, 4, 6]],
  ['00', [0, 0, 2, 0, 3, 2, 0]],
  ['ff', [0, 1, 0, 3, 3, 3, 5]],
  ['ffffffff', [0, 1, 2, 1, 4, 5, 6]],
  ['0001020304050607', [0, 1, 2, 1, 1, 5, 6]],
  ['80ff7f00fe', [0, 0, 1, 2, 1, 4, 6]],
]

t.test('a key goes where the Java client sends it', async t => {
  for (const [hex, expected] of vectors)
    t.same(
      [1, 2, 3, 4, 5, 6, 7].map(count => partitionOfKey(Buffer.from(hex, 'hex'), count)),
      expected,
      hex,
    )
})

t.test('records without keys go everywhere alike', async t => {
  const counts = [0, 0, 0, 0]
  const random = chance(7)
  for (let i = 0; i < 40_000; i++) counts[pickPartition([0, 0, 0, 0], true, random)]!++
  for (const count of counts) t.ok(count > 9_500 && count < 10_500, `${count} of 40000, seed 7`)
})

t.test('the longer the queue, the rarer', async t => {
  const counts = [0, 0, 0]
  const random = chance(8)
  for (let i = 0; i < 60_000; i++) counts[pickPartition([0, 1, 4], true, random)]!++
  // Weights 5, 4, 1.
  t.ok(Math.abs(counts[0]! - 30_000) < 800, `${counts}`)
  t.ok(Math.abs(counts[1]! - 24_000) < 800, `${counts}`)
  t.ok(Math.abs(counts[2]! - 6_000) < 400, `${counts}`)
})

t.test('a partition without a leader is passed over while another has one', async t => {
  for (const value of [0, 0.5, 0.999999]) {
    t.equal(
      pickPartition([undefined, 3, undefined], true, () => value),
      1,
    )
    t.equal(
      pickPartition([undefined, 3, undefined], false, () => value),
      1,
    )
  }
  t.ok(pickPartition([undefined, undefined], true, () => 0.999) < 2, 'all the same when none has')
})
