/** ConsumerGroupHeartbeat v0-1: a member of the consumer protocol. Decided in `group/decide/68-consumer-group-heartbeat`. */
import { ConsumerGroupHeartbeat } from '../../protocol/generated/apis/68-consumer-group-heartbeat.ts'
import { callerOf } from '../groups.ts'
import { handler } from '../handler.ts'

export const consumerGroupHeartbeat = handler(
  ConsumerGroupHeartbeat,
  (request, session, broker) => {
    broker.acls.demand(session, 'READ', 'GROUP', request.groupId)
    for (const name of request.subscribedTopicNames ?? []) broker.acls.demand(session, 'DESCRIBE', 'TOPIC', name)
    return broker.groups.consumerGroupHeartbeat(request, callerOf(session))
  },
  { refusal: (_request, error) => ({ ...error, memberEpoch: 0, heartbeatIntervalMs: 0 }) },
)
