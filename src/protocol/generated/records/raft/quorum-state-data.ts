// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { LeaderEpoch, Offset, UnknownTag, Uuid } from '../../../types.ts'
import { ZERO_UUID } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface Voter {
  voterId: number
  unknownTags?: readonly UnknownTag[]
}

export interface VoterInit {
  voterId: number
  unknownTags?: readonly UnknownTag[]
}

export interface QuorumStateData {
  clusterId: string
  leaderId: number
  leaderEpoch: LeaderEpoch
  votedId: number
  votedDirectoryId: Uuid
  appliedOffset: Offset
  currentVoters: readonly Voter[] | null
  unknownTags?: readonly UnknownTag[]
}

export interface QuorumStateDataInit {
  clusterId?: string | undefined
  leaderId?: number | undefined
  leaderEpoch?: LeaderEpoch | undefined
  votedId?: number | undefined
  votedDirectoryId?: Uuid | undefined
  appliedOffset?: Offset | undefined
  currentVoters?: readonly VoterInit[] | null | undefined
  unknownTags?: readonly UnknownTag[]
}

function readVoter(r: Reader, ver: number): Voter {
  const voterId = r.int32()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { voterId, unknownTags } : { voterId }
}

function writeVoter(w: Writer, v: VoterInit, ver: number): void {
  w.int32(v.voterId)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

function readQuorumStateData(r: Reader, ver: number): QuorumStateData {
  let clusterId: string = ''
  if (ver <= 0) clusterId = r.string(true)
  const leaderId = r.int32()
  const leaderEpoch = r.int32()
  const votedId = r.int32()
  let votedDirectoryId: Uuid = ZERO_UUID
  if (ver >= 1) votedDirectoryId = r.uuid()
  let appliedOffset: Offset = 0
  if (ver <= 0) appliedOffset = r.int64()
  let currentVoters: readonly Voter[] | null = []
  if (ver <= 0) {
    const count = r.nullableArray(true, 5)
    if (count < 0) currentVoters = null
    else {
      const items = new Array<Voter>(count)
      for (let i = 0; i < count; i++) items[i] = readVoter(r, ver)
      currentVoters = items
    }
  }
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags
    ? { clusterId, leaderId, leaderEpoch, votedId, votedDirectoryId, appliedOffset, currentVoters, unknownTags }
    : { clusterId, leaderId, leaderEpoch, votedId, votedDirectoryId, appliedOffset, currentVoters }
}

function writeQuorumStateData(w: Writer, v: QuorumStateDataInit, ver: number): void {
  if (ver <= 0) w.string(v.clusterId ?? '', true)
  else if (v.clusterId !== undefined && !(v.clusterId === ''))
    throw w.lacks('QuorumStateData', ver, 'clusterId', v.clusterId, '0-0')
  w.int32(v.leaderId ?? -1)
  w.int32(v.leaderEpoch ?? -1)
  w.int32(v.votedId ?? -1)
  if (ver >= 1) w.uuid(v.votedDirectoryId ?? ZERO_UUID)
  else if (v.votedDirectoryId !== undefined && !(v.votedDirectoryId === ZERO_UUID))
    throw w.lacks('QuorumStateData', ver, 'votedDirectoryId', v.votedDirectoryId, '1-1')
  if (ver <= 0) w.int64(v.appliedOffset ?? 0)
  else if (v.appliedOffset !== undefined && !(v.appliedOffset === 0))
    throw w.lacks('QuorumStateData', ver, 'appliedOffset', v.appliedOffset, '0-0')
  if (ver <= 0) {
    const items = v.currentVoters === undefined ? [] : v.currentVoters
    if (items === null) w.array(-1, true)
    else {
      w.array(items.length, true)
      for (const item of items) writeVoter(w, item, ver)
    }
  } else if (v.currentVoters !== undefined && !(v.currentVoters !== null && v.currentVoters.length === 0))
    throw w.lacks('QuorumStateData', ver, 'currentVoters', v.currentVoters, '0-0')
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** QuorumStateData */
export const QuorumStateData: Message<QuorumStateData, QuorumStateDataInit> = {
  name: 'QuorumStateData',
  min: 0,
  max: 1,
  flexibleFrom: 0,
  read: readQuorumStateData,
  write: writeQuorumStateData,
}
