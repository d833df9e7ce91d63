// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag, Uuid } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface BrokerEndpoint {
  name: string
  host: string
  port: number
  securityProtocol: number
  unknownTags?: readonly UnknownTag[]
}

export interface BrokerEndpointInit {
  name: string
  host: string
  port: number
  securityProtocol: number
  unknownTags?: readonly UnknownTag[]
}

export interface BrokerFeature {
  name: string
  minSupportedVersion: number
  maxSupportedVersion: number
  unknownTags?: readonly UnknownTag[]
}

export interface BrokerFeatureInit {
  name: string
  minSupportedVersion: number
  maxSupportedVersion: number
  unknownTags?: readonly UnknownTag[]
}

export interface RegisterBrokerRecord {
  brokerId: number
  isMigratingZkBroker: boolean
  incarnationId: Uuid
  brokerEpoch: number
  endPoints: readonly BrokerEndpoint[]
  features: readonly BrokerFeature[]
  rack: string | null
  fenced: boolean
  inControlledShutdown: boolean
  logDirs: readonly Uuid[]
  cordonedLogDirs: readonly Uuid[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface RegisterBrokerRecordInit {
  brokerId: number
  isMigratingZkBroker?: boolean | undefined
  incarnationId: Uuid
  brokerEpoch: number
  endPoints: readonly BrokerEndpointInit[]
  features: readonly BrokerFeatureInit[]
  rack: string | null
  fenced?: boolean | undefined
  inControlledShutdown?: boolean | undefined
  logDirs?: readonly Uuid[] | undefined
  cordonedLogDirs?: readonly Uuid[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readBrokerEndpoint(r: Reader, ver: number): BrokerEndpoint {
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

function writeBrokerEndpoint(w: Writer, v: BrokerEndpointInit, ver: number): void {
  w.string(v.name, true)
  w.string(v.host, true)
  w.uint16(v.port)
  w.int16(v.securityProtocol)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readBrokerFeature(r: Reader, ver: number): BrokerFeature {
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

function writeBrokerFeature(w: Writer, v: BrokerFeatureInit, ver: number): void {
  w.string(v.name, true)
  w.int16(v.minSupportedVersion)
  w.int16(v.maxSupportedVersion)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readRegisterBrokerRecord(r: Reader, ver: number): RegisterBrokerRecord {
  const brokerId = r.int32()
  let isMigratingZkBroker: boolean = false
  if (ver >= 2) isMigratingZkBroker = r.bool()
  const incarnationId = r.uuid()
  const brokerEpoch = r.int64()
  let endPoints: readonly BrokerEndpoint[]
  {
    const count = r.array(true, 7)
    const items = new Array<BrokerEndpoint>(count)
    for (let i = 0; i < count; i++) items[i] = readBrokerEndpoint(r, ver)
    endPoints = items
  }
  let features: readonly BrokerFeature[]
  {
    const count = r.array(true, 6)
    const items = new Array<BrokerFeature>(count)
    for (let i = 0; i < count; i++) items[i] = readBrokerFeature(r, ver)
    features = items
  }
  const rack = r.nullableString(true)
  const fenced = r.bool()
  let inControlledShutdown: boolean = false
  if (ver >= 1) inControlledShutdown = r.bool()
  let logDirs: readonly Uuid[] = []
  let cordonedLogDirs: readonly Uuid[] | null = null
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        if (!(ver >= 3)) throw r.earlyTag(tag, ver)
        {
          const count = r.array(true, 16)
          const items = new Array<Uuid>(count)
          for (let i = 0; i < count; i++) items[i] = r.uuid()
          logDirs = items
        }
        break
      case 1:
        if (!(ver >= 4)) throw r.earlyTag(tag, ver)
        {
          const count = r.nullableArray(true, 16)
          if (count < 0) cordonedLogDirs = null
          else {
            const items = new Array<Uuid>(count)
            for (let i = 0; i < count; i++) items[i] = r.uuid()
            cordonedLogDirs = items
          }
        }
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags
    ? {
        brokerId,
        isMigratingZkBroker,
        incarnationId,
        brokerEpoch,
        endPoints,
        features,
        rack,
        fenced,
        inControlledShutdown,
        logDirs,
        cordonedLogDirs,
        unknownTags,
      }
    : {
        brokerId,
        isMigratingZkBroker,
        incarnationId,
        brokerEpoch,
        endPoints,
        features,
        rack,
        fenced,
        inControlledShutdown,
        logDirs,
        cordonedLogDirs,
      }
}

function writeRegisterBrokerRecord(w: Writer, v: RegisterBrokerRecordInit, ver: number): void {
  w.int32(v.brokerId)
  if (ver >= 2) w.bool(v.isMigratingZkBroker ?? false)
  else if (v.isMigratingZkBroker !== undefined && !(v.isMigratingZkBroker === false))
    throw w.lacks('RegisterBrokerRecord', ver, 'isMigratingZkBroker', v.isMigratingZkBroker, '2-4')
  w.uuid(v.incarnationId)
  w.int64(v.brokerEpoch)
  {
    const items = v.endPoints
    w.array(items.length, true)
    for (const item of items) writeBrokerEndpoint(w, item, ver)
  }
  {
    const items = v.features
    w.array(items.length, true)
    for (const item of items) writeBrokerFeature(w, item, ver)
  }
  w.string(v.rack, true)
  w.bool(v.fenced ?? true)
  if (ver >= 1) w.bool(v.inControlledShutdown ?? false)
  else if (v.inControlledShutdown !== undefined && !(v.inControlledShutdown === false))
    throw w.lacks('RegisterBrokerRecord', ver, 'inControlledShutdown', v.inControlledShutdown, '1-4')
  const logDirsSet = v.logDirs !== undefined && !(v.logDirs.length === 0)
  if (logDirsSet && !(ver >= 3)) throw w.lacks('RegisterBrokerRecord', ver, 'logDirs', v.logDirs, '3-4')
  const cordonedLogDirsSet = v.cordonedLogDirs !== undefined && !(v.cordonedLogDirs === null)
  if (cordonedLogDirsSet && !(ver >= 4))
    throw w.lacks('RegisterBrokerRecord', ver, 'cordonedLogDirs', v.cordonedLogDirs, '4-4')
  w.uvarint((logDirsSet ? 1 : 0) + (cordonedLogDirsSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (logDirsSet) {
    const inner = new Writer(64)
    {
      const items = v.logDirs ?? []
      inner.array(items.length, true)
      for (const item of items) inner.uuid(item)
    }
    w.tag(0, inner)
  }
  if (cordonedLogDirsSet) {
    const inner = new Writer(64)
    {
      const items = v.cordonedLogDirs ?? null
      if (items === null) inner.array(-1, true)
      else {
        inner.array(items.length, true)
        for (const item of items) inner.uuid(item)
      }
    }
    w.tag(1, inner)
  }
  w.unknownTags(v.unknownTags)
}

/** RegisterBroker */
export const RegisterBrokerRecord: Message<RegisterBrokerRecord, RegisterBrokerRecordInit> = {
  name: 'RegisterBrokerRecord',
  min: 0,
  max: 4,
  flexibleFrom: 0,
  apiKey: 0,
  read: readRegisterBrokerRecord,
  write: writeRegisterBrokerRecord,
}
