/** CreatePartitions v0-3: the controller decides (`metadata/decide/37-create-partitions`). */
import { CreatePartitions } from '../../protocol/generated/apis/37-create-partitions.ts'
import { forAllowed } from '../allowed.ts'
import { handler } from '../handler.ts'

export const createPartitions = handler(
  CreatePartitions,
  async (request, session, broker) => {
    const { topics } = request
    const asked = {
      session,
      broker,
      operation: 'ALTER',
      topics,
      nameOf: ({ name }: (typeof topics)[number]) => name,
    } as const
    const forward = async (allowed: typeof topics) => {
      const forwarded = { ...request, topics: allowed }
      const { results } = await broker.controller.forward(CreatePartitions, forwarded, session.principal)
      return results
    }
    return {
      results: await forAllowed(asked, forward, ({ name }, errorCode) => ({ name, errorCode, errorMessage: null })),
    }
  },
  { refusal: ({ topics }, error) => ({ results: topics.map(({ name }) => ({ name, ...error })) }) },
)
