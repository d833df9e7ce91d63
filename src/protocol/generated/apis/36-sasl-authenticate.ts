// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface SaslAuthenticateRequest {
  authBytes: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface SaslAuthenticateRequestInit {
  authBytes: Buffer
  unknownTags?: readonly UnknownTag[]
}

function readSaslAuthenticateRequest(r: Reader, ver: number): SaslAuthenticateRequest {
  const authBytes = r.bytes(ver >= 2)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { authBytes, unknownTags } : { authBytes }
}

function writeSaslAuthenticateRequest(w: Writer, v: SaslAuthenticateRequestInit, ver: number): void {
  w.bytes(v.authBytes, ver >= 2)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const SaslAuthenticateRequestMessage: Message<SaslAuthenticateRequest, SaslAuthenticateRequestInit> = {
  name: 'SaslAuthenticateRequest',
  min: 0,
  max: 2,
  flexibleFrom: 2,
  read: readSaslAuthenticateRequest,
  write: writeSaslAuthenticateRequest,
}

export interface SaslAuthenticateResponse {
  errorCode: number
  errorMessage: string | null
  authBytes: Buffer
  sessionLifetimeMs: number
  unknownTags?: readonly UnknownTag[]
}

export interface SaslAuthenticateResponseInit {
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  authBytes: Buffer
  sessionLifetimeMs?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readSaslAuthenticateResponse(r: Reader, ver: number): SaslAuthenticateResponse {
  const errorCode = r.int16()
  const errorMessage = r.nullableString(ver >= 2)
  const authBytes = r.bytes(ver >= 2)
  let sessionLifetimeMs: number = 0
  if (ver >= 1) sessionLifetimeMs = r.int64()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { errorCode, errorMessage, authBytes, sessionLifetimeMs, unknownTags }
    : { errorCode, errorMessage, authBytes, sessionLifetimeMs }
}

function writeSaslAuthenticateResponse(w: Writer, v: SaslAuthenticateResponseInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, ver >= 2)
  w.bytes(v.authBytes, ver >= 2)
  if (ver >= 1) w.int64(v.sessionLifetimeMs ?? 0)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const SaslAuthenticateResponseMessage: Message<SaslAuthenticateResponse, SaslAuthenticateResponseInit> = {
  name: 'SaslAuthenticateResponse',
  min: 0,
  max: 2,
  flexibleFrom: 2,
  read: readSaslAuthenticateResponse,
  write: writeSaslAuthenticateResponse,
}

/** SaslAuthenticate */
export const SaslAuthenticate: Api<
  SaslAuthenticateRequest,
  SaslAuthenticateRequestInit,
  SaslAuthenticateResponse,
  SaslAuthenticateResponseInit
> = {
  key: 36,
  name: 'SaslAuthenticate',
  min: 0,
  max: 2,
  advertisedMin: 0,
  flexibleFrom: 2,
  listeners: ['broker', 'controller'],
  request: SaslAuthenticateRequestMessage,
  response: SaslAuthenticateResponseMessage,
}
