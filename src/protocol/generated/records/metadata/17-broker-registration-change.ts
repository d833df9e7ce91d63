// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag, Uuid } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface BrokerRegistrationChangeRecord {
  brokerId: number
  brokerEpoch: number
  fenced: number
  inControlledShutdown: number
  logDirs: readonly Uuid[]
  cordonedLogDirs: readonly Uuid[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface BrokerRegistrationChangeRecordInit {
  brokerId: number
  brokerEpoch: number
  fenced?: number | undefined
  inControlledShutdown?: number | undefined
  logDirs?: readonly Uuid[] | undefined
  cordonedLogDirs?: readonly Uuid[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readBrokerRegistrationChangeRecord(r: Reader, ver: number): BrokerRegistrationChangeRecord {
  const brokerId = r.int32()
  const brokerEpoch = r.int64()
  let fenced: number = 0
  let inControlledShutdown: number = 0
  let logDirs: readonly Uuid[] = []
  let cordonedLogDirs: readonly Uuid[] | null = null
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        fenced = r.int8()
        break
      case 1:
        if (!(ver >= 1)) throw r.earlyTag(tag, ver)
        inControlledShutdown = r.int8()
        break
      case 2:
        if (!(ver >= 2)) throw r.earlyTag(tag, ver)
        {
          const count = r.array(true, 16)
          const items = new Array<Uuid>(count)
          for (let i = 0; i < count; i++) items[i] = r.uuid()
          logDirs = items
        }
        break
      case 3:
        if (!(ver >= 3)) throw r.earlyTag(tag, ver)
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
    ? { brokerId, brokerEpoch, fenced, inControlledShutdown, logDirs, cordonedLogDirs, unknownTags }
    : { brokerId, brokerEpoch, fenced, inControlledShutdown, logDirs, cordonedLogDirs }
}

function writeBrokerRegistrationChangeRecord(w: Writer, v: BrokerRegistrationChangeRecordInit, ver: number): void {
  w.int32(v.brokerId)
  w.int64(v.brokerEpoch)
  const inControlledShutdownSet = v.inControlledShutdown !== undefined && !(v.inControlledShutdown === 0)
  if (inControlledShutdownSet && !(ver >= 1))
    throw w.lacks('BrokerRegistrationChangeRecord', ver, 'inControlledShutdown', v.inControlledShutdown, '1-3')
  const logDirsSet = v.logDirs !== undefined && !(v.logDirs.length === 0)
  if (logDirsSet && !(ver >= 2)) throw w.lacks('BrokerRegistrationChangeRecord', ver, 'logDirs', v.logDirs, '2-3')
  const cordonedLogDirsSet = v.cordonedLogDirs !== undefined && !(v.cordonedLogDirs === null)
  if (cordonedLogDirsSet && !(ver >= 3))
    throw w.lacks('BrokerRegistrationChangeRecord', ver, 'cordonedLogDirs', v.cordonedLogDirs, '3-3')
  const fencedSet = v.fenced !== undefined && !(v.fenced === 0)
  w.uvarint(
    (fencedSet ? 1 : 0) +
      (inControlledShutdownSet ? 1 : 0) +
      (logDirsSet ? 1 : 0) +
      (cordonedLogDirsSet ? 1 : 0) +
      (v.unknownTags?.length ?? 0),
  )
  if (fencedSet) {
    const inner = new Writer(64)
    inner.int8(v.fenced ?? 0)
    w.tag(0, inner)
  }
  if (inControlledShutdownSet) {
    const inner = new Writer(64)
    inner.int8(v.inControlledShutdown ?? 0)
    w.tag(1, inner)
  }
  if (logDirsSet) {
    const inner = new Writer(64)
    {
      const items = v.logDirs ?? []
      inner.array(items.length, true)
      for (const item of items) inner.uuid(item)
    }
    w.tag(2, inner)
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
    w.tag(3, inner)
  }
  w.unknownTags(v.unknownTags)
}

/** BrokerRegistrationChange */
export const BrokerRegistrationChangeRecord: Message<
  BrokerRegistrationChangeRecord,
  BrokerRegistrationChangeRecordInit
> = {
  name: 'BrokerRegistrationChangeRecord',
  min: 0,
  max: 3,
  flexibleFrom: 0,
  apiKey: 17,
  read: readBrokerRegistrationChangeRecord,
  write: writeBrokerRegistrationChangeRecord,
}
