// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag, Uuid } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface PartitionChangeRecord {
  partitionId: number
  topicId: Uuid
  isr: readonly number[] | null
  leader: number
  replicas: readonly number[] | null
  removingReplicas: readonly number[] | null
  addingReplicas: readonly number[] | null
  leaderRecoveryState: number
  directories: readonly Uuid[] | null
  eligibleLeaderReplicas: readonly number[] | null
  lastKnownElr: readonly number[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface PartitionChangeRecordInit {
  partitionId?: number | undefined
  topicId: Uuid
  isr?: readonly number[] | null | undefined
  leader?: number | undefined
  replicas?: readonly number[] | null | undefined
  removingReplicas?: readonly number[] | null | undefined
  addingReplicas?: readonly number[] | null | undefined
  leaderRecoveryState?: number | undefined
  directories?: readonly Uuid[] | null | undefined
  eligibleLeaderReplicas?: readonly number[] | null | undefined
  lastKnownElr?: readonly number[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readPartitionChangeRecord(r: Reader, ver: number): PartitionChangeRecord {
  const partitionId = r.int32()
  const topicId = r.uuid()
  let isr: readonly number[] | null = null
  let leader: number = -2
  let replicas: readonly number[] | null = null
  let removingReplicas: readonly number[] | null = null
  let addingReplicas: readonly number[] | null = null
  let leaderRecoveryState: number = -1
  let directories: readonly Uuid[] | null = null
  let eligibleLeaderReplicas: readonly number[] | null = null
  let lastKnownElr: readonly number[] | null = null
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        {
          const count = r.nullableArray(true, 4)
          if (count < 0) isr = null
          else {
            const items = new Array<number>(count)
            for (let i = 0; i < count; i++) items[i] = r.int32()
            isr = items
          }
        }
        break
      case 1:
        leader = r.int32()
        break
      case 2:
        {
          const count = r.nullableArray(true, 4)
          if (count < 0) replicas = null
          else {
            const items = new Array<number>(count)
            for (let i = 0; i < count; i++) items[i] = r.int32()
            replicas = items
          }
        }
        break
      case 3:
        {
          const count = r.nullableArray(true, 4)
          if (count < 0) removingReplicas = null
          else {
            const items = new Array<number>(count)
            for (let i = 0; i < count; i++) items[i] = r.int32()
            removingReplicas = items
          }
        }
        break
      case 4:
        {
          const count = r.nullableArray(true, 4)
          if (count < 0) addingReplicas = null
          else {
            const items = new Array<number>(count)
            for (let i = 0; i < count; i++) items[i] = r.int32()
            addingReplicas = items
          }
        }
        break
      case 5:
        leaderRecoveryState = r.int8()
        break
      case 8:
        if (!(ver >= 1)) throw r.earlyTag(tag, ver)
        {
          const count = r.nullableArray(true, 16)
          if (count < 0) directories = null
          else {
            const items = new Array<Uuid>(count)
            for (let i = 0; i < count; i++) items[i] = r.uuid()
            directories = items
          }
        }
        break
      case 6:
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
      case 7:
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
        isr,
        leader,
        replicas,
        removingReplicas,
        addingReplicas,
        leaderRecoveryState,
        directories,
        eligibleLeaderReplicas,
        lastKnownElr,
        unknownTags,
      }
    : {
        partitionId,
        topicId,
        isr,
        leader,
        replicas,
        removingReplicas,
        addingReplicas,
        leaderRecoveryState,
        directories,
        eligibleLeaderReplicas,
        lastKnownElr,
      }
}

function writePartitionChangeRecord(w: Writer, v: PartitionChangeRecordInit, ver: number): void {
  w.int32(v.partitionId ?? -1)
  w.uuid(v.topicId)
  const directoriesSet = v.directories !== undefined && !(v.directories === null)
  if (directoriesSet && !(ver >= 1)) throw w.lacks('PartitionChangeRecord', ver, 'directories', v.directories, '1-2')
  const eligibleLeaderReplicasSet = v.eligibleLeaderReplicas !== undefined && !(v.eligibleLeaderReplicas === null)
  if (eligibleLeaderReplicasSet && !(ver >= 2))
    throw w.lacks('PartitionChangeRecord', ver, 'eligibleLeaderReplicas', v.eligibleLeaderReplicas, '2-2')
  const lastKnownElrSet = v.lastKnownElr !== undefined && !(v.lastKnownElr === null)
  if (lastKnownElrSet && !(ver >= 2)) throw w.lacks('PartitionChangeRecord', ver, 'lastKnownElr', v.lastKnownElr, '2-2')
  const isrSet = v.isr !== undefined && !(v.isr === null)
  const leaderSet = v.leader !== undefined && !(v.leader === -2)
  const replicasSet = v.replicas !== undefined && !(v.replicas === null)
  const removingReplicasSet = v.removingReplicas !== undefined && !(v.removingReplicas === null)
  const addingReplicasSet = v.addingReplicas !== undefined && !(v.addingReplicas === null)
  const leaderRecoveryStateSet = v.leaderRecoveryState !== undefined && !(v.leaderRecoveryState === -1)
  w.uvarint(
    (isrSet ? 1 : 0) +
      (leaderSet ? 1 : 0) +
      (replicasSet ? 1 : 0) +
      (removingReplicasSet ? 1 : 0) +
      (addingReplicasSet ? 1 : 0) +
      (leaderRecoveryStateSet ? 1 : 0) +
      (eligibleLeaderReplicasSet ? 1 : 0) +
      (lastKnownElrSet ? 1 : 0) +
      (directoriesSet ? 1 : 0) +
      (v.unknownTags?.length ?? 0),
  )
  if (isrSet) {
    const inner = new Writer(64)
    {
      const items = v.isr ?? null
      if (items === null) inner.array(-1, true)
      else {
        inner.array(items.length, true)
        for (const item of items) inner.int32(item)
      }
    }
    w.tag(0, inner)
  }
  if (leaderSet) {
    const inner = new Writer(64)
    inner.int32(v.leader ?? -2)
    w.tag(1, inner)
  }
  if (replicasSet) {
    const inner = new Writer(64)
    {
      const items = v.replicas ?? null
      if (items === null) inner.array(-1, true)
      else {
        inner.array(items.length, true)
        for (const item of items) inner.int32(item)
      }
    }
    w.tag(2, inner)
  }
  if (removingReplicasSet) {
    const inner = new Writer(64)
    {
      const items = v.removingReplicas ?? null
      if (items === null) inner.array(-1, true)
      else {
        inner.array(items.length, true)
        for (const item of items) inner.int32(item)
      }
    }
    w.tag(3, inner)
  }
  if (addingReplicasSet) {
    const inner = new Writer(64)
    {
      const items = v.addingReplicas ?? null
      if (items === null) inner.array(-1, true)
      else {
        inner.array(items.length, true)
        for (const item of items) inner.int32(item)
      }
    }
    w.tag(4, inner)
  }
  if (leaderRecoveryStateSet) {
    const inner = new Writer(64)
    inner.int8(v.leaderRecoveryState ?? -1)
    w.tag(5, inner)
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
    w.tag(6, inner)
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
    w.tag(7, inner)
  }
  if (directoriesSet) {
    const inner = new Writer(64)
    {
      const items = v.directories ?? null
      if (items === null) inner.array(-1, true)
      else {
        inner.array(items.length, true)
        for (const item of items) inner.uuid(item)
      }
    }
    w.tag(8, inner)
  }
  w.unknownTags(v.unknownTags)
}

/** PartitionChange */
export const PartitionChangeRecord: Message<PartitionChangeRecord, PartitionChangeRecordInit> = {
  name: 'PartitionChangeRecord',
  min: 0,
  max: 2,
  flexibleFrom: 0,
  apiKey: 5,
  read: readPartitionChangeRecord,
  write: writePartitionChangeRecord,
}
