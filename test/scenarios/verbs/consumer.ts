/** A member of the consumer protocol (KIP-848): one heartbeat says everything. */
import { errorName } from '../../../src/protocol/errors.ts'
import {
  ConsumerGroupHeartbeat,
  type ConsumerGroupHeartbeatRequestInit,
} from '../../../src/protocol/generated/apis/68-consumer-group-heartbeat.ts'
import { answered, listed, topicIdOf, topicName } from '../say.ts'
import type { World } from '../world.ts'
import { findGroup } from './classic.ts'
import type { Verbs } from './index.ts'

const LEAVE = -1
const LEAVE_FOR_A_MOMENT = -2

export const consumer: Verbs = {
  /** `consumer join member=a [group=g] [topics=orders] [regex=ord.*] [instance=i] [rebalance=30s] [assignor=range]` */
  'consumer join': (args, world) => {
    const name = args.text('member')
    const groupId = args.text('group', 'g')
    const instanceId = args.optional('instance')
    const regex = args.optional('regex')
    const more = {
      rebalanceTimeoutMs: args.duration('rebalance', '30s'),
      subscribedTopicNames: args.list('topics', regex === null ? 'orders' : ''),
      subscribedTopicRegex: regex,
      serverAssignor: args.optional('assignor'),
      topicPartitions: [],
    }
    // The client makes its own id (KIP-1082): the play's name does.
    world.members.set(name, { groupId, memberId: args.text('id', name), instanceId, generation: 0 })
    return answered(async () => {
      await findGroup(world, groupId)
      return beat(world, name, { ...more, memberEpoch: 0 })
    })
  },
  /** `consumer heartbeat member=a [owns=orders-0,orders-1] [topics=...] [epoch=3]`; without `owns` it says nothing of it */
  'consumer heartbeat': (args, world) => {
    const name = args.text('member')
    const owns = args.partitions('owns')
    const topics = args.optional('topics')
    const memberEpoch = args.number('epoch', world.member(name).generation)
    return answered(() =>
      beat(world, name, {
        memberEpoch,
        ...(topics !== null && { subscribedTopicNames: topics.split(',').filter(Boolean) }),
        ...(owns && {
          topicPartitions: [...owns].map(([topic, partitions]) => ({ topicId: topicIdOf(world, topic), partitions })),
        }),
      }),
    )
  },
  /** `consumer leave member=a`; a static member may leave `for=a-moment` */
  'consumer leave': (args, world) => {
    const memberEpoch = args.optional('for') === null ? LEAVE : LEAVE_FOR_A_MOMENT
    return answered(() => beat(world, args.text('member'), { memberEpoch }))
  },
}

async function beat(world: World, name: string, more: Partial<ConsumerGroupHeartbeatRequestInit>): Promise<string> {
  const member = world.member(name)
  const { groupId, memberId, instanceId } = member
  const connection = await world.connection(name)
  const request = { groupId, memberId, instanceId, memberEpoch: member.generation, ...more }
  const answer = await connection.send(ConsumerGroupHeartbeat, 1, request)
  if (answer.errorCode !== 0) return `${name}: ${errorName(answer.errorCode)}`
  member.generation = answer.memberEpoch
  const assigned = answer.assignment?.topicPartitions.map(
    ({ topicId, partitions }) => [topicName(world, topicId), partitions] as const,
  )
  return `${name}: epoch ${answer.memberEpoch}${assigned ? `, ${listed(assigned)}` : ''}`
}
