/** A look at a cluster: topics with their ends and sizes, groups with what they have committed. Any broker can be asked. */
import { describeLogDirs } from '../../client/admin/cluster.ts'
import { listGroupOffsets } from '../../client/admin/group-offsets.ts'
import { describeGroups, listGroups } from '../../client/admin/groups.ts'
import { listOffsets, offsetSpecs } from '../../client/admin/offsets.ts'
import { listTopics } from '../../client/admin/topics.ts'
import type { Cluster } from '../../client/cluster.ts'
import { keyOf } from '../../client/offsets.ts'
import { KafkaError } from '../../protocol/errors.ts'
import type { GroupSample, Sample } from './frame.ts'

export interface Wanted {
  topic: RegExp
  group: RegExp
  internal: boolean
}

export async function sampleOf(cluster: Cluster, wanted: Wanted): Promise<Sample> {
  await cluster.retry(() => cluster.refresh([]))
  const topics = (await listTopics(cluster, { internal: wanted.internal })).filter(({ name }) =>
    wanted.topic.test(name),
  )
  const all = topics.flatMap(({ name, partitions }) =>
    partitions.map(({ index }) => ({ topic: name, partition: index })),
  )
  const [ends, begins, sizes, groups] = await Promise.all([
    offsetsAt(cluster, all, offsetSpecs.latest),
    offsetsAt(cluster, all, offsetSpecs.earliest),
    sizesOf(cluster),
    sampleGroups(cluster, wanted),
  ])
  const total = (name: string, of: ReadonlyMap<string, number>) =>
    all.filter(({ topic }) => topic === name).reduce((sum, at) => sum + (of.get(keyOf(at)) ?? 0), 0)
  return {
    at: cluster.clock.monotonic(),
    topics: topics.map(({ name, partitions }) => {
      const end = total(name, ends)
      return {
        name,
        partitions: partitions.length,
        records: end - total(name, begins),
        end,
        bytes: sizes && total(name, sizes),
      }
    }),
    groups,
  }
}

type Partitions = readonly { topic: string; partition: number }[]

/** Partitions without a leader have none just now. */
async function offsetsAt(cluster: Cluster, partitions: Partitions, timestamp: number): Promise<Map<string, number>> {
  const rows =
    partitions.length === 0
      ? []
      : await listOffsets(
          cluster,
          partitions.map(at => ({ ...at, timestamp })),
        )
  return new Map(rows.flatMap(row => (row.error ? [] : [[keyOf(row), row.offset] as const])))
}

/** The largest replica of each; undefined for who may not ask (DESCRIBE on the cluster). */
async function sizesOf(cluster: Cluster): Promise<Map<string, number> | undefined> {
  try {
    const sizes = new Map<string, number>()
    for (const dirs of (await describeLogDirs(cluster)).values())
      for (const { topics } of dirs)
        for (const { name, partitions } of topics)
          for (const { partitionIndex, partitionSize } of partitions) {
            const key = keyOf({ topic: name, partition: partitionIndex })
            sizes.set(key, Math.max(sizes.get(key) ?? 0, Number(partitionSize)))
          }
    return sizes
  } catch (error) {
    if (error instanceof KafkaError && error.name === 'CLUSTER_AUTHORIZATION_FAILED') return undefined
    throw error
  }
}

/** Groups of consumers: others keep their offsets elsewhere. */
const kinds = new Set(['', 'classic', 'consumer'])

async function sampleGroups(cluster: Cluster, wanted: Wanted): Promise<GroupSample[]> {
  const listed = (await listGroups(cluster)).filter(
    ({ id, type }) => wanted.group.test(id) && kinds.has(type.toLowerCase()),
  )
  const described = await describeGroups(
    cluster,
    listed.map(({ id }) => id),
  )
  return Promise.all(
    listed.map(async ({ id, state }) => {
      const offsets = await listGroupOffsets(cluster, id)
      const ends = await offsetsAt(cluster, offsets, offsetSpecs.latest)
      const committed = new Map<string, number>()
      let lag = 0
      for (const at of offsets) {
        committed.set(at.topic, (committed.get(at.topic) ?? 0) + at.offset)
        lag += Math.max(0, (ends.get(keyOf(at)) ?? at.offset) - at.offset)
      }
      const group = described.get(id)
      const known = group instanceof KafkaError ? undefined : group
      return { id, state: known?.state ?? state, members: known?.members.length ?? 0, lag, committed }
    }),
  )
}
