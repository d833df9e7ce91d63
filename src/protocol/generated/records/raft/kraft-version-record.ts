// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface KRaftVersionRecord {
  version: number
  kRaftVersion: number
  unknownTags?: readonly UnknownTag[]
}

export interface KRaftVersionRecordInit {
  version: number
  kRaftVersion: number
  unknownTags?: readonly UnknownTag[]
}

function readKRaftVersionRecord(r: Reader, ver: number): KRaftVersionRecord {
  const version = r.int16()
  const kRaftVersion = r.int16()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { version, kRaftVersion, unknownTags } : { version, kRaftVersion }
}

function writeKRaftVersionRecord(w: Writer, v: KRaftVersionRecordInit, ver: number): void {
  w.int16(v.version)
  w.int16(v.kRaftVersion)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** KRaftVersionRecord */
export const KRaftVersionRecord: Message<KRaftVersionRecord, KRaftVersionRecordInit> = {
  name: 'KRaftVersionRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readKRaftVersionRecord,
  write: writeKRaftVersionRecord,
}
