// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import { Writer } from '../../../writer.ts'

export interface BeginTransactionRecord {
  name: string | null
  unknownTags?: readonly UnknownTag[]
}

export interface BeginTransactionRecordInit {
  name?: string | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readBeginTransactionRecord(r: Reader, ver: number): BeginTransactionRecord {
  let name: string | null = null
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    switch (tag) {
      case 0:
        name = r.nullableString(true)
        break
      default:
        unknownTags = r.unknownTag(unknownTags, tag)
    }
    r.leave(outer)
  }
  return unknownTags ? { name, unknownTags } : { name }
}

function writeBeginTransactionRecord(w: Writer, v: BeginTransactionRecordInit, ver: number): void {
  const nameSet = v.name !== undefined && !(v.name === null)
  w.uvarint((nameSet ? 1 : 0) + (v.unknownTags?.length ?? 0))
  if (nameSet) {
    const inner = new Writer(64)
    inner.string(v.name ?? null, true)
    w.tag(0, inner)
  }
  w.unknownTags(v.unknownTags)
}

/** BeginTransaction */
export const BeginTransactionRecord: Message<BeginTransactionRecord, BeginTransactionRecordInit> = {
  name: 'BeginTransactionRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 23,
  read: readBeginTransactionRecord,
  write: writeBeginTransactionRecord,
}
