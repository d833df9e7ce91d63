/**
 * IncrementalAlterConfigs v0-1: set, delete, append to or subtract from single settings. Source: KIP-339.
 * The controller decides (`metadata/decide/44-incremental-alter-configs`), but
 * on levels of loggers, which are this broker's own.
 */
import { operations } from '../../config/alter.ts'
import { IncrementalAlterConfigs } from '../../protocol/generated/apis/44-incremental-alter-configs.ts'
import { alter } from '../alter-configs.ts'
import { handler } from '../handler.ts'
import { changeLevels } from '../loggers.ts'

export const incrementalAlterConfigs = handler(
  IncrementalAlterConfigs,
  async (request, session, broker) => ({
    responses: await alter({
      session,
      resources: request.resources,
      broker,
      needsValue: ({ configOperation }) => configOperation !== operations.delete,
      changeLoggers: ({ configs }) => changeLevels(broker.logger, configs, request.validateOnly),
      async forward(resources) {
        const forwarded = { ...request, resources }
        const { responses } = await broker.controller.forward(IncrementalAlterConfigs, forwarded, session.principal)
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
