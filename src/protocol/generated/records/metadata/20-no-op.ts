// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface NoOpRecord {
  unknownTags?: readonly UnknownTag[]
}

export interface NoOpRecordInit {
  unknownTags?: readonly UnknownTag[]
}

function readNoOpRecord(r: Reader, ver: number): NoOpRecord {
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { unknownTags } : {}
}

function writeNoOpRecord(w: Writer, v: NoOpRecordInit, ver: number): void {
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** NoOp */
export const NoOpRecord: Message<NoOpRecord, NoOpRecordInit> = {
  name: 'NoOpRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 20,
  read: readNoOpRecord,
  write: writeNoOpRecord,
}
