// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface FindCoordinatorRequest {
  key: string
  keyType: number
  coordinatorKeys: readonly string[]
  unknownTags?: readonly UnknownTag[]
}

export interface FindCoordinatorRequestInit {
  key?: string | undefined
  keyType?: number | undefined
  coordinatorKeys?: readonly string[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readFindCoordinatorRequest(r: Reader, ver: number): FindCoordinatorRequest {
  let key: string = ''
  if (ver <= 3) key = r.string(ver >= 3)
  let keyType: number = 0
  if (ver >= 1) keyType = r.int8()
  let coordinatorKeys: readonly string[] = []
  if (ver >= 4) {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    coordinatorKeys = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { key, keyType, coordinatorKeys, unknownTags } : { key, keyType, coordinatorKeys }
}

function writeFindCoordinatorRequest(w: Writer, v: FindCoordinatorRequestInit, ver: number): void {
  if (ver <= 3) w.string(v.key ?? '', ver >= 3)
  else if (v.key !== undefined && !(v.key === '')) throw w.lacks('FindCoordinatorRequest', ver, 'key', v.key, '0-3')
  if (ver >= 1) w.int8(v.keyType ?? 0)
  else if (v.keyType !== undefined && !(v.keyType === 0))
    throw w.lacks('FindCoordinatorRequest', ver, 'keyType', v.keyType, '1-6')
  if (ver >= 4) {
    const items = v.coordinatorKeys ?? []
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  } else if (v.coordinatorKeys !== undefined && !(v.coordinatorKeys.length === 0))
    throw w.lacks('FindCoordinatorRequest', ver, 'coordinatorKeys', v.coordinatorKeys, '4-6')
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const FindCoordinatorRequestMessage: Message<FindCoordinatorRequest, FindCoordinatorRequestInit> = {
  name: 'FindCoordinatorRequest',
  min: 0,
  max: 6,
  flexibleFrom: 3,
  read: readFindCoordinatorRequest,
  write: writeFindCoordinatorRequest,
}

export interface Coordinator {
  key: string
  nodeId: number
  host: string
  port: number
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface CoordinatorInit {
  key: string
  nodeId: number
  host: string
  port: number
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface FindCoordinatorResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  nodeId: number
  host: string
  port: number
  coordinators: readonly Coordinator[]
  unknownTags?: readonly UnknownTag[]
}

export interface FindCoordinatorResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  nodeId?: number | undefined
  host?: string | undefined
  port?: number | undefined
  coordinators?: readonly CoordinatorInit[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readCoordinator(r: Reader, ver: number): Coordinator {
  const key = r.string(true)
  const nodeId = r.int32()
  const host = r.string(true)
  const port = r.int32()
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
    ? { key, nodeId, host, port, errorCode, errorMessage, unknownTags }
    : { key, nodeId, host, port, errorCode, errorMessage }
}

function writeCoordinator(w: Writer, v: CoordinatorInit, ver: number): void {
  w.string(v.key, true)
  w.int32(v.nodeId)
  w.string(v.host, true)
  w.int32(v.port)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readFindCoordinatorResponse(r: Reader, ver: number): FindCoordinatorResponse {
  let throttleTimeMs: number = 0
  if (ver >= 1) throttleTimeMs = r.int32()
  let errorCode: number = 0
  if (ver <= 3) errorCode = r.int16()
  let errorMessage: string | null = ''
  if (ver >= 1 && ver <= 3) errorMessage = r.nullableString(ver >= 3)
  let nodeId: number = 0
  if (ver <= 3) nodeId = r.int32()
  let host: string = ''
  if (ver <= 3) host = r.string(ver >= 3)
  let port: number = 0
  if (ver <= 3) port = r.int32()
  let coordinators: readonly Coordinator[] = []
  if (ver >= 4) {
    const count = r.array(true, 14)
    const items = new Array<Coordinator>(count)
    for (let i = 0; i < count; i++) items[i] = readCoordinator(r, ver)
    coordinators = items
  }
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { throttleTimeMs, errorCode, errorMessage, nodeId, host, port, coordinators, unknownTags }
    : { throttleTimeMs, errorCode, errorMessage, nodeId, host, port, coordinators }
}

function writeFindCoordinatorResponse(w: Writer, v: FindCoordinatorResponseInit, ver: number): void {
  if (ver >= 1) w.int32(v.throttleTimeMs ?? 0)
  if (ver <= 3) w.int16(v.errorCode ?? 0)
  else if (v.errorCode !== undefined && !(v.errorCode === 0))
    throw w.lacks('FindCoordinatorResponse', ver, 'errorCode', v.errorCode, '0-3')
  if (ver >= 1 && ver <= 3) w.string(v.errorMessage === undefined ? '' : v.errorMessage, ver >= 3)
  if (ver <= 3) w.int32(v.nodeId ?? 0)
  else if (v.nodeId !== undefined && !(v.nodeId === 0))
    throw w.lacks('FindCoordinatorResponse', ver, 'nodeId', v.nodeId, '0-3')
  if (ver <= 3) w.string(v.host ?? '', ver >= 3)
  else if (v.host !== undefined && !(v.host === ''))
    throw w.lacks('FindCoordinatorResponse', ver, 'host', v.host, '0-3')
  if (ver <= 3) w.int32(v.port ?? 0)
  else if (v.port !== undefined && !(v.port === 0)) throw w.lacks('FindCoordinatorResponse', ver, 'port', v.port, '0-3')
  if (ver >= 4) {
    const items = v.coordinators ?? []
    w.array(items.length, true)
    for (const item of items) writeCoordinator(w, item, ver)
  } else if (v.coordinators !== undefined && !(v.coordinators.length === 0))
    throw w.lacks('FindCoordinatorResponse', ver, 'coordinators', v.coordinators, '4-6')
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const FindCoordinatorResponseMessage: Message<FindCoordinatorResponse, FindCoordinatorResponseInit> = {
  name: 'FindCoordinatorResponse',
  min: 0,
  max: 6,
  flexibleFrom: 3,
  read: readFindCoordinatorResponse,
  write: writeFindCoordinatorResponse,
}

/** FindCoordinator */
export const FindCoordinator: Api<
  FindCoordinatorRequest,
  FindCoordinatorRequestInit,
  FindCoordinatorResponse,
  FindCoordinatorResponseInit
> = {
  key: 10,
  name: 'FindCoordinator',
  min: 0,
  max: 6,
  advertisedMin: 0,
  flexibleFrom: 3,
  listeners: ['broker'],
  request: FindCoordinatorRequestMessage,
  response: FindCoordinatorResponseMessage,
}
