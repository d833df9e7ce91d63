// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface RemoveRaftVoterRequest {
  clusterId: string | null
  voterId: number
  voterDirectoryId: Uuid
  unknownTags?: readonly UnknownTag[]
}

export interface RemoveRaftVoterRequestInit {
  clusterId: string | null
  voterId: number
  voterDirectoryId: Uuid
  unknownTags?: readonly UnknownTag[]
}

function readRemoveRaftVoterRequest(r: Reader, ver: number): RemoveRaftVoterRequest {
  const clusterId = r.nullableString(true)
  const voterId = r.int32()
  const voterDirectoryId = r.uuid()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { clusterId, voterId, voterDirectoryId, unknownTags } : { clusterId, voterId, voterDirectoryId }
}

function writeRemoveRaftVoterRequest(w: Writer, v: RemoveRaftVoterRequestInit, ver: number): void {
  w.string(v.clusterId, true)
  w.int32(v.voterId)
  w.uuid(v.voterDirectoryId)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const RemoveRaftVoterRequestMessage: Message<RemoveRaftVoterRequest, RemoveRaftVoterRequestInit> = {
  name: 'RemoveRaftVoterRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readRemoveRaftVoterRequest,
  write: writeRemoveRaftVoterRequest,
}

export interface RemoveRaftVoterResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface RemoveRaftVoterResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readRemoveRaftVoterResponse(r: Reader, ver: number): RemoveRaftVoterResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { throttleTimeMs, errorCode, errorMessage, unknownTags }
    : { throttleTimeMs, errorCode, errorMessage }
}

function writeRemoveRaftVoterResponse(w: Writer, v: RemoveRaftVoterResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const RemoveRaftVoterResponseMessage: Message<RemoveRaftVoterResponse, RemoveRaftVoterResponseInit> = {
  name: 'RemoveRaftVoterResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readRemoveRaftVoterResponse,
  write: writeRemoveRaftVoterResponse,
}

/** RemoveRaftVoter */
export const RemoveRaftVoter: Api<
  RemoveRaftVoterRequest,
  RemoveRaftVoterRequestInit,
  RemoveRaftVoterResponse,
  RemoveRaftVoterResponseInit
> = {
  key: 81,
  name: 'RemoveRaftVoter',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker', 'controller'],
  request: RemoveRaftVoterRequestMessage,
  response: RemoveRaftVoterResponseMessage,
}
