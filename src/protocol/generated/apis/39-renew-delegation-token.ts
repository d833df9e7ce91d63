// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { Timestamp, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface RenewDelegationTokenRequest {
  hmac: Buffer
  renewPeriodMs: number
  unknownTags?: readonly UnknownTag[]
}

export interface RenewDelegationTokenRequestInit {
  hmac: Buffer
  renewPeriodMs: number
  unknownTags?: readonly UnknownTag[]
}

function readRenewDelegationTokenRequest(r: Reader, ver: number): RenewDelegationTokenRequest {
  const hmac = r.bytes(ver >= 2)
  const renewPeriodMs = r.int64()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { hmac, renewPeriodMs, unknownTags } : { hmac, renewPeriodMs }
}

function writeRenewDelegationTokenRequest(w: Writer, v: RenewDelegationTokenRequestInit, ver: number): void {
  w.bytes(v.hmac, ver >= 2)
  w.int64(v.renewPeriodMs)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const RenewDelegationTokenRequestMessage: Message<RenewDelegationTokenRequest, RenewDelegationTokenRequestInit> =
  {
    name: 'RenewDelegationTokenRequest',
    min: 1,
    max: 2,
    flexibleFrom: 2,
    read: readRenewDelegationTokenRequest,
    write: writeRenewDelegationTokenRequest,
  }

export interface RenewDelegationTokenResponse {
  errorCode: number
  expiryTimestampMs: Timestamp
  throttleTimeMs: number
  unknownTags?: readonly UnknownTag[]
}

export interface RenewDelegationTokenResponseInit {
  errorCode?: number | undefined
  expiryTimestampMs: Timestamp
  throttleTimeMs?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readRenewDelegationTokenResponse(r: Reader, ver: number): RenewDelegationTokenResponse {
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

function writeRenewDelegationTokenResponse(w: Writer, v: RenewDelegationTokenResponseInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.int64(v.expiryTimestampMs)
  w.int32(v.throttleTimeMs ?? 0)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const RenewDelegationTokenResponseMessage: Message<
  RenewDelegationTokenResponse,
  RenewDelegationTokenResponseInit
> = {
  name: 'RenewDelegationTokenResponse',
  min: 1,
  max: 2,
  flexibleFrom: 2,
  read: readRenewDelegationTokenResponse,
  write: writeRenewDelegationTokenResponse,
}

/** RenewDelegationToken */
export const RenewDelegationToken: Api<
  RenewDelegationTokenRequest,
  RenewDelegationTokenRequestInit,
  RenewDelegationTokenResponse,
  RenewDelegationTokenResponseInit
> = {
  key: 39,
  name: 'RenewDelegationToken',
  min: 1,
  max: 2,
  advertisedMin: 1,
  flexibleFrom: 2,
  listeners: ['broker', 'controller'],
  request: RenewDelegationTokenRequestMessage,
  response: RenewDelegationTokenResponseMessage,
}
