/**
 * InitProducerId v0-5: an id for an idempotent producer. Source: KIP-98, KIP-360.
 * Kafka has a version 6 that it does not advertise (two-phase commit); neither do we.
 * Not here: transactional ids, which are the transaction coordinator's.
 */
import { KafkaError } from '../../protocol/errors.ts'
import { InitProducerId } from '../../protocol/generated/apis/22-init-producer-id.ts'
import { handler } from '../handler.ts'

const NO_PRODUCER_ID = -1
const NO_EPOCH = -1

export const initProducerId = handler(
  InitProducerId,
  async ({ transactionalId, producerId, producerEpoch }, _session, broker) => {
    if ((producerId === NO_PRODUCER_ID) !== (producerEpoch === NO_EPOCH))
      throw new KafkaError(
        'INVALID_REQUEST',
        `Producer id ${producerId} with epoch ${producerEpoch}: give both, or neither`,
      )
    if (transactionalId === '')
      throw new KafkaError('INVALID_REQUEST', 'The transactional id is empty: give one, or null')
    if (transactionalId !== null)
      throw new KafkaError(
        'UNSUPPORTED_VERSION',
        `Transactional id ${transactionalId}: transactions are not served here yet`,
      )
    return { producerId: await broker.producerIds.take(), producerEpoch: 0 }
  },
  { refusal: (_request, { errorCode }) => ({ errorCode, producerId: NO_PRODUCER_ID, producerEpoch: NO_EPOCH }) },
)
