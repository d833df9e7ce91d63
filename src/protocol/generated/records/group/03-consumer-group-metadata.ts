// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface ConsumerGroupMetadataKey {
  groupId: string
}

export interface ConsumerGroupMetadataKeyInit {
  groupId: string
}

function readConsumerGroupMetadataKey(r: Reader, ver: number): ConsumerGroupMetadataKey {
  const groupId = r.string(false)
  return { groupId }
}

function writeConsumerGroupMetadataKey(w: Writer, v: ConsumerGroupMetadataKeyInit, ver: number): void {
  w.string(v.groupId, false)
}

/** ConsumerGroupMetadata */
export const ConsumerGroupMetadataKey: Message<ConsumerGroupMetadataKey, ConsumerGroupMetadataKeyInit> = {
  name: 'ConsumerGroupMetadataKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 3,
  read: readConsumerGroupMetadataKey,
  write: writeConsumerGroupMetadataKey,
}

export interface ConsumerGroupMetadataValue {
  epoch: number
  metadataHash: bigint
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupMetadataValueInit {
  epoch: number
  metadataHash?: bigint | undefined
  unknownTags?: readonly UnknownTag[]
}

function readConsumerGroupMetadataValue(r: Reader, ver: number): ConsumerGroupMetadataValue {
  const epoch = r.int32()
  let metadataHash: bigint = 0n
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        metadataHash = r.hash()
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags ? { epoch, metadataHash, unknownTags } : { epoch, metadataHash }
}

function writeConsumerGroupMetadataValue(w: Writer, v: ConsumerGroupMetadataValueInit, ver: number): void {
  w.int32(v.epoch)
  const metadataHashSet = v.metadataHash !== undefined && !(v.metadataHash === 0n)
  w.uvarint((metadataHashSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (metadataHashSet) {
    const inner = new Writer(64)
    inner.hash(v.metadataHash ?? 0n)
    w.tag(0, inner)
  }
  w.unknownTags(v.unknownTags)
}

export const ConsumerGroupMetadataValue: Message<ConsumerGroupMetadataValue, ConsumerGroupMetadataValueInit> = {
  name: 'ConsumerGroupMetadataValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 3,
  read: readConsumerGroupMetadataValue,
  write: writeConsumerGroupMetadataValue,
}
