/**
 * Which partition a record goes to: by its key's murmur2, as every Kafka client does, so that a key stays where it is; without
 * a key to one partition until `batch.size` bytes went there, then to another, the emptier the likelier.
 * Source: KIP-480, KIP-794; Kafka 4.3 `BuiltInPartitioner`.
 */
import { murmur2 } from '../../lib/murmur2.ts'

export const partitionOfKey = (key: Uint8Array, partitions: number): number => (murmur2(key) & 0x7fffffff) % partitions

/**
 * The next partition of records without keys.
 * @param queued  batches that wait, by partition; undefined where there is no leader, and so no use
 * @param adaptive whether a longer queue makes a partition less likely (partitioner.adaptive.partitioning.enable)
 * @returns an index into `queued`; any of them when none has a leader
 */
export function pickPartition(
  queued: readonly (number | undefined)[],
  adaptive: boolean,
  random: () => number,
): number {
  const longest = Math.max(0, ...queued.map(length => length ?? 0))
  const weights = queued.map(length => (length === undefined ? 0 : adaptive ? longest + 1 - length : 1))
  const sum = weights.reduce((a, b) => a + b, 0)
  if (sum === 0) return Math.floor(random() * queued.length)
  let rest = random() * sum
  for (let index = 0; index < weights.length; index++) {
    rest -= weights[index]!
    if (rest < 0) return index
  }
  return weights.findLastIndex(weight => weight > 0)
}
