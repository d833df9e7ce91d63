/**
 * What all source tasks do: ask the connector for records, transform and convert them, send them.
 * Source: Kafka 4.3 `AbstractWorkerSourceTask`. What is committed, and when, is in regular-source-task.ts and
 * exactly-once-source-task.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Producer, RecordMetadata } from '../../client/producer/producer.ts'
import { mayRetry } from '../../client/retry.ts'
import { ConnectError, isRetriable } from '../errors.ts'
import type { SourceRecord, SourceTask, Written } from '../plugin.ts'
import { applyChain, type Link } from './chain.ts'
import { polled } from './handed-over.ts'
import type { TaskConverters } from './task-converters.ts'
import type { Place, Tolerance } from './tolerance.ts'
import type { TopicCreation } from './topic-creation.ts'
import { type TaskOptions, WorkerTask } from './worker-task.ts'

export interface SourceTaskOptions extends TaskOptions {
  readonly connectorClass: string
  readonly create: (signal: AbortSignal) => Promise<SourceTask>
  readonly converters: TaskConverters
  readonly chain: readonly Link[]
  readonly tolerance: (signal: AbortSignal) => Tolerance<SourceRecord>
  readonly producer: () => Producer
  readonly topics: TopicCreation
  /** Told of each topic that something was written to. */
  readonly onTopic: (topic: string) => void
}

export interface ProducerBytes {
  topic: string
  partition: number | undefined
  key: Uint8Array | null
  value: Uint8Array | null
  headers: { key: string; value: Uint8Array | null }[]
  timestamp: number | undefined
}

/** After a send that may work later. */
const SEND_FAILED_BACKOFF_MS = 100
/** A `poll` that comes back at once with nothing would keep the process busy. */
const EMPTY_POLL_MS = 10
const CLOSE_MS = 30_000

export abstract class BaseSourceTask extends WorkerTask {
  protected readonly o: SourceTaskOptions
  protected readonly tolerance: Tolerance<SourceRecord>
  protected task: SourceTask | undefined
  protected producer: Producer | undefined
  readonly #place: Place<SourceRecord>
  #toSend: readonly SourceRecord[] | null = null
  readonly #topics = new Set<string>()

  constructor(options: SourceTaskOptions) {
    super(options)
    this.o = options
    this.tolerance = options.tolerance(this.signal)
    this.#place = { original: null as never, stage: 'TASK_POLL', at: options.connectorClass }
  }

  /** Before each turn: throw what went wrong meanwhile. */
  protected abstract beginTurn(): void
  protected abstract beforePoll(): Promise<void>
  /** Before a record is given to the producer. @returns what to do when it was written, or was not */
  protected abstract submitting(record: SourceRecord, topic: string): { ack(): void; drop(): void }
  /** The producer has it. */
  protected abstract dispatched(record: SourceRecord): Promise<void>
  /** It is not to be written. */
  protected abstract dropped(record: SourceRecord): Promise<void>
  protected abstract acknowledged(record: SourceRecord, written: Written | undefined): void
  protected abstract batchDispatched(): Promise<void>
  protected abstract sendFailed(error: Error): void
  protected abstract finish(failed: boolean): Promise<void>

  /** Before the connector's part begins. */
  protected async prepare(): Promise<void> {}
  /** Before the first turn, and before the first after a pause. */
  protected beforeTurns(): void {}
  protected async beforePause(): Promise<void> {}

  protected override async start(): Promise<void> {
    this.producer = this.o.producer()
    await this.prepare()
    if (!this.isStopping) this.task = await this.o.create(this.signal)
  }

  protected override async execute(): Promise<void> {
    this.beforeTurns()
    try {
      while (!this.isStopping) await this.#turn()
    } catch (error) {
      if (!this.isCancelled)
        await this.finish(true).catch(cause =>
          this.log.error('Failed to commit offsets for already-failing task', cause),
        )
      throw error
    }
    await this.finish(false)
  }

