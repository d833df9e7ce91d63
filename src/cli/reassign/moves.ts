/**
 * Moves of replicas: where they are now, how far they are, starting and stopping them. Source: Kafka 4.3
 * `ReassignPartitionsCommand`.
 */
import {
  alterReplicaLogDirs,
  describeReplicaLogDirs,
  listReassignments,
  type ReplicaDirectory,
} from '../../client/admin/replicas.ts'
import { describeTopics, type TopicDescription } from '../../client/admin/topics.ts'
import type { Cluster } from '../../client/cluster.ts'
import { keyOf, type TopicPartition } from '../../client/offsets.ts'
import { sleep } from '../../lib/clock.ts'
import type { KafkaError } from '../../protocol/errors.ts'
import { Refusal } from '../executing.ts'
import type { Io } from '../io.ts'
import { javaMessage } from '../java-exceptions.ts'
import { byPartition, byReplica, type DirectoryMove, type Placement, replicaText } from './plan.ts'

/** @throws {Refusal} for a topic that is not there */
export async function placementsOf(cluster: Cluster, topics: readonly string[]): Promise<Placement[]> {
  const described = await describeTopics(cluster, [...new Set(topics)])
  return described.flatMap(({ name, partitions, error }) => {
    if (error?.name === 'UNKNOWN_TOPIC_OR_PARTITION')
      throw new Refusal(`org.apache.kafka.common.errors.UnknownTopicOrPartitionException: Topic ${name} not found.`)
    if (error) throw error
    return partitions.map(({ index, replicas }) => ({ topic: name, partition: index, replicas }))
  })
}

/** @throws {Refusal} for a partition that is not there */
export async function currentPlacements(cluster: Cluster, wanted: readonly TopicPartition[]): Promise<Placement[]> {
  const all = await placementsOf(
    cluster,
    wanted.map(({ topic }) => topic),
  )
  const keys = new Set(wanted.map(keyOf))
  const found = all.filter(each => keys.has(keyOf(each)))
  const missing = wanted.filter(each => !found.some(other => keyOf(other) === keyOf(each)))
  if (missing.length > 0)
    throw new Refusal(
      `org.apache.kafka.common.errors.UnknownTopicOrPartitionException: Unable to find partition: ${missing.map(keyOf).join(', ')}`,
    )
  return found
}

/** By `replicaText`. */
export async function directoriesOf(cluster: Cluster, placements: readonly Placement[]): Promise<Map<string, string>> {
  const replicas = placements.flatMap(({ topic, partition, replicas }) =>
    replicas.map(broker => ({ topic, partition, broker })),
  )
  const found = await describeReplicaLogDirs(cluster, replicas)
  return new Map(found.flatMap(each => (each.current === undefined ? [] : [[replicaText(each), each.current]])))
}

export interface Progress {
  lines: string[]
  /** Nothing moves in the cluster, not even what was not asked about. */
  done: boolean
}

export async function placementProgress(cluster: Cluster, wanted: readonly Placement[]): Promise<Progress> {
  const current = await listReassignments(cluster)
  const moving = new Set(current.map(keyOf))
  const others = wanted.filter(each => !moving.has(keyOf(each))).map(({ topic }) => topic)
  const topics = new Map((await describeTopics(cluster, [...new Set(others)])).map(each => [each.name, each]))
  const lines = wanted.toSorted(byPartition).map(each => {
    const key = keyOf(each)
    if (moving.has(key)) return `Reassignment of partition ${key} is still in progress.`
    const replicas = replicasOf(topics.get(each.topic), each.partition)
    return replicas.join() === each.replicas.join()
      ? `Reassignment of partition ${key} is completed.`
      : `There is no active reassignment of partition ${key}, but replica set is ${replicas.join(',')} rather than ${each.replicas.join(',')}.`
  })
  return { lines: ['Status of partition reassignment:', ...lines], done: current.length === 0 }
}

