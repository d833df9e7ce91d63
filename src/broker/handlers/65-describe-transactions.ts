/** DescribeTransactions v0: the state of transactional ids, and the partitions of what is open. Source: KIP-664. */
import { KafkaError } from '../../protocol/errors.ts'
import { DescribeTransactions } from '../../protocol/generated/apis/65-describe-transactions.ts'
import type { Broker } from '../broker.ts'
import { answer, handler, type Session } from '../handler.ts'

export const describeTransactions = handler(
  DescribeTransactions,
  ({ transactionalIds }, session, broker) => ({
    transactionStates: transactionalIds.map(transactionalId =>
      answer(nothing(transactionalId), () => describe(transactionalId, session, broker), broker),
    ),
  }),
  {
    refusal: ({ transactionalIds }, { errorCode }) => ({
      transactionStates: transactionalIds.map(transactionalId => ({ ...nothing(transactionalId), errorCode })),
    }),
  },
)

const nothing = (transactionalId: string) => ({
  transactionalId,
  transactionState: '',
  transactionTimeoutMs: 0,
  transactionStartTimeMs: 0,
  producerId: 0,
  producerEpoch: 0,
  topics: [] as { topic: string; partitions: number[] }[],
})

function describe(transactionalId: string, session: Session, broker: Broker): ReturnType<typeof nothing> {
  const { acls } = broker
  acls.demand(session, 'DESCRIBE', 'TRANSACTIONAL_ID', transactionalId)
  const found = broker.transactions.find(transactionalId)
  if (found === undefined)
    throw new KafkaError('TRANSACTIONAL_ID_NOT_FOUND', `There is no transactional id "${transactionalId}"`)
  return {
    transactionalId,
    transactionState: found.state,
    transactionTimeoutMs: found.timeoutMs,
    transactionStartTimeMs: found.startMs,
    producerId: found.producerId,
    producerEpoch: found.epoch,
    topics: Array.from(found.partitions, ([topic, indexes]) => ({ topic, partitions: [...indexes] })).filter(
      ({ topic }) => acls.allows(session, 'DESCRIBE', 'TOPIC', topic),
    ),
  }
}
