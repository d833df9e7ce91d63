// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag, Uuid } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface PushTelemetryRequest {
  clientInstanceId: Uuid
  subscriptionId: number
  terminating: boolean
  compressionType: number
  metrics: Buffer
  unknownTags?: readonly UnknownTag[]
}

export interface PushTelemetryRequestInit {
  clientInstanceId: Uuid
  subscriptionId: number
  terminating: boolean
  compressionType: number
  metrics: Buffer
  unknownTags?: readonly UnknownTag[]
}

function readPushTelemetryRequest(r: Reader, ver: number): PushTelemetryRequest {
  const clientInstanceId = r.uuid()
  const subscriptionId = r.int32()
  const terminating = r.bool()
  const compressionType = r.int8()
  const metrics = r.bytes(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { clientInstanceId, subscriptionId, terminating, compressionType, metrics, unknownTags }
    : { clientInstanceId, subscriptionId, terminating, compressionType, metrics }
}

function writePushTelemetryRequest(w: Writer, v: PushTelemetryRequestInit, ver: number): void {
  w.uuid(v.clientInstanceId)
  w.int32(v.subscriptionId)
  w.bool(v.terminating)
  w.int8(v.compressionType)
  w.bytes(v.metrics, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const PushTelemetryRequestMessage: Message<PushTelemetryRequest, PushTelemetryRequestInit> = {
  name: 'PushTelemetryRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readPushTelemetryRequest,
  write: writePushTelemetryRequest,
}

export interface PushTelemetryResponse {
  throttleTimeMs: number
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface PushTelemetryResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readPushTelemetryResponse(r: Reader, ver: number): PushTelemetryResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { throttleTimeMs, errorCode, unknownTags } : { throttleTimeMs, errorCode }
}

function writePushTelemetryResponse(w: Writer, v: PushTelemetryResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const PushTelemetryResponseMessage: Message<PushTelemetryResponse, PushTelemetryResponseInit> = {
  name: 'PushTelemetryResponse',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readPushTelemetryResponse,
  write: writePushTelemetryResponse,
}

/** PushTelemetry */
export const PushTelemetry: Api<
  PushTelemetryRequest,
  PushTelemetryRequestInit,
  PushTelemetryResponse,
  PushTelemetryResponseInit
> = {
  key: 72,
  name: 'PushTelemetry',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker'],
  request: PushTelemetryRequestMessage,
  response: PushTelemetryResponseMessage,
}
