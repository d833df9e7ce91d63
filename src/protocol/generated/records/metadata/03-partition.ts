// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { LeaderEpoch, UnknownTag, Uuid } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface PartitionRecord {
  partitionId: number
  topicId: Uuid
  replicas: readonly number[]
  isr: readonly number[]
  removingReplicas: readonly number[]
  addingReplicas: readonly number[]
  leader: number
  leaderRecoveryState: number
  leaderEpoch: LeaderEpoch
  partitionEpoch: number
  directories: readonly Uuid[]
  eligibleLeaderReplicas: readonly number[] | null
  lastKnownElr: readonly number[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionRecordInit {
  partitionId?: number | undefined
  topicId: Uuid
  replicas: readonly number[]
  isr: readonly number[]
  removingReplicas: readonly number[]
  addingReplicas: readonly number[]
  leader?: number | undefined
  leaderRecoveryState?: number | undefined
  leaderEpoch?: LeaderEpoch | undefined
  partitionEpoch?: number | undefined
  directories?: readonly Uuid[] | undefined
  eligibleLeaderReplicas?: readonly number[] | null | undefined
  lastKnownElr?: readonly number[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readPartitionRecord(r: Reader, ver: number): PartitionRecord {
  const partitionId = r.int32()
  const topicId = r.uuid()
  let replicas: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    replicas = items
  }
  let isr: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    isr = items
  }
  let removingReplicas: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    removingReplicas = items
  }
  let addingReplicas: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    addingReplicas = items
  }
  const leader = r.int32()
  const leaderEpoch = r.int32()
  const partitionEpoch = r.int32()
  let directories: readonly Uuid[] = []
  if (ver >= 1) {
    const count = r.array(true, 16)
    const items = new Array<Uuid>(count)
    for (let i = 0; i < count; i++) items[i] = r.uuid()
    directories = items
  }
  let leaderRecoveryState: number = 0
  let eligibleLeaderReplicas: readonly number[] | null = null
  let lastKnownElr: readonly number[] | null = null
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        leaderRecoveryState = r.int8()
        break
      case 1:
        if (!(ver >= 2)) throw r.earlyTag(tag, ver)
        {
          const count = r.nullableArray(true, 4)
          if (count < 0) eligibleLeaderReplicas = null
          else {
            const items = new Array<number>(count)
            for (let i = 0; i < count; i++) items[i] = r.int32()
            eligibleLeaderReplicas = items
          }
        }
        break
      case 2:
        if (!(ver >= 2)) throw r.earlyTag(tag, ver)
        {
          const count = r.nullableArray(true, 4)
          if (count < 0) lastKnownElr = null
          else {
            const items = new Array<number>(count)
            for (let i = 0; i < count; i++) items[i] = r.int32()
            lastKnownElr = items
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
        partitionId,
        topicId,
        replicas,
        isr,
        removingReplicas,
        addingReplicas,
        leader,
        leaderRecoveryState,
        leaderEpoch,
        partitionEpoch,
        directories,
        eligibleLeaderReplicas,
        lastKnownElr,
        unknownTags,
      }
    : {
        partitionId,
        topicId,
        replicas,
        isr,
        removingReplicas,
        addingReplicas,
        leader,
        leaderRecoveryState,
        leaderEpoch,
        partitionEpoch,
        directories,
        eligibleLeaderReplicas,
        lastKnownElr,
      }
}

function writePartitionRecord(w: Writer, v: PartitionRecordInit, ver: number): void {
  w.int32(v.partitionId ?? -1)
  w.uuid(v.topicId)
  {
    const items = v.replicas
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  {
    const items = v.isr
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  {
    const items = v.removingReplicas
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  {
    const items = v.addingReplicas
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.int32(v.leader ?? -1)
  w.int32(v.leaderEpoch ?? -1)
  w.int32(v.partitionEpoch ?? -1)
  if (ver >= 1) {
    const items = v.directories ?? []
    w.array(items.length, true)
    for (const item of items) w.uuid(item)
  } else if (v.directories !== undefined && !(v.directories.length === 0))
    throw w.lacks('PartitionRecord', ver, 'directories', v.directories, '1-2')
  const eligibleLeaderReplicasSet = v.eligibleLeaderReplicas !== undefined && !(v.eligibleLeaderReplicas === null)
  if (eligibleLeaderReplicasSet && !(ver >= 2))
    throw w.lacks('PartitionRecord', ver, 'eligibleLeaderReplicas', v.eligibleLeaderReplicas, '2-2')
  const lastKnownElrSet = v.lastKnownElr !== undefined && !(v.lastKnownElr === null)
  if (lastKnownElrSet && !(ver >= 2)) throw w.lacks('PartitionRecord', ver, 'lastKnownElr', v.lastKnownElr, '2-2')
  const leaderRecoveryStateSet = v.leaderRecoveryState !== undefined && !(v.leaderRecoveryState === 0)
  w.uvarint(
    (leaderRecoveryStateSet ? 1 : 0) +
      (eligibleLeaderReplicasSet ? 1 : 0) +
      (lastKnownElrSet ? 1 : 0) +
      (v.unknownTags?.length ?? 0),
  )
  if (leaderRecoveryStateSet) {
    const inner = new Writer(64)
    inner.int8(v.leaderRecoveryState ?? 0)
    w.tag(0, inner)
  }
  if (eligibleLeaderReplicasSet) {
    const inner = new Writer(64)
    {
      const items = v.eligibleLeaderReplicas ?? null
      if (items === null) inner.array(-1, true)
      else {
        inner.array(items.length, true)
        for (const item of items) inner.int32(item)
      }
    }
    w.tag(1, inner)
  }
  if (lastKnownElrSet) {
    const inner = new Writer(64)
    {
      const items = v.lastKnownElr ?? null
      if (items === null) inner.array(-1, true)
      else {
        inner.array(items.length, true)
        for (const item of items) inner.int32(item)
      }
    }
    w.tag(2, inner)
  }
  w.unknownTags(v.unknownTags)
}

/** Partition */
export const PartitionRecord: Message<PartitionRecord, PartitionRecordInit> = {
  name: 'PartitionRecord',
  min: 0,
  max: 2,
  flexibleFrom: 0,
  apiKey: 3,
  read: readPartitionRecord,
  write: writePartitionRecord,
}
