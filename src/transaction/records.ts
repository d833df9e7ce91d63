/**
 * The records of `__transaction_state`, in Kafka 4.3's own form, so that its tools and its coordinator can read what we
 * wrote. The value is version 1 from transaction.version 1 on. Source: Kafka 4.3 `TransactionLog`.
 */
import { TransactionLogKey, TransactionLogValue } from '../protocol/generated/records/transaction/00-transaction-log.ts'
import { Writer } from '../protocol/writer.ts'
import { states, type Transaction } from './transaction.ts'

export interface TransactionRecord {
  key: Buffer
  /** Null is a tombstone. */
  value: Buffer | null
}

const KEY_VERSION = 0
/** Before it a record does not say which producer id was before, or comes next (KIP-890). */
const NAMES_PRODUCERS_SINCE = 1

export function transactionRecord(transaction: Transaction, valueVersion = TransactionLogValue.max): TransactionRecord {
  const writer = new Writer()
  writer.int16(valueVersion)
  const value = {
    producerId: transaction.producerId,
    producerEpoch: transaction.epoch,
    transactionTimeoutMs: transaction.timeoutMs,
    transactionStatus: states.indexOf(transaction.state),
    transactionPartitions:
      transaction.state === 'Empty'
        ? null
        : Array.from(transaction.partitions, ([topic, indexes]) => ({ topic, partitionIds: [...indexes] })),
    transactionLastUpdateTimestampMs: transaction.updateMs,
    transactionStartTimestampMs: transaction.startMs,
    ...(valueVersion >= NAMES_PRODUCERS_SINCE && {
      previousProducerId: transaction.previousProducerId,
      nextProducerId: transaction.nextProducerId,
      clientTransactionVersion: transaction.clientVersion,
    }),
  }
  TransactionLogValue.write(writer, value, valueVersion)
  return { key: keyOf(transaction.transactionalId), value: writer.toBuffer() }
}

export const transactionGone = (transactionalId: string): TransactionRecord => ({
  key: keyOf(transactionalId),
  value: null,
})

function keyOf(transactionalId: string): Buffer {
  const writer = new Writer()
  writer.int16(TransactionLogKey.apiKey!)
  TransactionLogKey.write(writer, { transactionalId }, KEY_VERSION)
  return writer.toBuffer()
}
