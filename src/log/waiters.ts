/**
 * Those who wait for what they appended to be written, in the order of their offsets. Told in that order, and once.
 */
import type { Offset } from '../protocol/types.ts'

interface Waiter {
  readonly offset: Offset
  readonly fn: (error?: Error) => void
}

export class Waiters {
  /** Those before `#told` have been told. */
  #waiters: Waiter[] = []
  #told = 0
  #telling = false

  get count(): number {
    return this.#waiters.length - this.#told
  }

  add(offset: Offset, fn: (error?: Error) => void): void {
    this.#waiters.push({ offset, fn })
  }

  /** All up to `written()` is written. It is asked again and again: whoever is told may append and write at once. */
  tell(written: () => Offset): void {
    // The order must hold all the same: an inner call leaves the rest to the outer one.
    if (this.#telling) return
    this.#telling = true
    try {
      for (;;) {
        const waiter = this.#waiters[this.#told]
        if (!waiter || waiter.offset > written()) break
        this.#told++
        waiter.fn()
      }
    } finally {
      this.#telling = false
      this.#waiters.splice(0, this.#told)
      this.#told = 0
    }
  }

  /** Those who wait for more than `offset` get an error instead. */
  refuse(offset: Offset, error: Error): void {
    const waiting = this.#waiters.slice(this.#told)
    this.#waiters = waiting.filter(waiter => waiter.offset <= offset)
    this.#told = 0
    for (const waiter of waiting) if (waiter.offset > offset) waiter.fn(error)
  }
}
