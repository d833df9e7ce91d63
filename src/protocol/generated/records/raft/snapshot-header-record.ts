// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { Timestamp, UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface SnapshotHeaderRecord {
  version: number
  lastContainedLogTimestamp: Timestamp
  unknownTags?: readonly UnknownTag[]
}

export interface SnapshotHeaderRecordInit {
  version: number
  lastContainedLogTimestamp: Timestamp
  unknownTags?: readonly UnknownTag[]
}

function readSnapshotHeaderRecord(r: Reader, ver: number): SnapshotHeaderRecord {
  const version = r.int16()
  const lastContainedLogTimestamp = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { version, lastContainedLogTimestamp, unknownTags } : { version, lastContainedLogTimestamp }
}

function writeSnapshotHeaderRecord(w: Writer, v: SnapshotHeaderRecordInit, ver: number): void {
  w.int16(v.version)
  w.int64(v.lastContainedLogTimestamp)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** SnapshotHeaderRecord */
export const SnapshotHeaderRecord: Message<SnapshotHeaderRecord, SnapshotHeaderRecordInit> = {
  name: 'SnapshotHeaderRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readSnapshotHeaderRecord,
  write: writeSnapshotHeaderRecord,
}
