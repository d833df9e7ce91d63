// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface UnregisterBrokerRecord {
  brokerId: number
  brokerEpoch: number
  unknownTags?: readonly UnknownTag[]
}

export interface UnregisterBrokerRecordInit {
  brokerId: number
  brokerEpoch: number
  unknownTags?: readonly UnknownTag[]
}

function readUnregisterBrokerRecord(r: Reader, ver: number): UnregisterBrokerRecord {
  const brokerId = r.int32()
  const brokerEpoch = r.int64()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { brokerId, brokerEpoch, unknownTags } : { brokerId, brokerEpoch }
}

function writeUnregisterBrokerRecord(w: Writer, v: UnregisterBrokerRecordInit, ver: number): void {
  w.int32(v.brokerId)
  w.int64(v.brokerEpoch)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** UnregisterBroker */
export const UnregisterBrokerRecord: Message<UnregisterBrokerRecord, UnregisterBrokerRecordInit> = {
  name: 'UnregisterBrokerRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 1,
  read: readUnregisterBrokerRecord,
  write: writeUnregisterBrokerRecord,
}
