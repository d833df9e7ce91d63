import t from 'tap'
import { TransactionLogValue } from '../../src/protocol/generated/records/transaction/00-transaction-log.ts'
import { Reader } from '../../src/protocol/reader.ts'
import { transactionGone, transactionRecord } from '../../src/transaction/records.ts'
import type { Transaction } from '../../src/transaction/transaction.ts'

const transaction: Transaction = {
  transactionalId: 'payments',
  producerId: 7,
  previousProducerId: 5,
  nextProducerId: 9,
  epoch: 3,
  lastEpoch: 2,
  timeoutMs: 30_000,
  state: 'Ongoing',
  partitions: new Map([['orders', new Set([0, 1])]]),
  startMs: 1000,
  updateMs: 2000,
  clientVersion: 2,
}
const read = (bytes: Buffer | null) => TransactionLogValue.read(new Reader(bytes!, 2), bytes!.readInt16BE())

t.test('the key is the transactional id, the value says its version first', async t => {
  const { key, value } = transactionRecord(transaction)
  t.equal(key.toString('hex'), `0000${'0008'}${Buffer.from('payments').toString('hex')}`)
  t.equal(value!.readInt16BE(), 1)
  t.match(read(value), {
    producerId: 7,
    producerEpoch: 3,
    transactionStatus: 1,
    transactionPartitions: [{ topic: 'orders', partitionIds: [0, 1] }],
    transactionStartTimestampMs: 1000,
    transactionLastUpdateTimestampMs: 2000,
    previousProducerId: 5,
    nextProducerId: 9,
    clientTransactionVersion: 2,
  })
  t.same(transactionGone('payments'), { key, value: null })
})

t.test('an empty transaction has no partitions, not a list of none', async t => {
  t.equal(
    read(transactionRecord({ ...transaction, state: 'Empty', partitions: new Map() }).value).transactionPartitions,
    null,
  )
})

t.test('version 0, of transaction.version 0, tells of no other producer ids', async t => {
  const { value } = transactionRecord(transaction, 0)
  t.equal(value!.readInt16BE(), 0)
  t.match(read(value), { producerId: 7, producerEpoch: 3, previousProducerId: -1, nextProducerId: -1 })
})
