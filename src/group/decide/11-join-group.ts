/**
 * JoinGroup v0-9: come in, come back, or come with something new to say. The answer may wait for the others.
 * Source: KIP-62, KIP-345, KIP-394, KIP-814 (skipAssignment); Kafka 4.3 `GroupMetadataManager.classicGroupJoin*`.
 */
import { type ErrorName, KafkaError } from '../../protocol/errors.ts'
import type { JoinGroupRequest, JoinGroupResponseInit } from '../../protocol/generated/apis/11-join-group.ts'
import { type ClassicGroup, type ClassicMember, NO_ASSIGNMENT, refusedJoin, sameProtocols } from '../classic/group.ts'
import { NEW_MEMBER_JOIN_TIMEOUT_MS, type Rebalance, sessionTimer } from '../classic/rebalance.ts'
import type { Caller } from '../effects.ts'
import { classicGroup } from '../records.ts'

type Respond = (response: JoinGroupResponseInit) => void

/** A client of this version or newer comes twice: first it is given an id, then it joins with it (KIP-394). */
export const FIRST_WITH_KNOWN_MEMBER_ID = 4
/** From here on a static leader can be told that its group needs no new assignment (KIP-814). */
const FIRST_WITH_SKIP_ASSIGNMENT = 9

/** Decide on a join; `respond` is called once, now or when the rebalance ends. */
export function joinGroup(rebalance: Rebalance, request: JoinGroupRequest, caller: Caller, respond: Respond): void {
  const { group, settings } = rebalance
  const { memberId } = request
  const refuse = (error: ErrorName, id = memberId) => respond(refusedJoin(error, id))
  if (!accepts(group, memberId, settings.maxSize)) {
    group.remove(memberId)
    return refuse('GROUP_MAX_SIZE_REACHED', '')
  }
  if (group.is('Dead')) return refuse('COORDINATOR_NOT_AVAILABLE')
  if (!group.supports(request.protocolType, request.protocols)) return refuse('INCONSISTENT_GROUP_PROTOCOL')
  if (memberId === '') return joinNew(rebalance, request, caller, respond)
  if (group.pendingJoin.has(memberId)) return add(rebalance, memberId, request, caller, respond)
  let member: ClassicMember
  try {
    member = group.demand(memberId, request.groupInstanceId)
  } catch (error) {
    if (error instanceof KafkaError) return refuse(error.name)
    throw error
  }
  rejoin(rebalance, member, request, respond)
}

/**
 * Whether a join fits group.max.size. While members are rejoining, those who wait count: the last to come are the ones
 * left outside when the limit was lowered.
 */
function accepts(group: ClassicGroup, memberId: string, maxSize: number): boolean {
  if (group.is('Empty', 'Dead')) return true
  if (group.is('PreparingRebalance'))
    return group.members.get(memberId)?.awaitingJoin !== undefined || group.awaitingJoinCount < maxSize
  return group.members.has(memberId) || group.members.size < maxSize
}

function joinNew(rebalance: Rebalance, request: JoinGroupRequest, caller: Caller, respond: Respond): void {
  const { group, effects } = rebalance
  const { groupInstanceId } = request
  const memberId = effects.newMemberId(groupInstanceId ?? caller.clientId)
  if (groupInstanceId !== null) {
    if (group.staticMemberId(groupInstanceId) === undefined) return add(rebalance, memberId, request, caller, respond)
    return replaceStatic(rebalance, memberId, request, caller, respond)
  }
  if (caller.apiVersion < FIRST_WITH_KNOWN_MEMBER_ID) return add(rebalance, memberId, request, caller, respond)
  group.pendingJoin.add(memberId)
  effects.schedule(sessionTimer(memberId), request.sessionTimeoutMs, () => rebalance.expire(memberId))
  respond(refusedJoin('MEMBER_ID_REQUIRED', memberId))
}

