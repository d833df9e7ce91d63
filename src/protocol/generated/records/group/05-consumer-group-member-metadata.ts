// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface ConsumerGroupMemberMetadataKey {
  groupId: string
  memberId: string
}

export interface ConsumerGroupMemberMetadataKeyInit {
  groupId: string
  memberId: string
}

function readConsumerGroupMemberMetadataKey(r: Reader, ver: number): ConsumerGroupMemberMetadataKey {
  const groupId = r.string(false)
  const memberId = r.string(false)
  return { groupId, memberId }
}

function writeConsumerGroupMemberMetadataKey(w: Writer, v: ConsumerGroupMemberMetadataKeyInit, ver: number): void {
  w.string(v.groupId, false)
  w.string(v.memberId, false)
}

/** ConsumerGroupMemberMetadata */
export const ConsumerGroupMemberMetadataKey: Message<
  ConsumerGroupMemberMetadataKey,
  ConsumerGroupMemberMetadataKeyInit
> = {
  name: 'ConsumerGroupMemberMetadataKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 5,
  read: readConsumerGroupMemberMetadataKey,
  write: writeConsumerGroupMemberMetadataKey,
}

export interface ClassicMemberMetadata {
  sessionTimeoutMs: number
  supportedProtocols: readonly ClassicProtocol[]
  unknownTags?: readonly UnknownTag[]
}

export interface ClassicMemberMetadataInit {
  sessionTimeoutMs: number
  supportedProtocols: readonly ClassicProtocolInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface ClassicProtocol {
  name: string
  metadata: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface ClassicProtocolInit {
  name: string
  metadata: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupMemberMetadataValue {
  instanceId: string | null
  rackId: string | null
  clientId: string
  clientHost: string
  subscribedTopicNames: readonly string[]
  subscribedTopicRegex: string | null
  rebalanceTimeoutMs: number
  serverAssignor: string | null
  classicMemberMetadata: ClassicMemberMetadata | null
  unknownTags?: readonly UnknownTag[]
}

export interface ConsumerGroupMemberMetadataValueInit {
  instanceId: string | null
  rackId: string | null
  clientId: string
  clientHost: string
  subscribedTopicNames: readonly string[]
  subscribedTopicRegex: string | null
  rebalanceTimeoutMs?: number | undefined
  serverAssignor: string | null
  classicMemberMetadata?: ClassicMemberMetadataInit | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readClassicMemberMetadata(r: Reader, ver: number): ClassicMemberMetadata {
  const sessionTimeoutMs = r.int32()
  let supportedProtocols: readonly ClassicProtocol[]
  {
    const count = r.array(true, 3)
    const items = new Array<ClassicProtocol>(count)
    for (let i = 0; i < count; i++) items[i] = readClassicProtocol(r, ver)
    supportedProtocols = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { sessionTimeoutMs, supportedProtocols, unknownTags } : { sessionTimeoutMs, supportedProtocols }
}

function writeClassicMemberMetadata(w: Writer, v: ClassicMemberMetadataInit, ver: number): void {
  w.int32(v.sessionTimeoutMs)
  {
    const items = v.supportedProtocols
    w.array(items.length, true)
    for (const item of items) writeClassicProtocol(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function defaultClassicMemberMetadata(): ClassicMemberMetadata {
  return { sessionTimeoutMs: 0, supportedProtocols: [] }
}

function isDefaultClassicMemberMetadata(v: ClassicMemberMetadataInit): boolean {
  return v.sessionTimeoutMs === 0 && v.supportedProtocols.length === 0
}

function readClassicProtocol(r: Reader, ver: number): ClassicProtocol {
  const name = r.string(true)
  const metadata = r.bytes(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, metadata, unknownTags } : { name, metadata }
}

function writeClassicProtocol(w: Writer, v: ClassicProtocolInit, ver: number): void {
  w.string(v.name, true)
  w.bytes(v.metadata, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readConsumerGroupMemberMetadataValue(r: Reader, ver: number): ConsumerGroupMemberMetadataValue {
  const instanceId = r.nullableString(true)
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
  const subscribedTopicRegex = r.nullableString(true)
  const rebalanceTimeoutMs = r.int32()
  const serverAssignor = r.nullableString(true)
  let classicMemberMetadata: ClassicMemberMetadata | null = defaultClassicMemberMetadata()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        classicMemberMetadata = r.uvarint() === 0 ? null : readClassicMemberMetadata(r, ver)
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags
    ? {
        instanceId,
        rackId,
        clientId,
        clientHost,
        subscribedTopicNames,
        subscribedTopicRegex,
        rebalanceTimeoutMs,
        serverAssignor,
        classicMemberMetadata,
        unknownTags,
      }
    : {
        instanceId,
        rackId,
        clientId,
        clientHost,
        subscribedTopicNames,
        subscribedTopicRegex,
        rebalanceTimeoutMs,
        serverAssignor,
        classicMemberMetadata,
      }
}

function writeConsumerGroupMemberMetadataValue(w: Writer, v: ConsumerGroupMemberMetadataValueInit, ver: number): void {
  w.string(v.instanceId, true)
  w.string(v.rackId, true)
  w.string(v.clientId, true)
  w.string(v.clientHost, true)
  {
    const items = v.subscribedTopicNames
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  w.string(v.subscribedTopicRegex, true)
  w.int32(v.rebalanceTimeoutMs ?? -1)
  w.string(v.serverAssignor, true)
  const classicMemberMetadataSet =
    v.classicMemberMetadata !== undefined &&
    !(v.classicMemberMetadata !== null && isDefaultClassicMemberMetadata(v.classicMemberMetadata))
  w.uvarint((classicMemberMetadataSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (classicMemberMetadataSet) {
    const inner = new Writer(64)
    {
      const value = v.classicMemberMetadata === undefined ? defaultClassicMemberMetadata() : v.classicMemberMetadata
      if (value === null) inner.uvarint(0)
      else {
        inner.uvarint(1)
        writeClassicMemberMetadata(inner, value, ver)
      }
    }
    w.tag(0, inner)
  }
  w.unknownTags(v.unknownTags)
}

export const ConsumerGroupMemberMetadataValue: Message<
  ConsumerGroupMemberMetadataValue,
  ConsumerGroupMemberMetadataValueInit
> = {
  name: 'ConsumerGroupMemberMetadataValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 5,
  read: readConsumerGroupMemberMetadataValue,
  write: writeConsumerGroupMemberMetadataValue,
}
