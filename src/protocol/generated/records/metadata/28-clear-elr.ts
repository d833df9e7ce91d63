// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface ClearElrRecord {
  topicName: string
  unknownTags?: readonly UnknownTag[]
}

export interface ClearElrRecordInit {
  topicName: string
  unknownTags?: readonly UnknownTag[]
}

function readClearElrRecord(r: Reader, ver: number): ClearElrRecord {
  const topicName = r.string(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topicName, unknownTags } : { topicName }
}

function writeClearElrRecord(w: Writer, v: ClearElrRecordInit, ver: number): void {
  w.string(v.topicName, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** ClearElr */
export const ClearElrRecord: Message<ClearElrRecord, ClearElrRecordInit> = {
  name: 'ClearElrRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 28,
  read: readClearElrRecord,
  write: writeClearElrRecord,
}
