// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { ProducerId, UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface AllocateProducerIdsRequest {
  brokerId: number
  brokerEpoch: number
  unknownTags?: readonly UnknownTag[]
}

export interface AllocateProducerIdsRequestInit {
  brokerId: number
  brokerEpoch?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readAllocateProducerIdsRequest(r: Reader, ver: number): AllocateProducerIdsRequest {
  const brokerId = r.int32()
  const brokerEpoch = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { brokerId, brokerEpoch, unknownTags } : { brokerId, brokerEpoch }
}

function writeAllocateProducerIdsRequest(w: Writer, v: AllocateProducerIdsRequestInit, ver: number): void {
  w.int32(v.brokerId)
  w.int64(v.brokerEpoch ?? -1)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const AllocateProducerIdsRequestMessage: Message<AllocateProducerIdsRequest, AllocateProducerIdsRequestInit> = {
  name: 'AllocateProducerIdsRequest',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readAllocateProducerIdsRequest,
  write: writeAllocateProducerIdsRequest,
}

export interface AllocateProducerIdsResponse {
  throttleTimeMs: number
  errorCode: number
  producerIdStart: ProducerId
  producerIdLen: number
  unknownTags?: readonly UnknownTag[]
}

export interface AllocateProducerIdsResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  producerIdStart: ProducerId
  producerIdLen: number
  unknownTags?: readonly UnknownTag[]
}

function readAllocateProducerIdsResponse(r: Reader, ver: number): AllocateProducerIdsResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const producerIdStart = r.int64()
  const producerIdLen = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { throttleTimeMs, errorCode, producerIdStart, producerIdLen, unknownTags }
    : { throttleTimeMs, errorCode, producerIdStart, producerIdLen }
}

function writeAllocateProducerIdsResponse(w: Writer, v: AllocateProducerIdsResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.int64(v.producerIdStart)
  w.int32(v.producerIdLen)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const AllocateProducerIdsResponseMessage: Message<AllocateProducerIdsResponse, AllocateProducerIdsResponseInit> =
  {
    name: 'AllocateProducerIdsResponse',
    min: 0,
    max: 0,
    flexibleFrom: 0,
    read: readAllocateProducerIdsResponse,
    write: writeAllocateProducerIdsResponse,
  }

/** AllocateProducerIds */
export const AllocateProducerIds: Api<
  AllocateProducerIdsRequest,
  AllocateProducerIdsRequestInit,
  AllocateProducerIdsResponse,
  AllocateProducerIdsResponseInit
> = {
  key: 67,
  name: 'AllocateProducerIds',
  min: 0,
  max: 0,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['controller'],
  request: AllocateProducerIdsRequestMessage,
  response: AllocateProducerIdsResponseMessage,
}
