/** AlterClientQuotas v0-1: the controller decides (`metadata/decide/49-alter-client-quotas`); in force when it is answered. */
import { AlterClientQuotas } from '../../protocol/generated/apis/49-alter-client-quotas.ts'
import { handler } from '../handler.ts'

export const alterClientQuotas = handler(
  AlterClientQuotas,
  (request, session, { acls, controller }) => {
    acls.demand(session, 'ALTER_CONFIGS', 'CLUSTER')
    return controller.forward(AlterClientQuotas, request, session.principal)
  },
  { refusal: ({ entries }, error) => ({ entries: entries.map(({ entity }) => ({ ...error, entity })) }) },
)
