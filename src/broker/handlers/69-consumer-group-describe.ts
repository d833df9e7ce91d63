/** ConsumerGroupDescribe v0-1: groups of the consumer protocol, with what their members have and shall have. Source: KIP-848. */
import { describeConsumer } from '../../group/describe.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { ConsumerGroupDescribe } from '../../protocol/generated/apis/69-consumer-group-describe.ts'
import type { Acls } from '../acls.ts'
import { handler, type Session } from '../handler.ts'

const unknown = (groupId: string, error: { errorCode: number; errorMessage: string }) => ({
  groupId,
  ...error,
  groupState: '',
  groupEpoch: 0,
  assignmentEpoch: 0,
  assignorName: '',
  members: [],
})

export const consumerGroupDescribe = handler(
  ConsumerGroupDescribe,
  ({ groupIds, includeAuthorizedOperations }, session, { acls, groups }) => ({
    groups: groupIds.map(groupId => {
      try {
        acls.demand(session, 'DESCRIBE', 'GROUP', groupId)
        const described = describeConsumer(groups.groups, groupId, groups.topics)
        demandTopics(described.members, session, acls)
        if (!includeAuthorizedOperations) return described
        return { ...described, authorizedOperations: acls.operations(session, 'GROUP', groupId) }
      } catch (error) {
        if (error instanceof KafkaError) return unknown(groupId, { errorCode: error.code, errorMessage: error.message })
        throw error
      }
    }),
  }),
  { refusal: ({ groupIds }, error) => ({ groups: groupIds.map(groupId => unknown(groupId, error)) }) },
)

type Described = ReturnType<typeof describeConsumer>['members']

/** What members read is told whole, or not at all. @throws {KafkaError} TOPIC_AUTHORIZATION_FAILED */
function demandTopics(members: Described, session: Session, acls: Acls): void {
  if (!acls.enabled) return
  const names = members.flatMap(({ subscribedTopicNames, assignment, targetAssignment }) => [
    ...subscribedTopicNames,
    ...[...assignment.topicPartitions, ...targetAssignment.topicPartitions].map(({ topicName }) => topicName),
  ])
  if (names.every(name => acls.allows(session, 'DESCRIBE', 'TOPIC', name))) return
  throw new KafkaError(
    'TOPIC_AUTHORIZATION_FAILED',
    'The group has described topic(s) that the client is not authorized to describe.',
  )
}
