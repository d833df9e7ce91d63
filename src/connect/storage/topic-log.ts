/**
 * A compacted topic that is read from its beginning, and followed; and written to. Who waits for its end has all that was
 * written before, by whomever. Source: Kafka 4.3 `KafkaBasedLog`.
 *
 * With `readCommitted` the end is that of all records, those of open transactions too: a task that has fenced the one before waits
 * until what that one left open is aborted, and reads no less than what was committed.
 *
 * What is read is folded into a view (../view): a start reads on where it stands. The loop that follows the topic is the only one to
 * write there.
 */
import { Admin } from '../../client/admin/admin.ts'
import { Consumer } from '../../client/consumer/consumer.ts'
import { listOffsets, offsetSpecs } from '../../client/list-offsets.ts'
import { keyOf, type TopicPartition } from '../../client/offsets.ts'
import { Producer } from '../../client/producer/producer.ts'
import { pause } from '../../client/wait.ts'
import { systemClock } from '../../lib/clock.ts'
import type { Logger } from '../../lib/logger.ts'
import { MINUTES, SECONDS } from '../../lib/units.ts'
import { KafkaError } from '../../protocol/errors.ts'
import type { View } from '../../view/view.ts'
import type { ClientConfigs } from '../runtime/clients.ts'
import type { Projection, TopicView } from '../view/topic-view.ts'
import { ensureInternalTopic, type InternalTopic } from './internal-topic.ts'

export interface LogRecord {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly offset: number
}

export interface LogClients {
  readonly admin: ClientConfigs
  readonly consumer: ClientConfigs
  readonly producer: ClientConfigs
}

export interface TopicLogOptions {
  readonly internal: InternalTopic
  readonly clients: LogClients
  readonly readCommitted: boolean
  readonly log: Logger
  readonly projection: Projection
  /** Of the view; undefined: it does not outlive the worker. */
  readonly file: string | undefined
}

interface Waiter {
  readonly askedAt: number
  readonly ends: ReadonlyMap<string, number>
  done(error?: Error): void
}

/** A topic that was just made is not known everywhere at once. */
const KNOWN_MS = 30 * SECONDS
const POLL_MS = 1 * SECONDS
/** Markers of transactions end no poll: somebody waits, so look more often. */
const AWAITED_POLL_MS = 20
const FAILED_POLL_MS = 1 * SECONDS
/** How often the end is looked for, and noted when it was seen: a view that has not seen it for long is not believed. */
const LOOK_MS = 10 * MINUTES
const NOTE_MS = 1 * MINUTES
/** A start reads many: each poll is a transaction of the view. */
const POLL_RECORDS = '5000'
const STOP_MS = 5 * SECONDS

