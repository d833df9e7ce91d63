/** Offsets of partitions at a moment, as resets need them: of a group here, of a Streams application's inputs there. */
import { listOffsets, offsetSpecs } from '../../client/admin/offsets.ts'
import { unwrap } from '../../client/admin/results.ts'
import type { Cluster } from '../../client/cluster.ts'
import { keyOf, type TopicPartition } from '../../client/offsets.ts'
import type { NewOffset } from './plan.ts'

/** @param timestamp a time, or one of `offsetSpecs`; -1 as an offset: no record is so young */
export async function offsetsAt(
  cluster: Cluster,
  partitions: readonly TopicPartition[],
  timestamp: number,
): Promise<NewOffset[]> {
  const rows = await listOffsets(
    cluster,
    partitions.map(({ topic, partition }) => ({ topic, partition, timestamp })),
  )
  return unwrap(rows).map(({ topic, partition, offset }) => ({ topic, partition, offset }))
}

export const ends = (cluster: Cluster, partitions: readonly TopicPartition[]): Promise<NewOffset[]> =>
  offsetsAt(cluster, partitions, offsetSpecs.latest)

/** Where there is no record so young, the end. @param say told of each such partition, before the answer */
export async function offsetsSince(
  cluster: Cluster,
  partitions: readonly TopicPartition[],
  timestamp: number,
  say: (at: TopicPartition) => void,
): Promise<NewOffset[]> {
  const rows = await offsetsAt(cluster, partitions, timestamp)
  const older = rows.filter(({ offset }) => offset < 0)
  older.forEach(say)
  const last = new Map((await ends(cluster, older)).map(each => [keyOf(each), each]))
  return rows.map(each => last.get(keyOf(each)) ?? each)
}
