/** A partition of `__transaction_state` in memory: what was appended is written when `write` is called, or at once. */
import { batches, setBaseOffset, setLeaderEpoch } from '../../src/protocol/batch.ts'
import type { StateLog } from '../../src/transaction/store.ts'

export class MemoryLog implements StateLog {
  readonly name = '__transaction_state-0'
  readonly logStartOffset = 0
  endOffset = 0
  writtenOffset = 0
  /** Until `write`, nobody is told. */
  held = false
  readonly bytes: Buffer[] = []
  #waiting: ((error?: Error) => void)[] = []

  append(records: Buffer, { leaderEpoch }: { leaderEpoch: number }) {
    const firstOffset = this.endOffset
    setBaseOffset(records, 0, firstOffset)
    setLeaderEpoch(records, 0, leaderEpoch)
    this.bytes.push(records)
    this.endOffset++
    return { firstOffset }
  }

  write(): void {
    this.writtenOffset = this.endOffset
    for (const fn of this.#waiting.splice(0)) fn()
  }

  /** What was appended and not written is lost. */
  fail(error: Error): void {
    this.bytes.length = this.writtenOffset
    this.endOffset = this.writtenOffset
    for (const fn of this.#waiting.splice(0)) fn(error)
  }

  onWritten(fn: (error?: Error) => void): void {
    this.#waiting.push(fn)
    if (!this.held) this.write()
  }

  epochAt(): number {
    return 0
  }

  *batchesFrom(offset: number) {
    for (const bytes of this.bytes.slice(offset, this.writtenOffset))
      for (const { header } of batches(bytes)) yield { header, bytes }
  }
}
