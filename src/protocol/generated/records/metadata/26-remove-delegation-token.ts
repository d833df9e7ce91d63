// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface RemoveDelegationTokenRecord {
  tokenId: string
  unknownTags?: readonly UnknownTag[]
}

export interface RemoveDelegationTokenRecordInit {
  tokenId: string
  unknownTags?: readonly UnknownTag[]
}

function readRemoveDelegationTokenRecord(r: Reader, ver: number): RemoveDelegationTokenRecord {
  const tokenId = r.string(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { tokenId, unknownTags } : { tokenId }
}

function writeRemoveDelegationTokenRecord(w: Writer, v: RemoveDelegationTokenRecordInit, ver: number): void {
  w.string(v.tokenId, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** RemoveDelegationToken */
export const RemoveDelegationTokenRecord: Message<RemoveDelegationTokenRecord, RemoveDelegationTokenRecordInit> = {
  name: 'RemoveDelegationTokenRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 26,
  read: readRemoveDelegationTokenRecord,
  write: writeRemoveDelegationTokenRecord,
}
