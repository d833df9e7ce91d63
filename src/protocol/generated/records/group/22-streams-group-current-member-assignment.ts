// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface StreamsGroupCurrentMemberAssignmentKey {
  groupId: string
  memberId: string
}

export interface StreamsGroupCurrentMemberAssignmentKeyInit {
  groupId: string
  memberId: string
}

function readStreamsGroupCurrentMemberAssignmentKey(r: Reader, ver: number): StreamsGroupCurrentMemberAssignmentKey {
  const groupId = r.string(false)
  const memberId = r.string(false)
  return { groupId, memberId }
}

function writeStreamsGroupCurrentMemberAssignmentKey(
  w: Writer,
  v: StreamsGroupCurrentMemberAssignmentKeyInit,
  ver: number,
): void {
  w.string(v.groupId, false)
  w.string(v.memberId, false)
}

/** StreamsGroupCurrentMemberAssignment */
export const StreamsGroupCurrentMemberAssignmentKey: Message<
  StreamsGroupCurrentMemberAssignmentKey,
  StreamsGroupCurrentMemberAssignmentKeyInit
> = {
  name: 'StreamsGroupCurrentMemberAssignmentKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 22,
  read: readStreamsGroupCurrentMemberAssignmentKey,
  write: writeStreamsGroupCurrentMemberAssignmentKey,
}

