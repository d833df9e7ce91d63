/**
 * What `consumer-groups --describe` finds out and prints: offsets and lag, members, state. The lines are Kafka's own.
 * Source: Kafka 4.3 `ConsumerGroupCommand`.
 */
import { listGroupOffsets } from '../../client/admin/group-offsets.ts'
import type { GroupDescription, GroupMember } from '../../client/admin/groups.ts'
import { listOffsets, offsetSpecs } from '../../client/admin/offsets.ts'
import { unwrap } from '../../client/admin/results.ts'
import { describeTopics } from '../../client/admin/topics.ts'
import type { Cluster } from '../../client/cluster.ts'
import { keyOf, type TopicPartition } from '../../client/offsets.ts'
import { MISSING, orMissing, row, widest } from '../columns.ts'
import type { Io } from '../io.ts'

export interface PartitionRow {
  topic: string
  partition: number
  leaderEpoch: number | undefined
  currentOffset: number | undefined
  /** Undefined: the partition has no leader to ask. */
  logEndOffset: number | undefined
  lag: number | undefined
  consumerId: string | undefined
  host: string | undefined
  clientId: string | undefined
}

/** Partitions by member, those with most first, then what nobody has. */
export async function partitionRows(cluster: Cluster, group: GroupDescription): Promise<PartitionRow[]> {
  const committed = await listGroupOffsets(cluster, group.id)
  const members = group.members
    .filter(({ assignment }) => assignment.length > 0)
    .sort((a, b) => b.assignment.length - a.assignment.length)
  const taken = new Set(members.flatMap(({ assignment }) => assignment.map(keyOf)))
  const owned: { member: GroupMember | undefined; at: TopicPartition }[] = [
    ...members.flatMap(member => sorted(member.assignment).map(at => ({ member, at }))),
    ...sorted(committed.filter(at => !taken.has(keyOf(at)))).map(at => ({ member: undefined, at })),
  ]
  const ends = await endOffsets(
    cluster,
    owned.map(({ at }) => at),
  )
  const offsets = new Map(committed.map(each => [keyOf(each), each]))
  return owned.map(({ member, at }) => {
    const commit = offsets.get(keyOf(at))
    const end = ends.get(keyOf(at))
    return {
      topic: at.topic,
      partition: at.partition,
      leaderEpoch: (commit?.leaderEpoch ?? -1) < 0 ? undefined : commit!.leaderEpoch,
      currentOffset: commit?.offset,
      logEndOffset: end,
      lag: commit === undefined || end === undefined ? undefined : end - commit.offset,
      consumerId: member?.id,
      host: member?.host,
      clientId: member?.clientId,
    }
  })
}

const sorted = (partitions: readonly TopicPartition[]) =>
  [...partitions].sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition))

/** Where partitions end; those without a leader are left out. @throws {KafkaError} for a topic that is gone */
async function endOffsets(cluster: Cluster, partitions: readonly TopicPartition[]): Promise<Map<string, number>> {
  const topics = [...new Set(partitions.map(({ topic }) => topic))]
  const led = new Set(
    unwrap(await describeTopics(cluster, topics)).flatMap(({ name, partitions }) =>
      partitions.filter(({ leader }) => leader >= 0).map(({ index }) => keyOf({ topic: name, partition: index })),
    ),
  )
  const queries = partitions
    .filter(at => led.has(keyOf(at)))
    .map(({ topic, partition }) => ({ topic, partition, timestamp: offsetSpecs.latest }))
  return new Map(unwrap(await listOffsets(cluster, queries)).map(each => [keyOf(each), each.offset]))
}

export function printOffsets(io: Io, group: GroupDescription, rows: readonly PartitionRow[], verbose: boolean): void {
  if (!printState(io, group) || rows.length === 0) return
  const cells = rows.map(each => [
    group.id,
    each.topic,
    each.partition,
    ...(verbose ? [orMissing(each.leaderEpoch)] : []),
    orMissing(each.currentOffset),
    orMissing(each.logEndOffset),
    orMissing(each.lag),
    orMissing(each.consumerId),
    orMissing(each.host),
    orMissing(each.clientId),
  ])
  const widths = [
    widest(15, [group.id]),
    widest(15, column(rows, 'topic')),
    10,
    ...(verbose ? [15] : []),
    ...[15, 15, 15],
    widest(15, column(rows, 'consumerId')),
    widest(15, column(rows, 'host')),
  ]
  const head = 'GROUP TOPIC PARTITION LEADER-EPOCH CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID'
    .split(' ')
    .filter(name => verbose || name !== 'LEADER-EPOCH')
  io.print()
  for (const line of [head, ...cells]) io.print(row(widths, line))
}

