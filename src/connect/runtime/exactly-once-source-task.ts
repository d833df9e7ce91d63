/**
 * A source task that writes in transactions: records, and how far they go, are there together or not at all. Who read committed
 * records sees each once, whatever was killed. Before its first transaction it makes sure that tasks of before can write no more.
 * Source: KIP-618; Kafka 4.3 `ExactlyOnceWorkerSourceTask`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import { ConnectError } from '../errors.ts'
import type { SourceRecord, Written } from '../plugin.ts'
import type { OffsetStore, OffsetWriter } from '../storage/offsets.ts'
import { BaseSourceTask, type SourceTaskOptions } from './source-task.ts'
import { taskKey } from './states.ts'
import type { Ending, TransactionBoundary } from './transaction-boundary.ts'
import type { ExactlyOnce } from './worker.ts'

export interface ExactlyOnceOptions extends SourceTaskOptions {
  readonly exactlyOnce: ExactlyOnce
  readonly boundary: TransactionBoundary
  /** Read from when the producer has taken over. */
  readonly store: OffsetStore
  /** Of the same store, which writes with the task's producer. */
  readonly offsets: OffsetWriter
  /** A task may not write there: reading it would wait for the task's own transaction. */
  readonly offsetsTopic: string
}

export class ExactlyOnceSourceTask extends BaseSourceTask {
  readonly #o: ExactlyOnceOptions
  /** Written, or dropped; the connector is told when they are committed. */
  #committable: [record: SourceRecord, written: Written | undefined][] = []
  #isOpen = false

  constructor(options: ExactlyOnceOptions) {
    super(options)
    this.#o = options
  }

  protected override async prepare(): Promise<void> {
    const { exactlyOnce, store } = this.#o
    await this.#orStopped(exactlyOnce.fence(this.signal))
    // It may be another's by now, who would be fenced by this one.
    if (this.isStopping) return
    await this.producer!.initTransactions()
    await this.#orStopped(exactlyOnce.verify())
    if (!this.isStopping) await store.start()
  }

  /** Both wait for the herder's turn, which may be waiting for this task to stop. */
  async #orStopped(work: Promise<void>): Promise<void> {
    let stop = () => {}
    const stopped = new Promise<void>(resolve => {
      stop = resolve
      this.signal.addEventListener('abort', stop)
    })
    if (this.signal.aborted) stop()
    await Promise.race([work, stopped]).finally(() => this.signal.removeEventListener('abort', stop))
    work.catch(() => {})
  }

  protected override beforeTurns(): void {
    this.#o.boundary.start()
  }

  protected override beginTurn(): void {}
  protected override async beforePoll(): Promise<void> {}

  protected override submitting(_record: SourceRecord, topic: string) {
    if (topic === this.#o.offsetsTopic)
      throw new ConnectError(
        'Source tasks may not produce to their own offsets topics when exactly-once support is enabled',
      )
    this.#begin()
    return { ack: () => {}, drop: () => {} }
  }

  #begin(): void {
    if (this.#isOpen) return
    this.producer!.beginTransaction()
    this.#isOpen = true
  }

  protected override async dropped(record: SourceRecord): Promise<void> {
    this.#committable.push([record, undefined])
    await this.dispatched(record)
  }

  protected override async dispatched(record: SourceRecord): Promise<void> {
    const { offsets, boundary } = this.#o
    offsets.set(record.sourcePartition, record.sourceOffset)
    await this.#end(boundary.afterRecord(record))
  }

  protected override batchDispatched(): Promise<void> {
    return this.#end(this.#o.boundary.afterBatch())
  }

  protected override acknowledged(record: SourceRecord, written: Written | undefined): void {
    this.#committable.push([record, written])
  }

  /** The commit throws it. */
  protected override sendFailed(): void {}

  protected override async beforePause(): Promise<void> {
    await this.#end(this.#o.boundary.atEnd())
  }

  protected override async finish(failed: boolean): Promise<void> {
    if (!failed) await this.#end(this.#o.boundary.atEnd())
  }

  async #end(ending: Ending): Promise<void> {
    if (ending === undefined) return
    if (ending === 'abort') {
      if (this.#isOpen) {
        this.log.info('The transaction is aborted, as the connector asked for')
        this.#isOpen = false
        await this.producer!.abortTransaction()
      } else this.log.warn('The connector asked for an abort of a transaction in which there is nothing')
    }
    // Offsets are committed in any case: else the same records would come again.
    await this.#commit()
  }

  async #commit(): Promise<void> {
    const { offsets } = this.#o
    if (this.#isOpen || !offsets.isEmpty) {
      this.#begin()
      try {
        await Promise.all([offsets.flush(), this.producer!.flush()])
        await this.producer!.commitTransaction()
        this.#isOpen = false
        this.#o.store.committed?.()
      } catch (cause) {
        throw new ConnectError(this.#whyNot(cause), { cause })
      }
    }
    const committed = this.#committable
    this.#committable = []
    for (const [record, written] of committed) await this.written(record, written)
    await this.tellCommitted()
  }

  #whyNot(cause: unknown): string {
    const what = `Failed to flush offsets and/or records for task ${taskKey(this.id)}`
    if (!isFenced(cause) && !isFenced((cause as Error).cause)) return what
    return `${what}: another task has taken over, or the transaction was open for longer than transaction.timeout.ms. If there is no other task: raise the timeout of the connector's producers (producer.override.transaction.timeout.ms), end transactions sooner (transaction.boundary.interval.ms, or transaction.boundary=poll), or let the producers write faster`
  }

  protected override async close(): Promise<void> {
    await super.close()
    await this.#o.store.stop()
  }

  protected override abandon(): void {
    super.abandon()
    this.#o.store.stop().catch(error => this.log.error('A reader of offsets could not be closed', error))
  }
}

const isFenced = (error: unknown) => error instanceof KafkaError && fencedErrors.has(error.name)
/** The last one, for a moment: the transaction was ended in its place, and whoever did so has no epoch of his own yet. */
const fencedErrors: ReadonlySet<string> = new Set(['PRODUCER_FENCED', 'INVALID_PRODUCER_EPOCH', 'INVALID_TXN_STATE'])
