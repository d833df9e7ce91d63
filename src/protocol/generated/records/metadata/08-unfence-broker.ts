// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface UnfenceBrokerRecord {
  id: number
  epoch: number
  unknownTags?: readonly UnknownTag[]
}

export interface UnfenceBrokerRecordInit {
  id: number
  epoch: number
  unknownTags?: readonly UnknownTag[]
}

function readUnfenceBrokerRecord(r: Reader, ver: number): UnfenceBrokerRecord {
  const id = r.int32()
  const epoch = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { id, epoch, unknownTags } : { id, epoch }
}

function writeUnfenceBrokerRecord(w: Writer, v: UnfenceBrokerRecordInit, ver: number): void {
  w.int32(v.id)
  w.int64(v.epoch)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** UnfenceBroker */
export const UnfenceBrokerRecord: Message<UnfenceBrokerRecord, UnfenceBrokerRecordInit> = {
  name: 'UnfenceBrokerRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 8,
  read: readUnfenceBrokerRecord,
  write: writeUnfenceBrokerRecord,
}
