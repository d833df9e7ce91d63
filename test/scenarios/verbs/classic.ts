/** A member of the classic protocol: JoinGroup, SyncGroup, Heartbeat, LeaveGroup, as a client library sends them. */
import { errorName } from '../../../src/protocol/errors.ts'
import { FindCoordinator } from '../../../src/protocol/generated/apis/10-find-coordinator.ts'
import { JoinGroup, type JoinGroupResponse } from '../../../src/protocol/generated/apis/11-join-group.ts'
import { Heartbeat } from '../../../src/protocol/generated/apis/12-heartbeat.ts'
import { LeaveGroup } from '../../../src/protocol/generated/apis/13-leave-group.ts'
import { SyncGroup } from '../../../src/protocol/generated/apis/14-sync-group.ts'
import { ConsumerProtocolAssignment } from '../../../src/protocol/generated/records/consumer/consumer-protocol-assignment.ts'
import { ConsumerProtocolSubscription } from '../../../src/protocol/generated/records/consumer/consumer-protocol-subscription.ts'
import type { Message } from '../../../src/protocol/message.ts'
import { Reader } from '../../../src/protocol/reader.ts'
import { Writer } from '../../../src/protocol/writer.ts'
import { type Args, partitionsOf } from '../args.ts'
import { answered, listed } from '../say.ts'
import type { World } from '../world.ts'
import type { Verbs } from './index.ts'

const PROTOCOL_VERSION = 3
const ONLY_ID = 'MEMBER_ID_REQUIRED'

export const classic: Verbs = {
  /**
   * `group join member=a [group=g] [topics=orders] [owns=orders-0] [protocols=range] [instance=i] [session=10s] [rebalance=30s]`
   * The round for a member id is part of it. `fresh=yes` comes as a new process: without the id that it had.
   */
  'group join': (args, world) => {
    const name = args.text('member')
    const groupId = args.text('group', 'g')
    const instanceId = args.optional('instance')
    const fresh = args.optional('fresh') !== null
    const request = joinRequest(args)
    return answered(async () => {
      const connection = await world.connection(name)
      await connection.send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: [groupId] })
      const known = fresh ? undefined : world.members.get(name)
      const join = (memberId: string) =>
        connection.send(JoinGroup, 9, { ...request, groupId, groupInstanceId: instanceId, memberId })
      const remember = ({ memberId, generationId }: JoinGroupResponse) =>
        world.members.set(name, { groupId, memberId, instanceId, generation: generationId })
      let answer = await join(known?.memberId ?? '')
      if (errorName(answer.errorCode) === ONLY_ID) {
        remember(answer)
        answer = await join(answer.memberId)
      }
      if (answer.errorCode !== 0) return `${name}: ${errorName(answer.errorCode)}`
      remember(answer)
      const { generationId, leader, members, protocolName, skipAssignment } = answer
      const names = members.map(({ memberId }) => world.nameOf(memberId)).sort()
      return [
        `${name}: generation ${generationId}, ${protocolName}`,
        leader === '' ? 'no leader' : `leader ${world.nameOf(leader)}`,
        ...(names.length > 0 ? [`of ${names.join(' ')}`] : []),
        ...(skipAssignment ? ['nothing to assign'] : []),
      ].join(', ')
    })
  },
  /** `group sync member=a [assign=a:orders-0+orders-1/b:orders-2]`: the leader brings what everybody gets */
  'group sync': (args, world) => {
    const name = args.text('member')
    const shares = args.text('assign', '').split('/').filter(Boolean)
    return answered(async () => {
      const { groupId, memberId, generation, instanceId } = world.member(name)
      const connection = await world.connection(name)
      const { errorCode, assignment } = await connection.send(SyncGroup, 5, {
        groupId,
        memberId,
        generationId: generation,
        groupInstanceId: instanceId,
        protocolType: 'consumer',
        protocolName: null,
        assignments: shares.map(share => {
          const [member = '', partitions = ''] = share.split(':')
          return { memberId: world.member(member).memberId, assignment: assignmentOf(partitions.split('+')) }
        }),
      })
      if (errorCode !== 0) return `${name}: ${errorName(errorCode)}`
      return `${name}: ${assignment.length === 0 ? 'no assignment' : listed(readAssignment(assignment))}`
    })
  },
  'group heartbeat': (args, world) => {
    const name = args.text('member')
    const { groupId, memberId, generation, instanceId } = world.member(name)
    const generationId = args.number('generation', generation)
    return answered(async () => {
      const connection = await world.connection(name)
      const request = { groupId, memberId, generationId, groupInstanceId: instanceId }
      return `${name}: ${errorName((await connection.send(Heartbeat, 4, request)).errorCode)}`
    })
  },
  /** `group leave member=a`, or as an administrator: `group leave instance=i group=g` */
  'group leave': (args, world) => {
    const instance = args.optional('instance')
    const name = args.optional('member')
    const member = name === null ? undefined : world.member(name)
    const groupId = args.text('group', member?.groupId ?? 'g')
    return answered(async () => {
      const connection = await world.connection(name ?? 'admin')
      const { errorCode, members } = await connection.send(LeaveGroup, 5, {
        groupId,
        members: [
          { memberId: member?.memberId ?? '', groupInstanceId: instance ?? member?.instanceId ?? null, reason: null },
        ],
      })
      return `${name ?? instance}: ${errorName(errorCode || members[0]!.errorCode)}`
    })
  },
}

function joinRequest(args: Args) {
  const subscription = encoded(ConsumerProtocolSubscription, {
    topics: args.list('topics', 'orders'),
    ownedPartitions: named(args.partitions('owns') ?? new Map()),
    generationId: -1,
    rackId: null,
  })
  return {
    sessionTimeoutMs: args.duration('session', '10s'),
    rebalanceTimeoutMs: args.duration('rebalance', '30s'),
    protocolType: args.text('type', 'consumer'),
    protocols: args.list('protocols', 'range').map(name => ({ name, metadata: subscription })),
  }
}

const named = (topics: ReadonlyMap<string, readonly number[]>) =>
  [...topics].map(([topic, partitions]) => ({ topic, partitions }))

const assignmentOf = (partitions: readonly string[]) =>
  encoded(ConsumerProtocolAssignment, { assignedPartitions: named(partitionsOf(partitions)) })

function readAssignment(bytes: Buffer): [string, readonly number[]][] {
  const reader = new Reader(bytes)
  const { assignedPartitions } = ConsumerProtocolAssignment.read(reader, reader.int16())
  return assignedPartitions.map(({ topic, partitions }) => [topic, partitions])
}

function encoded<Init>(message: Message<unknown, Init>, value: Init): Buffer {
  const writer = new Writer()
  writer.int16(PROTOCOL_VERSION)
  message.write(writer, value, PROTOCOL_VERSION)
  return writer.toBuffer()
}

/** For other verbs that must find the coordinator first. */
export const findGroup = async (world: World, groupId: string) =>
  (await world.connection('admin')).send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: [groupId] })
