/** UnregisterBroker v0: the controller decides (`metadata/decide/64-unregister-broker`). */
import { UnregisterBroker } from '../../protocol/generated/apis/64-unregister-broker.ts'
import { handler } from '../handler.ts'

export const unregisterBroker = handler(
  UnregisterBroker,
  async (request, session, { acls, controller }) => {
    acls.demand(session, 'ALTER', 'CLUSTER')
    return await controller.forward(UnregisterBroker, request, session.principal)
  },
  { refusal: (_request, error) => error },
)
