/**
 * InitProducerId v0-5: an id for an idempotent producer, or id and epoch of a transactional one.
 * Decided in `transaction/decide/22-init-producer-id`. Source: KIP-98, KIP-360, KIP-588.
 * Kafka has a version 6 that it does not advertise (two-phase commit); neither do we.
 */
import { KafkaError } from '../../protocol/errors.ts'
import { InitProducerId } from '../../protocol/generated/apis/22-init-producer-id.ts'
import type { Broker } from '../broker.ts'
import { handler, type Session } from '../handler.ts'
import { fencedSince } from '../transactions.ts'

const NO_PRODUCER_ID = -1
const NO_EPOCH = -1
const FENCED_SINCE = 4

export const initProducerId = handler(
  InitProducerId,
  async ({ transactionalId, transactionTimeoutMs, producerId, producerEpoch }, session, broker) => {
    const { version } = session
    demandAllowed(transactionalId, session, broker)
    if ((producerId === NO_PRODUCER_ID) !== (producerEpoch === NO_EPOCH))
      throw new KafkaError(
        'INVALID_REQUEST',
        `Producer id ${producerId} with epoch ${producerEpoch}: give both, or neither`,
      )
    if (transactionalId === '')
      throw new KafkaError('INVALID_REQUEST', 'The transactional id is empty: give one, or null')
    if (transactionalId === null) return { producerId: await broker.producerIds.take(), producerEpoch: 0 }
    const expected = producerId === NO_PRODUCER_ID ? undefined : { producerId, epoch: producerEpoch }
    const request = { transactionalId, timeoutMs: transactionTimeoutMs, expected }
    return fencedSince(FENCED_SINCE, version, () => broker.transactions.initProducerId(request))
  },
  { refusal: (_request, { errorCode }) => ({ errorCode, producerId: NO_PRODUCER_ID, producerEpoch: NO_EPOCH }) },
)

/** @throws {KafkaError} TRANSACTIONAL_ID_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED */
function demandAllowed(transactionalId: string | null, session: Session, { acls }: Broker): void {
  if (transactionalId !== null) acls.demand(session, 'WRITE', 'TRANSACTIONAL_ID', transactionalId)
  // Who may write anywhere may do so idempotently (KIP-679).
  else if (!acls.allowsSome(session, 'WRITE', 'TOPIC')) acls.demand(session, 'IDEMPOTENT_WRITE', 'CLUSTER')
}
