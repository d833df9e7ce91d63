/** JoinGroup v0-9: become a member of a classic group, and hear who leads it. Decided in `group/decide/11-join-group`. */
import { JoinGroup } from '../../protocol/generated/apis/11-join-group.ts'
import { callerOf } from '../groups.ts'
import { handler } from '../handler.ts'

/** Before it there was one timeout for both. */
const REBALANCE_TIMEOUT_SINCE = 1
/** From here on a protocol name may be null; before, there is always one. */
const NULL_PROTOCOL_SINCE = 7

export const joinGroup = handler(
  JoinGroup,
  async (request, session, broker) => {
    const { version } = session
    broker.acls.demand(session, 'READ', 'GROUP', request.groupId)
    const rebalanceTimeoutMs = version < REBALANCE_TIMEOUT_SINCE ? request.sessionTimeoutMs : request.rebalanceTimeoutMs
    const response = await broker.groups.joinGroup({ ...request, rebalanceTimeoutMs }, callerOf(session))
    return version >= NULL_PROTOCOL_SINCE && response.protocolName === ''
      ? { ...response, protocolName: null }
      : response
  },
  {
    refusal: ({ memberId }, { errorCode }) => ({ errorCode, memberId, protocolName: '', leader: '', members: [] }),
  },
)
