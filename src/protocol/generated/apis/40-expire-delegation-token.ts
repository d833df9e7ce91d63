// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { Timestamp, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface ExpireDelegationTokenRequest {
  hmac: Buffer
  expiryTimePeriodMs: number
  unknownTags?: readonly UnknownTag[]
}

export interface ExpireDelegationTokenRequestInit {
  hmac: Buffer
  expiryTimePeriodMs: number
  unknownTags?: readonly UnknownTag[]
}

function readExpireDelegationTokenRequest(r: Reader, ver: number): ExpireDelegationTokenRequest {
  const hmac = r.bytes(ver >= 2)
  const expiryTimePeriodMs = r.int64()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { hmac, expiryTimePeriodMs, unknownTags } : { hmac, expiryTimePeriodMs }
}

function writeExpireDelegationTokenRequest(w: Writer, v: ExpireDelegationTokenRequestInit, ver: number): void {
  w.bytes(v.hmac, ver >= 2)
  w.int64(v.expiryTimePeriodMs)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const ExpireDelegationTokenRequestMessage: Message<
  ExpireDelegationTokenRequest,
  ExpireDelegationTokenRequestInit
> = {
  name: 'ExpireDelegationTokenRequest',
  min: 1,
  max: 2,
  flexibleFrom: 2,
  read: readExpireDelegationTokenRequest,
  write: writeExpireDelegationTokenRequest,
}

export interface ExpireDelegationTokenResponse {
  errorCode: number
  expiryTimestampMs: Timestamp
  throttleTimeMs: number
  unknownTags?: readonly UnknownTag[]
}

export interface ExpireDelegationTokenResponseInit {
  errorCode?: number | undefined
  expiryTimestampMs: Timestamp
  throttleTimeMs?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readExpireDelegationTokenResponse(r: Reader, ver: number): ExpireDelegationTokenResponse {
  const errorCode = r.int16()
  const expiryTimestampMs = r.int64()
  const throttleTimeMs = r.int32()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { errorCode, expiryTimestampMs, throttleTimeMs, unknownTags }
    : { errorCode, expiryTimestampMs, throttleTimeMs }
}

function writeExpireDelegationTokenResponse(w: Writer, v: ExpireDelegationTokenResponseInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.int64(v.expiryTimestampMs)
  w.int32(v.throttleTimeMs ?? 0)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const ExpireDelegationTokenResponseMessage: Message<
  ExpireDelegationTokenResponse,
  ExpireDelegationTokenResponseInit
> = {
  name: 'ExpireDelegationTokenResponse',
  min: 1,
  max: 2,
  flexibleFrom: 2,
  read: readExpireDelegationTokenResponse,
  write: writeExpireDelegationTokenResponse,
}

/** ExpireDelegationToken */
export const ExpireDelegationToken: Api<
  ExpireDelegationTokenRequest,
  ExpireDelegationTokenRequestInit,
  ExpireDelegationTokenResponse,
  ExpireDelegationTokenResponseInit
> = {
  key: 40,
  name: 'ExpireDelegationToken',
  min: 1,
  max: 2,
  advertisedMin: 1,
  flexibleFrom: 2,
  listeners: ['broker', 'controller'],
  request: ExpireDelegationTokenRequestMessage,
  response: ExpireDelegationTokenResponseMessage,
}
