// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { Offset, Timestamp } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface LegacyOffsetCommitKey {
  group: string
  topic: string
  partition: number
}

export interface LegacyOffsetCommitKeyInit {
  group: string
  topic: string
  partition: number
}

function readLegacyOffsetCommitKey(r: Reader, ver: number): LegacyOffsetCommitKey {
  const group = r.string(false)
  const topic = r.string(false)
  const partition = r.int32()
  return { group, topic, partition }
}

function writeLegacyOffsetCommitKey(w: Writer, v: LegacyOffsetCommitKeyInit, ver: number): void {
  w.string(v.group, false)
  w.string(v.topic, false)
  w.int32(v.partition)
}

/** LegacyOffsetCommit */
export const LegacyOffsetCommitKey: Message<LegacyOffsetCommitKey, LegacyOffsetCommitKeyInit> = {
  name: 'LegacyOffsetCommitKey',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 0,
  read: readLegacyOffsetCommitKey,
  write: writeLegacyOffsetCommitKey,
}

export interface LegacyOffsetCommitValue {
  offset: Offset
  metadata: string
  commitTimestamp: Timestamp
}

export interface LegacyOffsetCommitValueInit {
  offset: Offset
  metadata: string
  commitTimestamp: Timestamp
}

function readLegacyOffsetCommitValue(r: Reader, ver: number): LegacyOffsetCommitValue {
  const offset = r.int64()
  const metadata = r.string(false)
  const commitTimestamp = r.int64()
  return { offset, metadata, commitTimestamp }
}

function writeLegacyOffsetCommitValue(w: Writer, v: LegacyOffsetCommitValueInit, ver: number): void {
  w.int64(v.offset)
  w.string(v.metadata, false)
  w.int64(v.commitTimestamp)
}

export const LegacyOffsetCommitValue: Message<LegacyOffsetCommitValue, LegacyOffsetCommitValueInit> = {
  name: 'LegacyOffsetCommitValue',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  apiKey: 0,
  read: readLegacyOffsetCommitValue,
  write: writeLegacyOffsetCommitValue,
}
