// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface FenceBrokerRecord {
  id: number
  epoch: number
  unknownTags?: readonly UnknownTag[]
}

export interface FenceBrokerRecordInit {
  id: number
  epoch: number
  unknownTags?: readonly UnknownTag[]
}

function readFenceBrokerRecord(r: Reader, ver: number): FenceBrokerRecord {
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

function writeFenceBrokerRecord(w: Writer, v: FenceBrokerRecordInit, ver: number): void {
  w.int32(v.id)
  w.int64(v.epoch)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** FenceBroker */
export const FenceBrokerRecord: Message<FenceBrokerRecord, FenceBrokerRecordInit> = {
  name: 'FenceBrokerRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 7,
  read: readFenceBrokerRecord,
  write: writeFenceBrokerRecord,
}
