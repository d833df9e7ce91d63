/**
 * AlterConfigs v0-2: replace all settings of a resource. Deprecated in Kafka, for IncrementalAlterConfigs.
 * The controller decides (`metadata/decide/33-alter-configs`).
 */
import { AlterConfigs } from '../../protocol/generated/apis/33-alter-configs.ts'
import { alter } from '../alter-configs.ts'
import { handler } from '../handler.ts'

export const alterConfigs = handler(
  AlterConfigs,
  async (request, session, broker) => ({
    responses: await alter({
      session,
      resources: request.resources,
      broker,
      needsValue: () => true,
      async forward(resources) {
        const { responses } = await broker.controller.forward(
          AlterConfigs,
          { ...request, resources },
          session.principal,
        )
        return responses
      },
    }),
  }),
  {
    refusal: ({ resources }, error) => ({
      responses: resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName, ...error })),
    }),
  },
)
