// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface FeatureUpdateKey {
  feature: string
  maxVersionLevel: number
  allowDowngrade: boolean
  upgradeType: number
  unknownTags?: readonly UnknownTag[]
}

export interface FeatureUpdateKeyInit {
  feature: string
  maxVersionLevel: number
  allowDowngrade?: boolean | undefined
  upgradeType?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface UpdateFeaturesRequest {
  timeoutMs: number
  featureUpdates: readonly FeatureUpdateKey[]
  validateOnly: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface UpdateFeaturesRequestInit {
  timeoutMs?: number | undefined
  featureUpdates: readonly FeatureUpdateKeyInit[]
  validateOnly?: boolean | undefined
  unknownTags?: readonly UnknownTag[]
}

function readFeatureUpdateKey(r: Reader, ver: number): FeatureUpdateKey {
  const feature = r.string(true)
  const maxVersionLevel = r.int16()
  let allowDowngrade: boolean = false
  if (ver <= 0) allowDowngrade = r.bool()
  let upgradeType: number = 1
  if (ver >= 1) upgradeType = r.int8()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { feature, maxVersionLevel, allowDowngrade, upgradeType, unknownTags }
    : { feature, maxVersionLevel, allowDowngrade, upgradeType }
}

function writeFeatureUpdateKey(w: Writer, v: FeatureUpdateKeyInit, ver: number): void {
  w.string(v.feature, true)
  w.int16(v.maxVersionLevel)
  if (ver <= 0) w.bool(v.allowDowngrade ?? false)
  else if (v.allowDowngrade !== undefined && !(v.allowDowngrade === false))
    throw w.lacks('UpdateFeaturesRequest', ver, 'FeatureUpdateKey.allowDowngrade', v.allowDowngrade, '0-0')
  if (ver >= 1) w.int8(v.upgradeType ?? 1)
  else if (v.upgradeType !== undefined && !(v.upgradeType === 1))
    throw w.lacks('UpdateFeaturesRequest', ver, 'FeatureUpdateKey.upgradeType', v.upgradeType, '1-2')
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readUpdateFeaturesRequest(r: Reader, ver: number): UpdateFeaturesRequest {
  const timeoutMs = r.int32()
  let featureUpdates: readonly FeatureUpdateKey[]
  {
    const count = r.array(true, 4)
    const items = new Array<FeatureUpdateKey>(count)
    for (let i = 0; i < count; i++) items[i] = readFeatureUpdateKey(r, ver)
    featureUpdates = items
  }
  let validateOnly: boolean = false
  if (ver >= 1) validateOnly = r.bool()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { timeoutMs, featureUpdates, validateOnly, unknownTags }
    : { timeoutMs, featureUpdates, validateOnly }
}

function writeUpdateFeaturesRequest(w: Writer, v: UpdateFeaturesRequestInit, ver: number): void {
  w.int32(v.timeoutMs ?? 60000)
  {
    const items = v.featureUpdates
    w.array(items.length, true)
    for (const item of items) writeFeatureUpdateKey(w, item, ver)
  }
  if (ver >= 1) w.bool(v.validateOnly ?? false)
  else if (v.validateOnly !== undefined && !(v.validateOnly === false))
    throw w.lacks('UpdateFeaturesRequest', ver, 'validateOnly', v.validateOnly, '1-2')
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const UpdateFeaturesRequestMessage: Message<UpdateFeaturesRequest, UpdateFeaturesRequestInit> = {
  name: 'UpdateFeaturesRequest',
  min: 0,
  max: 2,
  flexibleFrom: 0,
  read: readUpdateFeaturesRequest,
  write: writeUpdateFeaturesRequest,
}

export interface UpdatableFeatureResult {
  feature: string
  errorCode: number
  errorMessage: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface UpdatableFeatureResultInit {
  feature: string
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface UpdateFeaturesResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  results: readonly UpdatableFeatureResult[]
  unknownTags?: readonly UnknownTag[]
}

export interface UpdateFeaturesResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  results?: readonly UpdatableFeatureResultInit[] | undefined
  unknownTags?: readonly UnknownTag[]
}

function readUpdatableFeatureResult(r: Reader, ver: number): UpdatableFeatureResult {
  const feature = r.string(true)
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { feature, errorCode, errorMessage, unknownTags } : { feature, errorCode, errorMessage }
}

function writeUpdatableFeatureResult(w: Writer, v: UpdatableFeatureResultInit, ver: number): void {
  w.string(v.feature, true)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readUpdateFeaturesResponse(r: Reader, ver: number): UpdateFeaturesResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  let results: readonly UpdatableFeatureResult[] = []
  if (ver <= 1) {
    const count = r.array(true, 5)
    const items = new Array<UpdatableFeatureResult>(count)
    for (let i = 0; i < count; i++) items[i] = readUpdatableFeatureResult(r, ver)
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

function writeUpdateFeaturesResponse(w: Writer, v: UpdateFeaturesResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage === undefined ? '' : v.errorMessage, true)
  if (ver <= 1) {
    const items = v.results ?? []
    w.array(items.length, true)
    for (const item of items) writeUpdatableFeatureResult(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const UpdateFeaturesResponseMessage: Message<UpdateFeaturesResponse, UpdateFeaturesResponseInit> = {
  name: 'UpdateFeaturesResponse',
  min: 0,
  max: 2,
  flexibleFrom: 0,
  read: readUpdateFeaturesResponse,
  write: writeUpdateFeaturesResponse,
}

/** UpdateFeatures */
export const UpdateFeatures: Api<
  UpdateFeaturesRequest,
  UpdateFeaturesRequestInit,
  UpdateFeaturesResponse,
  UpdateFeaturesResponseInit
> = {
  key: 57,
  name: 'UpdateFeatures',
  min: 0,
  max: 2,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker', 'controller'],
  request: UpdateFeaturesRequestMessage,
  response: UpdateFeaturesResponseMessage,
}
