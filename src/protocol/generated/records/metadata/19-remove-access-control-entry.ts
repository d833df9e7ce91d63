// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag, Uuid } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface RemoveAccessControlEntryRecord {
  id: Uuid
  unknownTags?: readonly UnknownTag[]
}

export interface RemoveAccessControlEntryRecordInit {
  id: Uuid
  unknownTags?: readonly UnknownTag[]
}

function readRemoveAccessControlEntryRecord(r: Reader, ver: number): RemoveAccessControlEntryRecord {
  const id = r.uuid()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { id, unknownTags } : { id }
}

function writeRemoveAccessControlEntryRecord(w: Writer, v: RemoveAccessControlEntryRecordInit, ver: number): void {
  w.uuid(v.id)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** RemoveAccessControlEntry */
export const RemoveAccessControlEntryRecord: Message<
  RemoveAccessControlEntryRecord,
  RemoveAccessControlEntryRecordInit
> = {
  name: 'RemoveAccessControlEntryRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 19,
  read: readRemoveAccessControlEntryRecord,
  write: writeRemoveAccessControlEntryRecord,
}
