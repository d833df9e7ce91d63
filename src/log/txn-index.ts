/**
 * The .txnindex of a segment: transactions that were aborted by a marker in it. Made only when there is one.
 *
 * ```
 *  0  int16  version 0
 *  2  int64  producer id
 * 10  int64  first offset of the transaction
 * 18  int64  last offset: that of the abort marker
 * 26  int64  last stable offset when the marker was written
 * ```
 * Source: KIP-98; Kafka 4.3 `TransactionIndex`.
 */
import { readInt64, writeInt64 } from '../lib/bytes.ts'
import type { Offset, ProducerId } from '../protocol/types.ts'

const ENTRY_BYTES = 34

export interface AbortedTransaction {
  producerId: ProducerId
  firstOffset: Offset
  lastOffset: Offset
  lastStableOffset: Offset
}

export function encodeAborted(transaction: AbortedTransaction): Buffer {
  const bytes = Buffer.alloc(ENTRY_BYTES)
  writeInt64(bytes, 2, transaction.producerId)
  writeInt64(bytes, 10, transaction.firstOffset)
  writeInt64(bytes, 18, transaction.lastOffset)
  writeInt64(bytes, 26, transaction.lastStableOffset)
  return bytes
}

/** @returns undefined when the bytes cannot be an index: it has to be rebuilt */
export function decodeAborted(bytes: Buffer): AbortedTransaction[] | undefined {
  if (bytes.length % ENTRY_BYTES !== 0) return undefined
  const transactions: AbortedTransaction[] = []
  for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
    if (bytes.readInt16BE(at) !== 0) return undefined
    transactions.push({
      producerId: readInt64(bytes, at + 2),
      firstOffset: readInt64(bytes, at + 10),
      lastOffset: readInt64(bytes, at + 18),
      lastStableOffset: readInt64(bytes, at + 26),
    })
  }
  return transactions
}
