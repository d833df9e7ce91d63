// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag, Uuid } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface RemoveTopicRecord {
  topicId: Uuid
  unknownTags?: readonly UnknownTag[]
}

export interface RemoveTopicRecordInit {
  topicId: Uuid
  unknownTags?: readonly UnknownTag[]
}

function readRemoveTopicRecord(r: Reader, ver: number): RemoveTopicRecord {
  const topicId = r.uuid()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { topicId, unknownTags } : { topicId }
}

function writeRemoveTopicRecord(w: Writer, v: RemoveTopicRecordInit, ver: number): void {
  w.uuid(v.topicId)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** RemoveTopic */
export const RemoveTopicRecord: Message<RemoveTopicRecord, RemoveTopicRecordInit> = {
  name: 'RemoveTopicRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 9,
  read: readRemoveTopicRecord,
  write: writeRemoveTopicRecord,
}
