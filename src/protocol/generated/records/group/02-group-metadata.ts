// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { Timestamp, UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface GroupMetadataKey {
  group: string
}

export interface GroupMetadataKeyInit {
  group: string
}

function readGroupMetadataKey(r: Reader, ver: number): GroupMetadataKey {
  const group = r.string(false)
  return { group }
}

function writeGroupMetadataKey(w: Writer, v: GroupMetadataKeyInit, ver: number): void {
  w.string(v.group, false)
}

/** GroupMetadata */
export const GroupMetadataKey: Message<GroupMetadataKey, GroupMetadataKeyInit> = {
  name: 'GroupMetadataKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 2,
  read: readGroupMetadataKey,
  write: writeGroupMetadataKey,
}

export interface MemberMetadata {
  memberId: string
  groupInstanceId: string | null
  clientId: string
  clientHost: string
  rebalanceTimeout: number
  sessionTimeout: number
  subscription: Buffer
  assignment: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface MemberMetadataInit {
  memberId: string
  groupInstanceId?: string | null | undefined
  clientId: string
  clientHost: string
  rebalanceTimeout?: number | undefined
  sessionTimeout: number
  subscription: Buffer
  assignment: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface GroupMetadataValue {
  protocolType: string
  generation: number
  protocol: string | null
  leader: string | null
  currentStateTimestamp: Timestamp
  members: readonly MemberMetadata[]
  unknownTags?: readonly UnknownTag[]
}

export interface GroupMetadataValueInit {
  protocolType: string
  generation: number
  protocol: string | null
  leader: string | null
  currentStateTimestamp?: Timestamp | undefined
  members: readonly MemberMetadataInit[]
  unknownTags?: readonly UnknownTag[]
}

function readMemberMetadata(r: Reader, ver: number): MemberMetadata {
  const memberId = r.string(ver >= 4)
  let groupInstanceId: string | null = null
  if (ver >= 3) groupInstanceId = r.nullableString(ver >= 4)
  const clientId = r.string(ver >= 4)
  const clientHost = r.string(ver >= 4)
  let rebalanceTimeout: number = -1
  if (ver >= 1) rebalanceTimeout = r.int32()
  const sessionTimeout = r.int32()
  const subscription = r.bytes(ver >= 4)
  const assignment = r.bytes(ver >= 4)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? {
        memberId,
        groupInstanceId,
        clientId,
        clientHost,
        rebalanceTimeout,
        sessionTimeout,
        subscription,
        assignment,
        unknownTags,
      }
    : { memberId, groupInstanceId, clientId, clientHost, rebalanceTimeout, sessionTimeout, subscription, assignment }
}

function writeMemberMetadata(w: Writer, v: MemberMetadataInit, ver: number): void {
  w.string(v.memberId, ver >= 4)
  if (ver >= 3) w.string(v.groupInstanceId ?? null, ver >= 4)
  w.string(v.clientId, ver >= 4)
  w.string(v.clientHost, ver >= 4)
  if (ver >= 1) w.int32(v.rebalanceTimeout ?? -1)
  w.int32(v.sessionTimeout)
  w.bytes(v.subscription, ver >= 4)
  w.bytes(v.assignment, ver >= 4)
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readGroupMetadataValue(r: Reader, ver: number): GroupMetadataValue {
  const protocolType = r.string(ver >= 4)
  const generation = r.int32()
  const protocol = r.nullableString(ver >= 4)
  const leader = r.nullableString(ver >= 4)
  let currentStateTimestamp: Timestamp = -1
  if (ver >= 2) currentStateTimestamp = r.int64()
  let members: readonly MemberMetadata[]
  {
    const count = r.array(ver >= 4, 9)
    const items = new Array<MemberMetadata>(count)
    for (let i = 0; i < count; i++) items[i] = readMemberMetadata(r, ver)
    members = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 4)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { protocolType, generation, protocol, leader, currentStateTimestamp, members, unknownTags }
    : { protocolType, generation, protocol, leader, currentStateTimestamp, members }
}

function writeGroupMetadataValue(w: Writer, v: GroupMetadataValueInit, ver: number): void {
  w.string(v.protocolType, ver >= 4)
  w.int32(v.generation)
  w.string(v.protocol, ver >= 4)
  w.string(v.leader, ver >= 4)
  if (ver >= 2) w.int64(v.currentStateTimestamp ?? -1)
  {
    const items = v.members
    w.array(items.length, ver >= 4)
    for (const item of items) writeMemberMetadata(w, item, ver)
  }
  if (ver >= 4) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const GroupMetadataValue: Message<GroupMetadataValue, GroupMetadataValueInit> = {
  name: 'GroupMetadataValue',
  min: 0,
  max: 4,
  flexibleFrom: 4,
  apiKey: 2,
  read: readGroupMetadataValue,
  write: writeGroupMetadataValue,
}
