// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface StreamsGroupTargetAssignmentMemberKey {
  groupId: string
  memberId: string
}

export interface StreamsGroupTargetAssignmentMemberKeyInit {
  groupId: string
  memberId: string
}

function readStreamsGroupTargetAssignmentMemberKey(r: Reader, ver: number): StreamsGroupTargetAssignmentMemberKey {
  const groupId = r.string(false)
  const memberId = r.string(false)
  return { groupId, memberId }
}

function writeStreamsGroupTargetAssignmentMemberKey(
  w: Writer,
  v: StreamsGroupTargetAssignmentMemberKeyInit,
  ver: number,
): void {
  w.string(v.groupId, false)
  w.string(v.memberId, false)
}

/** StreamsGroupTargetAssignmentMember */
export const StreamsGroupTargetAssignmentMemberKey: Message<
  StreamsGroupTargetAssignmentMemberKey,
  StreamsGroupTargetAssignmentMemberKeyInit
> = {
  name: 'StreamsGroupTargetAssignmentMemberKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 21,
  read: readStreamsGroupTargetAssignmentMemberKey,
  write: writeStreamsGroupTargetAssignmentMemberKey,
}

export interface TaskIds {
  subtopologyId: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface TaskIdsInit {
  subtopologyId: string
  partitions: readonly number[]
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupTargetAssignmentMemberValue {
  activeTasks: readonly TaskIds[]
  standbyTasks: readonly TaskIds[]
  warmupTasks: readonly TaskIds[]
  unknownTags?: readonly UnknownTag[]
}

export interface StreamsGroupTargetAssignmentMemberValueInit {
  activeTasks: readonly TaskIdsInit[]
  standbyTasks: readonly TaskIdsInit[]
  warmupTasks: readonly TaskIdsInit[]
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
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { subtopologyId, partitions, unknownTags } : { subtopologyId, partitions }
}

function writeTaskIds(w: Writer, v: TaskIdsInit, ver: number): void {
  w.string(v.subtopologyId, true)
  {
    const items = v.partitions
    w.array(items.length, true)
    for (const item of items) w.int32(item)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readStreamsGroupTargetAssignmentMemberValue(r: Reader, ver: number): StreamsGroupTargetAssignmentMemberValue {
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
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { activeTasks, standbyTasks, warmupTasks, unknownTags }
    : { activeTasks, standbyTasks, warmupTasks }
}

function writeStreamsGroupTargetAssignmentMemberValue(
  w: Writer,
  v: StreamsGroupTargetAssignmentMemberValueInit,
  ver: number,
): void {
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
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

export const StreamsGroupTargetAssignmentMemberValue: Message<
  StreamsGroupTargetAssignmentMemberValue,
  StreamsGroupTargetAssignmentMemberValueInit
> = {
  name: 'StreamsGroupTargetAssignmentMemberValue',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 21,
  read: readStreamsGroupTargetAssignmentMemberValue,
  write: writeStreamsGroupTargetAssignmentMemberValue,
}
