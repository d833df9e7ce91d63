// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { Timestamp, UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface ConsumerGroupRegularExpressionKey {
  groupId: string
  regularExpression: string
}

export interface ConsumerGroupRegularExpressionKeyInit {
  groupId: string
  regularExpression: string
}

function readConsumerGroupRegularExpressionKey(r: Reader, ver: number): ConsumerGroupRegularExpressionKey {
  const groupId = r.string(false)
  const regularExpression = r.string(false)
  return { groupId, regularExpression }
}

function writeConsumerGroupRegularExpressionKey(
  w: Writer,
  v: ConsumerGroupRegularExpressionKeyInit,
  ver: number,
): void {
  w.string(v.groupId, false)
  w.string(v.regularExpression, false)
}

/** ConsumerGroupRegularExpression */
export const ConsumerGroupRegularExpressionKey: Message<
  ConsumerGroupRegularExpressionKey,
  ConsumerGroupRegularExpressionKeyInit
> = {
  name: 'ConsumerGroupRegularExpressionKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 16,
  read: readConsumerGroupRegularExpressionKey,
  write: writeConsumerGroupRegularExpressionKey,
}

export interface ConsumerGroupRegularExpressionValue {
  topics: readonly string[]
  version: number
  timestamp: Timestamp
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupRegularExpressionValueInit {
  topics: readonly string[]
  version: number
  timestamp: Timestamp
  unknownTags?: readonly UnknownTag[]
}

function readConsumerGroupRegularExpressionValue(r: Reader, ver: number): ConsumerGroupRegularExpressionValue {
  let topics: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    topics = items
  }
  const version = r.int64()
  const timestamp = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topics, version, timestamp, unknownTags } : { topics, version, timestamp }
}

function writeConsumerGroupRegularExpressionValue(
  w: Writer,
  v: ConsumerGroupRegularExpressionValueInit,
  ver: number,
): void {
  {
    const items = v.topics
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  w.int64(v.version)
  w.int64(v.timestamp)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ConsumerGroupRegularExpressionValue: Message<
  ConsumerGroupRegularExpressionValue,
  ConsumerGroupRegularExpressionValueInit
> = {
  name: 'ConsumerGroupRegularExpressionValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 16,
  read: readConsumerGroupRegularExpressionValue,
  write: writeConsumerGroupRegularExpressionValue,
}
