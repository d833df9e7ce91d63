/**
 * How records come to a reader: what is due in the group first, then what was fetched, and waiting when there is nothing.
 * One poll at a time.
 */
import type { Clock } from '../../lib/clock.ts'
import type { Assigned } from './assigned.ts'
import type { Group } from './group.ts'
import type { BatchRead, ConsumerRecord, RecordReader } from './reader.ts'

/** How long a turn of `for await` waits for a record before it looks whether it is closed. */
const ITERATOR_POLL_MS = 1000

export class Poller<Key, Value> {
  readonly #clock: Clock
  readonly #assigned: Assigned
  readonly #joining: Promise<Group> | undefined
  #group: Group | undefined
  readonly #reader: RecordReader<Key, Value>
  /** A poll is to end without records. */
  #woken = false
  #closed = false

  constructor(clock: Clock, assigned: Assigned, joining: Promise<Group> | undefined, reader: RecordReader<Key, Value>) {
    this.#clock = clock
    this.#assigned = assigned
    this.#joining = joining
    this.#reader = reader
  }

  poll(timeoutMs: number, max: number): Promise<ConsumerRecord<Key, Value>[]> {
    return this.#until(timeoutMs, [], () => {
      const records = this.#reader.take(max)
      return records.length > 0 ? records : undefined
    })
  }

  pollBatches(timeoutMs: number, read: BatchRead): Promise<number> {
    return this.#until(timeoutMs, 0, () => this.#reader.batches(read) || undefined)
  }

  /** @param max how many at most before the group is seen to again */
  async *records(max: number): AsyncGenerator<ConsumerRecord<Key, Value>> {
    while (!this.#closed) {
      const record = await this.#until(ITERATOR_POLL_MS, undefined, () => this.#reader.next())
      if (!record) continue
      yield record
      for (let left = max; left > 1 && !this.#closed && !this.#group?.isDue; left--) {
        const next = this.#reader.next()
        if (!next) break
        yield next
      }
    }
  }

  async #until<Result>(timeoutMs: number, nothing: Result, attempt: () => Result | undefined): Promise<Result> {
    const deadline = this.#clock.monotonic() + timeoutMs
    // Whoever polls in a loop, and finds something each time, would keep the event loop from the sockets.
    await new Promise(resolve => setImmediate(resolve))
    if (!this.#group) this.#group = await this.#joining
    for (;;) {
      if (this.#closed) return nothing
      await this.#group?.poll(Math.max(0, deadline - this.#clock.monotonic()))
      if (this.#closed) return nothing
      const result = this.#group?.isHeld ? undefined : attempt()
      this.#assigned.goOn()
      if (result !== undefined) return result
      const left = deadline - this.#clock.monotonic()
      if (this.#woken || left <= 0) {
        this.#woken = false
        return nothing
      }
      if (!this.#group?.isDue) await this.#wait(left)
    }
  }

  async #wait(timeoutMs: number): Promise<void> {
    const over = this.#group?.waits()
    await this.#assigned.fetcher.arrival.wait(this.#clock, Math.min(timeoutMs, this.#group?.dueInMs ?? timeoutMs))
    over?.()
  }

  wakeup(): void {
    this.#woken = true
    this.#assigned.fetcher.arrival.ring()
  }

  close(): void {
    this.#closed = true
  }
}
