// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { ProducerId, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface EndTxnRequest {
  transactionalId: string
  producerId: ProducerId
  producerEpoch: number
  committed: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface EndTxnRequestInit {
  transactionalId: string
  producerId: ProducerId
  producerEpoch: number
  committed: boolean
  unknownTags?: readonly UnknownTag[]
}

function readEndTxnRequest(r: Reader, ver: number): EndTxnRequest {
  const transactionalId = r.string(ver >= 3)
  const producerId = r.int64()
  const producerEpoch = r.int16()
  const committed = r.bool()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { transactionalId, producerId, producerEpoch, committed, unknownTags }
    : { transactionalId, producerId, producerEpoch, committed }
}

function writeEndTxnRequest(w: Writer, v: EndTxnRequestInit, ver: number): void {
  w.string(v.transactionalId, ver >= 3)
  w.int64(v.producerId)
  w.int16(v.producerEpoch)
  w.bool(v.committed)
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const EndTxnRequestMessage: Message<EndTxnRequest, EndTxnRequestInit> = {
  name: 'EndTxnRequest',
  min: 0,
  max: 5,
  flexibleFrom: 3,
  read: readEndTxnRequest,
  write: writeEndTxnRequest,
}

export interface EndTxnResponse {
  throttleTimeMs: number
  errorCode: number
  producerId: ProducerId
  producerEpoch: number
  unknownTags?: readonly UnknownTag[]
}

export interface EndTxnResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  producerId?: ProducerId | undefined
  producerEpoch?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readEndTxnResponse(r: Reader, ver: number): EndTxnResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  let producerId: ProducerId = -1
  if (ver >= 5) producerId = r.int64()
  let producerEpoch: number = -1
  if (ver >= 5) producerEpoch = r.int16()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { throttleTimeMs, errorCode, producerId, producerEpoch, unknownTags }
    : { throttleTimeMs, errorCode, producerId, producerEpoch }
}

function writeEndTxnResponse(w: Writer, v: EndTxnResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  if (ver >= 5) w.int64(v.producerId ?? -1)
  if (ver >= 5) w.int16(v.producerEpoch ?? -1)
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const EndTxnResponseMessage: Message<EndTxnResponse, EndTxnResponseInit> = {
  name: 'EndTxnResponse',
  min: 0,
  max: 5,
  flexibleFrom: 3,
  read: readEndTxnResponse,
  write: writeEndTxnResponse,
}

/** EndTxn */
export const EndTxn: Api<EndTxnRequest, EndTxnRequestInit, EndTxnResponse, EndTxnResponseInit> = {
  key: 26,
  name: 'EndTxn',
  min: 0,
  max: 5,
  advertisedMin: 0,
  flexibleFrom: 3,
  listeners: ['broker'],
  request: EndTxnRequestMessage,
  response: EndTxnResponseMessage,
}
