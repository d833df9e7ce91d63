/**
 * Topics as `topics --describe` shows them: a line a topic, a line a partition, or the same as an object; and which of them are
 * asked for. Source: Kafka 4.3 `TopicCommand`.
 */
import type { ConfigEntry } from '../../client/admin/configs.ts'
import type { PartitionDescription, TopicDescription } from '../../client/admin/topics.ts'
import { ZERO_UUID } from '../../lib/uuid.ts'
import { hashMapOrder } from '../java-order.ts'

export interface Reassignment {
  replicas: readonly number[]
  adding: readonly number[]
  removing: readonly number[]
}

export interface Wanted {
  underReplicated: boolean
  underMinIsr: boolean
  atMinIsr: boolean
  unavailable: boolean
  /** Topics with settings of their own, and no partitions. */
  withOverrides: boolean
}

export interface Described {
  topic: TopicDescription
  configs: readonly ConfigEntry[]
  reassignments: ReadonlyMap<number, Reassignment>
}

/** ConfigEntry.ConfigSource.DEFAULT_CONFIG: nobody has set it. */
const DEFAULT_CONFIG = 5

export function* descriptionLines(
  described: Described,
  wanted: Wanted,
  liveBrokers: ReadonlySet<number>,
): Generator<string> {
  const { topic, reassignments } = described
  const { whole, own, partitions } = asked(described, wanted, liveBrokers)
  if (whole) yield topicLine(topic, own, reassignments)
  for (const partition of partitions) yield partitionLine(topic.name, partition, reassignments.get(partition.index))
}

/** The same for programs. @returns undefined when nothing of the topic is asked for */
export function descriptionJson(
  described: Described,
  wanted: Wanted,
  liveBrokers: ReadonlySet<number>,
): object | undefined {
  const { topic, reassignments } = described
  const { whole, own, partitions } = asked(described, wanted, liveBrokers)
  if (!whole && partitions.length === 0) return undefined
  return {
    topic: topic.name,
    topicId: topic.topicId,
    internal: topic.internal,
    partitionCount: topic.partitions.length,
    replicationFactor: replicationFactorOf(topic, reassignments),
    configs: Object.fromEntries(own.map(({ name, value }) => [name, value])),
    partitions: partitions.map(partition => {
      const moving = reassignments.get(partition.index)
      return {
        partition: partition.index,
        leader: partition.leader < 0 ? null : partition.leader,
        leaderEpoch: partition.leaderEpoch,
        replicas: partition.replicas,
        isr: partition.isr,
        offline: partition.offline,
        ...(moving ? { adding: moving.adding, removing: moving.removing } : {}),
        elr: partition.elr,
        lastKnownElr: partition.lastKnownElr,
      }
    }),
  }
}

/** What of a topic is shown: its own line, its own settings, these partitions. */
function asked({ topic, configs, reassignments }: Described, wanted: Wanted, liveBrokers: ReadonlySet<number>) {
  const onlySome = wanted.underReplicated || wanted.underMinIsr || wanted.atMinIsr || wanted.unavailable
  const own = hashMapOrder(configs, ({ name }) => name).filter(({ source }) => source !== DEFAULT_CONFIG)
  const whole = !onlySome && (!wanted.withOverrides || own.length > 0)
  const minIsr = Number(configs.find(({ name }) => name === 'min.insync.replicas')?.value ?? 1)
  const isAsked = (partition: PartitionDescription) => {
    const { isr, leader } = partition
    return (
      !onlySome ||
      (wanted.underReplicated && replicationFactor(partition, reassignments.get(partition.index)) > isr.length) ||
      (wanted.unavailable && !(leader >= 0 && liveBrokers.has(leader))) ||
      (wanted.underMinIsr && (leader < 0 || isr.length < minIsr)) ||
      (wanted.atMinIsr && isr.length === minIsr)
    )
  }
  const partitions = wanted.withOverrides ? [] : topic.partitions.filter(isAsked).sort((a, b) => a.index - b.index)
  return { whole, own, partitions }
}

const topicLine = (
  topic: TopicDescription,
  own: readonly ConfigEntry[],
  reassignments: ReadonlyMap<number, Reassignment>,
) =>
  [
    `Topic: ${topic.name}`,
    ...(topic.topicId === ZERO_UUID ? [] : [`TopicId: ${topic.topicId}`]),
    `PartitionCount: ${topic.partitions.length}`,
    `ReplicationFactor: ${replicationFactorOf(topic, reassignments)}`,
    `Configs: ${own.map(({ name, value }) => `${name}=${value}`).join(',')}`,
  ].join('\t')

/** That of the first partition. */
function replicationFactorOf({ partitions }: TopicDescription, moving: ReadonlyMap<number, Reassignment>): number {
  const first = partitions.reduce<PartitionDescription | undefined>(
    (least, each) => (least && least.index < each.index ? least : each),
    undefined,
  )
  return first ? replicationFactor(first, moving.get(first.index)) : 0
}

const partitionLine = (topic: string, partition: PartitionDescription, moving: Reassignment | undefined) =>
  [
    `\tTopic: ${topic}`,
    `Partition: ${partition.index}`,
    `Leader: ${partition.leader >= 0 ? partition.leader : 'none'}`,
    `Replicas: ${partition.replicas.join(',')}`,
    `Isr: ${partition.isr.join(',')}`,
    ...(moving
      ? [`Adding Replicas: ${moving.adding.join(',')}`, `Removing Replicas: ${moving.removing.join(',')}`]
      : []),
    `Elr: ${partition.elr?.join(',') ?? 'N/A'}`,
    `LastKnownElr: ${partition.lastKnownElr?.join(',') ?? 'N/A'}`,
  ].join('\t')

/** While replicas move, those that are being added do not count yet. */
function replicationFactor({ replicas }: PartitionDescription, moving: Reassignment | undefined): number {
  const changing = new Set([...(moving?.adding ?? []), ...(moving?.removing ?? [])])
  return moving && replicas.some(id => changing.has(id))
    ? moving.replicas.length - moving.adding.length
    : replicas.length
}
