/** Heartbeat v0-4: a classic member is alive, and hears whether to rejoin. Decided in `group/decide/12-heartbeat`. */
import { Heartbeat } from '../../protocol/generated/apis/12-heartbeat.ts'
import { handler } from '../handler.ts'

export const heartbeat = handler(
  Heartbeat,
  (request, session, broker) => {
    broker.acls.demand(session, 'READ', 'GROUP', request.groupId)
    broker.groups.heartbeat(request)
    return {}
  },
  { refusal: (_request, { errorCode }) => ({ errorCode }) },
)
