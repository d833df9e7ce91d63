// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface GetTelemetrySubscriptionsRequest {
  clientInstanceId: Uuid
  unknownTags?: readonly UnknownTag[]
}

export interface GetTelemetrySubscriptionsRequestInit {
  clientInstanceId: Uuid
  unknownTags?: readonly UnknownTag[]
}

function readGetTelemetrySubscriptionsRequest(r: Reader, ver: number): GetTelemetrySubscriptionsRequest {
  const clientInstanceId = r.uuid()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { clientInstanceId, unknownTags } : { clientInstanceId }
}

function writeGetTelemetrySubscriptionsRequest(w: Writer, v: GetTelemetrySubscriptionsRequestInit, ver: number): void {
  w.uuid(v.clientInstanceId)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const GetTelemetrySubscriptionsRequestMessage: Message<
  GetTelemetrySubscriptionsRequest,
  GetTelemetrySubscriptionsRequestInit
> = {
  name: 'GetTelemetrySubscriptionsRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readGetTelemetrySubscriptionsRequest,
  write: writeGetTelemetrySubscriptionsRequest,
}

export interface GetTelemetrySubscriptionsResponse {
  throttleTimeMs: number
  errorCode: number
  clientInstanceId: Uuid
  subscriptionId: number
  acceptedCompressionTypes: readonly number[]
  pushIntervalMs: number
  telemetryMaxBytes: number
  deltaTemporality: boolean
  requestedMetrics: readonly string[]
  unknownTags?: readonly UnknownTag[]
}

export interface GetTelemetrySubscriptionsResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  clientInstanceId: Uuid
  subscriptionId: number
  acceptedCompressionTypes: readonly number[]
  pushIntervalMs: number
  telemetryMaxBytes: number
  deltaTemporality: boolean
  requestedMetrics: readonly string[]
  unknownTags?: readonly UnknownTag[]
}

function readGetTelemetrySubscriptionsResponse(r: Reader, ver: number): GetTelemetrySubscriptionsResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const clientInstanceId = r.uuid()
  const subscriptionId = r.int32()
  let acceptedCompressionTypes: readonly number[]
  {
    const count = r.array(true, 1)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int8()
    acceptedCompressionTypes = items
  }
  const pushIntervalMs = r.int32()
  const telemetryMaxBytes = r.int32()
  const deltaTemporality = r.bool()
  let requestedMetrics: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    requestedMetrics = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? {
        throttleTimeMs,
        errorCode,
        clientInstanceId,
        subscriptionId,
        acceptedCompressionTypes,
        pushIntervalMs,
        telemetryMaxBytes,
        deltaTemporality,
        requestedMetrics,
        unknownTags,
      }
    : {
        throttleTimeMs,
        errorCode,
        clientInstanceId,
        subscriptionId,
        acceptedCompressionTypes,
        pushIntervalMs,
        telemetryMaxBytes,
        deltaTemporality,
        requestedMetrics,
      }
}

function writeGetTelemetrySubscriptionsResponse(
  w: Writer,
  v: GetTelemetrySubscriptionsResponseInit,
  ver: number,
): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.uuid(v.clientInstanceId)
  w.int32(v.subscriptionId)
  {
    const items = v.acceptedCompressionTypes
    w.array(items.length, true)
    for (const item of items) w.int8(item)
  }
  w.int32(v.pushIntervalMs)
  w.int32(v.telemetryMaxBytes)
  w.bool(v.deltaTemporality)
  {
    const items = v.requestedMetrics
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const GetTelemetrySubscriptionsResponseMessage: Message<
  GetTelemetrySubscriptionsResponse,
  GetTelemetrySubscriptionsResponseInit
> = {
  name: 'GetTelemetrySubscriptionsResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readGetTelemetrySubscriptionsResponse,
  write: writeGetTelemetrySubscriptionsResponse,
}

/** GetTelemetrySubscriptions */
export const GetTelemetrySubscriptions: Api<
  GetTelemetrySubscriptionsRequest,
  GetTelemetrySubscriptionsRequestInit,
  GetTelemetrySubscriptionsResponse,
  GetTelemetrySubscriptionsResponseInit
> = {
  key: 71,
  name: 'GetTelemetrySubscriptions',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: GetTelemetrySubscriptionsRequestMessage,
  response: GetTelemetrySubscriptionsResponseMessage,
}
