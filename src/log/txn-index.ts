/**
 * The .txnindex of a segment: transactions that were aborted by a marker in it. Made only when there is one.
 *
 * ```
 *  0  int16  version 0
 *  2  int64  producer id
 * 10  int64  first offset of the transaction
 * 18  int64  last offset: that of the abort marker
 * 26  int64  last stable offset once the transaction had ended
 * ```
 * In the order of the markers, so the last stable offset grows from entry to entry. An entry is written right behind its
 * marker; one that a crash lost is made again when the log is read for producers.
 * Source: KIP-98; Kafka 4.3 `TransactionIndex`.
 */
import { readInt16, readInt64, writeInt64 } from '../lib/bytes.ts'
import type { Files } from '../lib/files.ts'
import type { Offset, ProducerId } from '../protocol/types.ts'
import type { Handles } from './handles.ts'

const ENTRY_BYTES = 34
const VERSION = 0

export interface AbortedTransaction {
  producerId: ProducerId
  firstOffset: Offset
  lastOffset: Offset
  lastStableOffset: Offset
}

export class TxnIndex {
  readonly #files: Files
  readonly #handles: Handles
  path: string
  /** The log has been asked whether the entries are true; those that are appended are. */
  checked = false
  /** Undefined: not read yet. */
  #entries: AbortedTransaction[] | undefined

  constructor(files: Files, handles: Handles, path: string) {
    this.#files = files
    this.#handles = handles
    this.path = path
  }

  /** @returns undefined when the file holds what cannot be: it has to be made again */
  get entries(): readonly AbortedTransaction[] | undefined {
    this.#entries ??= this.#files.exists(this.path) ? decodeAborted(this.#files.readAll(this.path)) : []
    return this.#entries
  }

  append(transaction: AbortedTransaction): void {
    const entries = this.entries ?? []
    this.#handles.create(this.path)
    this.#handles.get(this.path).write(encodeAborted(transaction), entries.length * ENTRY_BYTES)
    this.#handles.close(this.path)
    this.#entries = [...entries, transaction]
  }

  /** Keep `transactions` and nothing else; no file for none. */
  replace(transactions: readonly AbortedTransaction[]): void {
    if (transactions.length === 0) this.#files.remove(this.path)
    else this.#files.writeAll(this.path, Buffer.concat(transactions.map(encodeAborted)))
    this.#entries = [...transactions]
    this.checked = true
  }
}

export function encodeAborted(transaction: AbortedTransaction): Buffer {
  const bytes = Buffer.alloc(ENTRY_BYTES)
  writeInt64(bytes, 2, transaction.producerId)
  writeInt64(bytes, 10, transaction.firstOffset)
  writeInt64(bytes, 18, transaction.lastOffset)
  writeInt64(bytes, 26, transaction.lastStableOffset)
  return bytes
}

/** @returns undefined when the bytes cannot be an index */
export function decodeAborted(bytes: Buffer): AbortedTransaction[] | undefined {
  if (bytes.length % ENTRY_BYTES !== 0) return undefined
  const transactions: AbortedTransaction[] = []
  for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
    const transaction = {
      producerId: readInt64(bytes, at + 2),
      firstOffset: readInt64(bytes, at + 10),
      lastOffset: readInt64(bytes, at + 18),
      lastStableOffset: readInt64(bytes, at + 26),
    }
    const { firstOffset, lastOffset } = transaction
    if (readInt16(bytes, at) !== VERSION || firstOffset > lastOffset) return undefined
    if (lastOffset <= (transactions.at(-1)?.lastOffset ?? -1)) return undefined
    transactions.push(transaction)
  }
  return transactions
}
