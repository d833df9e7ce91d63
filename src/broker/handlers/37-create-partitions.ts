/** CreatePartitions v0-3: the controller decides (`metadata/decide/37-create-partitions`). */
import { CreatePartitions } from '../../protocol/generated/apis/37-create-partitions.ts'
import { handler } from '../handler.ts'

export const createPartitions = handler(
  CreatePartitions,
  (request, { principal }, broker) => broker.controller.forward(CreatePartitions, request, principal),
  { refusal: ({ topics }, error) => ({ results: topics.map(({ name }) => ({ name, ...error })) }) },
)
