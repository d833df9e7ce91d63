/**
 * A sink task: a member of the group `connect-<name>` that gives the connector what it reads, and commits what the connector
 * says is safe, every offset.flush.interval.ms and whenever partitions go. Source: Kafka 4.3 `WorkerSinkTask`.
 */
import { ConnectError, isRetriable } from '../errors.ts'
import type { SinkRecord, SinkTask, SinkTaskContext, TopicPartition } from '../plugin.ts'
import { demandPlace } from './handed-over.ts'
import { PartitionMap } from './partition-map.ts'
import type { Consumed, SinkConsumer } from './sink-consumer.ts'
import { SinkOffsets } from './sink-offsets.ts'
import { SinkRecords, type SinkRecordsOptions } from './sink-records.ts'
import type { Reporter, Tolerance } from './tolerance.ts'
import { type TaskOptions, WorkerTask } from './worker-task.ts'

export interface SinkTaskOptions extends TaskOptions, SinkRecordsOptions {
  readonly connectorClass: string
  readonly create: (context: SinkTaskContext) => Promise<SinkTask>
  readonly given: Readonly<Record<string, string>>
  readonly topics: readonly string[] | RegExp
  readonly consumer: () => SinkConsumer
  readonly tolerance: (signal: AbortSignal) => Tolerance<Consumed>
  /** The log and the dead letter queue; made when the task starts. */
  readonly reporters: () => Promise<{ reporters: Reporter<Consumed>[]; close(): Promise<void> }>
  /** Whether the connector may give up single records. */
  readonly mayReport: boolean
  readonly flushIntervalMs: number
}

const CLOSE_MS = 30_000

export class WorkerSinkTask extends WorkerTask {
  readonly #o: SinkTaskOptions
  readonly #tolerance: Tolerance<Consumed>
  readonly #records: SinkRecords
  #consumer: SinkConsumer | undefined
  #offsets: SinkOffsets | undefined
  #task: SinkTask | undefined
  #closeReporters: (() => Promise<void>) | undefined
  /** Not taken yet by the connector. */
  #batch: { record: SinkRecord; original: Consumed }[] = []
  #pausedForRedelivery = false
  #wasPaused = false
  #nextCommit = 0
  #commitRequested = false
  #retryMs = -1
  readonly #rewinds = new PartitionMap<number>()
  readonly #pausedByTask = new PartitionMap<true>()
  readonly #reports = new Set<Promise<void>>()
  #reportError: Error | undefined
  #isClosed = false

  constructor(options: SinkTaskOptions) {
    super(options)
    this.#o = options
    this.#tolerance = options.tolerance(this.signal)
    this.#records = new SinkRecords(options)
  }

