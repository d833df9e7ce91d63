/** CreatePartitions v0-3: the controller decides (`metadata/decide/37-create-partitions`). */
import {
  CreatePartitions,
  type CreatePartitionsRequest,
  type CreatePartitionsTopicResultInit,
} from '../../protocol/generated/apis/37-create-partitions.ts'
import { forAllowed } from '../allowed.ts'
import { handler } from '../handler.ts'
import { charge, doneWithin } from '../mutations.ts'

/** THROTTLING_QUOTA_EXCEEDED came with it (KIP-599). */
const STRICT_SINCE = 3

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
    const grow = async (topics: CreatePartitionsRequest['topics'], validateOnly: boolean) => {
      const forwarded = { ...request, topics, validateOnly }
      const { results } = await broker.controller.forward(CreatePartitions, forwarded, session.principal)
      return results
    }
    let throttleTimeMs = 0
    const forward = async (allowed: typeof topics) => {
      const charged = await charge({
        quotas: broker.quotas,
        session,
        strictSince: STRICT_SINCE,
        permits: async () => {
          const rows = await grow(allowed, true)
          const now = allowed.map(({ name }) => broker.metadata.topics.get(name)?.partitions.length ?? 0)
          return rows.map(({ errorCode }, i) => (errorCode ? 0 : allowed[i]!.count - now[i]!))
        },
        row: (i, error): CreatePartitionsTopicResultInit => ({ name: allowed[i]!.name, ...error }),
      })
      throttleTimeMs = charged.throttleTimeMs
      return doneWithin(allowed, charged, rest => grow(rest, request.validateOnly))
    }
    const results = await forAllowed(asked, forward, ({ name }, errorCode) => ({ name, errorCode, errorMessage: null }))
    return { results, throttleTimeMs }
  },
  { refusal: ({ topics }, error) => ({ results: topics.map(({ name }) => ({ name, ...error })) }) },
)
