/**
 * DeleteAcls v1-3: the controller decides (`metadata/decide/31-delete-acls`). SECURITY_DISABLED for each where no authorizer is
 * set. Source: KIP-140.
 */
import { KafkaError } from '../../protocol/errors.ts'
import { DeleteAcls } from '../../protocol/generated/apis/31-delete-acls.ts'
import { handler } from '../handler.ts'
import { NO_AUTHORIZER } from './29-describe-acls.ts'

export const deleteAcls = handler(
  DeleteAcls,
  (request, session, broker) => {
    broker.acls.demand(session, 'ALTER', 'CLUSTER')
    if (!broker.acls.enabled) throw new KafkaError('SECURITY_DISABLED', NO_AUTHORIZER)
    return broker.controller.forward(DeleteAcls, request, session.principal)
  },
  { refusal: ({ filters }, error) => ({ filterResults: filters.map(() => ({ ...error, matchingAcls: [] })) }) },
)
