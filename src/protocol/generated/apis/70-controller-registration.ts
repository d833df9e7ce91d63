// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface Listener {
  name: string
  host: string
  port: number
  securityProtocol: number
  unknownTags?: readonly UnknownTag[]
}

export interface ListenerInit {
  name: string
  host: string
  port: number
  securityProtocol: number
  unknownTags?: readonly UnknownTag[]
}

export interface Feature {
  name: string
  minSupportedVersion: number
  maxSupportedVersion: number
  unknownTags?: readonly UnknownTag[]
}

export interface FeatureInit {
  name: string
  minSupportedVersion: number
  maxSupportedVersion: number
  unknownTags?: readonly UnknownTag[]
}

export interface ControllerRegistrationRequest {
  controllerId: number
  incarnationId: Uuid
  zkMigrationReady: boolean
  listeners: readonly Listener[]
  features: readonly Feature[]
  unknownTags?: readonly UnknownTag[]
}

export interface ControllerRegistrationRequestInit {
  controllerId: number
  incarnationId: Uuid
  zkMigrationReady: boolean
  listeners: readonly ListenerInit[]
  features: readonly FeatureInit[]
  unknownTags?: readonly UnknownTag[]
}

function readListener(r: Reader, ver: number): Listener {
  const name = r.string(true)
  const host = r.string(true)
  const port = r.uint16()
  const securityProtocol = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, host, port, securityProtocol, unknownTags } : { name, host, port, securityProtocol }
}

function writeListener(w: Writer, v: ListenerInit, ver: number): void {
  w.string(v.name, true)
  w.string(v.host, true)
  w.uint16(v.port)
  w.int16(v.securityProtocol)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readFeature(r: Reader, ver: number): Feature {
  const name = r.string(true)
  const minSupportedVersion = r.int16()
  const maxSupportedVersion = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { name, minSupportedVersion, maxSupportedVersion, unknownTags }
    : { name, minSupportedVersion, maxSupportedVersion }
}

function writeFeature(w: Writer, v: FeatureInit, ver: number): void {
  w.string(v.name, true)
  w.int16(v.minSupportedVersion)
  w.int16(v.maxSupportedVersion)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readControllerRegistrationRequest(r: Reader, ver: number): ControllerRegistrationRequest {
  const controllerId = r.int32()
  const incarnationId = r.uuid()
  const zkMigrationReady = r.bool()
  let listeners: readonly Listener[]
  {
    const count = r.array(true, 7)
    const items = new Array<Listener>(count)
    for (let i = 0; i < count; i++) items[i] = readListener(r, ver)
    listeners = items
  }
  let features: readonly Feature[]
  {
    const count = r.array(true, 6)
    const items = new Array<Feature>(count)
    for (let i = 0; i < count; i++) items[i] = readFeature(r, ver)
    features = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { controllerId, incarnationId, zkMigrationReady, listeners, features, unknownTags }
    : { controllerId, incarnationId, zkMigrationReady, listeners, features }
}

function writeControllerRegistrationRequest(w: Writer, v: ControllerRegistrationRequestInit, ver: number): void {
  w.int32(v.controllerId)
  w.uuid(v.incarnationId)
  w.bool(v.zkMigrationReady)
  {
    const items = v.listeners
    w.array(items.length, true)
    for (const item of items) writeListener(w, item, ver)
  }
  {
    const items = v.features
    w.array(items.length, true)
    for (const item of items) writeFeature(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ControllerRegistrationRequestMessage: Message<
  ControllerRegistrationRequest,
  ControllerRegistrationRequestInit
> = {
  name: 'ControllerRegistrationRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readControllerRegistrationRequest,
  write: writeControllerRegistrationRequest,
}

export interface ControllerRegistrationResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface ControllerRegistrationResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readControllerRegistrationResponse(r: Reader, ver: number): ControllerRegistrationResponse {
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

function writeControllerRegistrationResponse(w: Writer, v: ControllerRegistrationResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const ControllerRegistrationResponseMessage: Message<
  ControllerRegistrationResponse,
  ControllerRegistrationResponseInit
> = {
  name: 'ControllerRegistrationResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readControllerRegistrationResponse,
  write: writeControllerRegistrationResponse,
}

/** ControllerRegistration */
export const ControllerRegistration: Api<
  ControllerRegistrationRequest,
  ControllerRegistrationRequestInit,
  ControllerRegistrationResponse,
  ControllerRegistrationResponseInit
> = {
  key: 70,
  name: 'ControllerRegistration',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['controller'],
  request: ControllerRegistrationRequestMessage,
  response: ControllerRegistrationResponseMessage,
}
