// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface EndTransactionRecord {
  unknownTags?: readonly UnknownTag[]
}

export interface EndTransactionRecordInit {
  unknownTags?: readonly UnknownTag[]
}

function readEndTransactionRecord(r: Reader, ver: number): EndTransactionRecord {
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { unknownTags } : {}
}

function writeEndTransactionRecord(w: Writer, v: EndTransactionRecordInit, ver: number): void {
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** EndTransaction */
export const EndTransactionRecord: Message<EndTransactionRecord, EndTransactionRecordInit> = {
  name: 'EndTransactionRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 24,
  read: readEndTransactionRecord,
  write: writeEndTransactionRecord,
}
