/** DescribeGroups v0-6: classic groups and their members. Source: Kafka 4.3 `KafkaApis.handleDescribeGroupsRequest`. */
import { describeClassic } from '../../group/describe.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { DescribeGroups } from '../../protocol/generated/apis/15-describe-groups.ts'
import { allowedOperations } from '../acls.ts'
import { handler } from '../handler.ts'

const unknown = (groupId: string, error: { errorCode: number; errorMessage: string }) => ({
  groupId,
  ...error,
  groupState: '',
  protocolType: '',
  protocolData: '',
  members: [],
})

export const describeGroups = handler(
  DescribeGroups,
  ({ groups, includeAuthorizedOperations }, { version }, { groups: { groups: known, offsets } }) => ({
    groups: groups.map(groupId => {
      try {
        known.demand(groupId)
        const described = describeClassic(known, groupId, offsets.has(groupId), version)
        return includeAuthorizedOperations ? { ...described, authorizedOperations: allowedOperations.group } : described
      } catch (error) {
        if (error instanceof KafkaError) return unknown(groupId, { errorCode: error.code, errorMessage: error.message })
        throw error
      }
    }),
  }),
  { refusal: ({ groups }, error) => ({ groups: groups.map(groupId => unknown(groupId, error)) }) },
)
