// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag, Uuid } from '../../../types.ts'
import { ZERO_UUID } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface Voter {
  voterId: number
  voterDirectoryId: Uuid
  unknownTags?: readonly UnknownTag[]
}

export interface VoterInit {
  voterId: number
  voterDirectoryId?: Uuid | undefined
  unknownTags?: readonly UnknownTag[]
}

export interface LeaderChangeMessage {
  version: number
  leaderId: number
  voters: readonly Voter[]
  grantingVoters: readonly Voter[]
  unknownTags?: readonly UnknownTag[]
}

export interface LeaderChangeMessageInit {
  version: number
  leaderId: number
  voters: readonly VoterInit[]
  grantingVoters: readonly VoterInit[]
  unknownTags?: readonly UnknownTag[]
}

function readVoter(r: Reader, ver: number): Voter {
  const voterId = r.int32()
  let voterDirectoryId: Uuid = ZERO_UUID
  if (ver >= 1) voterDirectoryId = r.uuid()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { voterId, voterDirectoryId, unknownTags } : { voterId, voterDirectoryId }
}

function writeVoter(w: Writer, v: VoterInit, ver: number): void {
  w.int32(v.voterId)
  if (ver >= 1) w.uuid(v.voterDirectoryId ?? ZERO_UUID)
  else if (v.voterDirectoryId !== undefined && !(v.voterDirectoryId === ZERO_UUID))
    throw w.lacks('LeaderChangeMessage', ver, 'Voter.voterDirectoryId', v.voterDirectoryId, '1-1')
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readLeaderChangeMessage(r: Reader, ver: number): LeaderChangeMessage {
  const version = r.int16()
  const leaderId = r.int32()
  let voters: readonly Voter[]
  {
    const count = r.array(true, 5)
    const items = new Array<Voter>(count)
    for (let i = 0; i < count; i++) items[i] = readVoter(r, ver)
    voters = items
  }
  let grantingVoters: readonly Voter[]
  {
    const count = r.array(true, 5)
    const items = new Array<Voter>(count)
    for (let i = 0; i < count; i++) items[i] = readVoter(r, ver)
    grantingVoters = items
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { version, leaderId, voters, grantingVoters, unknownTags }
    : { version, leaderId, voters, grantingVoters }
}

function writeLeaderChangeMessage(w: Writer, v: LeaderChangeMessageInit, ver: number): void {
  w.int16(v.version)
  w.int32(v.leaderId)
  {
    const items = v.voters
    w.array(items.length, true)
    for (const item of items) writeVoter(w, item, ver)
  }
  {
    const items = v.grantingVoters
    w.array(items.length, true)
    for (const item of items) writeVoter(w, item, ver)
  }
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** LeaderChangeMessage */
export const LeaderChangeMessage: Message<LeaderChangeMessage, LeaderChangeMessageInit> = {
  name: 'LeaderChangeMessage',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readLeaderChangeMessage,
  write: writeLeaderChangeMessage,
}