export class TopicLog {
  readonly #o: TopicLogOptions
  readonly #waiters = new Set<Waiter>()
  #consumer: Consumer | undefined
  #producer: Producer | undefined
  #partitions: readonly TopicPartition[] = []
  #view: TopicView | undefined
  #lookedAt = systemClock.now()
  #notedAt = 0
  #following: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(options: TopicLogOptions) {
    this.#o = options
  }

  get topic(): string {
    return this.#o.internal.topic
  }

  get partitionCount(): number {
    return this.#partitions.length
  }

  /** Resolves when all that is there was read. @throws {SettingsError | ConnectError | KafkaError} */
  async start(): Promise<void> {
    const { clients, internal, readCommitted, projection, file, log } = this.#o
    await using admin = await Admin.connect(clients.admin)
    const { deleteRetentionMs } = await ensureInternalTopic(admin, internal)
    const consumer = new Consumer({
      ...clients.consumer,
      'auto.offset.reset': 'earliest',
      'max.poll.records': POLL_RECORDS,
      'enable.auto.commit': 'false',
      'isolation.level': readCommitted ? 'read_committed' : 'read_uncommitted',
    })
    this.#consumer = consumer
    try {
      const { cluster } = consumer
      const { id, partitions } = await cluster.retry(() => cluster.topic(this.topic), KNOWN_MS)
      this.#partitions = partitions.map(({ index }) => ({ topic: this.topic, partition: index }))
      // Whoever has no such topic does not load SQLite.
      const { TopicView } = await import('../view/topic-view.ts')
      const view = new TopicView(file, projection, log)
      this.#view = view
      const identity = { clusterId: cluster.clusterId, topicId: id, readCommitted, deleteRetentionMs }
      await cluster.retry(() => view.begin(cluster, this.#partitions, identity, systemClock.now()), KNOWN_MS)
      await consumer.assign(this.#partitions)
      for (const at of this.#partitions) {
        const position = view.position(at)
        if (position) consumer.seek(at, position.nextOffset)
      }
      this.#following = this.#follow(consumer)
      await this.readToEnd()
    } catch (error) {
      await this.stop()
      throw error
    }
  }

  /** Rows. What was written is there once `readToEnd` has resolved. */
  async ask<Answer>(question: (view: View) => Answer): Promise<Answer> {
    const view = this.#view!
    try {
      return question(view.view)
    } catch (error) {
      if (this.#stopped) throw error
      view.lose(error as Error)
      await this.readToEnd()
      return question(view.view)
    }
  }

  async #follow(consumer: Consumer): Promise<void> {
    const { log } = this.#o
    const view = this.#view!
    while (!this.#stopped)
      try {
        const records = await consumer.poll(this.#waiters.size > 0 ? AWAITED_POLL_MS : POLL_MS)
        if (!view.isLost) view.fold(records, consumer.positions())
        if (view.isLost) {
          await consumer.seekToBeginning()
          view.found()
          continue
        }
        this.#settle()
        this.#stayYoung()
      } catch (error) {
        if (this.#stopped) return
        log.error(`Cannot read topic ${this.topic} now`, error)
        await pause(systemClock, FAILED_POLL_MS)
      }
  }

  #stayYoung(): void {
    const now = systemClock.now()
    if (now - this.#lookedAt < LOOK_MS) return
    this.#lookedAt = now
    this.readToEnd().catch(error =>
      this.#o.log.warn(`Cannot look for the end of topic ${this.topic}: ${error.message}`),
    )
  }

  #settle(): void {
    if (this.#waiters.size === 0 || this.#view!.isLost) return
    const at = new Map(this.#consumer!.positions().map(position => [keyOf(position), position.offset]))
    for (const waiter of this.#waiters)
      if ([...waiter.ends].every(([key, end]) => (at.get(key) ?? -1) >= end)) {
        this.#waiters.delete(waiter)
        this.#caughtUp(waiter.askedAt)
        waiter.done()
      }
  }

  #caughtUp(at: number): void {
    if (at - this.#notedAt < NOTE_MS) return
    this.#notedAt = at
    this.#view!.caughtUp(at)
  }

  /** Resolves when all that is there now was read. @throws {KafkaError} REQUEST_TIMED_OUT after `timeoutMs` */
  async readToEnd(timeoutMs?: number): Promise<void> {
    const askedAt = systemClock.now()
    const ends = await this.#ends(timeoutMs)
    const over = new Promise<void>((resolve, reject) => {
      const timer =
        timeoutMs === undefined
          ? undefined
          : systemClock.after(timeoutMs, () => {
              this.#waiters.delete(waiter)
              reject(
                new KafkaError('REQUEST_TIMED_OUT', `Topic ${this.topic} was not read to its end in ${timeoutMs} ms`),
              )
            })
      const waiter: Waiter = {
        askedAt,
        ends,
        done(error) {
          timer?.cancel()
          error ? reject(error) : resolve()
        },
      }
      this.#waiters.add(waiter)
    })
    if (this.#stopped) this.#forsake()
    this.#settle()
    if (this.#waiters.size > 0) this.#consumer!.wakeup()
    await over
  }

  async #ends(timeoutMs: number | undefined): Promise<Map<string, number>> {
    const { cluster } = this.#consumer!
    const queries = this.#partitions.map(at => ({ ...at, timestamp: offsetSpecs.latest }))
    const rows = await cluster.retry(async () => {
      const answers = await listOffsets(cluster, queries)
      for (const { error } of answers) if (error) throw error
      return answers
    }, timeoutMs)
    return new Map(rows.map(row => [keyOf(row), row.offset]))
  }

  /** Resolves when it is written, on all replicas in sync; it is not read yet then. */
  async send(key: Buffer | string, value: Buffer | null): Promise<void> {
    this.#producer ??= new Producer({
      acks: 'all',
      'delivery.timeout.ms': String(2 ** 31 - 1),
      ...this.#o.clients.producer,
    })
    await this.#producer.send({ topic: this.topic, key, value })
  }

  #forsake(): void {
    for (const waiter of this.#waiters)
      waiter.done(new KafkaError('NETWORK_EXCEPTION', `Topic ${this.topic} is not read any more: the worker stops`))
    this.#waiters.clear()
  }

  async stop(): Promise<void> {
    if (this.#stopped) return
    this.#stopped = true
    this.#consumer?.wakeup()
    await this.#following
    this.#forsake()
    this.#view?.close()
    await this.#consumer?.close()
    await this.#producer?.close(STOP_MS)
  }
}
