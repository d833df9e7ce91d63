// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { UnknownTag } from '../../types.ts'
import type { Writer } from '../../writer.ts'

export interface DescribeClusterRequest {
  includeClusterAuthorizedOperations: boolean
  endpointType: number
  includeFencedBrokers: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeClusterRequestInit {
  includeClusterAuthorizedOperations: boolean
  endpointType?: number | undefined
  includeFencedBrokers?: boolean | undefined
  unknownTags?: readonly UnknownTag[]
}

function readDescribeClusterRequest(r: Reader, ver: number): DescribeClusterRequest {
  const includeClusterAuthorizedOperations = r.bool()
  let endpointType: number = 1
  if (ver >= 1) endpointType = r.int8()
  let includeFencedBrokers: boolean = false
  if (ver >= 2) includeFencedBrokers = r.bool()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { includeClusterAuthorizedOperations, endpointType, includeFencedBrokers, unknownTags }
    : { includeClusterAuthorizedOperations, endpointType, includeFencedBrokers }
}

function writeDescribeClusterRequest(w: Writer, v: DescribeClusterRequestInit, ver: number): void {
  w.bool(v.includeClusterAuthorizedOperations)
  if (ver >= 1) w.int8(v.endpointType ?? 1)
  else if (v.endpointType !== undefined && !(v.endpointType === 1))
    throw w.lacks('DescribeClusterRequest', ver, 'endpointType', v.endpointType, '1-2')
  if (ver >= 2) w.bool(v.includeFencedBrokers ?? false)
  else if (v.includeFencedBrokers !== undefined && !(v.includeFencedBrokers === false))
    throw w.lacks('DescribeClusterRequest', ver, 'includeFencedBrokers', v.includeFencedBrokers, '2-2')
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DescribeClusterRequestMessage: Message<DescribeClusterRequest, DescribeClusterRequestInit> = {
  name: 'DescribeClusterRequest',
  min: 0,
  max: 2,
  flexibleFrom: 0,
  read: readDescribeClusterRequest,
  write: writeDescribeClusterRequest,
}

export interface DescribeClusterBroker {
  brokerId: number
  host: string
  port: number
  rack: string | null
  isFenced: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeClusterBrokerInit {
  brokerId: number
  host: string
  port: number
  rack?: string | null | undefined
  isFenced?: boolean | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeClusterResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  endpointType: number
  clusterId: string
  controllerId: number
  brokers: readonly DescribeClusterBroker[]
  clusterAuthorizedOperations: number
  unknownTags?: readonly UnknownTag[]
}

export interface DescribeClusterResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  errorMessage?: string | null | undefined
  endpointType?: number | undefined
  clusterId: string
  controllerId?: number | undefined
  brokers: readonly DescribeClusterBrokerInit[]
  clusterAuthorizedOperations?: number | undefined
  unknownTags?: readonly UnknownTag[]
}

function readDescribeClusterBroker(r: Reader, ver: number): DescribeClusterBroker {
  const brokerId = r.int32()
  const host = r.string(true)
  const port = r.int32()
  const rack = r.nullableString(true)
  let isFenced: boolean = false
  if (ver >= 2) isFenced = r.bool()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { brokerId, host, port, rack, isFenced, unknownTags } : { brokerId, host, port, rack, isFenced }
}

function writeDescribeClusterBroker(w: Writer, v: DescribeClusterBrokerInit, ver: number): void {
  w.int32(v.brokerId)
  w.string(v.host, true)
  w.int32(v.port)
  w.string(v.rack ?? null, true)
  if (ver >= 2) w.bool(v.isFenced ?? false)
  else if (v.isFenced !== undefined && !(v.isFenced === false))
    throw w.lacks('DescribeClusterResponse', ver, 'DescribeClusterBroker.isFenced', v.isFenced, '2-2')
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readDescribeClusterResponse(r: Reader, ver: number): DescribeClusterResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.nullableString(true)
  let endpointType: number = 1
  if (ver >= 1) endpointType = r.int8()
  const clusterId = r.string(true)
  const controllerId = r.int32()
  let brokers: readonly DescribeClusterBroker[]
  {
    const count = r.array(true, 11)
    const items = new Array<DescribeClusterBroker>(count)
    for (let i = 0; i < count; i++) items[i] = readDescribeClusterBroker(r, ver)
    brokers = items
  }
  const clusterAuthorizedOperations = r.int32()
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
        errorMessage,
        endpointType,
        clusterId,
        controllerId,
        brokers,
        clusterAuthorizedOperations,
        unknownTags,
      }
    : {
        throttleTimeMs,
        errorCode,
        errorMessage,
        endpointType,
        clusterId,
        controllerId,
        brokers,
        clusterAuthorizedOperations,
      }
}

function writeDescribeClusterResponse(w: Writer, v: DescribeClusterResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.string(v.errorMessage ?? null, true)
  if (ver >= 1) w.int8(v.endpointType ?? 1)
  else if (v.endpointType !== undefined && !(v.endpointType === 1))
    throw w.lacks('DescribeClusterResponse', ver, 'endpointType', v.endpointType, '1-2')
  w.string(v.clusterId, true)
  w.int32(v.controllerId ?? -1)
  {
    const items = v.brokers
    w.array(items.length, true)
    for (const item of items) writeDescribeClusterBroker(w, item, ver)
  }
  w.int32(v.clusterAuthorizedOperations ?? -2147483648)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const DescribeClusterResponseMessage: Message<DescribeClusterResponse, DescribeClusterResponseInit> = {
  name: 'DescribeClusterResponse',
  min: 0,
  max: 2,
  flexibleFrom: 0,
  read: readDescribeClusterResponse,
  write: writeDescribeClusterResponse,
}

/** DescribeCluster */
export const DescribeCluster: Api<
  DescribeClusterRequest,
  DescribeClusterRequestInit,
  DescribeClusterResponse,
  DescribeClusterResponseInit
> = {
  key: 60,
  name: 'DescribeCluster',
  min: 0,
  max: 2,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['broker', 'controller'],
  request: DescribeClusterRequestMessage,
  response: DescribeClusterResponseMessage,
}
