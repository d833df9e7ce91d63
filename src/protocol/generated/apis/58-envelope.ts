// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface EnvelopeRequest {
  requestData: Buffer
  requestPrincipal: Buffer | null
  clientHostAddress: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface EnvelopeRequestInit {
  requestData: Buffer
  requestPrincipal: Buffer | null
  clientHostAddress: Buffer
  unknownTags?: readonly UnknownTag[]
}

function readEnvelopeRequest(r: Reader, ver: number): EnvelopeRequest {
  const requestData = r.bytes(true)
  const requestPrincipal = r.nullableBytes(true)
  const clientHostAddress = r.bytes(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { requestData, requestPrincipal, clientHostAddress, unknownTags }
    : { requestData, requestPrincipal, clientHostAddress }
}

function writeEnvelopeRequest(w: Writer, v: EnvelopeRequestInit, ver: number): void {
  w.bytes(v.requestData, true)
  w.bytes(v.requestPrincipal, true)
  w.bytes(v.clientHostAddress, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const EnvelopeRequestMessage: Message<EnvelopeRequest, EnvelopeRequestInit> = {
  name: 'EnvelopeRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readEnvelopeRequest,
  write: writeEnvelopeRequest,
}

export interface EnvelopeResponse {
  responseData: Buffer | null
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface EnvelopeResponseInit {
  responseData?: Buffer | null | undefined
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readEnvelopeResponse(r: Reader, ver: number): EnvelopeResponse {
  const responseData = r.nullableBytes(true)
  const errorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { responseData, errorCode, unknownTags } : { responseData, errorCode }
}

function writeEnvelopeResponse(w: Writer, v: EnvelopeResponseInit, ver: number): void {
  w.bytes(v.responseData ?? null, true)
  w.int16(v.errorCode ?? 0)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const EnvelopeResponseMessage: Message<EnvelopeResponse, EnvelopeResponseInit> = {
  name: 'EnvelopeResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readEnvelopeResponse,
  write: writeEnvelopeResponse,
}

/** Envelope */
export const Envelope: Api<EnvelopeRequest, EnvelopeRequestInit, EnvelopeResponse, EnvelopeResponseInit> = {
  key: 58,
  name: 'Envelope',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['controller'],
  request: EnvelopeRequestMessage,
  response: EnvelopeResponseMessage,
}
