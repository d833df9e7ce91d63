// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { ProducerId, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface AddOffsetsToTxnRequest {
  transactionalId: string
  producerId: ProducerId
  producerEpoch: number
  groupId: string
  unknownTags?: readonly UnknownTag[]
}

export interface AddOffsetsToTxnRequestInit {
  transactionalId: string
  producerId: ProducerId
  producerEpoch: number
  groupId: string
  unknownTags?: readonly UnknownTag[]
}

function readAddOffsetsToTxnRequest(r: Reader, ver: number): AddOffsetsToTxnRequest {
  const transactionalId = r.string(ver >= 3)
  const producerId = r.int64()
  const producerEpoch = r.int16()
  const groupId = r.string(ver >= 3)
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags
    ? { transactionalId, producerId, producerEpoch, groupId, unknownTags }
    : { transactionalId, producerId, producerEpoch, groupId }
}

function writeAddOffsetsToTxnRequest(w: Writer, v: AddOffsetsToTxnRequestInit, ver: number): void {
  w.string(v.transactionalId, ver >= 3)
  w.int64(v.producerId)
  w.int16(v.producerEpoch)
  w.string(v.groupId, ver >= 3)
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const AddOffsetsToTxnRequestMessage: Message<AddOffsetsToTxnRequest, AddOffsetsToTxnRequestInit> = {
  name: 'AddOffsetsToTxnRequest',
  min: 0,
  max: 4,
  flexibleFrom: 3,
  read: readAddOffsetsToTxnRequest,
  write: writeAddOffsetsToTxnRequest,
}

export interface AddOffsetsToTxnResponse {
  throttleTimeMs: number
  errorCode: number
  unknownTags?: readonly UnknownTag[]
}

export interface AddOffsetsToTxnResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readAddOffsetsToTxnResponse(r: Reader, ver: number): AddOffsetsToTxnResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  let unknownTags: UnknownTag[] | undefined
  if (ver >= 3)
    for (let left = r.tags(); left > 0; left--) {
      const tag = r.uvarint()
      const outer = r.enter(r.uvarint())
      unknownTags = r.unknownTag(unknownTags, tag)
      r.leave(outer)
    }
  return unknownTags ? { throttleTimeMs, errorCode, unknownTags } : { throttleTimeMs, errorCode }
}

function writeAddOffsetsToTxnResponse(w: Writer, v: AddOffsetsToTxnResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  if (ver >= 3) {
    w.uvarint(v.unknownTags?.length ?? 0)
    w.unknownTags(v.unknownTags)
  }
}

export const AddOffsetsToTxnResponseMessage: Message<AddOffsetsToTxnResponse, AddOffsetsToTxnResponseInit> = {
  name: 'AddOffsetsToTxnResponse',
  min: 0,
  max: 4,
  flexibleFrom: 3,
  read: readAddOffsetsToTxnResponse,
  write: writeAddOffsetsToTxnResponse,
}

/** AddOffsetsToTxn */
export const AddOffsetsToTxn: Api<
  AddOffsetsToTxnRequest,
  AddOffsetsToTxnRequestInit,
  AddOffsetsToTxnResponse,
  AddOffsetsToTxnResponseInit
> = {
  key: 25,
  name: 'AddOffsetsToTxn',
  min: 0,
  max: 4,
  advertisedMin: 0,
  flexibleFrom: 3,
  listeners: ['broker'],
  request: AddOffsetsToTxnRequestMessage,
  response: AddOffsetsToTxnResponseMessage,
}