const column = (rows: readonly PartitionRow[], name: 'topic' | 'consumerId' | 'host') =>
  rows.map(each => orMissing(each[name]))

/** A group without members has a head and nothing below it, as in Kafka. */
export function printMembers(io: Io, group: GroupDescription, verbose: boolean): void {
  const shown = printState(io, group) ? group.members : []
  const instances = shown.some(({ instanceId }) => instanceId)
  // Members of both kinds: the group is on its way from one protocol to the other.
  const mixed = shown.some(({ upgraded }) => upgraded === true) && shown.some(({ upgraded }) => upgraded === false)
  const columns: [name: string, width: number, cell: (member: GroupMember) => string | number][] = [
    ['GROUP', widest(15, shown.length > 0 ? [group.id] : []), () => group.id],
    [
      'CONSUMER-ID',
      widest(
        15,
        shown.map(({ id }) => id),
      ),
      ({ id }) => id,
    ],
  ]
  if (instances)
    columns.push([
      'GROUP-INSTANCE-ID',
      widest(
        17,
        shown.map(({ instanceId }) => instanceId ?? ''),
      ),
      ({ instanceId }) => instanceId ?? '',
    ])
  columns.push(
    [
      'HOST',
      widest(
        15,
        shown.map(({ host }) => host),
      ),
      ({ host }) => host,
    ],
    [
      'CLIENT-ID',
      widest(
        15,
        shown.map(({ clientId }) => clientId),
      ),
      ({ clientId }) => clientId,
    ],
    ['#PARTITIONS', 15, ({ assignment }) => assignment.length],
  )
  if (verbose) {
    columns.push(
      ['CURRENT-EPOCH', 15, ({ epoch }) => orMissing(epoch)],
      [
        'CURRENT-ASSIGNMENT',
        widest(
          20,
          shown.map(each => assigned(each.assignment)),
        ),
        each => assigned(each.assignment),
      ],
      ['TARGET-EPOCH', 15, () => orMissing(group.targetEpoch)],
      [
        'TARGET-ASSIGNMENT',
        widest(
          20,
          shown.map(each => assigned(each.target)),
        ),
        each => assigned(each.target),
      ],
    )
    if (mixed) columns.push(['UPGRADED', 0, ({ upgraded }) => orMissing(upgraded)])
  } else columns.push(['', 0, () => ''])
  const widths = columns.map(([, width]) => width)
  io.print()
  io.print(
    row(
      widths,
      columns.map(([name]) => name),
    ),
  )
  for (const member of shown)
    io.print(
      row(
        widths,
        columns.map(([, , cell]) => cell(member)),
      ),
    )
}

/** `orders:0,1;stock:2` */
function assigned(partitions: readonly TopicPartition[] = []): string {
  const topics = new Map<string, number[]>()
  for (const { topic, partition } of partitions) topics.set(topic, [...(topics.get(topic) ?? []), partition])
  const texts = [...topics].map(([topic, numbers]) => `${topic}:${numbers.sort((a, b) => a - b).join(',')}`)
  return texts.sort().join(';') || MISSING
}

export function printStates(io: Io, group: GroupDescription, verbose: boolean): void {
  if (!printState(io, group)) return
  const { host, port, id } = group.coordinator
  const coordinator = `${host}:${port}  (${id})`
  const cells: [name: string, width: number, cell: unknown][] = [
    ['GROUP', widest(15, [group.id]), group.id],
    ['COORDINATOR (ID)', widest(25, [coordinator]), coordinator],
    ['ASSIGNMENT-STRATEGY', 20, orMissing(group.assignor)],
    ['STATE', 20, group.state],
  ]
  if (verbose)
    cells.push(
      ['GROUP-EPOCH', 15, orMissing(group.epoch)],
      ['TARGET-ASSIGNMENT-EPOCH', 25, orMissing(group.targetEpoch)],
    )
  cells.push(['#MEMBERS', 0, group.members.length])
  const widths = cells.map(([, width]) => width)
  io.print()
  io.print(
    row(
      widths,
      cells.map(([name]) => name),
    ),
  )
  io.print(
    row(
      widths,
      cells.map(([, , cell]) => cell),
    ),
  )
}

const rebalancing = new Set(['PreparingRebalance', 'CompletingRebalance', 'Assigning', 'Reconciling'])

/** What is special about the group's state. @returns whether there is more to say */
function printState(io: Io, { id, state }: GroupDescription): boolean {
  if (state === 'Dead') io.print(`\nError: Consumer group '${id}' does not exist.`)
  if (state === 'Empty') io.warn(`\nConsumer group '${id}' has no active members.`)
  if (rebalancing.has(state)) io.warn(`\nWarning: Consumer group '${id}' is rebalancing.`)
  return state !== 'Dead'
}
