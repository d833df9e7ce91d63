// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface RemoveUserScramCredentialRecord {
  name: string
  mechanism: number
  unknownTags?: readonly UnknownTag[]
}

export interface RemoveUserScramCredentialRecordInit {
  name: string
  mechanism: number
  unknownTags?: readonly UnknownTag[]
}

function readRemoveUserScramCredentialRecord(r: Reader, ver: number): RemoveUserScramCredentialRecord {
  const name = r.string(true)
  const mechanism = r.int8()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { name, mechanism, unknownTags } : { name, mechanism }
}

function writeRemoveUserScramCredentialRecord(w: Writer, v: RemoveUserScramCredentialRecordInit, ver: number): void {
  w.string(v.name, true)
  w.int8(v.mechanism)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** RemoveUserScramCredential */
export const RemoveUserScramCredentialRecord: Message<
  RemoveUserScramCredentialRecord,
  RemoveUserScramCredentialRecordInit
> = {
  name: 'RemoveUserScramCredentialRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 22,
  read: readRemoveUserScramCredentialRecord,
  write: writeRemoveUserScramCredentialRecord,
}
