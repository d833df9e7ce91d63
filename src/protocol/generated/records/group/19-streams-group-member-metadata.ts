// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface StreamsGroupMemberMetadataKey {
  groupId: string
  memberId: string
}

export interface StreamsGroupMemberMetadataKeyInit {
  groupId: string
  memberId: string
}

function readStreamsGroupMemberMetadataKey(r: Reader, ver: number): StreamsGroupMemberMetadataKey {
  const groupId = r.string(false)
  const memberId = r.string(false)
  return { groupId, memberId }
}

function writeStreamsGroupMemberMetadataKey(w: Writer, v: StreamsGroupMemberMetadataKeyInit, ver: number): void {
  w.string(v.groupId, false)
  w.string(v.memberId, false)
}

/** StreamsGroupMemberMetadata */
export const StreamsGroupMemberMetadataKey: Message<StreamsGroupMemberMetadataKey, StreamsGroupMemberMetadataKeyInit> =
  {
    name: 'StreamsGroupMemberMetadataKey',
    min: 0,
    max: 0,
    flexibleFrom: Number.POSITIVE_INFINITY,
    apiKey: 19,
    read: readStreamsGroupMemberMetadataKey,
    write: writeStreamsGroupMemberMetadataKey,
  }

export interface Endpoint {
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface EndpointInit {
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface KeyValue {
  key: string
  value: string
  unknownTags?: readonly UnknownTag[]
}

export interface KeyValueInit {
  key: string
  value: string
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupMemberMetadataValue {
  instanceId: string | null
  rackId: string | null
  clientId: string
  clientHost: string
  rebalanceTimeoutMs: number
  topologyEpoch: number
  processId: string
  userEndpoint: Endpoint | null
  clientTags: readonly KeyValue[]
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupMemberMetadataValueInit {
  instanceId: string | null
  rackId: string | null
  clientId: string
  clientHost: string
  rebalanceTimeoutMs?: number | undefined
  topologyEpoch: number
  processId: string
  userEndpoint?: EndpointInit | null | undefined
  clientTags: readonly KeyValueInit[]
  unknownTags?: readonly UnknownTag[]
}

function readEndpoint(r: Reader, ver: number): Endpoint {
  const host = r.string(true)
  const port = r.uint16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { host, port, unknownTags } : { host, port }
}

function writeEndpoint(w: Writer, v: EndpointInit, ver: number): void {
  w.string(v.host, true)
  w.uint16(v.port)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readKeyValue(r: Reader, ver: number): KeyValue {
  const key = r.string(true)
  const value = r.string(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { key, value, unknownTags } : { key, value }
}

function writeKeyValue(w: Writer, v: KeyValueInit, ver: number): void {
  w.string(v.key, true)
  w.string(v.value, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readStreamsGroupMemberMetadataValue(r: Reader, ver: number): StreamsGroupMemberMetadataValue {
  const instanceId = r.nullableString(true)
  const rackId = r.nullableString(true)
  const clientId = r.string(true)
  const clientHost = r.string(true)
  const rebalanceTimeoutMs = r.int32()
  const topologyEpoch = r.int32()
  const processId = r.string(true)
  const userEndpoint = r.int8() < 0 ? null : readEndpoint(r, ver)
  let clientTags: readonly KeyValue[]
  {
    const count = r.array(true, 3)
    const items = new Array<KeyValue>(count)
    for (let i = 0; i < count; i++) items[i] = readKeyValue(r, ver)
    clientTags = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? {
        instanceId,
        rackId,
        clientId,
        clientHost,
        rebalanceTimeoutMs,
        topologyEpoch,
        processId,
        userEndpoint,
        clientTags,
        unknownTags,
      }
    : {
        instanceId,
        rackId,
        clientId,
        clientHost,
        rebalanceTimeoutMs,
        topologyEpoch,
        processId,
        userEndpoint,
        clientTags,
      }
}

function writeStreamsGroupMemberMetadataValue(w: Writer, v: StreamsGroupMemberMetadataValueInit, ver: number): void {
  w.string(v.instanceId, true)
  w.string(v.rackId, true)
  w.string(v.clientId, true)
  w.string(v.clientHost, true)
  w.int32(v.rebalanceTimeoutMs ?? -1)
  w.int32(v.topologyEpoch)
  w.string(v.processId, true)
  {
    const value = v.userEndpoint ?? null
    if (value === null) w.int8(-1)
    else {
      w.int8(1)
      writeEndpoint(w, value, ver)
    }
  }
  {
    const items = v.clientTags
    w.array(items.length, true)
    for (const item of items) writeKeyValue(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const StreamsGroupMemberMetadataValue: Message<
  StreamsGroupMemberMetadataValue,
  StreamsGroupMemberMetadataValueInit
> = {
  name: 'StreamsGroupMemberMetadataValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 19,
  read: readStreamsGroupMemberMetadataValue,
  write: writeStreamsGroupMemberMetadataValue,
}
