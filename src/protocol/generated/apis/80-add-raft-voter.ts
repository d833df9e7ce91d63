// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface Listener {
  name: string
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface ListenerInit {
  name: string
  host: string
  port: number
  unknownTags?: readonly UnknownTag[]
}

export interface AddRaftVoterRequest {
  clusterId: string | null
  timeoutMs: number
  voterId: number
  voterDirectoryId: Uuid
  listeners: readonly Listener[]
  ackWhenCommitted: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface AddRaftVoterRequestInit {
  clusterId: string | null
  timeoutMs: number
  voterId: number
  voterDirectoryId: Uuid
  listeners: readonly ListenerInit[]
  ackWhenCommitted?: boolean | undefined
  unknownTags?: readonly UnknownTag[]
}

function readListener(r: Reader, ver: number): Listener {
  const name = r.string(true)
  const host = r.string(true)
  const port = r.uint16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, host, port, unknownTags } : { name, host, port }
}

function writeListener(w: Writer, v: ListenerInit, ver: number): void {
  w.string(v.name, true)
  w.string(v.host, true)
  w.uint16(v.port)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAddRaftVoterRequest(r: Reader, ver: number): AddRaftVoterRequest {
  const clusterId = r.nullableString(true)
  const timeoutMs = r.int32()
  const voterId = r.int32()
  const voterDirectoryId = r.uuid()
  let listeners: readonly Listener[]
  {
    const count = r.array(true, 5)
    const items = new Array<Listener>(count)
    for (let i = 0; i < count; i++) items[i] = readListener(r, ver)
    listeners = items
  }
  let ackWhenCommitted: boolean = true
  if (ver >= 1) ackWhenCommitted = r.bool()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { clusterId, timeoutMs, voterId, voterDirectoryId, listeners, ackWhenCommitted, unknownTags }
    : { clusterId, timeoutMs, voterId, voterDirectoryId, listeners, ackWhenCommitted }
}

function writeAddRaftVoterRequest(w: Writer, v: AddRaftVoterRequestInit, ver: number): void {
  w.string(v.clusterId, true)
  w.int32(v.timeoutMs)
  w.int32(v.voterId)
  w.uuid(v.voterDirectoryId)
  {
    const items = v.listeners
    w.array(items.length, true)
    for (const item of items) writeListener(w, item, ver)
  }
  if (ver >= 1) w.bool(v.ackWhenCommitted ?? true)
  else if (v.ackWhenCommitted !== undefined && !(v.ackWhenCommitted === true))
    throw w.lacks('AddRaftVoterRequest', ver, 'ackWhenCommitted', v.ackWhenCommitted, '1-1')
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const AddRaftVoterRequestMessage: Message<AddRaftVoterRequest, AddRaftVoterRequestInit> = {
  name: 'AddRaftVoterRequest',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readAddRaftVoterRequest,
  write: writeAddRaftVoterRequest,
}

export interface AddRaftVoterResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface AddRaftVoterResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readAddRaftVoterResponse(r: Reader, ver: number): AddRaftVoterResponse {
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

function writeAddRaftVoterResponse(w: Writer, v: AddRaftVoterResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const AddRaftVoterResponseMessage: Message<AddRaftVoterResponse, AddRaftVoterResponseInit> = {
  name: 'AddRaftVoterResponse',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readAddRaftVoterResponse,
  write: writeAddRaftVoterResponse,
}

/** AddRaftVoter */
export const AddRaftVoter: Api<
  AddRaftVoterRequest,
  AddRaftVoterRequestInit,
  AddRaftVoterResponse,
  AddRaftVoterResponseInit
> = {
  key: 80,
  name: 'AddRaftVoter',
  min: 0,
  max: 1,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker', 'controller'],
  request: AddRaftVoterRequestMessage,
  response: AddRaftVoterResponseMessage,
}
