// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Api, Message } from '../../message.ts'
import type { Reader } from '../../reader.ts'
import type { Offset, UnknownTag, Uuid } from '../../types.ts'
import { Writer } from '../../writer.ts'

export interface BrokerHeartbeatRequest {
  brokerId: number
  brokerEpoch: number
  currentMetadataOffset: Offset
  wantFence: boolean
  wantShutDown: boolean
  offlineLogDirs: readonly Uuid[]
  cordonedLogDirs: readonly Uuid[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface BrokerHeartbeatRequestInit {
  brokerId: number
  brokerEpoch?: number | undefined
  currentMetadataOffset: Offset
  wantFence: boolean
  wantShutDown: boolean
  offlineLogDirs?: readonly Uuid[] | undefined
  cordonedLogDirs?: readonly Uuid[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readBrokerHeartbeatRequest(r: Reader, ver: number): BrokerHeartbeatRequest {
  const brokerId = r.int32()
  const brokerEpoch = r.int64()
  const currentMetadataOffset = r.int64()
  const wantFence = r.bool()
  const wantShutDown = r.bool()
  let offlineLogDirs: readonly Uuid[] = []
  let cordonedLogDirs: readonly Uuid[] | null = null
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        if (!(ver >= 1)) throw r.earlyTag(tag, ver)
        {
          const count = r.array(true, 16)
          const items = new Array<Uuid>(count)
          for (let i = 0; i < count; i++) items[i] = r.uuid()
          offlineLogDirs = items
        }
        break
      case 1:
        if (!(ver >= 2)) throw r.earlyTag(tag, ver)
        {
          const count = r.nullableArray(true, 16)
          if (count < 0) cordonedLogDirs = null
          else {
            const items = new Array<Uuid>(count)
            for (let i = 0; i < count; i++) items[i] = r.uuid()
            cordonedLogDirs = items
          }
        }
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags
    ? {
        brokerId,
        brokerEpoch,
        currentMetadataOffset,
        wantFence,
        wantShutDown,
        offlineLogDirs,
        cordonedLogDirs,
        unknownTags,
      }
    : { brokerId, brokerEpoch, currentMetadataOffset, wantFence, wantShutDown, offlineLogDirs, cordonedLogDirs }
}

function writeBrokerHeartbeatRequest(w: Writer, v: BrokerHeartbeatRequestInit, ver: number): void {
  w.int32(v.brokerId)
  w.int64(v.brokerEpoch ?? -1)
  w.int64(v.currentMetadataOffset)
  w.bool(v.wantFence)
  w.bool(v.wantShutDown)
  const offlineLogDirsSet = v.offlineLogDirs !== undefined && !(v.offlineLogDirs.length === 0)
  if (offlineLogDirsSet && !(ver >= 1))
    throw w.lacks('BrokerHeartbeatRequest', ver, 'offlineLogDirs', v.offlineLogDirs, '1-2')
  const cordonedLogDirsSet = v.cordonedLogDirs !== undefined && !(v.cordonedLogDirs === null)
  if (cordonedLogDirsSet && !(ver >= 2))
    throw w.lacks('BrokerHeartbeatRequest', ver, 'cordonedLogDirs', v.cordonedLogDirs, '2-2')
  w.uvarint((offlineLogDirsSet ? 1 : 0) + (cordonedLogDirsSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (offlineLogDirsSet) {
    const inner = new Writer(64)
    {
      const items = v.offlineLogDirs ?? []
      inner.array(items.length, true)
      for (const item of items) inner.uuid(item)
    }
    w.tag(0, inner)
  }
  if (cordonedLogDirsSet) {
    const inner = new Writer(64)
    {
      const items = v.cordonedLogDirs ?? null
      if (items === null) inner.array(-1, true)
      else {
        inner.array(items.length, true)
        for (const item of items) inner.uuid(item)
      }
    }
    w.tag(1, inner)
  }
  w.unknownTags(v.unknownTags)
}

export const BrokerHeartbeatRequestMessage: Message<BrokerHeartbeatRequest, BrokerHeartbeatRequestInit> = {
  name: 'BrokerHeartbeatRequest',
  min: 0,
  max: 2,
  flexibleFrom: 0,
  read: readBrokerHeartbeatRequest,
  write: writeBrokerHeartbeatRequest,
}

export interface BrokerHeartbeatResponse {
  throttleTimeMs: number
  errorCode: number
  isCaughtUp: boolean
  isFenced: boolean
  shouldShutDown: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface BrokerHeartbeatResponseInit {
  throttleTimeMs?: number | undefined
  errorCode?: number | undefined
  isCaughtUp?: boolean | undefined
  isFenced?: boolean | undefined
  shouldShutDown: boolean
  unknownTags?: readonly UnknownTag[]
}

function readBrokerHeartbeatResponse(r: Reader, ver: number): BrokerHeartbeatResponse {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const isCaughtUp = r.bool()
  const isFenced = r.bool()
  const shouldShutDown = r.bool()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { throttleTimeMs, errorCode, isCaughtUp, isFenced, shouldShutDown, unknownTags }
    : { throttleTimeMs, errorCode, isCaughtUp, isFenced, shouldShutDown }
}

function writeBrokerHeartbeatResponse(w: Writer, v: BrokerHeartbeatResponseInit, ver: number): void {
  w.int32(v.throttleTimeMs ?? 0)
  w.int16(v.errorCode ?? 0)
  w.bool(v.isCaughtUp ?? false)
  w.bool(v.isFenced ?? true)
  w.bool(v.shouldShutDown)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const BrokerHeartbeatResponseMessage: Message<BrokerHeartbeatResponse, BrokerHeartbeatResponseInit> = {
  name: 'BrokerHeartbeatResponse',
  min: 0,
  max: 2,
  flexibleFrom: 0,
  read: readBrokerHeartbeatResponse,
  write: writeBrokerHeartbeatResponse,
}

/** BrokerHeartbeat */
export const BrokerHeartbeat: Api<
  BrokerHeartbeatRequest,
  BrokerHeartbeatRequestInit,
  BrokerHeartbeatResponse,
  BrokerHeartbeatResponseInit
> = {
  key: 63,
  name: 'BrokerHeartbeat',
  min: 0,
  max: 2,
  advertisedMin: 0,
  flexibleFrom: 0,
  listeners: ['controller'],
  request: BrokerHeartbeatRequestMessage,
  response: BrokerHeartbeatResponseMessage,
}
