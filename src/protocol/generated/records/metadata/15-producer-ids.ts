// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { ProducerId, UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface ProducerIdsRecord {
  brokerId: number
  brokerEpoch: number
  nextProducerId: ProducerId
  unknownTags?: readonly UnknownTag[]
}

export interface ProducerIdsRecordInit {
  brokerId: number
  brokerEpoch?: number | undefined
  nextProducerId: ProducerId
  unknownTags?: readonly UnknownTag[]
}

function readProducerIdsRecord(r: Reader, ver: number): ProducerIdsRecord {
  const brokerId = r.int32()
  const brokerEpoch = r.int64()
  const nextProducerId = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { brokerId, brokerEpoch, nextProducerId, unknownTags }
    : { brokerId, brokerEpoch, nextProducerId }
}

function writeProducerIdsRecord(w: Writer, v: ProducerIdsRecordInit, ver: number): void {
  w.int32(v.brokerId)
  w.int64(v.brokerEpoch ?? -1)
  w.int64(v.nextProducerId)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** ProducerIds */
export const ProducerIdsRecord: Message<ProducerIdsRecord, ProducerIdsRecordInit> = {
  name: 'ProducerIdsRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 15,
  read: readProducerIdsRecord,
  write: writeProducerIdsRecord,
}
