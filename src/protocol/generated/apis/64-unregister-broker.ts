// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface UnregisterBrokerRequest {
  brokerId: number
  unknownTags?: readonly UnknownTag[]
}

export interface UnregisterBrokerRequestInit {
  brokerId: number
  unknownTags?: readonly UnknownTag[]
}

function readUnregisterBrokerRequest(r: Reader, ver: number): UnregisterBrokerRequest {
  const brokerId = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { brokerId, unknownTags } : { brokerId }
}

function writeUnregisterBrokerRequest(w: Writer, v: UnregisterBrokerRequestInit, ver: number): void {
  w.int32(v.brokerId)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const UnregisterBrokerRequestMessage: Message<UnregisterBrokerRequest, UnregisterBrokerRequestInit> = {
  name: 'UnregisterBrokerRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readUnregisterBrokerRequest,
  write: writeUnregisterBrokerRequest,
}

export interface UnregisterBrokerResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface UnregisterBrokerResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readUnregisterBrokerResponse(r: Reader, ver: number): UnregisterBrokerResponse {
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

function writeUnregisterBrokerResponse(w: Writer, v: UnregisterBrokerResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const UnregisterBrokerResponseMessage: Message<UnregisterBrokerResponse, UnregisterBrokerResponseInit> = {
  name: 'UnregisterBrokerResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readUnregisterBrokerResponse,
  write: writeUnregisterBrokerResponse,
}

/** UnregisterBroker */
export const UnregisterBroker: Api<
  UnregisterBrokerRequest,
  UnregisterBrokerRequestInit,
  UnregisterBrokerResponse,
  UnregisterBrokerResponseInit
> = {
  key: 64,
  name: 'UnregisterBroker',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker', 'controller'],
  request: UnregisterBrokerRequestMessage,
  response: UnregisterBrokerResponseMessage,
}
