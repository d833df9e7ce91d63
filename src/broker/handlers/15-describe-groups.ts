/** DescribeGroups v0-6: classic groups and their members. Source: Kafka 4.3 `KafkaApis.handleDescribeGroupsRequest`. */
import { describeClassic } from '../../group/describe.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { DescribeGroups } from '../../protocol/generated/apis/15-describe-groups.ts'
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
  ({ groups, includeAuthorizedOperations }, session, { acls, groups: { groups: known, offsets } }) => ({
    groups: groups.map(groupId => {
      try {
        acls.demand(session, 'DESCRIBE', 'GROUP', groupId)
        known.demand(groupId)
        const described = describeClassic(known, groupId, offsets.has(groupId), session.version)
        if (!includeAuthorizedOperations) return described
        return { ...described, authorizedOperations: acls.operations(session, 'GROUP', groupId) }
      } catch (error) {
        if (error instanceof KafkaError)
          return unknown(groupId, { errorCode: error.code, errorMessage: error.message }, session.version)
        throw error
      }
    }),
  }),
  { refusal: ({ groups }, error, version) => ({ groups: groups.map(groupId => unknown(groupId, error, version)) }) },
)
