// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import { Writer } from '../../writer.ts'

export interface ApiVersionsRequest {
  clientSoftwareName: string
  clientSoftwareVersion: string
  unknownTags?: readonly UnknownTag[]
}

export interface ApiVersionsRequestInit {
  clientSoftwareName?: string | undefined
  clientSoftwareVersion?: string | undefined
  unknownTags?: readonly UnknownTag[]
}

function readApiVersionsRequest(r: Reader, ver: number): ApiVersionsRequest {
  let clientSoftwareName: string = ''
  if (ver >= 3) clientSoftwareName = r.string(true)
  let clientSoftwareVersion: string = ''
  if (ver >= 3) clientSoftwareVersion = r.string(true)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { clientSoftwareName, clientSoftwareVersion, unknownTags }
    : { clientSoftwareName, clientSoftwareVersion }
}

function writeApiVersionsRequest(w: Writer, v: ApiVersionsRequestInit, ver: number): void {
  if (ver >= 3) w.string(v.clientSoftwareName ?? '', true)
  if (ver >= 3) w.string(v.clientSoftwareVersion ?? '', true)
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const ApiVersionsRequestMessage: Message<ApiVersionsRequest, ApiVersionsRequestInit> = {
  name: 'ApiVersionsRequest',
  min: 0,
  max: 4,
  flexibleFrom: 3,
  read: readApiVersionsRequest,
  write: writeApiVersionsRequest,
}

export interface ApiVersion {
  apiKey: number
  minVersion: number
  maxVersion: number
  unknownTags?: readonly UnknownTag[]
}

export interface ApiVersionInit {
  apiKey: number
  minVersion: number
  maxVersion: number
  unknownTags?: readonly UnknownTag[]
}

export interface SupportedFeatureKey {
  name: string
  minVersion: number
  maxVersion: number
  unknownTags?: readonly UnknownTag[]
}

export interface SupportedFeatureKeyInit {
  name: string
  minVersion: number
  maxVersion: number
  unknownTags?: readonly UnknownTag[]
}

export interface FinalizedFeatureKey {
  name: string
  maxVersionLevel: number
  minVersionLevel: number
  unknownTags?: readonly UnknownTag[]
}

export interface FinalizedFeatureKeyInit {
  name: string
  maxVersionLevel: number
  minVersionLevel: number
  unknownTags?: readonly UnknownTag[]
}

export interface ApiVersionsResponse {
  errorCode: number
  apiKeys: readonly ApiVersion[]
  throttleTimeMs: number
  supportedFeatures: readonly SupportedFeatureKey[]
  finalizedFeaturesEpoch: number
  finalizedFeatures: readonly FinalizedFeatureKey[]
  zkMigrationReady: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface ApiVersionsResponseInit {
  errorCode?: number | undefined
  apiKeys: readonly ApiVersionInit[]
  throttleTimeMs?: number | undefined
  supportedFeatures?: readonly SupportedFeatureKeyInit[] | undefined
  finalizedFeaturesEpoch?: number | undefined
  finalizedFeatures?: readonly FinalizedFeatureKeyInit[] | undefined
  zkMigrationReady?: boolean | undefined
  unknownTags?: readonly UnknownTag[]
}

function readApiVersion(r: Reader, ver: number): ApiVersion {
  const apiKey = r.int16()
  const minVersion = r.int16()
  const maxVersion = r.int16()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { apiKey, minVersion, maxVersion, unknownTags } : { apiKey, minVersion, maxVersion }
}

function writeApiVersion(w: Writer, v: ApiVersionInit, ver: number): void {
  w.int16(v.apiKey)
  w.int16(v.minVersion)
  w.int16(v.maxVersion)
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

function readSupportedFeatureKey(r: Reader, ver: number): SupportedFeatureKey {
  const name = r.string(true)
  const minVersion = r.int16()
  const maxVersion = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, minVersion, maxVersion, unknownTags } : { name, minVersion, maxVersion }
}

function writeSupportedFeatureKey(w: Writer, v: SupportedFeatureKeyInit, ver: number): void {
  w.string(v.name, true)
  w.int16(v.minVersion)
  w.int16(v.maxVersion)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readFinalizedFeatureKey(r: Reader, ver: number): FinalizedFeatureKey {
  const name = r.string(true)
  const maxVersionLevel = r.int16()
  const minVersionLevel = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { name, maxVersionLevel, minVersionLevel, unknownTags }
    : { name, maxVersionLevel, minVersionLevel }
}

function writeFinalizedFeatureKey(w: Writer, v: FinalizedFeatureKeyInit, ver: number): void {
  w.string(v.name, true)
  w.int16(v.maxVersionLevel)
  w.int16(v.minVersionLevel)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readApiVersionsResponse(r: Reader, ver: number): ApiVersionsResponse {
  const errorCode = r.int16()
  let apiKeys: readonly ApiVersion[]
  {
    const count = r.array(ver >= 3, 6)
    const items = new Array<ApiVersion>(count)
    for (let i = 0; i < count; i++) items[i] = readApiVersion(r, ver)
    apiKeys = items
  }
  let throttleTimeMs: number = 0
  if (ver >= 1) throttleTimeMs = r.int32()
  let supportedFeatures: readonly SupportedFeatureKey[] = []
  let finalizedFeaturesEpoch: number = -1
  let finalizedFeatures: readonly FinalizedFeatureKey[] = []
  let zkMigrationReady: boolean = false
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      switch (tag) {
        case 0:
          {
            const count = r.array(true, 6)
            const items = new Array<SupportedFeatureKey>(count)
            for (let i = 0; i < count; i++) items[i] = readSupportedFeatureKey(r, ver)
            supportedFeatures = items
          }
          break
        case 1:
          finalizedFeaturesEpoch = r.int64()
          break
        case 2:
          {
            const count = r.array(true, 6)
            const items = new Array<FinalizedFeatureKey>(count)
            for (let i = 0; i < count; i++) items[i] = readFinalizedFeatureKey(r, ver)
            finalizedFeatures = items
          }
          break
        case 3:
          zkMigrationReady = r.bool()
          break
        default:
          unknownTags = r.unknownTag(unknownTags, tag)
      }
      r.leave(outer)
    }
  return unknownTags
    ? {
        errorCode,
        apiKeys,
        throttleTimeMs,
        supportedFeatures,
        finalizedFeaturesEpoch,
        finalizedFeatures,
        zkMigrationReady,
        unknownTags,
      }
    : {
        errorCode,
        apiKeys,
        throttleTimeMs,
        supportedFeatures,
        finalizedFeaturesEpoch,
        finalizedFeatures,
        zkMigrationReady,
      }
}

function writeApiVersionsResponse(w: Writer, v: ApiVersionsResponseInit, ver: number): void {
  w.int16(v.errorCode ?? 0)
  {
    const items = v.apiKeys
    w.array(items.length, ver >= 3)
    for (const item of items) writeApiVersion(w, item, ver)
  }
  if (ver >= 1) w.int32(v.throttleTimeMs ?? 0)
  if (ver >= 3) {
    const supportedFeaturesSet = v.supportedFeatures !== undefined && !(v.supportedFeatures.length === 0)
    const finalizedFeaturesEpochSet = v.finalizedFeaturesEpoch !== undefined && !(v.finalizedFeaturesEpoch === -1)
    const finalizedFeaturesSet = v.finalizedFeatures !== undefined && !(v.finalizedFeatures.length === 0)
    const zkMigrationReadySet = v.zkMigrationReady !== undefined && !(v.zkMigrationReady === false)
    w.uvarint(
      (supportedFeaturesSet ? 1 : 0) +
        (finalizedFeaturesEpochSet ? 1 : 0) +
        (finalizedFeaturesSet ? 1 : 0) +
        (zkMigrationReadySet ? 1 : 0) +
        (v.unknownTags?.length ?? 0),
    )
    if (supportedFeaturesSet) {
      const inner = new Writer(64)
      {
        const items = v.supportedFeatures ?? []
        inner.array(items.length, true)
        for (const item of items) writeSupportedFeatureKey(inner, item, ver)
      }
      w.tag(0, inner)
    }
    if (finalizedFeaturesEpochSet) {
      const inner = new Writer(64)
      inner.int64(v.finalizedFeaturesEpoch ?? -1)
      w.tag(1, inner)
    }
    if (finalizedFeaturesSet) {
      const inner = new Writer(64)
      {
        const items = v.finalizedFeatures ?? []
        inner.array(items.length, true)
        for (const item of items) writeFinalizedFeatureKey(inner, item, ver)
      }
      w.tag(2, inner)
    }
    if (zkMigrationReadySet) {
      const inner = new Writer(64)
      inner.bool(v.zkMigrationReady ?? false)
      w.tag(3, inner)
    }
    w.unknownTags(v.unknownTags)
  }
}

export const ApiVersionsResponseMessage: Message<ApiVersionsResponse, ApiVersionsResponseInit> = {
  name: 'ApiVersionsResponse',
  min: 0,
  max: 4,
  flexibleFrom: 3,
  read: readApiVersionsResponse,
  write: writeApiVersionsResponse,
}

/** ApiVersions */
export const ApiVersions: Api<
  ApiVersionsRequest,
  ApiVersionsRequestInit,
  ApiVersionsResponse,
  ApiVersionsResponseInit
> = {
  key: 18,
  name: 'ApiVersions',
  min: 0,
  max: 4,
  advertisedMin: 0,
  flexibleFrom: 3,
  listeners: ['broker', 'controller'],
  request: ApiVersionsRequestMessage,
  response: ApiVersionsResponseMessage,
}
