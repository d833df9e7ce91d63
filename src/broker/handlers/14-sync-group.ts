/** SyncGroup v0-5: the leader brings the assignment, everybody gets theirs. Decided in `group/decide/14-sync-group`. */
import { SyncGroup } from '../../protocol/generated/apis/14-sync-group.ts'
import { handler } from '../handler.ts'

const NOTHING = Buffer.alloc(0)

export const syncGroup = handler(
  SyncGroup,
  (request, session, broker) => {
    broker.acls.demand(session, 'READ', 'GROUP', request.groupId)
    return broker.groups.syncGroup(request)
  },
  { refusal: (_request, { errorCode }) => ({ errorCode, assignment: NOTHING }) },
)
