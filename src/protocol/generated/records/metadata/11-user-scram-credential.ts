// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface UserScramCredentialRecord {
  name: string
  mechanism: number
  salt: Buffer
  storedKey: Buffer
  serverKey: Buffer
  iterations: number
  unknownTags?: readonly UnknownTag[]
}

export interface UserScramCredentialRecordInit {
  name: string
  mechanism: number
  salt: Buffer
  storedKey: Buffer
  serverKey: Buffer
  iterations: number
  unknownTags?: readonly UnknownTag[]
}

function readUserScramCredentialRecord(r: Reader, ver: number): UserScramCredentialRecord {
  const name = r.string(true)
  const mechanism = r.int8()
  const salt = r.bytes(true)
  const storedKey = r.bytes(true)
  const serverKey = r.bytes(true)
  const iterations = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { name, mechanism, salt, storedKey, serverKey, iterations, unknownTags }
    : { name, mechanism, salt, storedKey, serverKey, iterations }
}

function writeUserScramCredentialRecord(w: Writer, v: UserScramCredentialRecordInit, ver: number): void {
  w.string(v.name, true)
  w.int8(v.mechanism)
  w.bytes(v.salt, true)
  w.bytes(v.storedKey, true)
  w.bytes(v.serverKey, true)
  w.int32(v.iterations)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** UserScramCredential */
export const UserScramCredentialRecord: Message<UserScramCredentialRecord, UserScramCredentialRecordInit> = {
  name: 'UserScramCredentialRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 11,
  read: readUserScramCredentialRecord,
  write: writeUserScramCredentialRecord,
}
