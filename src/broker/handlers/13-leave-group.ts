/** LeaveGroup v0-5: members go, several at once from v3. Decided in `group/decide/13-leave-group`. */
import { LeaveGroup } from '../../protocol/generated/apis/13-leave-group.ts'
import { handler } from '../handler.ts'

const SEVERAL_SINCE = 3

export const leaveGroup = handler(
  LeaveGroup,
  async ({ groupId, memberId, members }, session, broker) => {
    broker.acls.demand(session, 'READ', 'GROUP', groupId)
    if (session.version >= SEVERAL_SINCE) return broker.groups.leaveGroup({ groupId, members })
    const alone = { memberId, groupInstanceId: null, reason: null }
    const { errorCode = 0, members: rows = [] } = await broker.groups.leaveGroup({ groupId, members: [alone] })
    return { errorCode: errorCode || (rows[0]?.errorCode ?? 0) }
  },
  { refusal: (_request, { errorCode }) => ({ errorCode }) },
)