  protected override async start(): Promise<void> {
    const { reporters, close } = await this.#o.reporters()
    this.#tolerance.reporters = reporters
    this.#closeReporters = close
    const consumer = this.#o.consumer()
    this.#consumer = consumer
    await consumer.subscribe(this.#o.topics, {
      onPartitionsAssigned: partitions => this.#assigned(partitions),
      onPartitionsRevoked: partitions => this.#removed(partitions, false),
      onPartitionsLost: partitions => this.#removed(partitions, true),
    })
    const task = await this.#o.create(this.#context())
    this.#task = task
    this.#offsets = new SinkOffsets(consumer, task, this.log)
    this.#nextCommit = Date.now() + this.#o.flushIntervalMs
  }

  #context(): SinkTaskContext {
    const { id, given, log, mayReport } = this.#o
    return {
      connectorName: id.connector,
      taskNumber: id.task,
      given,
      log,
      signal: this.signal,
      offset: (at, offset) => {
        demandPlace(at, offset)
        this.#rewinds.set(at, offset)
      },
      timeout: ms => {
        this.#retryMs = ms
      },
      assignment: () => this.#consumer!.assignment,
      pause: (...partitions) => {
        for (const at of partitions) this.#pausedByTask.set(at, true)
        this.#consumer!.pause(partitions)
      },
      resume: (...partitions) => {
        for (const at of partitions) this.#pausedByTask.delete(at)
        if (!this.shouldPause && !this.#pausedForRedelivery) this.#consumer!.resume(partitions)
      },
      requestCommit: () => {
        this.#commitRequested = true
      },
      report: mayReport ? (record, error) => this.#report(record, error) : undefined,
    }
  }

  /**
   * A record that the connector gives up. It is safe before its offset is committed; rejects when that is not tolerated, for
   * connectors that keep offsets themselves. Those that do not wait for it learn of it when `put` is over.
   */
  #report(record: SinkRecord, error: Error): Promise<void> {
    const original = this.#records.originalOf(record)
    const reported = this.#tolerance.fail({ original, stage: 'TASK_PUT', at: this.#o.connectorClass }, error)
    const settled = reported
      .catch((cause: Error) => {
        this.#reportError ??= cause
      })
      .finally(() => this.#reports.delete(settled))
    this.#reports.add(settled)
    return reported
  }

  protected override async execute(): Promise<void> {
    let failed = true
    try {
      while (!this.isStopping) await this.#turn()
      failed = false
    } finally {
      // What was put before an error is committed all the same, and the connector closes its partitions.
      if (!this.isCancelled) await this.#closeAll(failed)
    }
  }

  async #closeAll(failed: boolean): Promise<void> {
    this.#isClosed = true
    try {
      await this.#commit(true, this.#offsets!.current.partitions)
    } catch (error) {
      if (!failed) throw error
      this.log.error('The connector threw while its partitions were closed', error)
    }
  }

  async #turn(): Promise<void> {
    this.#followTarget()
    const now = Date.now()
    if (this.#commitRequested || now >= this.#nextCommit) {
      this.#commitRequested = false
      this.#nextCommit = now + this.#o.flushIntervalMs
      await this.#commit(false, this.#consumer!.assignment)
    }
    this.#rewind()
    let timeoutMs = Math.max(0, this.#nextCommit - now)
    if (this.#retryMs > 0) timeoutMs = Math.min(timeoutMs, this.#retryMs)
    this.#retryMs = -1
    const consumed = await this.#consumer!.poll(timeoutMs)
    if (this.isStopping) return
    await this.#convertAll(consumed)
    await this.#deliver()
  }

  /** PAUSED: it stays in its group, and reads nothing. */
  #followTarget(): void {
    if (this.shouldPause === this.#wasPaused) return
    this.#wasPaused = this.shouldPause
    if (this.shouldPause) {
      this.#consumer!.pause(this.#consumer!.assignment)
      this.onPause()
      this.#commitRequested = true
    } else {
      if (!this.#pausedForRedelivery) this.#resumeAll()
      this.onResume()
    }
  }

  #resumeAll(): void {
    this.#consumer!.resume(this.#consumer!.assignment.filter(at => !this.#pausedByTask.has(at)))
  }

  async #convertAll(consumed: readonly Consumed[]): Promise<void> {
    for (const original of consumed) {
      const work = () => this.#records.convert(original)
      let record: SinkRecord | null | undefined
      try {
        record = work()
      } catch (error) {
        record = await this.#tolerance.recover(this.#records.place, error, work)
      }
      this.#offsets!.seen.set(original, original.offset + 1)
      if (!record) continue
      this.#batch.push({ record, original })
    }
  }

  async #deliver(): Promise<void> {
    try {
      await this.#task!.put(this.#batch.map(({ record }) => record))
    } catch (error) {
      this.#reportError = undefined
      if (!isRetriable(error))
        throw new ConnectError('Exiting WorkerSinkTask due to unrecoverable exception.', { cause: error })
      this.log.warn(`The connector asks for the same records again: ${(error as Error).message}`)
      if (!this.#pausedForRedelivery) {
        this.#pausedForRedelivery = true
        this.#consumer!.pause(this.#consumer!.assignment)
      }
      return
    }
    this.#demandReported()
    this.#offsets!.taken()
    this.#batch = []
    if (!this.#pausedForRedelivery) return
    this.#pausedForRedelivery = false
    if (!this.shouldPause) this.#resumeAll()
  }

  /** @throws {ConnectError} once, when a record was given up and that is not tolerated */
  #demandReported(): void {
    const error = this.#reportError
    this.#reportError = undefined
    if (error) throw error
  }

  async #commit(closing: boolean, partitions: readonly TopicPartition[]): Promise<void> {
    await Promise.all(this.#reports)
    this.#demandReported()
    await this.#offsets!.commit(closing, partitions)
  }

  #rewind(): void {
    for (const [at, offset] of this.#rewinds) {
      this.#consumer!.seek(at, offset)
      this.#offsets!.reset(at, offset)
    }
    this.#rewinds.clear()
  }

  async #assigned(partitions: readonly TopicPartition[]): Promise<void> {
    for (const at of partitions) this.#offsets!.reset(at, await this.#consumer!.position(at))
    this.#pausedForRedelivery &&= this.#batch.length > 0
    const { assignment } = this.#consumer!
    for (const [at] of this.#pausedByTask) if (!has(assignment, at)) this.#pausedByTask.delete(at)
    if (this.#pausedForRedelivery || this.shouldPause) this.#consumer!.pause(assignment)
    else this.#consumer!.pause(this.#pausedByTask.partitions)
    if (partitions.length === 0) return
    await this.#task!.open?.(partitions)
    this.#rewind()
  }

  async #removed(partitions: readonly TopicPartition[], lost: boolean): Promise<void> {
    if (partitions.length === 0 || this.#isClosed) return
    if (lost) await this.#task!.close?.(partitions)
    else await this.#commit(true, partitions)
    this.#offsets!.forget(partitions)
    this.#batch = this.#batch.filter(({ original }) => !has(partitions, original))
    if (this.#pausedForRedelivery && this.#batch.length === 0) {
      this.#pausedForRedelivery = false
      if (!this.shouldPause) this.#resumeAll()
    }
  }

  protected override async close(): Promise<void> {
    try {
      await this.#task?.stop?.()
    } catch (error) {
      this.log.error('The connector threw while it was stopped', error)
    }
    await this.#consumer?.close(CLOSE_MS)
    await this.#closeReporters?.()
  }

  protected override abandon(): void {
    this.#consumer?.close(0).catch(error => this.log.error('A consumer could not be closed', error))
    this.#closeReporters?.().catch(error => this.log.error('A producer of dead letters could not be closed', error))
  }

  protected override wake(): void {
    this.#consumer?.wakeup()
  }
}

const has = (partitions: readonly TopicPartition[], { topic, partition }: TopicPartition) =>
  partitions.some(each => each.topic === topic && each.partition === partition)
