// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface ShareGroupMemberMetadataKey {
  groupId: string
  memberId: string
}

export interface ShareGroupMemberMetadataKeyInit {
  groupId: string
  memberId: string
}

function readShareGroupMemberMetadataKey(r: Reader, ver: number): ShareGroupMemberMetadataKey {
  const groupId = r.string(false)
  const memberId = r.string(false)
  return { groupId, memberId }
}

function writeShareGroupMemberMetadataKey(w: Writer, v: ShareGroupMemberMetadataKeyInit, ver: number): void {
  w.string(v.groupId, false)
  w.string(v.memberId, false)
}

/** ShareGroupMemberMetadata */
export const ShareGroupMemberMetadataKey: Message<ShareGroupMemberMetadataKey, ShareGroupMemberMetadataKeyInit> = {
  name: 'ShareGroupMemberMetadataKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 10,
  read: readShareGroupMemberMetadataKey,
  write: writeShareGroupMemberMetadataKey,
}

export interface ShareGroupMemberMetadataValue {
  rackId: string | null
  clientId: string
  clientHost: string
  subscribedTopicNames: readonly string[]
  unknownTags?: readonly UnknownTag[]
}

export interface ShareGroupMemberMetadataValueInit {
  rackId: string | null
  clientId: string
  clientHost: string
  subscribedTopicNames: readonly string[]
  unknownTags?: readonly UnknownTag[]
}

function readShareGroupMemberMetadataValue(r: Reader, ver: number): ShareGroupMemberMetadataValue {
  const rackId = r.nullableString(true)
  const clientId = r.string(true)
  const clientHost = r.string(true)
  let subscribedTopicNames: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    subscribedTopicNames = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { rackId, clientId, clientHost, subscribedTopicNames, unknownTags }
    : { rackId, clientId, clientHost, subscribedTopicNames }
}

function writeShareGroupMemberMetadataValue(w: Writer, v: ShareGroupMemberMetadataValueInit, ver: number): void {
  w.string(v.rackId, true)
  w.string(v.clientId, true)
  w.string(v.clientHost, true)
  {
    const items = v.subscribedTopicNames
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ShareGroupMemberMetadataValue: Message<ShareGroupMemberMetadataValue, ShareGroupMemberMetadataValueInit> =
  {
    name: 'ShareGroupMemberMetadataValue',
    min: 0,
    max: 0,
    flexibleFrom: 0,
    apiKey: 10,
    read: readShareGroupMemberMetadataValue,
    write: writeShareGroupMemberMetadataValue,
  }