  async #turn(): Promise<void> {
    // Other tasks, and sockets, get their turn whatever the connector does.
    await new Promise(resolve => setImmediate(resolve))
    this.beginTurn()
    if (this.shouldPause) {
      await this.beforePause()
      if (!(await this.pauseHere())) return
      this.onResume()
      this.beforeTurns()
      return
    }
    if (!this.#toSend) {
      await this.beforePoll()
      this.#toSend = await this.#poll()
      if (!this.#toSend) return this.batchDispatched()
    }
    if (!(await this.#send())) await sleep(SEND_FAILED_BACKOFF_MS, undefined, { signal: this.signal }).catch(() => {})
  }

  async #poll(): Promise<readonly SourceRecord[] | null> {
    const began = performance.now()
    let records: readonly SourceRecord[] | null
    try {
      records = polled(await this.task!.poll())
    } catch (error) {
      if (!isRetriable(error) && !mayRetry(error)) throw error
      this.log.warn(`The connector failed to poll, and is asked again: ${(error as Error).message}`)
      records = null
    }
    if ((!records || records.length === 0) && performance.now() - began < 1)
      await sleep(EMPTY_POLL_MS, undefined, { signal: this.signal }).catch(() => {})
    return records && records.length > 0 ? records : null
  }

  /** @returns whether all of the batch was given to the producer; what is left is tried again */
  async #send(): Promise<boolean> {
    const batch = this.#toSend!
    for (let index = 0; index < batch.length; index++) {
      const record = batch[index]!
      const bytes = await this.#prepare(record)
      if (!bytes) {
        await this.dropped(record)
        continue
      }
      const submitted = this.submitting(record, bytes.topic)
      try {
        await this.o.topics.ensure(bytes.topic)
        const { written } = await this.producer!.enqueue(bytes)
        written.then(
          metadata => this.#acked(record, submitted, metadata),
          error => this.#refused(record, submitted, error as Error),
        )
      } catch (error) {
        submitted.drop()
        if (!isRetriable(error) && !mayRetry(error)) {
          if (error instanceof ConnectError || !this.tolerance.isAll) throw error
          await this.tolerance.fail({ original: record, stage: 'KAFKA_PRODUCE', at: 'Producer' }, error as Error)
          await this.dropped(record)
          continue
        }
        this.log.warn(
          `A record for topic ${bytes.topic} cannot be sent now, and is tried again: ${(error as Error).message}`,
        )
        this.#toSend = batch.slice(index)
        return false
      }
      await this.dispatched(record)
    }
    this.#toSend = null
    await this.batchDispatched()
    return true
  }

  /** @returns undefined for a record that is not written: dropped by a transform, or not convertible and passed over */
  async #prepare(record: SourceRecord): Promise<ProducerBytes | undefined> {
    const work = () => {
      const transformed = applyChain(this.o.chain, record, this.#place)
      return transformed === null ? undefined : this.#convert(transformed)
    }
    this.#place.original = record
    try {
      return work()
    } catch (error) {
      return this.tolerance.recover(this.#place, error, work)
    }
  }

  #convert(record: SourceRecord): ProducerBytes {
    const { converters } = this.o
    const { topic, partition, keySchema = null, key, valueSchema = null, value, timestamp } = record
    const place = this.#place
    place.stage = 'HEADER_CONVERTER'
    place.at = converters.classes.header
    const headers = (record.headers ?? []).map(header => ({
      key: header.key,
      value: converters.header.toBytes(topic, header.key, header.schema, header.value),
    }))
    place.stage = 'KEY_CONVERTER'
    place.at = converters.classes.key
    const keyBytes = converters.key.toBytes(topic, keySchema, key ?? null)
    place.stage = 'VALUE_CONVERTER'
    place.at = converters.classes.value
    return {
      topic,
      partition: partition ?? undefined,
      key: keyBytes,
      value: converters.value.toBytes(topic, valueSchema, value ?? null),
      headers,
      timestamp: timestamp == null || timestamp === -1 ? undefined : checked(timestamp),
    }
  }

  #acked(record: SourceRecord, submitted: { ack(): void }, metadata: RecordMetadata): void {
    if (!this.#topics.has(metadata.topic)) {
      this.#topics.add(metadata.topic)
      this.o.onTopic(metadata.topic)
    }
    this.acknowledged(record, metadata)
    submitted.ack()
  }

  #refused(record: SourceRecord, submitted: { ack(): void }, error: Error): void {
    if (this.isCancelled) return
    if (!this.tolerance.isAll) {
      this.sendFailed(error)
      return
    }
    const place: Place<SourceRecord> = { original: record, stage: 'KAFKA_PRODUCE', at: 'Producer' }
    this.tolerance.fail(place, error).then(
      () => {
        this.acknowledged(record, undefined)
        submitted.ack()
      },
      cause => this.sendFailed(cause as Error),
    )
  }

  /** The connector is told; what it throws is only logged. */
  protected async written(record: SourceRecord, written: Written | undefined): Promise<void> {
    try {
      await this.task!.commitRecord?.(record, written)
    } catch (error) {
      this.log.error('Exception thrown while calling commitRecord()', error)
    }
  }

  protected async tellCommitted(): Promise<void> {
    try {
      await this.task?.commit?.()
    } catch (error) {
      this.log.error('Exception thrown while calling commit()', error)
    }
  }

  protected override async close(): Promise<void> {
    try {
      await this.task?.stop?.()
    } catch (error) {
      this.log.error('The connector threw while it was stopped', error)
    }
    await this.producer?.close(CLOSE_MS)
    await this.o.topics.close()
  }

  protected override abandon(): void {
    this.producer?.close(0).catch(error => this.log.error('A producer could not be closed', error))
    this.o.topics.close().catch(error => this.log.error('An admin client could not be closed', error))
  }

  protected override wake(): void {}
}

function checked(timestamp: number): number {
  if (Number.isSafeInteger(timestamp) && timestamp >= 0) return timestamp
  throw new ConnectError(`Invalid record timestamp ${timestamp}`)
}