/** None, for what is not there. */
function replicasOf(topic: TopicDescription | undefined, partition: number): readonly number[] {
  if (topic?.error && topic.error.name !== 'UNKNOWN_TOPIC_OR_PARTITION') throw topic.error
  return topic?.partitions.find(({ index }) => index === partition)?.replicas ?? []
}

export async function directoryProgress(cluster: Cluster, moves: readonly DirectoryMove[]): Promise<Progress> {
  const found = await describeReplicaLogDirs(cluster, moves)
  const rows = moves.map((move, i) => ({ move, found: found[i]! })).sort((a, b) => byReplica(a.move, b.move))
  return {
    lines: rows.map(({ move, found }) => directoryLine(move, found)),
    done: found.every(({ future }) => future === undefined),
  }
}

function directoryLine(move: DirectoryMove, { current, future }: ReplicaDirectory): string {
  const partition = `Partition ${keyOf(move)}`
  if (current === undefined)
    return `${partition} is not found in any live log dir on broker ${move.broker}. There is likely an offline log directory on the broker.`
  if (future === undefined)
    return current === move.directory
      ? `Reassignment of replica ${replicaText(move)} completed successfully.`
      : `${partition} on broker ${move.broker} is not being moved from log dir ${current} to ${move.directory}.`
  return future === move.directory
    ? `Reassignment of replica ${replicaText(move)} is still in progress.`
    : `${partition} on broker ${move.broker} is being moved to log dir ${future} instead of ${move.directory}.`
}

/** Between two tries, while replicas are not on their new broker yet. */
const PAUSE_MS = 100

/** @throws {Refusal} when some could not be started in time */
export async function startDirectoryMoves(
  cluster: Cluster,
  moves: readonly DirectoryMove[],
  timeoutMs: number,
  io: Io,
): Promise<void> {
  const deadline = io.clock.monotonic() + timeoutMs
  let pending = [...moves]
  for (;;) {
    const started = await startSome(cluster, pending)
    for (const { topic, partition, broker, directory } of started.toSorted(byReplica))
      io.print(
        `Successfully started moving log directory to ${directory} for replica ${topic}-${partition} with broker ${broker} `,
      )
    pending = pending.filter(each => !started.includes(each))
    if (pending.length === 0) return
    if (io.clock.monotonic() >= deadline)
      throw new Refusal(
        `Timed out before log directory move${pending.length === 1 ? '' : 's'} could be started for: ${pending.toSorted(byReplica).map(replicaText).join(',')}`,
      )
    await sleep(io.clock, PAUSE_MS)
  }
}

async function startSome(cluster: Cluster, pending: readonly DirectoryMove[]): Promise<DirectoryMove[]> {
  const rows = new Map((await alterReplicaLogDirs(cluster, pending)).map(row => [replicaText(row), row.error]))
  return pending.filter(move => {
    const error = rows.get(replicaText(move))
    if (error && error.name !== 'REPLICA_NOT_AVAILABLE')
      throw new Refusal(`Failed to alter dir for ${replicaText(move)}`, { cause: error })
    return error === undefined
  })
}

/** What goes on among `wanted`. */
export async function moving(cluster: Cluster, wanted: readonly TopicPartition[]): Promise<TopicPartition[]> {
  const found = wanted.length === 0 ? [] : await listReassignments(cluster, wanted)
  return found
    .filter(({ adding, removing }) => adding.length > 0 || removing.length > 0)
    .map(({ topic, partition }) => ({ topic, partition }))
    .sort(byPartition)
}

/** Errors of several partitions, a line each. @throws {Refusal} when there is one */
export function refuse(
  rows: readonly (TopicPartition & { error: KafkaError | undefined })[],
  headline: (count: number) => string,
): void {
  const failed = rows.filter(({ error }) => error).sort(byPartition)
  if (failed.length === 0) return
  const lines = failed.map(row => `${keyOf(row)}: ${javaMessage(row.error!)}`)
  throw new Refusal([headline(failed.length), ...lines].join('\n'))
}
