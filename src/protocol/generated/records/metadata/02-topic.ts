// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag, Uuid } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface TopicRecord {
  name: string
  topicId: Uuid
  unknownTags?: readonly UnknownTag[]
}

export interface TopicRecordInit {
  name: string
  topicId: Uuid
  unknownTags?: readonly UnknownTag[]
}

function readTopicRecord(r: Reader, ver: number): TopicRecord {
  const name = r.string(true)
  const topicId = r.uuid()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, topicId, unknownTags } : { name, topicId }
}

function writeTopicRecord(w: Writer, v: TopicRecordInit, ver: number): void {
  w.string(v.name, true)
  w.uuid(v.topicId)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** Topic */
export const TopicRecord: Message<TopicRecord, TopicRecordInit> = {
  name: 'TopicRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 2,
  read: readTopicRecord,
  write: writeTopicRecord,
}
