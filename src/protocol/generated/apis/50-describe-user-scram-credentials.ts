// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface UserName {
  name: string
  unknownTags?: readonly UnknownTag[]
}

export interface UserNameInit {
  name: string
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeUserScramCredentialsRequest {
  users: readonly UserName[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeUserScramCredentialsRequestInit {
  users: readonly UserNameInit[] | null
  unknownTags?: readonly UnknownTag[]
}

function readUserName(r: Reader, ver: number): UserName {
  const name = r.string(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, unknownTags } : { name }
}

function writeUserName(w: Writer, v: UserNameInit, ver: number): void {
  w.string(v.name, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeUserScramCredentialsRequest(r: Reader, ver: number): DescribeUserScramCredentialsRequest {
  let users: readonly UserName[] | null
  {
    const count = r.nullableArray(true, 2)
    if (count < 0) users = null
    else {
      const items = new Array<UserName>(count)
      for (let i = 0; i < count; i++) items[i] = readUserName(r, ver)
      users = items
    }
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { users, unknownTags } : { users }
}

function writeDescribeUserScramCredentialsRequest(
  w: Writer,
  v: DescribeUserScramCredentialsRequestInit,
  ver: number,
): void {
  {
    const items = v.users
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeUserName(w, item, ver)
    }
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DescribeUserScramCredentialsRequestMessage: Message<
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsRequestInit
> = {
  name: 'DescribeUserScramCredentialsRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readDescribeUserScramCredentialsRequest,
  write: writeDescribeUserScramCredentialsRequest,
}

export interface DescribeUserScramCredentialsResult {
  user: string
  errorCode: number
  errorMessage: string | null
  credentialInfos: readonly CredentialInfo[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeUserScramCredentialsResultInit {
  user: string
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  credentialInfos: readonly CredentialInfoInit[]
  unknownTags?: readonly UnknownTag[]
}

export interface CredentialInfo {
  mechanism: number
  iterations: number
  unknownTags?: readonly UnknownTag[]
}

export interface CredentialInfoInit {
  mechanism: number
  iterations: number
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeUserScramCredentialsResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  results: readonly DescribeUserScramCredentialsResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeUserScramCredentialsResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  results: readonly DescribeUserScramCredentialsResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readDescribeUserScramCredentialsResult(r: Reader, ver: number): DescribeUserScramCredentialsResult {
  const user = r.string(true)
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  let credentialInfos: readonly CredentialInfo[]
  {
    const count = r.array(true, 6)
    const items = new Array<CredentialInfo>(count)
    for (let i = 0; i < count; i++) items[i] = readCredentialInfo(r, ver)
    credentialInfos = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { user, errorCode, errorMessage, credentialInfos, unknownTags }
    : { user, errorCode, errorMessage, credentialInfos }
}

function writeDescribeUserScramCredentialsResult(
  w: Writer,
  v: DescribeUserScramCredentialsResultInit,
  ver: number,
): void {
  w.string(v.user, true)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, true)
  {
    const items = v.credentialInfos
    w.array(items.length, true)
    for (const item of items) writeCredentialInfo(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readCredentialInfo(r: Reader, ver: number): CredentialInfo {
  const mechanism = r.int8()
  const iterations = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { mechanism, iterations, unknownTags } : { mechanism, iterations }
}

function writeCredentialInfo(w: Writer, v: CredentialInfoInit, ver: number): void {
  w.int8(v.mechanism)
  w.int32(v.iterations)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeUserScramCredentialsResponse(r: Reader, ver: number): DescribeUserScramCredentialsResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  let results: readonly DescribeUserScramCredentialsResult[]
  {
    const count = r.array(true, 6)
    const items = new Array<DescribeUserScramCredentialsResult>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeUserScramCredentialsResult(r, ver)
    results = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { throttleTimeMs, errorCode, errorMessage, results, unknownTags }
    : { throttleTimeMs, errorCode, errorMessage, results }
}

function writeDescribeUserScramCredentialsResponse(
  w: Writer,
  v: DescribeUserScramCredentialsResponseInit,
  ver: number,
): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, true)
  {
    const items = v.results
    w.array(items.length, true)
    for (const item of items) writeDescribeUserScramCredentialsResult(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DescribeUserScramCredentialsResponseMessage: Message<
  DescribeUserScramCredentialsResponse,
  DescribeUserScramCredentialsResponseInit
> = {
  name: 'DescribeUserScramCredentialsResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readDescribeUserScramCredentialsResponse,
  write: writeDescribeUserScramCredentialsResponse,
}

/** DescribeUserScramCredentials */
export const DescribeUserScramCredentials: Api<
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsRequestInit,
  DescribeUserScramCredentialsResponse,
  DescribeUserScramCredentialsResponseInit
> = {
  key: 50,
  name: 'DescribeUserScramCredentials',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker', 'controller'],
  request: DescribeUserScramCredentialsRequestMessage,
  response: DescribeUserScramCredentialsResponseMessage,
}
