// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface SnapshotFooterRecord {
  version: number
  unknownTags?: readonly UnknownTag[]
}

export interface SnapshotFooterRecordInit {
  version: number
  unknownTags?: readonly UnknownTag[]
}

function readSnapshotFooterRecord(r: Reader, ver: number): SnapshotFooterRecord {
  const version = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { version, unknownTags } : { version }
}

function writeSnapshotFooterRecord(w: Writer, v: SnapshotFooterRecordInit, ver: number): void {
  w.int16(v.version)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** SnapshotFooterRecord */
export const SnapshotFooterRecord: Message<SnapshotFooterRecord, SnapshotFooterRecordInit> = {
  name: 'SnapshotFooterRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readSnapshotFooterRecord,
  write: writeSnapshotFooterRecord,
}
