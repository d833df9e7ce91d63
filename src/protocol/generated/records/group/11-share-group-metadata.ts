// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface ShareGroupMetadataKey {
  groupId: string
}

export interface ShareGroupMetadataKeyInit {
  groupId: string
}

function readShareGroupMetadataKey(r: Reader, ver: number): ShareGroupMetadataKey {
  const groupId = r.string(false)
  return { groupId }
}

function writeShareGroupMetadataKey(w: Writer, v: ShareGroupMetadataKeyInit, ver: number): void {
  w.string(v.groupId, false)
}

/** ShareGroupMetadata */
export const ShareGroupMetadataKey: Message<ShareGroupMetadataKey, ShareGroupMetadataKeyInit> = {
  name: 'ShareGroupMetadataKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 11,
  read: readShareGroupMetadataKey,
  write: writeShareGroupMetadataKey,
}

export interface ShareGroupMetadataValue {
  epoch: number
  metadataHash: bigint
  unknownTags?: readonly UnknownTag[]
}

export interface ShareGroupMetadataValueInit {
  epoch: number
  metadataHash: bigint
  unknownTags?: readonly UnknownTag[]
}

function readShareGroupMetadataValue(r: Reader, ver: number): ShareGroupMetadataValue {
  const epoch = r.int32()
  const metadataHash = r.hash()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { epoch, metadataHash, unknownTags } : { epoch, metadataHash }
}

function writeShareGroupMetadataValue(w: Writer, v: ShareGroupMetadataValueInit, ver: number): void {
  w.int32(v.epoch)
  w.hash(v.metadataHash)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ShareGroupMetadataValue: Message<ShareGroupMetadataValue, ShareGroupMetadataValueInit> = {
  name: 'ShareGroupMetadataValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 11,
  read: readShareGroupMetadataValue,
  write: writeShareGroupMetadataValue,
}
