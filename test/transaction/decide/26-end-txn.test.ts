import t from 'tap'
import { KafkaError } from '../../../src/protocol/errors.ts'
import { endTransaction, needsNextProducerId } from '../../../src/transaction/decide/26-end-txn.ts'
import { NO_EPOCH, NO_PARTITIONS, type State, type Transaction } from '../../../src/transaction/transaction.ts'

const at = (state: State, epoch = 5): Transaction => ({
  transactionalId: 'payments',
  producerId: 7,
  previousProducerId: 7,
  nextProducerId: -1,
  epoch,
  lastEpoch: NO_EPOCH,
  timeoutMs: 1000,
  state,
  partitions: NO_PARTITIONS,
  startMs: 1,
  updateMs: 1,
  clientVersion: 2,
})

function outcome(known: Transaction, epoch: number, committed: boolean, clientVersion: number): string {
  try {
    const request = { transactionalId: 'payments', producerId: 7, epoch, committed, clientVersion }
    const next = endTransaction(known, request, 2, undefined)
    return next === undefined ? 'NONE' : `${next.state} ${next.epoch}`
  } catch (error) {
    if (error instanceof KafkaError) return error.name
    throw error
  }
}

// The table of Kafka's own `TransactionCoordinator`: with the current epoch, and with the one before (a repetition).
t.test('transaction.version 2', async t => {
  const table: [State, abort: string, abortAgain: string, commit: string, commitAgain: string][] = [
    ['Empty', 'PrepareAbort 6', 'PRODUCER_FENCED', 'INVALID_TXN_STATE', 'PRODUCER_FENCED'],
    ['Ongoing', 'PrepareAbort 6', 'PRODUCER_FENCED', 'PrepareCommit 6', 'PRODUCER_FENCED'],
    ['PrepareCommit', 'PRODUCER_FENCED', 'INVALID_TXN_STATE', 'PRODUCER_FENCED', 'CONCURRENT_TRANSACTIONS'],
    ['PrepareAbort', 'PRODUCER_FENCED', 'CONCURRENT_TRANSACTIONS', 'PRODUCER_FENCED', 'INVALID_TXN_STATE'],
    ['CompleteCommit', 'PrepareAbort 6', 'INVALID_TXN_STATE', 'INVALID_TXN_STATE', 'NONE'],
    ['CompleteAbort', 'PrepareAbort 6', 'NONE', 'INVALID_TXN_STATE', 'INVALID_TXN_STATE'],
  ]
  for (const [state, ...expected] of table) {
    const actual = [false, true].flatMap(committed => [5, 4].map(epoch => outcome(at(state), epoch, committed, 2)))
    t.same(actual, expected, state)
  }
})

t.test('before it', async t => {
  const table: [State, abort: string, commit: string][] = [
    ['Empty', 'INVALID_TXN_STATE', 'INVALID_TXN_STATE'],
    ['Ongoing', 'PrepareAbort 5', 'PrepareCommit 5'],
    ['PrepareCommit', 'INVALID_TXN_STATE', 'CONCURRENT_TRANSACTIONS'],
    ['PrepareAbort', 'CONCURRENT_TRANSACTIONS', 'INVALID_TXN_STATE'],
    ['CompleteCommit', 'INVALID_TXN_STATE', 'NONE'],
    ['CompleteAbort', 'NONE', 'INVALID_TXN_STATE'],
  ]
  for (const [state, ...expected] of table) {
    t.same(
      [false, true].map(committed => outcome(at(state), 5, committed, 0)),
      expected,
      state,
    )
    for (const epoch of [4, 6]) t.equal(outcome(at(state), epoch, true, 0), 'PRODUCER_FENCED')
  }
})

t.test('another producer, or another id', async t => {
  const request = { transactionalId: 'payments', producerId: 8, epoch: 5, committed: true, clientVersion: 2 }
  for (const known of [at('Ongoing'), undefined])
    t.throws(() => endTransaction(known, request, 2, undefined), { name: 'INVALID_PRODUCER_ID_MAPPING' })
})

t.test('the last epoch asks for another producer id', async t => {
  t.notOk(needsNextProducerId(at('Ongoing', 32_765), 2))
  t.ok(needsNextProducerId(at('Ongoing', 32_766), 2))
  t.notOk(needsNextProducerId(at('Ongoing', 32_766), 0), 'an older client keeps its epoch')
  const request = { transactionalId: 'payments', producerId: 7, epoch: 32_766, committed: true, clientVersion: 2 }
  t.match(endTransaction(at('Ongoing', 32_766), request, 2, 99), { producerId: 7, epoch: 32_767, nextProducerId: 99 })
})
