/**
 * Which transactions a cleaning is in the middle of, as it walks through a log: what was aborted goes at once, and a marker
 * goes when nothing of its transaction is left.
 * Source: KIP-98; Kafka 4.3 `CleanedTransactionMetadata`.
 */
import type { BatchHeader } from '../../protocol/batch.ts'
import type { ProducerId } from '../../protocol/types.ts'
import { markerOf } from '../recover.ts'
import type { AbortedTransaction } from '../txn-index.ts'

interface Aborting {
  readonly transaction: AbortedTransaction
  /** A batch of it was met. */
  seen: boolean
}

export class CleanedTransactions {
  /** To come, by first offset; those before `#next` have begun. */
  #coming: AbortedTransaction[] = []
  readonly #aborting = new Map<ProducerId, Aborting>()
  readonly #committing = new Set<ProducerId>()
  /** Transactions whose abort marker stays: for the index of what is being written. */
  readonly kept: AbortedTransaction[] = []

  /** Aborted ones in what comes next. Those that are known already may be among them. */
  add(transactions: readonly AbortedTransaction[]): void {
    this.#coming = [...this.#coming, ...transactions].sort((a, b) => a.firstOffset - b.firstOffset)
  }

  /** @returns whether the records of a data batch are of an aborted transaction */
  batch({ producerId, lastOffset, isTransactional }: BatchHeader): boolean {
    this.#begin(lastOffset)
    if (!isTransactional) return false
    const aborting = this.#aborting.get(producerId)
    if (aborting) aborting.seen = true
    else this.#committing.add(producerId)
    return aborting !== undefined
  }

  /** @returns whether a control batch can go, as soon as its time has come */
  control(header: BatchHeader, bytes: Buffer): boolean {
    const { producerId, lastOffset, count } = header
    this.#begin(lastOffset)
    // Emptied by an earlier cleaning.
    if (count === 0) return true
    const marker = markerOf(bytes)
    if (marker === undefined) return false
    if (marker.committed) return !this.#committing.delete(producerId)
    const aborting = this.#aborting.get(producerId)
    this.#aborting.delete(producerId)
    if (!aborting?.seen) return true
    this.kept.push(aborting.transaction)
    return false
  }

  #begin(offset: number): void {
    let count = 0
    for (const transaction of this.#coming) {
      if (transaction.firstOffset > offset) break
      count++
      const { producerId } = transaction
      if (!this.#aborting.has(producerId)) this.#aborting.set(producerId, { transaction, seen: false })
    }
    if (count > 0) this.#coming.splice(0, count)
  }
}
