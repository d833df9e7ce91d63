// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { ProducerId, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface InitProducerIdRequest {
  transactionalId: string | null
  transactionTimeoutMs: number
  producerId: ProducerId
  producerEpoch: number
  enable2Pc: boolean
  keepPreparedTxn: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface InitProducerIdRequestInit {
  transactionalId: string | null
  transactionTimeoutMs: number
  producerId?: ProducerId | undefined
  producerEpoch?: number | undefined
  enable2Pc?: boolean | undefined
  keepPreparedTxn?: boolean | undefined
  unknownTags?: readonly UnknownTag[]
}

function readInitProducerIdRequest(r: Reader, ver: number): InitProducerIdRequest {
  const transactionalId = r.nullableString(ver >= 2)
  const transactionTimeoutMs = r.int32()
  let producerId: ProducerId = -1
  if (ver >= 3) producerId = r.int64()
  let producerEpoch: number = -1
  if (ver >= 3) producerEpoch = r.int16()
  let enable2Pc: boolean = false
  if (ver >= 6) enable2Pc = r.bool()
  let keepPreparedTxn: boolean = false
  if (ver >= 6) keepPreparedTxn = r.bool()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { transactionalId, transactionTimeoutMs, producerId, producerEpoch, enable2Pc, keepPreparedTxn, unknownTags }
    : { transactionalId, transactionTimeoutMs, producerId, producerEpoch, enable2Pc, keepPreparedTxn }
}

function writeInitProducerIdRequest(w: Writer, v: InitProducerIdRequestInit, ver: number): void {
  w.string(v.transactionalId, ver >= 2)
  w.int32(v.transactionTimeoutMs)
  if (ver >= 3) w.int64(v.producerId ?? -1)
  else if (v.producerId !== undefined && !(v.producerId === -1))
    throw w.lacks('InitProducerIdRequest', ver, 'producerId', v.producerId, '3-6')
  if (ver >= 3) w.int16(v.producerEpoch ?? -1)
  else if (v.producerEpoch !== undefined && !(v.producerEpoch === -1))
    throw w.lacks('InitProducerIdRequest', ver, 'producerEpoch', v.producerEpoch, '3-6')
  if (ver >= 6) w.bool(v.enable2Pc ?? false)
  else if (v.enable2Pc !== undefined && !(v.enable2Pc === false))
    throw w.lacks('InitProducerIdRequest', ver, 'enable2Pc', v.enable2Pc, '6-6')
  if (ver >= 6) w.bool(v.keepPreparedTxn ?? false)
  else if (v.keepPreparedTxn !== undefined && !(v.keepPreparedTxn === false))
    throw w.lacks('InitProducerIdRequest', ver, 'keepPreparedTxn', v.keepPreparedTxn, '6-6')
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const InitProducerIdRequestMessage: Message<InitProducerIdRequest, InitProducerIdRequestInit> = {
  name: 'InitProducerIdRequest',
  min: 0,
  max: 6,
  flexibleFrom: 2,
  read: readInitProducerIdRequest,
  write: writeInitProducerIdRequest,
}

export interface InitProducerIdResponse {
  throttleTimeMs: number
  errorCode: number
  producerId: ProducerId
  producerEpoch: number
  ongoingTxnProducerId: ProducerId
  ongoingTxnProducerEpoch: number
  unknownTags?: readonly UnknownTag[]
}

export interface InitProducerIdResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  producerId?: ProducerId | undefined
  producerEpoch: number
  ongoingTxnProducerId?: ProducerId | undefined
  ongoingTxnProducerEpoch?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readInitProducerIdResponse(r: Reader, ver: number): InitProducerIdResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const producerId = r.int64()
  const producerEpoch = r.int16()
  let ongoingTxnProducerId: ProducerId = -1
  if (ver >= 6) ongoingTxnProducerId = r.int64()
  let ongoingTxnProducerEpoch: number = -1
  if (ver >= 6) ongoingTxnProducerEpoch = r.int16()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 2)
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
        producerId,
        producerEpoch,
        ongoingTxnProducerId,
        ongoingTxnProducerEpoch,
        unknownTags,
      }
    : { throttleTimeMs, errorCode, producerId, producerEpoch, ongoingTxnProducerId, ongoingTxnProducerEpoch }
}

function writeInitProducerIdResponse(w: Writer, v: InitProducerIdResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.int64(v.producerId ?? -1)
  w.int16(v.producerEpoch)
  if (ver >= 6) w.int64(v.ongoingTxnProducerId ?? -1)
  else if (v.ongoingTxnProducerId !== undefined && !(v.ongoingTxnProducerId === -1))
    throw w.lacks('InitProducerIdResponse', ver, 'ongoingTxnProducerId', v.ongoingTxnProducerId, '6-6')
  if (ver >= 6) w.int16(v.ongoingTxnProducerEpoch ?? -1)
  else if (v.ongoingTxnProducerEpoch !== undefined && !(v.ongoingTxnProducerEpoch === -1))
    throw w.lacks('InitProducerIdResponse', ver, 'ongoingTxnProducerEpoch', v.ongoingTxnProducerEpoch, '6-6')
  if (ver >= 2) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const InitProducerIdResponseMessage: Message<InitProducerIdResponse, InitProducerIdResponseInit> = {
  name: 'InitProducerIdResponse',
  min: 0,
  max: 6,
  flexibleFrom: 2,
  read: readInitProducerIdResponse,
  write: writeInitProducerIdResponse,
}

/** InitProducerId */
export const InitProducerId: Api<
  InitProducerIdRequest,
  InitProducerIdRequestInit,
  InitProducerIdResponse,
  InitProducerIdResponseInit
> = {
  key: 22,
  name: 'InitProducerId',
  min: 0,
  max: 5,
  advertisedMin: 0,
  flexibleFrom: 2,
  listeners: ['broker'],
  request: InitProducerIdRequestMessage,
  response: InitProducerIdResponseMessage,
}
