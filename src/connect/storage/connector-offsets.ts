/**
 * Offsets of a connector that has a topic of its own for them (offsets.storage.topic), or writes them in its transactions: what is
 * in its own store counts before what is in the worker's, and goes to both, so that it can go back.
 * Source: KIP-618; Kafka 4.3 `ConnectorOffsetBackingStore`.
 */
import type { Log, Place } from '../plugin.ts'
import type { OffsetEntry, OffsetStore } from './offsets.ts'

export class ConnectorOffsets implements OffsetStore {
  readonly #own: OffsetStore
  readonly #worker: OffsetStore
  readonly #log: Log
  readonly #isTransactional: boolean
  #uncommitted: readonly OffsetEntry[] = []

  /** @param isTransactional what its own store was given counts when `committed` is called, and not before */
  constructor(own: OffsetStore, worker: OffsetStore, log: Log, isTransactional: boolean) {
    this.#own = own
    this.#worker = worker
    this.#log = log
    this.#isTransactional = isTransactional
  }

  start(): Promise<void> {
    return this.#own.start()
  }

  stop(): Promise<void> {
    return this.#own.stop()
  }

  async get(keys: readonly Buffer[]): Promise<(Buffer | null)[]> {
    const [own, worker] = await Promise.all([this.#own.get(keys), this.#worker.get(keys)])
    return own.map((value, index) => value ?? worker[index]!)
  }

  /** What is forgotten is forgotten in the worker's store first: else it would be found there again. */
  async set(entries: readonly OffsetEntry[]): Promise<void> {
    const [kept, forgotten] = [entries.filter(([, value]) => value), entries.filter(([, value]) => !value)]
    if (forgotten.length > 0) await this.#worker.set(forgotten)
    await this.#own.set(entries)
    if (this.#isTransactional) this.#uncommitted = kept
    else this.#copy(kept)
  }

  /** Before, the worker's store would be ahead of a transaction that is aborted: with nothing of its own, it would count. */
  committed(): void {
    this.#copy(this.#uncommitted)
    this.#uncommitted = []
  }

  /** Nobody waits for it: what counts is written. */
  #copy(entries: readonly OffsetEntry[]): void {
    if (entries.length === 0) return
    this.#worker
      .set(entries)
      .catch((error: Error) => this.#log.warn(`Offsets were not written to the worker's topic, too: ${error.message}`))
  }

  async partitions(connector: string): Promise<Place[]> {
    const all = await Promise.all([this.#own.partitions(connector), this.#worker.partitions(connector)])
    const found = new Map(all.flat().map(place => [JSON.stringify(Object.entries(place).sort()), place]))
    return [...found.values()]
  }
}

/** The same store, whose life is another's to end. */
export const borrowed = (store: OffsetStore, set: OffsetStore['set'] = entries => store.set(entries)): OffsetStore => ({
  start: async () => {},
  stop: async () => {},
  get: keys => store.get(keys),
  set,
  partitions: connector => store.partitions(connector),
})
