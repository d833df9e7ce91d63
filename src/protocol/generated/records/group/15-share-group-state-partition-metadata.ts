// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag, Uuid } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface ShareGroupStatePartitionMetadataKey {
  groupId: string
}

export interface ShareGroupStatePartitionMetadataKeyInit {
  groupId: string
}

function readShareGroupStatePartitionMetadataKey(r: Reader, ver: number): ShareGroupStatePartitionMetadataKey {
  const groupId = r.string(false)
  return { groupId }
}

function writeShareGroupStatePartitionMetadataKey(
  w: Writer,
  v: ShareGroupStatePartitionMetadataKeyInit,
  ver: number,
): void {
  w.string(v.groupId, false)
}

/** ShareGroupStatePartitionMetadata */
export const ShareGroupStatePartitionMetadataKey: Message<
  ShareGroupStatePartitionMetadataKey,
  ShareGroupStatePartitionMetadataKeyInit
> = {
  name: 'ShareGroupStatePartitionMetadataKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 15,
  read: readShareGroupStatePartitionMetadataKey,
  write: writeShareGroupStatePartitionMetadataKey,
}

export interface TopicPartitionsInfo {
  topicId: Uuid
  topicName: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicPartitionsInfoInit {
  topicId: Uuid
  topicName: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface TopicInfo {
  topicId: Uuid
  topicName: string
  unknownTags?: readonly UnknownTag[]
}

export interface TopicInfoInit {
  topicId: Uuid
  topicName: string
  unknownTags?: readonly UnknownTag[]
}

export interface ShareGroupStatePartitionMetadataValue {
  initializingTopics: readonly TopicPartitionsInfo[]
  initializedTopics: readonly TopicPartitionsInfo[]
  deletingTopics: readonly TopicInfo[]
  unknownTags?: readonly UnknownTag[]
}

export interface ShareGroupStatePartitionMetadataValueInit {
  initializingTopics: readonly TopicPartitionsInfoInit[]
  initializedTopics: readonly TopicPartitionsInfoInit[]
  deletingTopics: readonly TopicInfoInit[]
  unknownTags?: readonly UnknownTag[]
}

function readTopicPartitionsInfo(r: Reader, ver: number): TopicPartitionsInfo {
  const topicId = r.uuid()
  const topicName = r.string(true)
  let partitions: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    partitions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topicId, topicName, partitions, unknownTags } : { topicId, topicName, partitions }
}

function writeTopicPartitionsInfo(w: Writer, v: TopicPartitionsInfoInit, ver: number): void {
  w.uuid(v.topicId)
  w.string(v.topicName, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readTopicInfo(r: Reader, ver: number): TopicInfo {
  const topicId = r.uuid()
  const topicName = r.string(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topicId, topicName, unknownTags } : { topicId, topicName }
}

function writeTopicInfo(w: Writer, v: TopicInfoInit, ver: number): void {
  w.uuid(v.topicId)
  w.string(v.topicName, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readShareGroupStatePartitionMetadataValue(r: Reader, ver: number): ShareGroupStatePartitionMetadataValue {
  let initializingTopics: readonly TopicPartitionsInfo[]
  {
    const count = r.array(true, 19)
    const items = new Array<TopicPartitionsInfo>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicPartitionsInfo(r, ver)
    initializingTopics = items
  }
  let initializedTopics: readonly TopicPartitionsInfo[]
  {
    const count = r.array(true, 19)
    const items = new Array<TopicPartitionsInfo>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicPartitionsInfo(r, ver)
    initializedTopics = items
  }
  let deletingTopics: readonly TopicInfo[]
  {
    const count = r.array(true, 18)
    const items = new Array<TopicInfo>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicInfo(r, ver)
    deletingTopics = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { initializingTopics, initializedTopics, deletingTopics, unknownTags }
    : { initializingTopics, initializedTopics, deletingTopics }
}

function writeShareGroupStatePartitionMetadataValue(
  w: Writer,
  v: ShareGroupStatePartitionMetadataValueInit,
  ver: number,
): void {
  {
    const items = v.initializingTopics
    w.array(items.length, true)
    for (const item of items) writeTopicPartitionsInfo(w, item, ver)
  }
  {
    const items = v.initializedTopics
    w.array(items.length, true)
    for (const item of items) writeTopicPartitionsInfo(w, item, ver)
  }
  {
    const items = v.deletingTopics
    w.array(items.length, true)
    for (const item of items) writeTopicInfo(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ShareGroupStatePartitionMetadataValue: Message<
  ShareGroupStatePartitionMetadataValue,
  ShareGroupStatePartitionMetadataValueInit
> = {
  name: 'ShareGroupStatePartitionMetadataValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 15,
  read: readShareGroupStatePartitionMetadataValue,
  write: writeShareGroupStatePartitionMetadataValue,
}
