// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { Writer } from '../../../writer.ts'

export interface TopicPartition {
  topic: string
  partitions: readonly number[]
}

export interface TopicPartitionInit {
  topic: string
  partitions: readonly number[]
}

export interface ConsumerProtocolSubscription {
  topics: readonly string[]
  userData: Buffer | null
  ownedPartitions: readonly TopicPartition[]
  generationId: number
  rackId: string | null
}

export interface ConsumerProtocolSubscriptionInit {
  topics: readonly string[]
  userData?: Buffer | null | undefined
  ownedPartitions?: readonly TopicPartitionInit[] | undefined
  generationId?: number | undefined
  rackId?: string | null | undefined
}

function readTopicPartition(r: Reader, ver: number): TopicPartition {
  const topic = r.string(false)
  let partitions: readonly number[]
  {
    const count = r.array(false, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    partitions = items
  }
  return { topic, partitions }
}

function writeTopicPartition(w: Writer, v: TopicPartitionInit, ver: number): void {
  w.string(v.topic, false)
  {
    const items = v.partitions
    w.array(items.length, false)
    for (const item of items) w.int32(item)
  }
}

function readConsumerProtocolSubscription(r: Reader, ver: number): ConsumerProtocolSubscription {
  let topics: readonly string[]
  {
    const count = r.array(false, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(false)
    topics = items
  }
  const userData = r.nullableBytes(false)
  let ownedPartitions: readonly TopicPartition[] = []
  if (ver >= 1) {
    const count = r.array(false, 2)
    const items = new Array<TopicPartition>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicPartition(r, ver)
    ownedPartitions = items
  }
  let generationId: number = -1
  if (ver >= 2) generationId = r.int32()
  let rackId: string | null = null
  if (ver >= 3) rackId = r.nullableString(false)
  return { topics, userData, ownedPartitions, generationId, rackId }
}

function writeConsumerProtocolSubscription(w: Writer, v: ConsumerProtocolSubscriptionInit, ver: number): void {
  {
    const items = v.topics
    w.array(items.length, false)
    for (const item of items) w.string(item, false)
  }
  w.bytes(v.userData ?? null, false)
  if (ver >= 1) {
    const items = v.ownedPartitions ?? []
    w.array(items.length, false)
    for (const item of items) writeTopicPartition(w, item, ver)
  }
  if (ver >= 2) w.int32(v.generationId ?? -1)
  if (ver >= 3) w.string(v.rackId ?? null, false)
}

/** ConsumerProtocolSubscription */
export const ConsumerProtocolSubscription: Message<ConsumerProtocolSubscription, ConsumerProtocolSubscriptionInit> = {
  name: 'ConsumerProtocolSubscription',
  min: 0,
  max: 3,
  flexibleFrom: Number.POSITIVE_INFINITY,
  read: readConsumerProtocolSubscription,
  write: writeConsumerProtocolSubscription,
}
