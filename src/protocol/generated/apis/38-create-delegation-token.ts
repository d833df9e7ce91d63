// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { Timestamp, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface CreatableRenewers {
  principalType: string
  principalName: string
  unknownTags?: readonly UnknownTag[]
}

export interface CreatableRenewersInit {
  principalType: string
  principalName: string
  unknownTags?: readonly UnknownTag[]
}

export interface CreateDelegationTokenRequest {
  ownerPrincipalType: string | null
  ownerPrincipalName: string | null
  renewers: readonly CreatableRenewers[]
  maxLifetimeMs: number
  unknownTags?: readonly UnknownTag[]
}

export interface CreateDelegationTokenRequestInit {
  ownerPrincipalType?: string | null | undefined
  ownerPrincipalName?: string | null | undefined
  renewers: readonly CreatableRenewersInit[]
  maxLifetimeMs: number
  unknownTags?: readonly UnknownTag[]
}

function readCreatableRenewers(r: Reader, ver: number): CreatableRenewers {
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

function writeCreatableRenewers(w: Writer, v: CreatableRenewersInit, ver: number): void {
  w.string(v.principalType, ver >= 2)
  w.string(v.principalName, ver >= 2)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readCreateDelegationTokenRequest(r: Reader, ver: number): CreateDelegationTokenRequest {
  let ownerPrincipalType: string | null = ''
  if (ver >= 3) ownerPrincipalType = r.nullableString(true)
  let ownerPrincipalName: string | null = ''
  if (ver >= 3) ownerPrincipalName = r.nullableString(true)
  let renewers: readonly CreatableRenewers[]
  {
    const count = r.array(ver >= 2, 2)
    const items = new Array<CreatableRenewers>(count)
    for (let i = 0; i < count; i++) items[i] = readCreatableRenewers(r, ver)
    renewers = items
  }
  const maxLifetimeMs = r.int64()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { ownerPrincipalType, ownerPrincipalName, renewers, maxLifetimeMs, unknownTags }
    : { ownerPrincipalType, ownerPrincipalName, renewers, maxLifetimeMs }
}

function writeCreateDelegationTokenRequest(w: Writer, v: CreateDelegationTokenRequestInit, ver: number): void {
  if (ver >= 3) w.string(v.ownerPrincipalType === undefined ? '' : v.ownerPrincipalType, true)
  else if (v.ownerPrincipalType !== undefined && !(v.ownerPrincipalType === ''))
    throw w.lacks('CreateDelegationTokenRequest', ver, 'ownerPrincipalType', v.ownerPrincipalType, '3-3')
  if (ver >= 3) w.string(v.ownerPrincipalName === undefined ? '' : v.ownerPrincipalName, true)
  else if (v.ownerPrincipalName !== undefined && !(v.ownerPrincipalName === ''))
    throw w.lacks('CreateDelegationTokenRequest', ver, 'ownerPrincipalName', v.ownerPrincipalName, '3-3')
  {
    const items = v.renewers
    w.array(items.length, ver >= 2)
    for (const item of items) writeCreatableRenewers(w, item, ver)
  }
  w.int64(v.maxLifetimeMs)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const CreateDelegationTokenRequestMessage: Message<
  CreateDelegationTokenRequest,
  CreateDelegationTokenRequestInit
> = {
  name: 'CreateDelegationTokenRequest',
  min: 1,
  max: 3,
  flexibleFrom: 2,
  read: readCreateDelegationTokenRequest,
  write: writeCreateDelegationTokenRequest,
}

export interface CreateDelegationTokenResponse {
  errorCode: number
  principalType: string
  principalName: string
  tokenRequesterPrincipalType: string
  tokenRequesterPrincipalName: string
  issueTimestampMs: Timestamp
  expiryTimestampMs: Timestamp
  maxTimestampMs: Timestamp
  tokenId: string
  hmac: Buffer
  throttleTimeMs: number
  unknownTags?: readonly UnknownTag[]
}

export interface CreateDelegationTokenResponseInit {
  errorCode?: number | undefined
  principalType: string
  principalName: string
  tokenRequesterPrincipalType?: string | undefined
  tokenRequesterPrincipalName?: string | undefined
  issueTimestampMs: Timestamp
  expiryTimestampMs: Timestamp
  maxTimestampMs: Timestamp
  tokenId: string
  hmac: Buffer
  throttleTimeMs?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readCreateDelegationTokenResponse(r: Reader, ver: number): CreateDelegationTokenResponse {
  const errorCode = r.int16()
  const principalType = r.string(ver >= 2)
  const principalName = r.string(ver >= 2)
  let tokenRequesterPrincipalType: string = ''
  if (ver >= 3) tokenRequesterPrincipalType = r.string(true)
  let tokenRequesterPrincipalName: string = ''
  if (ver >= 3) tokenRequesterPrincipalName = r.string(true)
  const issueTimestampMs = r.int64()
  const expiryTimestampMs = r.int64()
  const maxTimestampMs = r.int64()
  const tokenId = r.string(ver >= 2)
  const hmac = r.bytes(ver >= 2)
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
    ? {
        errorCode,
        principalType,
        principalName,
        tokenRequesterPrincipalType,
        tokenRequesterPrincipalName,
        issueTimestampMs,
        expiryTimestampMs,
        maxTimestampMs,
        tokenId,
        hmac,
        throttleTimeMs,
        unknownTags,
      }
    : {
        errorCode,
        principalType,
        principalName,
        tokenRequesterPrincipalType,
        tokenRequesterPrincipalName,
        issueTimestampMs,
        expiryTimestampMs,
        maxTimestampMs,
        tokenId,
        hmac,
        throttleTimeMs,
      }
}

function writeCreateDelegationTokenResponse(w: Writer, v: CreateDelegationTokenResponseInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  w.string(v.principalType, ver >= 2)
  w.string(v.principalName, ver >= 2)
  if (ver >= 3) w.string(v.tokenRequesterPrincipalType ?? '', true)
  else if (v.tokenRequesterPrincipalType !== undefined && !(v.tokenRequesterPrincipalType === ''))
    throw w.lacks(
      'CreateDelegationTokenResponse',
      ver,
      'tokenRequesterPrincipalType',
      v.tokenRequesterPrincipalType,
      '3-3',
    )
  if (ver >= 3) w.string(v.tokenRequesterPrincipalName ?? '', true)
  else if (v.tokenRequesterPrincipalName !== undefined && !(v.tokenRequesterPrincipalName === ''))
    throw w.lacks(
      'CreateDelegationTokenResponse',
      ver,
      'tokenRequesterPrincipalName',
      v.tokenRequesterPrincipalName,
      '3-3',
    )
  w.int64(v.issueTimestampMs)
  w.int64(v.expiryTimestampMs)
  w.int64(v.maxTimestampMs)
  w.string(v.tokenId, ver >= 2)
  w.bytes(v.hmac, ver >= 2)
  w.int32(v.throttleTimeMs ?? 0)
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const CreateDelegationTokenResponseMessage: Message<
  CreateDelegationTokenResponse,
  CreateDelegationTokenResponseInit
> = {
  name: 'CreateDelegationTokenResponse',
  min: 1,
  max: 3,
  flexibleFrom: 2,
  read: readCreateDelegationTokenResponse,
  write: writeCreateDelegationTokenResponse,
}

/** CreateDelegationToken */
export const CreateDelegationToken: Api<
  CreateDelegationTokenRequest,
  CreateDelegationTokenRequestInit,
  CreateDelegationTokenResponse,
  CreateDelegationTokenResponseInit
> = {
  key: 38,
  name: 'CreateDelegationToken',
  min: 1,
  max: 3,
  advertisedMin: 1,
  flexibleFrom: 2,
  listeners: ['broker', 'controller'],
  request: CreateDelegationTokenRequestMessage,
  response: CreateDelegationTokenResponseMessage,
}
