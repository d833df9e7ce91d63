/** A coordinator's partition in memory: what was appended is written when `write` is called, or at once. */
import { batches, setBaseOffset, setLeaderEpoch } from '../../src/protocol/batch.ts'

export class MemoryLog {
  readonly name: string
  readonly logStartOffset = 0
  endOffset = 0
  writtenOffset = 0
  /** Until `write`, nobody is told. */
  held = false
  readonly bytes: Buffer[] = []
  #waiting: ((error?: Error) => void)[] = []

  constructor(name = '__transaction_state-0') {
    this.name = name
  }

  append(records: Buffer, { leaderEpoch }: { leaderEpoch: number }) {
    const firstOffset = this.endOffset
    setBaseOffset(records, 0, firstOffset)
    setLeaderEpoch(records, 0, leaderEpoch)
    this.bytes.push(records)
    this.endOffset = headerOf(records).nextOffset
    return { firstOffset }
  }

  write(): void {
    this.writtenOffset = this.endOffset
    for (const fn of this.#waiting.splice(0)) fn()
  }

  /** What was appended and not written is lost. */
  fail(error: Error): void {
    while (this.bytes.length > 0 && headerOf(this.bytes.at(-1)!).baseOffset >= this.writtenOffset) this.bytes.pop()
    this.endOffset = this.writtenOffset
    for (const fn of this.#waiting.splice(0)) fn(error)
  }

  onWritten(fn: (error?: Error) => void): void {
    if (this.endOffset <= this.writtenOffset) return fn()
    this.#waiting.push(fn)
    if (!this.held) this.write()
  }

  epochAt(): number {
    return 0
  }

  *batchesFrom(offset: number) {
    for (const bytes of this.bytes) {
      const header = headerOf(bytes)
      if (header.nextOffset > offset && header.baseOffset < this.writtenOffset) yield { header, bytes }
    }
  }
}

const headerOf = (bytes: Buffer) => [...batches(bytes)][0]!.header
