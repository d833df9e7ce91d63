import t from 'tap'
import { partitionOfKey, pickPartition } from '../../../src/client/producer/partitioner.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { vectors } from '../../kit/batches.ts'

/** A random in [0, 1) that a seed repeats. */
const chance = (seed: number) => {
  const random = seededRandom(seed)
  return () => random.below(2 ** 31) / 2 ** 31
}

t.test('a key goes where the Java client sends it', async t => {
  for (const { hex, partitionOf1to7 } of vectors.murmur2)
    t.same(
      [1, 2, 3, 4, 5, 6, 7].map(count => partitionOfKey(Buffer.from(hex, 'hex'), count)),
      partitionOf1to7,
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