export interface TaskIds {
  subtopologyId: string
  partitions: readonly number[]
  assignmentEpochs: readonly number[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface TaskIdsInit {
  subtopologyId: string
  partitions: readonly number[]
  assignmentEpochs?: readonly number[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupCurrentMemberAssignmentValue {
  memberEpoch: number
  previousMemberEpoch: number
  state: number
  activeTasks: readonly TaskIds[]
  standbyTasks: readonly TaskIds[]
  warmupTasks: readonly TaskIds[]
  activeTasksPendingRevocation: readonly TaskIds[]
  standbyTasksPendingRevocation: readonly TaskIds[]
  warmupTasksPendingRevocation: readonly TaskIds[]
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupCurrentMemberAssignmentValueInit {
  memberEpoch: number
  previousMemberEpoch: number
  state: number
  activeTasks: readonly TaskIdsInit[]
  standbyTasks: readonly TaskIdsInit[]
  warmupTasks: readonly TaskIdsInit[]
  activeTasksPendingRevocation: readonly TaskIdsInit[]
  standbyTasksPendingRevocation: readonly TaskIdsInit[]
  warmupTasksPendingRevocation: readonly TaskIdsInit[]
  unknownTags?: readonly UnknownTag[]
}

function readTaskIds(r: Reader, ver: number): TaskIds {
  const subtopologyId = r.string(true)
  let partitions: readonly number[]
  {
    const count = r.array(true, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    partitions = items
  }
  let assignmentEpochs: readonly number[] | null = []
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        {
          const count = r.nullableArray(true, 4)
          if (count < 0) assignmentEpochs = null
          else {
            const items = new Array<number>(count)
            for (let i = 0; i < count; i++) items[i] = r.int32()
            assignmentEpochs = items
          }
        }
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags
    ? { subtopologyId, partitions, assignmentEpochs, unknownTags }
    : { subtopologyId, partitions, assignmentEpochs }
}

function writeTaskIds(w: Writer, v: TaskIdsInit, ver: number): void {
  w.string(v.subtopologyId, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  const assignmentEpochsSet =
    v.assignmentEpochs !== undefined && !(v.assignmentEpochs !== null && v.assignmentEpochs.length === 0)
  w.uvarint((assignmentEpochsSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (assignmentEpochsSet) {
    const inner = new Writer(64)
    {
      const items = v.assignmentEpochs === undefined ? [] : v.assignmentEpochs
      if (items === null) inner.array(-1, true)
      else {
        inner.array(items.length, true)
        for (const item of items) inner.int32(item)
      }
    }
    w.tag(0, inner)
  }
  w.unknownTags(v.unknownTags)
}

function readStreamsGroupCurrentMemberAssignmentValue(
  r: Reader,
  ver: number,
): StreamsGroupCurrentMemberAssignmentValue {
  const memberEpoch = r.int32()
  const previousMemberEpoch = r.int32()
  const state = r.int8()
  let activeTasks: readonly TaskIds[]
  {
    const count = r.array(true, 3)
    const items = new Array<TaskIds>(count)
    for (let i = 0; i < count; i++) items[i] = readTaskIds(r, ver)
    activeTasks = items
  }
  let standbyTasks: readonly TaskIds[]
  {
    const count = r.array(true, 3)
    const items = new Array<TaskIds>(count)
    for (let i = 0; i < count; i++) items[i] = readTaskIds(r, ver)
    standbyTasks = items
  }
  let warmupTasks: readonly TaskIds[]
  {
    const count = r.array(true, 3)
    const items = new Array<TaskIds>(count)
    for (let i = 0; i < count; i++) items[i] = readTaskIds(r, ver)
    warmupTasks = items
  }
  let activeTasksPendingRevocation: readonly TaskIds[]
  {
    const count = r.array(true, 3)
    const items = new Array<TaskIds>(count)
    for (let i = 0; i < count; i++) items[i] = readTaskIds(r, ver)
    activeTasksPendingRevocation = items
  }
  let standbyTasksPendingRevocation: readonly TaskIds[]
  {
    const count = r.array(true, 3)
    const items = new Array<TaskIds>(count)
    for (let i = 0; i < count; i++) items[i] = readTaskIds(r, ver)
    standbyTasksPendingRevocation = items
  }
  let warmupTasksPendingRevocation: readonly TaskIds[]
  {
    const count = r.array(true, 3)
    const items = new Array<TaskIds>(count)
    for (let i = 0; i < count; i++) items[i] = readTaskIds(r, ver)
    warmupTasksPendingRevocation = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? {
        memberEpoch,
        previousMemberEpoch,
        state,
        activeTasks,
        standbyTasks,
        warmupTasks,
        activeTasksPendingRevocation,
        standbyTasksPendingRevocation,
        warmupTasksPendingRevocation,
        unknownTags,
      }
    : {
        memberEpoch,
        previousMemberEpoch,
        state,
        activeTasks,
        standbyTasks,
        warmupTasks,
        activeTasksPendingRevocation,
        standbyTasksPendingRevocation,
        warmupTasksPendingRevocation,
      }
}

function writeStreamsGroupCurrentMemberAssignmentValue(
  w: Writer,
  v: StreamsGroupCurrentMemberAssignmentValueInit,
  ver: number,
): void {
  w.int32(v.memberEpoch)
  w.int32(v.previousMemberEpoch)
  w.int8(v.state)
  {
    const items = v.activeTasks
    w.array(items.length, true)
    for (const item of items) writeTaskIds(w, item, ver)
  }
  {
    const items = v.standbyTasks
    w.array(items.length, true)
    for (const item of items) writeTaskIds(w, item, ver)
  }
  {
    const items = v.warmupTasks
    w.array(items.length, true)
    for (const item of items) writeTaskIds(w, item, ver)
  }
  {
    const items = v.activeTasksPendingRevocation
    w.array(items.length, true)
    for (const item of items) writeTaskIds(w, item, ver)
  }
  {
    const items = v.standbyTasksPendingRevocation
    w.array(items.length, true)
    for (const item of items) writeTaskIds(w, item, ver)
  }
  {
    const items = v.warmupTasksPendingRevocation
    w.array(items.length, true)
    for (const item of items) writeTaskIds(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const StreamsGroupCurrentMemberAssignmentValue: Message<
  StreamsGroupCurrentMemberAssignmentValue,
  StreamsGroupCurrentMemberAssignmentValueInit
> = {
  name: 'StreamsGroupCurrentMemberAssignmentValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 22,
  read: readStreamsGroupCurrentMemberAssignmentValue,
  write: writeStreamsGroupCurrentMemberAssignmentValue,
}
