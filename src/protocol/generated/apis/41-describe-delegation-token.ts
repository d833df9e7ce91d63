// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { Timestamp, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface DescribeDelegationTokenOwner {
  principalType: string
  principalName: string
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeDelegationTokenOwnerInit {
  principalType: string
  principalName: string
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeDelegationTokenRequest {
  owners: readonly DescribeDelegationTokenOwner[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeDelegationTokenRequestInit {
  owners: readonly DescribeDelegationTokenOwnerInit[] | null
  unknownTags?: readonly UnknownTag[]
}

function readDescribeDelegationTokenOwner(r: Reader, ver: number): DescribeDelegationTokenOwner {
  const principalType = r.string(ver >= 2)
  const principalName = r.string(ver >= 2)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { principalType, principalName, unknownTags } : { principalType, principalName }
}

function writeDescribeDelegationTokenOwner(w: Writer, v: DescribeDelegationTokenOwnerInit, ver: number): void {
  w.string(v.principalType, ver >= 2)
  w.string(v.principalName, ver >= 2)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribeDelegationTokenRequest(r: Reader, ver: number): DescribeDelegationTokenRequest {
  let owners: readonly DescribeDelegationTokenOwner[] | null
  {
    const count = r.nullableArray(ver >= 2, 2)
    if (count < 0) owners = null
    else {
      const items = new Array<DescribeDelegationTokenOwner>(count)
      for (let i = 0; i < count; i++) items[i] = readDescribeDelegationTokenOwner(r, ver)
      owners = items
    }
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { owners, unknownTags } : { owners }
}

function writeDescribeDelegationTokenRequest(w: Writer, v: DescribeDelegationTokenRequestInit, ver: number): void {
  {
    const items = v.owners
    if (items === null) w.array(-1, ver >= 2)
    else {
      w.array(items.length, ver >= 2)
      for (const item of items) writeDescribeDelegationTokenOwner(w, item, ver)
    }
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DescribeDelegationTokenRequestMessage: Message<
  DescribeDelegationTokenRequest,
  DescribeDelegationTokenRequestInit
> = {
  name: 'DescribeDelegationTokenRequest',
  min: 1,
  max: 3,
  flexibleFrom: 2,
  read: readDescribeDelegationTokenRequest,
  write: writeDescribeDelegationTokenRequest,
}

export interface DescribedDelegationToken {
  principalType: string
  principalName: string
  tokenRequesterPrincipalType: string
  tokenRequesterPrincipalName: string
  issueTimestamp: Timestamp
  expiryTimestamp: Timestamp
  maxTimestamp: Timestamp
  tokenId: string
  hmac: Buffer
  renewers: readonly DescribedDelegationTokenRenewer[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribedDelegationTokenInit {
  principalType: string
  principalName: string
  tokenRequesterPrincipalType?: string | undefined
  tokenRequesterPrincipalName?: string | undefined
  issueTimestamp: Timestamp
  expiryTimestamp: Timestamp
  maxTimestamp: Timestamp
  tokenId: string
  hmac: Buffer
  renewers: readonly DescribedDelegationTokenRenewerInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribedDelegationTokenRenewer {
  principalType: string
  principalName: string
  unknownTags?: readonly UnknownTag[]
}

export interface DescribedDelegationTokenRenewerInit {
  principalType: string
  principalName: string
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeDelegationTokenResponse {
  errorCode: number
  tokens: readonly DescribedDelegationToken[]
  throttleTimeMs: number
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeDelegationTokenResponseInit {
  errorCode?: number | undefined
  tokens: readonly DescribedDelegationTokenInit[]
  throttleTimeMs?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readDescribedDelegationToken(r: Reader, ver: number): DescribedDelegationToken {
  const principalType = r.string(ver >= 2)
  const principalName = r.string(ver >= 2)
  let tokenRequesterPrincipalType: string = ''
  if (ver >= 3) tokenRequesterPrincipalType = r.string(true)
  let tokenRequesterPrincipalName: string = ''
  if (ver >= 3) tokenRequesterPrincipalName = r.string(true)
  const issueTimestamp = r.int64()
  const expiryTimestamp = r.int64()
  const maxTimestamp = r.int64()
  const tokenId = r.string(ver >= 2)
  const hmac = r.bytes(ver >= 2)
  let renewers: readonly DescribedDelegationTokenRenewer[]
  {
    const count = r.array(ver >= 2, 2)
    const items = new Array<DescribedDelegationTokenRenewer>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribedDelegationTokenRenewer(r, ver)
    renewers = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? {
        principalType,
        principalName,
        tokenRequesterPrincipalType,
        tokenRequesterPrincipalName,
        issueTimestamp,
        expiryTimestamp,
        maxTimestamp,
        tokenId,
        hmac,
        renewers,
        unknownTags,
      }
    : {
        principalType,
        principalName,
        tokenRequesterPrincipalType,
        tokenRequesterPrincipalName,
        issueTimestamp,
        expiryTimestamp,
        maxTimestamp,
        tokenId,
        hmac,
        renewers,
      }
}

function writeDescribedDelegationToken(w: Writer, v: DescribedDelegationTokenInit, ver: number): void {
  w.string(v.principalType, ver >= 2)
  w.string(v.principalName, ver >= 2)
  if (ver >= 3) w.string(v.tokenRequesterPrincipalType ?? '', true)
  else if (v.tokenRequesterPrincipalType !== undefined && !(v.tokenRequesterPrincipalType === ''))
    throw w.lacks(
      'DescribeDelegationTokenResponse',
      ver,
      'DescribedDelegationToken.tokenRequesterPrincipalType',
      v.tokenRequesterPrincipalType,
      '3-3',
    )
  if (ver >= 3) w.string(v.tokenRequesterPrincipalName ?? '', true)
  else if (v.tokenRequesterPrincipalName !== undefined && !(v.tokenRequesterPrincipalName === ''))
    throw w.lacks(
      'DescribeDelegationTokenResponse',
      ver,
      'DescribedDelegationToken.tokenRequesterPrincipalName',
      v.tokenRequesterPrincipalName,
      '3-3',
    )
  w.int64(v.issueTimestamp)
  w.int64(v.expiryTimestamp)
  w.int64(v.maxTimestamp)
  w.string(v.tokenId, ver >= 2)
  w.bytes(v.hmac, ver >= 2)
  {
    const items = v.renewers
    w.array(items.length, ver >= 2)
    for (const item of items) writeDescribedDelegationTokenRenewer(w, item, ver)
  }
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribedDelegationTokenRenewer(r: Reader, ver: number): DescribedDelegationTokenRenewer {
  const principalType = r.string(ver >= 2)
  const principalName = r.string(ver >= 2)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { principalType, principalName, unknownTags } : { principalType, principalName }
}

function writeDescribedDelegationTokenRenewer(w: Writer, v: DescribedDelegationTokenRenewerInit, ver: number): void {
  w.string(v.principalType, ver >= 2)
  w.string(v.principalName, ver >= 2)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readDescribeDelegationTokenResponse(r: Reader, ver: number): DescribeDelegationTokenResponse {
  const errorCode = r.int16()
  let tokens: readonly DescribedDelegationToken[]
  {
    const count = r.array(ver >= 2, 29)
    const items = new Array<DescribedDelegationToken>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribedDelegationToken(r, ver)
    tokens = items
  }
  const throttleTimeMs = r.int32()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { errorCode, tokens, throttleTimeMs, unknownTags } : { errorCode, tokens, throttleTimeMs }
}

function writeDescribeDelegationTokenResponse(w: Writer, v: DescribeDelegationTokenResponseInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  {
    const items = v.tokens
    w.array(items.length, ver >= 2)
    for (const item of items) writeDescribedDelegationToken(w, item, ver)
  }
  w.int32(v.throttleTimeMs ?? 0)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const DescribeDelegationTokenResponseMessage: Message<
  DescribeDelegationTokenResponse,
  DescribeDelegationTokenResponseInit
> = {
  name: 'DescribeDelegationTokenResponse',
  min: 1,
  max: 3,
  flexibleFrom: 2,
  read: readDescribeDelegationTokenResponse,
  write: writeDescribeDelegationTokenResponse,
}

/** DescribeDelegationToken */
export const DescribeDelegationToken: Api<
  DescribeDelegationTokenRequest,
  DescribeDelegationTokenRequestInit,
  DescribeDelegationTokenResponse,
  DescribeDelegationTokenResponseInit
> = {
  key: 41,
  name: 'DescribeDelegationToken',
  min: 1,
  max: 3,
  advertisedMin: 1,
  flexibleFrom: 2,
  listeners: ['broker', 'controller'],
  request: DescribeDelegationTokenRequestMessage,
  response: DescribeDelegationTokenResponseMessage,
}
