// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface ScramCredentialDeletion {
  name: string
  mechanism: number
  unknownTags?: readonly UnknownTag[]
}

export interface ScramCredentialDeletionInit {
  name: string
  mechanism: number
  unknownTags?: readonly UnknownTag[]
}

export interface ScramCredentialUpsertion {
  name: string
  mechanism: number
  iterations: number
  salt: Buffer
  saltedPassword: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface ScramCredentialUpsertionInit {
  name: string
  mechanism: number
  iterations: number
  salt: Buffer
  saltedPassword: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface AlterUserScramCredentialsRequest {
  deletions: readonly ScramCredentialDeletion[]
  upsertions: readonly ScramCredentialUpsertion[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterUserScramCredentialsRequestInit {
  deletions: readonly ScramCredentialDeletionInit[]
  upsertions: readonly ScramCredentialUpsertionInit[]
  unknownTags?: readonly UnknownTag[]
}

function readScramCredentialDeletion(r: Reader, ver: number): ScramCredentialDeletion {
  const name = r.string(true)
  const mechanism = r.int8()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, mechanism, unknownTags } : { name, mechanism }
}

function writeScramCredentialDeletion(w: Writer, v: ScramCredentialDeletionInit, ver: number): void {
  w.string(v.name, true)
  w.int8(v.mechanism)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readScramCredentialUpsertion(r: Reader, ver: number): ScramCredentialUpsertion {
  const name = r.string(true)
  const mechanism = r.int8()
  const iterations = r.int32()
  const salt = r.bytes(true)
  const saltedPassword = r.bytes(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { name, mechanism, iterations, salt, saltedPassword, unknownTags }
    : { name, mechanism, iterations, salt, saltedPassword }
}

function writeScramCredentialUpsertion(w: Writer, v: ScramCredentialUpsertionInit, ver: number): void {
  w.string(v.name, true)
  w.int8(v.mechanism)
  w.int32(v.iterations)
  w.bytes(v.salt, true)
  w.bytes(v.saltedPassword, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAlterUserScramCredentialsRequest(r: Reader, ver: number): AlterUserScramCredentialsRequest {
  let deletions: readonly ScramCredentialDeletion[]
  {
    const count = r.array(true, 3)
    const items = new Array<ScramCredentialDeletion>(count)
    for (let i = 0; i < count; i++) items[i] = readScramCredentialDeletion(r, ver)
    deletions = items
  }
  let upsertions: readonly ScramCredentialUpsertion[]
  {
    const count = r.array(true, 9)
    const items = new Array<ScramCredentialUpsertion>(count)
    for (let i = 0; i < count; i++) items[i] = readScramCredentialUpsertion(r, ver)
    upsertions = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { deletions, upsertions, unknownTags } : { deletions, upsertions }
}

function writeAlterUserScramCredentialsRequest(w: Writer, v: AlterUserScramCredentialsRequestInit, ver: number): void {
  {
    const items = v.deletions
    w.array(items.length, true)
    for (const item of items) writeScramCredentialDeletion(w, item, ver)
  }
  {
    const items = v.upsertions
    w.array(items.length, true)
    for (const item of items) writeScramCredentialUpsertion(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const AlterUserScramCredentialsRequestMessage: Message<
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsRequestInit
> = {
  name: 'AlterUserScramCredentialsRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readAlterUserScramCredentialsRequest,
  write: writeAlterUserScramCredentialsRequest,
}

export interface AlterUserScramCredentialsResult {
  user: string
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface AlterUserScramCredentialsResultInit {
  user: string
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface AlterUserScramCredentialsResponse {
  throttleTimeMs: number
  results: readonly AlterUserScramCredentialsResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface AlterUserScramCredentialsResponseInit {
  throttleTimeMs?: number | undefined
  results: readonly AlterUserScramCredentialsResultInit[]
  unknownTags?: readonly UnknownTag[]
}

function readAlterUserScramCredentialsResult(r: Reader, ver: number): AlterUserScramCredentialsResult {
  const user = r.string(true)
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { user, errorCode, errorMessage, unknownTags } : { user, errorCode, errorMessage }
}

function writeAlterUserScramCredentialsResult(w: Writer, v: AlterUserScramCredentialsResultInit, ver: number): void {
  w.string(v.user, true)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readAlterUserScramCredentialsResponse(r: Reader, ver: number): AlterUserScramCredentialsResponse {
  const throttleTimeMs = r.int32()
  let results: readonly AlterUserScramCredentialsResult[]
  {
    const count = r.array(true, 5)
    const items = new Array<AlterUserScramCredentialsResult>(count)
    for (let i = 0; i < count; i++) items[i] = readAlterUserScramCredentialsResult(r, ver)
    results = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { throttleTimeMs, results, unknownTags } : { throttleTimeMs, results }
}

function writeAlterUserScramCredentialsResponse(
  w: Writer,
  v: AlterUserScramCredentialsResponseInit,
  ver: number,
): void {
  w.int32(v.throttleTimeMs ?? 0)
  {
    const items = v.results
    w.array(items.length, true)
    for (const item of items) writeAlterUserScramCredentialsResult(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const AlterUserScramCredentialsResponseMessage: Message<
  AlterUserScramCredentialsResponse,
  AlterUserScramCredentialsResponseInit
> = {
  name: 'AlterUserScramCredentialsResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readAlterUserScramCredentialsResponse,
  write: writeAlterUserScramCredentialsResponse,
}

/** AlterUserScramCredentials */
export const AlterUserScramCredentials: Api<
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsRequestInit,
  AlterUserScramCredentialsResponse,
  AlterUserScramCredentialsResponseInit
> = {
  key: 51,
  name: 'AlterUserScramCredentials',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker', 'controller'],
  request: AlterUserScramCredentialsRequestMessage,
  response: AlterUserScramCredentialsResponseMessage,
}
