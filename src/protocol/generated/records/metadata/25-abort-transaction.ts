// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface AbortTransactionRecord {
  reason: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface AbortTransactionRecordInit {
  reason?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readAbortTransactionRecord(r: Reader, ver: number): AbortTransactionRecord {
  let reason: string | null = null
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        reason = r.nullableString(true)
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags ? { reason, unknownTags } : { reason }
}

function writeAbortTransactionRecord(w: Writer, v: AbortTransactionRecordInit, ver: number): void {
  const reasonSet = v.reason !== undefined && !(v.reason === null)
  w.uvarint((reasonSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (reasonSet) {
    const inner = new Writer(64)
    inner.string(v.reason ?? null, true)
    w.tag(0, inner)
  }
  w.unknownTags(v.unknownTags)
}

/** AbortTransaction */
export const AbortTransactionRecord: Message<AbortTransactionRecord, AbortTransactionRecordInit> = {
  name: 'AbortTransactionRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 25,
  read: readAbortTransactionRecord,
  write: writeAbortTransactionRecord,
}
