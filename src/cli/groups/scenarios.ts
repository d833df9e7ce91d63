/**
 * Where `--reset-offsets` puts a group: each scenario turns partitions into offsets. Nothing is changed here.
 * Source: Kafka 4.3 `OffsetsUtils`, `ConsumerGroupCommand`. A partition that is named twice counts once, where Kafka fails.
 */
import { listGroupOffsets } from '../../client/admin/group-offsets.ts'
import { offsetSpecs } from '../../client/admin/offsets.ts'
import { unwrap } from '../../client/admin/results.ts'
import { describeTopics } from '../../client/admin/topics.ts'
import type { Cluster } from '../../client/cluster.ts'
import { type CommittedOffset, keyOf, type TopicPartition } from '../../client/offsets.ts'
import { Refusal } from '../executing.ts'
import type { Io } from '../io.ts'
import { hashMapOrder, hashOfPartition } from '../java-order.ts'
import { dateTime, duration } from '../moments.ts'
import { UsageError } from '../usage-error.ts'
import { ends, offsetsAt, offsetsSince } from './offsets-at.ts'
import type { NewOffset, Plan } from './plan.ts'

export interface Reset {
  readonly allTopics: boolean
  readonly topic: readonly string[]
  readonly toOffset: number | undefined
  readonly toEarliest: boolean
  readonly toLatest: boolean
  readonly toCurrent: boolean
  readonly shiftBy: number | undefined
  readonly toDatetime: string | undefined
  readonly byDuration: string | undefined
}

/** The order in which Kafka's tool prints partitions. */
export const inMapOrder = <At extends TopicPartition>(partitions: readonly At[]): At[] =>
  hashMapOrder(partitions, ({ topic, partition }) => hashOfPartition(topic, partition))

/** @returns what the group would have then, in the order of Kafka's tool */
export async function newOffsets(
  cluster: Cluster,
  group: string,
  reset: Reset,
  plan: Plan | undefined,
  io: Io,
): Promise<NewOffset[]> {
  const partitions = await scope(cluster, group, reset, plan !== undefined)
  await demandLed(cluster, partitions)
  if (plan) {
    const planned = plan.get(group)
    if (!planned) io.print(`\nError: No reset plan for group ${group} found`)
    return inRange(cluster, planned ?? [], io)
  }
  if (reset.toOffset !== undefined)
    return inRange(
      cluster,
      partitions.map(at => ({ ...at, offset: reset.toOffset! })),
      io,
    )
  const since = (timestamp: number) =>
    offsetsSince(cluster, partitions, timestamp, ({ topic, partition }) =>
      io.print(`\nWarn: Partition ${partition} from topic ${topic} is empty. Falling back to latest known offset.`),
    )
  if (reset.toEarliest) return offsetsAt(cluster, partitions, offsetSpecs.earliest)
  if (reset.toLatest) return ends(cluster, partitions)
  if (reset.toDatetime !== undefined) return since(dateTime(reset.toDatetime))
  if (reset.byDuration !== undefined) return since(io.clock.now() - duration(reset.byDuration))
  const committed = new Map((await listGroupOffsets(cluster, group)).map(each => [keyOf(each), each]))
  return reset.shiftBy === undefined
    ? toCurrent(cluster, partitions, committed)
    : inRange(cluster, shifted(partitions, committed, reset.shiftBy), io)
}

async function scope(cluster: Cluster, group: string, reset: Reset, planned: boolean): Promise<TopicPartition[]> {
  const partitions = reset.allTopics
    ? await listGroupOffsets(cluster, group)
    : reset.topic.length > 0
      ? await partitionsOf(cluster, reset.topic)
      : []
  if (!reset.allTopics && reset.topic.length === 0 && !planned)
    throw new UsageError('One of the reset scopes should be defined: --all-topics, --topic.')
  const once = new Map(partitions.map(({ topic, partition }) => [keyOf({ topic, partition }), { topic, partition }]))
  return inMapOrder([...once.values()])
}