function add(
  rebalance: Rebalance,
  memberId: string,
  request: JoinGroupRequest,
  caller: Caller,
  respond: Respond,
): void {
  const { group } = rebalance
  const member: ClassicMember = {
    memberId,
    instanceId: request.groupInstanceId,
    clientId: caller.clientId,
    clientHost: caller.clientHost,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs,
    sessionTimeoutMs: request.sessionTimeoutMs,
    protocols: copied(request),
    assignment: NO_ASSIGNMENT,
    isNew: true,
    awaitingJoin: respond,
    awaitingSync: undefined,
  }
  if (group.is('PreparingRebalance') && group.previousState === 'Empty') group.newMemberAdded = true
  group.add(member, request.protocolType)
  rebalance.touch(member, NEW_MEMBER_JOIN_TIMEOUT_MS)
  rebalance.prepareOrComplete(`${memberId} joins${because(request)}`)
}

function rejoin(rebalance: Rebalance, member: ClassicMember, request: JoinGroupRequest, respond: Respond): void {
  const { group } = rebalance
  const again = (reason: string) => {
    update(member, request, respond)
    rebalance.prepareOrComplete(`${member.memberId} ${reason}${because(request)}`)
  }
  const unchanged = sameProtocols(member.protocols, request.protocols)
  switch (group.state) {
    case 'PreparingRebalance':
      return again('rejoins')
    case 'CompletingRebalance':
      // Unchanged: it did not get our first answer. It gets the same one.
      return unchanged ? respond(rebalance.joined(member)) : again('rejoins with new metadata')
    case 'Stable':
      // A leader may know of reasons that metadata does not show, such as new partitions.
      if (group.isLeader(member.memberId)) return again('rejoins as the leader')
      return unchanged ? respond(rebalance.joined(member)) : again('rejoins with new metadata')
    default:
      return respond(refusedJoin('UNKNOWN_MEMBER_ID', member.memberId))
  }
}

function update(member: ClassicMember, request: JoinGroupRequest, respond: Respond): void {
  member.protocols = copied(request)
  member.rebalanceTimeoutMs = request.rebalanceTimeoutMs
  member.sessionTimeoutMs = request.sessionTimeoutMs
  // An earlier join of the same member that still waits is on a connection that is gone.
  member.awaitingJoin = respond
}

/** A static member came back under a new id. In a stable group that speaks the same protocol nobody else need know. */
function replaceStatic(
  rebalance: Rebalance,
  memberId: string,
  request: JoinGroupRequest,
  caller: Caller,
  respond: Respond,
): void {
  const { group, effects } = rebalance
  const formerLeader = group.leaderId
  const instanceId = request.groupInstanceId!
  const formerId = group.staticMemberId(instanceId)!
  const former = group.members.get(formerId)!
  const kept = {
    protocols: former.protocols,
    rebalanceTimeoutMs: former.rebalanceTimeoutMs,
    sessionTimeoutMs: former.sessionTimeoutMs,
  }
  const member = group.replaceStatic(instanceId, memberId)
  effects.cancel(sessionTimer(formerId))
  update(member, request, respond)
  rebalance.touch(member)
  if (group.is('CompletingRebalance'))
    // The leader may be assigning to the old id right now, and the new one would get nothing.
    return rebalance.prepare(`static member ${instanceId} is ${memberId} now${because(request)}`)
  if (!group.is('Stable')) return rebalance.completeIfAllJoined()
  if (group.selectProtocol() !== group.protocolName)
    return rebalance.prepareOrComplete(`static member ${instanceId} came back with another protocol${because(request)}`)

  effects.append([classicGroup(group)], error => {
    if (member.awaitingJoin !== respond) return
    member.awaitingJoin = undefined
    if (error) {
      const old = group.replaceStatic(instanceId, formerId)
      Object.assign(old, kept)
      rebalance.touch(old)
      return respond(refusedJoin(error.name, ''))
    }
    const joined = rebalance.joined(member)
    if (caller.apiVersion >= FIRST_WITH_SKIP_ASSIGNMENT)
      respond({ ...joined, skipAssignment: group.isLeader(memberId) })
    // An old client that is told it leads would assign anew: it is shown the leader's former id instead.
    else respond({ ...joined, leader: formerLeader ?? '', members: [] })
  })
}

/** Metadata is a view on the request's frame: what outlives the request is copied. */
export const copied = ({ protocols }: JoinGroupRequest) =>
  protocols.map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata) }))

const because = ({ reason }: JoinGroupRequest) => (reason ? ` (it says: ${reason})` : '')
