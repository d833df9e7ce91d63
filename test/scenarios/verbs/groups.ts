/** Groups from outside: offsets, lists, descriptions, deletion. */
import { errorName } from '../../../src/protocol/errors.ts'
import { OffsetCommit } from '../../../src/protocol/generated/apis/08-offset-commit.ts'
import { OffsetFetch } from '../../../src/protocol/generated/apis/09-offset-fetch.ts'
import { DescribeGroups } from '../../../src/protocol/generated/apis/15-describe-groups.ts'
import { ListGroups } from '../../../src/protocol/generated/apis/16-list-groups.ts'
import { DeleteGroups } from '../../../src/protocol/generated/apis/42-delete-groups.ts'
import { ConsumerGroupDescribe } from '../../../src/protocol/generated/apis/69-consumer-group-describe.ts'
import { answered, listed } from '../say.ts'
import { findGroup } from './classic.ts'
import type { Verbs } from './index.ts'

const NO_ID = 'AAAAAAAAAAAAAAAAAAAAAA'
const ADMIN = 'admin'

export const groups: Verbs = {
  /** `group commit [group=g] topic=orders partition=0 offset=42 [member=a] [generation=1]` */
  'group commit': (args, world) => {
    const name = args.optional('member')
    const member = name === null ? undefined : world.member(name)
    const groupId = args.text('group', member?.groupId ?? 'g')
    const generation = args.number('generation', member?.generation ?? -1)
    const [topic, partitionIndex] = [args.text('topic'), args.number('partition', 0)]
    const committedOffset = args.number('offset')
    return answered(async () => {
      if (!member) await findGroup(world, groupId)
      const connection = await world.connection(name ?? ADMIN)
      const { topics } = await connection.send(OffsetCommit, 9, {
        groupId,
        generationIdOrMemberEpoch: generation,
        memberId: member?.memberId ?? '',
        groupInstanceId: member?.instanceId ?? null,
        topics: [
          { name: topic, topicId: NO_ID, partitions: [{ partitionIndex, committedOffset, committedMetadata: '' }] },
        ],
      })
      const error = errorName(topics[0]!.partitions[0]!.errorCode)
      if (error === 'NONE') return []
      return name === null ? error : `${name}: ${error}`
    })
  },
  /** `group offsets [group=g] [stable=yes]`: what is committed; `stable` waits for no transaction */
  'group offsets': (args, world) => {
    const groupId = args.text('group', 'g')
    const requireStable = args.optional('stable') !== null
    const partitions = args.partitions('of')
    return answered(async () => {
      await findGroup(world, groupId)
      const asked =
        partitions && [...partitions].map(([name, partitionIndexes]) => ({ name, topicId: NO_ID, partitionIndexes }))
      const answer = await (await world.connection(ADMIN)).send(OffsetFetch, 9, {
        groups: [{ groupId, topics: asked ?? null }],
        requireStable,
      })
      const { errorCode, topics } = answer.groups[0]!
      if (errorCode !== 0) return errorName(errorCode)
      const lines = topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex, committedOffset, errorCode }) => {
          const value = errorCode !== 0 ? errorName(errorCode) : committedOffset < 0 ? 'nothing' : committedOffset
          return `${groupId} ${name}-${partitionIndex} ${value}`
        }),
      )
      return lines.length > 0 ? lines : `${groupId} has no offsets`
    })
  },
  'group list': (_args, world) =>
    answered(async () => {
      const { groups } = await (await world.connection(ADMIN)).send(ListGroups, 5, {
        statesFilter: [],
        typesFilter: [],
      })
      return groups.length === 0
        ? 'no groups'
        : groups.map(({ groupId, groupState, groupType }) => `${groupId} ${groupType} ${groupState}`)
    }),
  /** A line for the group and one for each member: classic, or consumer with what it has and what it shall have. */
  'group describe': (args, world) => {
    const groupId = args.text('group', 'g')
    return answered(async () => {
      await findGroup(world, groupId)
      const connection = await world.connection(ADMIN)
      const { groups } = await connection.send(ConsumerGroupDescribe, 1, {
        groupIds: [groupId],
        includeAuthorizedOperations: false,
      })
      const modern = groups[0]!
      if (modern.errorCode === 0) {
        const shares = (assignment: (typeof modern.members)[number]['assignment']) =>
          listed(assignment.topicPartitions.map(({ topicName, partitions }) => [topicName, partitions] as const))
        return [
          `${groupId}: consumer, ${modern.groupState}, epoch ${modern.groupEpoch}, assignment epoch ${modern.assignmentEpoch}`,
          ...modern.members
            .map(
              ({ memberId, memberEpoch, memberType, assignment, targetAssignment }) =>
                `  ${world.nameOf(memberId)}: ${memberType === 0 ? 'classic' : 'consumer'}, epoch ${memberEpoch}, has ${shares(assignment)}, shall have ${shares(targetAssignment)}`,
            )
            .sort(),
        ]
      }
      const { groups: old } = await connection.send(DescribeGroups, 6, {
        groups: [groupId],
        includeAuthorizedOperations: false,
      })
      const { errorCode, groupState, protocolData, members } = old[0]!
      if (errorCode !== 0) return errorName(errorCode)
      const names = members.map(({ memberId }) => world.nameOf(memberId)).sort()
      return `${groupId}: classic, ${groupState}${protocolData && `, ${protocolData}`}${names.length > 0 ? `, members ${names.join(' ')}` : ''}`
    })
  },
  'group delete': (args, world) => {
    const groupId = args.text('group', 'g')
    return answered(async () => {
      const { results } = await (await world.connection(ADMIN)).send(DeleteGroups, 2, { groupsNames: [groupId] })
      return errorName(results[0]!.errorCode)
    })
  },
}
