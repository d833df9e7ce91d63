/** Records of `__transaction_state` into rows, one a transactional id. Those of a newer Kafka are stepped over. */
import type { BatchHeader } from '../protocol/batch.ts'
import { TransactionLogKey, TransactionLogValue } from '../protocol/generated/records/transaction/00-transaction-log.ts'
import { Reader } from '../protocol/reader.ts'
import { decodeRecords } from '../protocol/record.ts'
import type { View } from '../view/view.ts'

/** Fold a batch. @returns the transactional ids it touched */
export function applyBatch(view: View, header: BatchHeader, bytes: Buffer, source: string): string[] {
  if (header.isControl) return []
  const touched: string[] = []
  for (const { key, value } of decodeRecords(bytes)) {
    if (!key || key.length < 2 || key.readInt16BE(0) !== TransactionLogKey.apiKey) continue
    const { transactionalId } = TransactionLogKey.read(new Reader(key, 2), 0)
    if (value === null) view.run('DELETE FROM txn WHERE transactional_id = ?', transactionalId)
    else if (!applyValue(view, transactionalId, value, source)) continue
    touched.push(transactionalId)
  }
  return touched
}

function applyValue(view: View, transactionalId: string, bytes: Buffer, source: string): boolean {
  const version = bytes.length < 2 ? 0 : bytes.readInt16BE(0)
  if (version > TransactionLogValue.max) return false
  const value = TransactionLogValue.read(new Reader(bytes, 2), version)
  view.run(
    'INSERT OR REPLACE INTO txn VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    transactionalId,
    source,
    value.producerId,
    value.previousProducerId,
    value.nextProducerId,
    value.producerEpoch,
    value.transactionTimeoutMs,
    value.transactionStatus,
    JSON.stringify((value.transactionPartitions ?? []).map(({ topic, partitionIds }) => [topic, partitionIds])),
    value.transactionStartTimestampMs,
    value.transactionLastUpdateTimestampMs,
    value.clientTransactionVersion,
  )
  return true
}
