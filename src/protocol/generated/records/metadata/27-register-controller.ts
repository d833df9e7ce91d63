// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag, Uuid } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface ControllerEndpoint {
  name: string
  host: string
  port: number
  securityProtocol: number
  unknownTags?: readonly UnknownTag[]
}

export interface ControllerEndpointInit {
  name: string
  host: string
  port: number
  securityProtocol: number
  unknownTags?: readonly UnknownTag[]
}

export interface ControllerFeature {
  name: string
  minSupportedVersion: number
  maxSupportedVersion: number
  unknownTags?: readonly UnknownTag[]
}

export interface ControllerFeatureInit {
  name: string
  minSupportedVersion: number
  maxSupportedVersion: number
  unknownTags?: readonly UnknownTag[]
}

export interface RegisterControllerRecord {
  controllerId: number
  incarnationId: Uuid
  zkMigrationReady: boolean
  endPoints: readonly ControllerEndpoint[]
  features: readonly ControllerFeature[]
  unknownTags?: readonly UnknownTag[]
}

export interface RegisterControllerRecordInit {
  controllerId: number
  incarnationId: Uuid
  zkMigrationReady: boolean
  endPoints: readonly ControllerEndpointInit[]
  features: readonly ControllerFeatureInit[]
  unknownTags?: readonly UnknownTag[]
}

function readControllerEndpoint(r: Reader, ver: number): ControllerEndpoint {
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

function writeControllerEndpoint(w: Writer, v: ControllerEndpointInit, ver: number): void {
  w.string(v.name, true)
  w.string(v.host, true)
  w.uint16(v.port)
  w.int16(v.securityProtocol)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readControllerFeature(r: Reader, ver: number): ControllerFeature {
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

function writeControllerFeature(w: Writer, v: ControllerFeatureInit, ver: number): void {
  w.string(v.name, true)
  w.int16(v.minSupportedVersion)
  w.int16(v.maxSupportedVersion)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readRegisterControllerRecord(r: Reader, ver: number): RegisterControllerRecord {
  const controllerId = r.int32()
  const incarnationId = r.uuid()
  const zkMigrationReady = r.bool()
  let endPoints: readonly ControllerEndpoint[]
  {
    const count = r.array(true, 7)
    const items = new Array<ControllerEndpoint>(count)
    for (let i = 0; i < count; i++) items[i] = readControllerEndpoint(r, ver)
    endPoints = items
  }
  let features: readonly ControllerFeature[]
  {
    const count = r.array(true, 6)
    const items = new Array<ControllerFeature>(count)
    for (let i = 0; i < count; i++) items[i] = readControllerFeature(r, ver)
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
    ? { controllerId, incarnationId, zkMigrationReady, endPoints, features, unknownTags }
    : { controllerId, incarnationId, zkMigrationReady, endPoints, features }
}

function writeRegisterControllerRecord(w: Writer, v: RegisterControllerRecordInit, ver: number): void {
  w.int32(v.controllerId)
  w.uuid(v.incarnationId)
  w.bool(v.zkMigrationReady)
  {
    const items = v.endPoints
    w.array(items.length, true)
    for (const item of items) writeControllerEndpoint(w, item, ver)
  }
  {
    const items = v.features
    w.array(items.length, true)
    for (const item of items) writeControllerFeature(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** RegisterController */
export const RegisterControllerRecord: Message<RegisterControllerRecord, RegisterControllerRecordInit> = {
  name: 'RegisterControllerRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 27,
  read: readRegisterControllerRecord,
  write: writeRegisterControllerRecord,
}
