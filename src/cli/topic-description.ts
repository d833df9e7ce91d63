/** Lines of `topics --describe`: one a topic, one a partition, and which of them are asked for. Source: Kafka 4.3 `TopicCommand`. */
import type { ConfigEntry } from '../client/admin/configs.ts'
import type { PartitionDescription, TopicDescription } from '../client/admin/topics.ts'
import { ZERO_UUID } from '../lib/uuid.ts'
import { hashMapOrder } from './java-order.ts'

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
  { topic, configs, reassignments }: Described,
  wanted: Wanted,
  liveBrokers: ReadonlySet<number>,
): Generator<string> {
  const partitions = [...topic.partitions].sort((a, b) => a.index - b.index)
  const onlySome = wanted.underReplicated || wanted.underMinIsr || wanted.atMinIsr || wanted.unavailable
  const own = hashMapOrder(configs, ({ name }) => name).filter(({ source }) => source !== DEFAULT_CONFIG)
  if (!onlySome && (!wanted.withOverrides || own.length > 0)) yield topicLine(topic, partitions, own, reassignments)
  if (wanted.withOverrides) return
  const minIsr = Number(configs.find(({ name }) => name === 'min.insync.replicas')?.value ?? 1)
  for (const partition of partitions) {
    const moving = reassignments.get(partition.index)
    const { isr, leader } = partition
    const asked =
      !onlySome ||
      (wanted.underReplicated && replicationFactor(partition, moving) > isr.length) ||
      (wanted.unavailable && !(leader >= 0 && liveBrokers.has(leader))) ||
      (wanted.underMinIsr && (leader < 0 || isr.length < minIsr)) ||
      (wanted.atMinIsr && isr.length === minIsr)
    if (asked) yield partitionLine(topic.name, partition, moving)
  }
}

function topicLine(
  { name, topicId }: TopicDescription,
  partitions: readonly PartitionDescription[],
  own: readonly ConfigEntry[],
  reassignments: ReadonlyMap<number, Reassignment>,
): string {
  const [first] = partitions
  return [
    `Topic: ${name}`,
    ...(topicId === ZERO_UUID ? [] : [`TopicId: ${topicId}`]),
    `PartitionCount: ${partitions.length}`,
    `ReplicationFactor: ${first ? replicationFactor(first, reassignments.get(first.index)) : 0}`,
    `Configs: ${own.map(({ name, value }) => `${name}=${value}`).join(',')}`,
  ].join('\t')
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
