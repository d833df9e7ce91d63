/**
 * IncrementalAlterConfigs v0-1: set, delete, append to or subtract from single settings. Source: KIP-339.
 * The controller decides (`metadata/decide/44-incremental-alter-configs`).
 */
import { IncrementalAlterConfigs } from '../../protocol/generated/apis/44-incremental-alter-configs.ts'
import { alter } from '../alter-configs.ts'
import { handler } from '../handler.ts'

const DELETE = 1

export const incrementalAlterConfigs = handler(
  IncrementalAlterConfigs,
  async (request, { principal }, broker) => ({
    responses: await alter(
      request.resources,
      broker,
      ({ configOperation }) => configOperation !== DELETE,
      async resources => {
        const { responses } = await broker.controller.forward(
          IncrementalAlterConfigs,
          { ...request, resources },
          principal,
        )
        return responses
      },
    ),
  }),
  {
    refusal: ({ resources }, error) => ({
      responses: resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName, ...error })),
    }),
  },
)
