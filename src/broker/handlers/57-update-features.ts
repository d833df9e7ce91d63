/** UpdateFeatures v0-2: the controller decides (`metadata/decide/57-update-features`). Since v2 only the whole has a result. */
import { UpdateFeatures } from '../../protocol/generated/apis/57-update-features.ts'
import { handler } from '../handler.ts'

export const updateFeatures = handler(
  UpdateFeatures,
  async (request, session, { acls, controller }) => {
    acls.demand(session, 'ALTER', 'CLUSTER')
    const { results, ...answer } = await controller.forward(UpdateFeatures, request, session.principal)
    return session.version > 1 ? answer : { ...answer, results }
  },
  { refusal: (_request, error, version) => ({ ...error, ...(version < 2 && { results: [] }) }) },
)