/** `orders`, all of its partitions; `orders:0,1`. Those with numbers come first, as in Kafka. */
export async function partitionsOf(cluster: Cluster, words: readonly string[]): Promise<TopicPartition[]> {
  const { named, topics } = topicWords(words)
  const described = unwrap(await describeTopics(cluster, topics))
  return [
    ...named,
    ...described.flatMap(({ name, partitions }) => partitions.map(({ index }) => ({ topic: name, partition: index }))),
  ]
}

/** @throws {UsageError} for what is no topic, or no number */
export function topicWords(words: readonly string[]): { named: TopicPartition[]; topics: string[] } {
  const named = words
    .filter(word => word.includes(':'))
    .flatMap(word => {
      const [topic = '', list, ...rest] = word.split(':')
      if (!list || rest.length > 0)
        throw new UsageError(`Invalid topic arg '${word}', expected topic name and partitions`)
      return list.split(',').map(text => {
        if (!/^[+-]?\d+$/.test(text))
          throw new UsageError(`Invalid partition '${text}' specified in topic arg '${word}'`)
        return { topic, partition: Number(text) }
      })
    })
  return { named, topics: [...new Set(words.filter(word => !word.includes(':')))] }
}

/** @throws {KafkaError} for partitions that are not there, or have no leader */
async function demandLed(cluster: Cluster, partitions: readonly TopicPartition[]): Promise<void> {
  const topics = unwrap(await describeTopics(cluster, [...new Set(partitions.map(({ topic }) => topic))]))
  const leaders = new Map(
    topics.flatMap(({ name, partitions }) =>
      partitions.map(({ index, leader }) => [keyOf({ topic: name, partition: index }), leader] as const),
    ),
  )
  const quoted = (all: readonly TopicPartition[]) => `The partitions "${all.map(keyOf).join(',')}"`
  const unknown = partitions.filter(at => !leaders.has(keyOf(at)))
  if (unknown.length > 0) throw new Refusal(`${quoted(unknown)} do not exist`)
  const leaderless = partitions.filter(at => leaders.get(keyOf(at))! < 0)
  if (leaderless.length > 0) throw new Refusal(`${quoted(leaderless)} have no leader`)
}

/** What nobody has committed is read from its end on. */
async function toCurrent(
  cluster: Cluster,
  partitions: readonly TopicPartition[],
  committed: ReadonlyMap<string, CommittedOffset>,
): Promise<NewOffset[]> {
  const without = partitions.filter(each => !committed.has(keyOf(each)))
  const last = new Map((await ends(cluster, without)).map(each => [keyOf(each), each]))
  return partitions.map(({ topic, partition }) => {
    const key = keyOf({ topic, partition })
    return last.get(key) ?? { topic, partition, offset: committed.get(key)!.offset }
  })
}

const shifted = (
  partitions: readonly TopicPartition[],
  committed: ReadonlyMap<string, CommittedOffset>,
  by: number,
): NewOffset[] =>
  partitions.map(({ topic, partition }) => {
    const commit = committed.get(keyOf({ topic, partition }))
    if (!commit)
      throw new UsageError(
        `Cannot shift offset for partition ${topic}-${partition} since there is no current committed offset`,
      )
    return { topic, partition, offset: commit.offset + by }
  })

/** What is beyond an end of the partition is put there. */
async function inRange(cluster: Cluster, wanted: readonly NewOffset[], io: Io): Promise<NewOffset[]> {
  const first = await offsetsAt(cluster, wanted, offsetSpecs.earliest)
  const last = await ends(cluster, wanted)
  const within = wanted.map(({ topic, partition, offset }, i) => {
    const [start, end] = [first[i]!.offset, last[i]!.offset]
    const found = offset > end ? end : offset < start ? start : offset
    if (found !== offset)
      io.warn(
        `WARN New offset (${offset}) is ${offset > end ? 'higher than latest' : 'lower than earliest'} offset for topic partition ${topic}-${partition}. Value will be set to ${found}`,
      )
    return { topic, partition, offset: found }
  })
  return inMapOrder(within)
}
