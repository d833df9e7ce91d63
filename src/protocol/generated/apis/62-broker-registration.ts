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

export interface BrokerRegistrationRequest {
  brokerId: number
  clusterId: string
  incarnationId: Uuid
  listeners: readonly Listener[]
  features: readonly Feature[]
  rack: string | null
  isMigratingZkBroker: boolean
  logDirs: readonly Uuid[]
  previousBrokerEpoch: number
  unknownTags?: readonly UnknownTag[]
}

export interface BrokerRegistrationRequestInit {
  brokerId: number
  clusterId: string
  incarnationId: Uuid
  listeners: readonly ListenerInit[]
  features: readonly FeatureInit[]
  rack: string | null
  isMigratingZkBroker?: boolean | undefined
  logDirs?: readonly Uuid[] | undefined
  previousBrokerEpoch?: number | undefined
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

function readBrokerRegistrationRequest(r: Reader, ver: number): BrokerRegistrationRequest {
  const brokerId = r.int32()
  const clusterId = r.string(true)
  const incarnationId = r.uuid()
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
  const rack = r.nullableString(true)
  let isMigratingZkBroker: boolean = false
  if (ver >= 1) isMigratingZkBroker = r.bool()
  let logDirs: readonly Uuid[] = []
  if (ver >= 2) {
    const count = r.array(true, 16)
    const items = new Array<Uuid>(count)
    for (let i = 0; i < count; i++) items[i] = r.uuid()
    logDirs = items
  }
  let previousBrokerEpoch: number = -1
  if (ver >= 3) previousBrokerEpoch = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? {
        brokerId,
        clusterId,
        incarnationId,
        listeners,
        features,
        rack,
        isMigratingZkBroker,
        logDirs,
        previousBrokerEpoch,
        unknownTags,
      }
    : {
        brokerId,
        clusterId,
        incarnationId,
        listeners,
        features,
        rack,
        isMigratingZkBroker,
        logDirs,
        previousBrokerEpoch,
      }
}

function writeBrokerRegistrationRequest(w: Writer, v: BrokerRegistrationRequestInit, ver: number): void {
  w.int32(v.brokerId)
  w.string(v.clusterId, true)
  w.uuid(v.incarnationId)
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
  w.string(v.rack, true)
  if (ver >= 1) w.bool(v.isMigratingZkBroker ?? false)
  else if (v.isMigratingZkBroker !== undefined && !(v.isMigratingZkBroker === false))
    throw w.lacks('BrokerRegistrationRequest', ver, 'isMigratingZkBroker', v.isMigratingZkBroker, '1-4')
  if (ver >= 2) {
    const items = v.logDirs ?? []
    w.array(items.length, true)
    for (const item of items) w.uuid(item)
  }
  if (ver >= 3) w.int64(v.previousBrokerEpoch ?? -1)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const BrokerRegistrationRequestMessage: Message<BrokerRegistrationRequest, BrokerRegistrationRequestInit> = {
  name: 'BrokerRegistrationRequest',
  min: 0,
  max: 4,
  flexibleFrom: 0,
  read: readBrokerRegistrationRequest,
  write: writeBrokerRegistrationRequest,
}

export interface BrokerRegistrationResponse {
  throttleTimeMs: number
  errorCode: number
  brokerEpoch: number
  unknownTags?: readonly UnknownTag[]
}

export interface BrokerRegistrationResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  brokerEpoch?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readBrokerRegistrationResponse(r: Reader, ver: number): BrokerRegistrationResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const brokerEpoch = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { throttleTimeMs, errorCode, brokerEpoch, unknownTags }
    : { throttleTimeMs, errorCode, brokerEpoch }
}

function writeBrokerRegistrationResponse(w: Writer, v: BrokerRegistrationResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.int64(v.brokerEpoch ?? -1)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const BrokerRegistrationResponseMessage: Message<BrokerRegistrationResponse, BrokerRegistrationResponseInit> = {
  name: 'BrokerRegistrationResponse',
  min: 0,
  max: 4,
  flexibleFrom: 0,
  read: readBrokerRegistrationResponse,
  write: writeBrokerRegistrationResponse,
}

/** BrokerRegistration */
export const BrokerRegistration: Api<
  BrokerRegistrationRequest,
  BrokerRegistrationRequestInit,
  BrokerRegistrationResponse,
  BrokerRegistrationResponseInit
> = {
  key: 62,
  name: 'BrokerRegistration',
  min: 0,
  max: 4,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['controller'],
  request: BrokerRegistrationRequestMessage,
  response: BrokerRegistrationResponseMessage,
}
