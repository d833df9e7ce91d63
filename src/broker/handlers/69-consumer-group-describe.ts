/** ConsumerGroupDescribe v0-1: groups of the consumer protocol, with what their members have and shall have. Source: KIP-848. */
import { describeConsumer } from '../../group/describe.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { ConsumerGroupDescribe } from '../../protocol/generated/apis/69-consumer-group-describe.ts'
import { allowedOperations } from '../acls.ts'
import { handler } from '../handler.ts'

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
  ({ groupIds, includeAuthorizedOperations }, _session, { groups }) => ({
    groups: groupIds.map(groupId => {
      try {
        const described = describeConsumer(groups.groups, groupId, groups.topics)
        return includeAuthorizedOperations ? { ...described, authorizedOperations: allowedOperations.group } : described
      } catch (error) {
        if (error instanceof KafkaError) return unknown(groupId, { errorCode: error.code, errorMessage: error.message })
        throw error
      }
    }),
  }),
  { refusal: ({ groupIds }, error) => ({ groups: groupIds.map(groupId => unknown(groupId, error)) }) },
)
