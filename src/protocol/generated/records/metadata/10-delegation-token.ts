// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { Timestamp, UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface DelegationTokenRecord {
  owner: string
  requester: string
  renewers: readonly string[]
  issueTimestamp: Timestamp
  maxTimestamp: Timestamp
  expirationTimestamp: Timestamp
  tokenId: string
  unknownTags?: readonly UnknownTag[]
}

export interface DelegationTokenRecordInit {
  owner: string
  requester: string
  renewers: readonly string[]
  issueTimestamp: Timestamp
  maxTimestamp: Timestamp
  expirationTimestamp: Timestamp
  tokenId: string
  unknownTags?: readonly UnknownTag[]
}

function readDelegationTokenRecord(r: Reader, ver: number): DelegationTokenRecord {
  const owner = r.string(true)
  const requester = r.string(true)
  let renewers: readonly string[]
  {
    const count = r.array(true, 1)
    const items = new Array<string>(count)
    for (let i = 0; i < count; i++) items[i] = r.string(true)
    renewers = items
  }
  const issueTimestamp = r.int64()
  const maxTimestamp = r.int64()
  const expirationTimestamp = r.int64()
  const tokenId = r.string(true)
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { owner, requester, renewers, issueTimestamp, maxTimestamp, expirationTimestamp, tokenId, unknownTags }
    : { owner, requester, renewers, issueTimestamp, maxTimestamp, expirationTimestamp, tokenId }
}

function writeDelegationTokenRecord(w: Writer, v: DelegationTokenRecordInit, ver: number): void {
  w.string(v.owner, true)
  w.string(v.requester, true)
  {
    const items = v.renewers
    w.array(items.length, true)
    for (const item of items) w.string(item, true)
  }
  w.int64(v.issueTimestamp)
  w.int64(v.maxTimestamp)
  w.int64(v.expirationTimestamp)
  w.string(v.tokenId, true)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** DelegationToken */
export const DelegationTokenRecord: Message<DelegationTokenRecord, DelegationTokenRecordInit> = {
  name: 'DelegationTokenRecord',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  apiKey: 10,
  read: readDelegationTokenRecord,
  write: writeDelegationTokenRecord,
}
