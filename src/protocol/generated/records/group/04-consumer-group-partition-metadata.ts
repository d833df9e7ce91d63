// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag, Uuid } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface ConsumerGroupPartitionMetadataKey {
  groupId: string
}

export interface ConsumerGroupPartitionMetadataKeyInit {
  groupId: string
}

function readConsumerGroupPartitionMetadataKey(r: Reader, ver: number): ConsumerGroupPartitionMetadataKey {
  const groupId = r.string(false)
  return { groupId }
}

function writeConsumerGroupPartitionMetadataKey(
  w: Writer,
  v: ConsumerGroupPartitionMetadataKeyInit,
  ver: number,
): void {
  w.string(v.groupId, false)
}

/** ConsumerGroupPartitionMetadata */
export const ConsumerGroupPartitionMetadataKey: Message<
  ConsumerGroupPartitionMetadataKey,
  ConsumerGroupPartitionMetadataKeyInit
> = {
  name: 'ConsumerGroupPartitionMetadataKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 4,
  read: readConsumerGroupPartitionMetadataKey,
  write: writeConsumerGroupPartitionMetadataKey,
}

export interface TopicMetadata {
  topicId: Uuid
  topicName: string
  numPartitions: number
  partitionMetadata: readonly PartitionMetadata[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicMetadataInit {
  topicId: Uuid
  topicName: string
  numPartitions: number
  partitionMetadata: readonly PartitionMetadataInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionMetadata {
  partition: number
  racks: readonly string[]
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionMetadataInit {
  partition: number
  racks: readonly string[]
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupPartitionMetadataValue {
  topics: readonly TopicMetadata[]
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupPartitionMetadataValueInit {
  topics: readonly TopicMetadataInit[]
  unknownTags?: readonly UnknownTag[]
}

function readTopicMetadata(r: Reader, ver: number): TopicMetadata {
  const topicId = r.uuid()
  const topicName = r.string(true)
  const numPartitions = r.int32()
  let partitionMetadata: readonly PartitionMetadata[]
  {
    const count = r.array(true, 6)
    const items = new Array<PartitionMetadata>(count)
    for (let i = 0; i < count; i++) items[i] = readPartitionMetadata(r, ver)
    partitionMetadata = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { topicId, topicName, numPartitions, partitionMetadata, unknownTags }
    : { topicId, topicName, numPartitions, partitionMetadata }
}

function writeTopicMetadata(w: Writer, v: TopicMetadataInit, ver: number): void {
  w.uuid(v.topicId)
  w.string(v.topicName, true)
  w.int32(v.numPartitions)
  {
    const items = v.partitionMetadata
    w.array(items.length, true)
    for (const item of items) writePartitionMetadata(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readPartitionMetadata(r: Reader, ver: number): PartitionMetadata {
  const partition = r.int32()
  let racks: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    racks = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { partition, racks, unknownTags } : { partition, racks }
}

function writePartitionMetadata(w: Writer, v: PartitionMetadataInit, ver: number): void {
  w.int32(v.partition)
  {
    const items = v.racks
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readConsumerGroupPartitionMetadataValue(r: Reader, ver: number): ConsumerGroupPartitionMetadataValue {
  let topics: readonly TopicMetadata[]
  {
    const count = r.array(true, 23)
    const items = new Array<TopicMetadata>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicMetadata(r, ver)
    topics = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topics, unknownTags } : { topics }
}

function writeConsumerGroupPartitionMetadataValue(
  w: Writer,
  v: ConsumerGroupPartitionMetadataValueInit,
  ver: number,
): void {
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) writeTopicMetadata(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ConsumerGroupPartitionMetadataValue: Message<
  ConsumerGroupPartitionMetadataValue,
  ConsumerGroupPartitionMetadataValueInit
> = {
  name: 'ConsumerGroupPartitionMetadataValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 4,
  read: readConsumerGroupPartitionMetadataValue,
  write: writeConsumerGroupPartitionMetadataValue,
}
