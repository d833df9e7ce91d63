/**
 * ListTransactions v0-2: transactional ids of this coordinator, by state, producer, duration (v1) and name (v2).
 * Source: KIP-664, KIP-994, KIP-1152. Names are matched by JavaScript's regular expressions, which are nearly RE2's.
 */
import { KafkaError } from '../../protocol/errors.ts'
import { ListTransactions } from '../../protocol/generated/apis/66-list-transactions.ts'
import { transactions } from '../../transaction/queries.ts'
import { states } from '../../transaction/transaction.ts'
import { handler } from '../handler.ts'
import { TRANSACTION_STATE } from '../topics.ts'

export const listTransactions = handler(
  ListTransactions,
  ({ stateFilters, producerIdFilters, durationFilter, transactionalIdPattern }, session, broker) => {
    const unknownStateFilters = stateFilters.filter(state => !(states as readonly string[]).includes(state))
    const name = transactionalIdPattern ? pattern(transactionalIdPattern) : undefined
    if (!broker.metadata.topics.has(TRANSACTION_STATE)) return { unknownStateFilters, transactionStates: [] }
    const { store } = broker.transactions
    store.loadAll()
    const now = broker.clock.now()
    const found = transactions(store.view).filter(
      ({ transactionalId, producerId, state, startMs }) =>
        (producerIdFilters.length === 0 || producerIdFilters.includes(producerId)) &&
        (stateFilters.length === 0 || stateFilters.includes(state)) &&
        (durationFilter < 0 || now - startMs > durationFilter) &&
        (name === undefined || name.test(transactionalId)) &&
        broker.acls.allows(session, 'DESCRIBE', 'TRANSACTIONAL_ID', transactionalId),
    )
    return {
      unknownStateFilters,
      transactionStates: found.map(({ transactionalId, producerId, state }) => ({
        transactionalId,
        producerId,
        transactionState: state,
      })),
    }
  },
  { refusal: (_request, { errorCode }) => ({ errorCode, unknownStateFilters: [], transactionStates: [] }) },
)

function pattern(text: string): RegExp {
  try {
    return new RegExp(`^(?:${text})$`)
  } catch (error) {
    throw new KafkaError(
      'INVALID_REGULAR_EXPRESSION',
      `Transactional ids like ${JSON.stringify(text)}: ${(error as Error).message}`,
    )
  }
}
