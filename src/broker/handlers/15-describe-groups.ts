/** DescribeGroups v0-6: classic groups and their members. Source: Kafka 4.3 `KafkaApis.handleDescribeGroupsRequest`. */
import { describeClassic } from '../../group/describe.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { DescribeGroups } from '../../protocol/generated/apis/15-describe-groups.ts'
import { allowedOperations } from '../acls.ts'
import { handler, type Refusal } from '../handler.ts'

/** Older versions have the number alone. */
const MESSAGES_SINCE = 6

const unknown = (groupId: string, { errorCode, errorMessage }: Refusal, version: number) => ({
  groupId,
  errorCode,
  ...(version >= MESSAGES_SINCE && { errorMessage }),
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
        if (error instanceof KafkaError)
          return unknown(groupId, { errorCode: error.code, errorMessage: error.message }, version)
        throw error
      }
    }),
  }),
  { refusal: ({ groups }, error, version) => ({ groups: groups.map(groupId => unknown(groupId, error, version)) }) },
)
