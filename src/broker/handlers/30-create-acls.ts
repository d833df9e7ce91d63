/**
 * CreateAcls v1-3: the controller decides (`metadata/decide/30-create-acls`). SECURITY_DISABLED for each where no authorizer is
 * set. Source: KIP-140.
 */
import { KafkaError } from '../../protocol/errors.ts'
import { CreateAcls } from '../../protocol/generated/apis/30-create-acls.ts'
import { handler } from '../handler.ts'
import { NO_AUTHORIZER } from './29-describe-acls.ts'

export const createAcls = handler(
  CreateAcls,
  (request, session, broker) => {
    broker.acls.demand(session, 'ALTER', 'CLUSTER')
    if (!broker.acls.enabled) throw new KafkaError('SECURITY_DISABLED', NO_AUTHORIZER)
    return broker.controller.forward(CreateAcls, request, session.principal)
  },
  { refusal: ({ creations }, error) => ({ results: creations.map(() => error) }) },
)
