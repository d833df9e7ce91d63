/**
 * How connectors and tasks are, in a compacted topic that all workers write and read. What a worker has written counts when it has
 * read it back. One that has lost a task to another does not write over what that one says: an end, and a failure, are written only
 * where the last word is its own or of no newer generation.
 * Source: Kafka 4.3 `KafkaStatusBackingStore`, whose keys and values these are.
 */
import type { Logger } from '../../lib/logger.ts'
import type { Log } from '../plugin.ts'
import type { Status, TaskId } from '../runtime/states.ts'
import type { StatusStore, TopicStatus } from '../runtime/status-store.ts'
import type { InternalTopic } from './internal-topic.ts'
import { StatusRows } from './status-rows.ts'
import { type LogClients, type LogRecord, TopicLog } from './topic-log.ts'

export interface StatusTopicOptions {
  readonly internal: InternalTopic
  readonly clients: LogClients
  readonly log: Logger
  /** Of the view; undefined: it is in memory. */
  readonly file: string | undefined
}

const prefixes = { connector: 'status-connector-', task: 'status-task-', topic: 'status-topic-' } as const
const TOPIC_OF = ':connector-'
const careful = new Set(['UNASSIGNED', 'FAILED'])

export class StatusTopic extends StatusRows implements StatusStore {
  readonly #topic: TopicLog
  readonly #log: Log
  readonly #writing = new Set<Promise<void>>()

  constructor({ internal, clients, log, file }: StatusTopicOptions) {
    super()
    this.#log = log
    this.#topic = new TopicLog({
      internal,
      clients,
      readCommitted: false,
      log,
      projection: this,
      file,
    })
  }

  start(): Promise<void> {
    return this.#topic.start()
  }

  async stop(): Promise<void> {
    await this.#topic.stop()
  }

  async flush(): Promise<void> {
    await Promise.all(this.#writing)
  }

  putConnector(connector: string, status: Status): void {
    this.#put(`${prefixes.connector}${connector}`, status, this.connector(connector))
  }

  putTask(id: TaskId, status: Status): void {
    this.#put(`${prefixes.task}${id.connector}-${id.task}`, status, this.task(id))
  }

  #put(key: string, status: Status, before: Status | undefined): void {
    const { state, trace, workerId, generation, version } = status
    if (careful.has(state) && before && before.workerId !== workerId && before.generation > generation) return
    this.#send(key, state === 'DESTROYED' ? null : { state, trace, worker_id: workerId, generation, version })
  }

  #send(key: string, value: object | null): void {
    const writing = this.#topic.send(key, value && Buffer.from(JSON.stringify(value))).then(
      () => {
        this.#writing.delete(writing)
      },
      error => {
        this.#writing.delete(writing)
        this.#log.error(`The status "${key}" could not be written`, error)
      },
    )
    this.#writing.add(writing)
  }

  putTopic({ topic, connector, task, discoveredAt }: TopicStatus): void {
    if (this.topic(connector, topic)) return
    this.#send(`${prefixes.topic}${topic}${TOPIC_OF}${connector}`, {
      topic: { name: topic, connector, task, discoverTimestamp: discoveredAt },
    })
  }

  deleteTopic(connector: string, topic: string): void {
    this.#send(`${prefixes.topic}${topic}${TOPIC_OF}${connector}`, null)
  }

  override apply({ key: name, value: bytes }: LogRecord): void {
    const key = name?.toString() ?? ''
    try {
      const value = bytes && (JSON.parse(bytes.toString()) as Record<string, unknown>)
      if (this.#apply(key, value)) return
      this.#log.warn(`The status topic has a record "${key}", which is none of Kafka Connect's`)
    } catch (error) {
      this.#log.error(`The status "${key}" cannot be read, and is passed over`, error)
    }
  }

  /** @returns whether the key is one of these */
  #apply(key: string, value: Record<string, unknown> | null): boolean {
    const connector = after(key, prefixes.connector)
    if (connector) {
      this.setConnector(connector, value ? statusOf(value) : undefined)
      if (!value) for (const { task } of this.tasks(connector)) this.setTask({ connector, task }, undefined)
      return true
    }
    const task = /^(.+)-(\d{1,9})$/s.exec(after(key, prefixes.task) ?? '')
    if (task) {
      this.#applyTask({ connector: task[1]!, task: Number(task[2]) }, value ? statusOf(value) : undefined)
      return true
    }
    const [topic, of] = (after(key, prefixes.topic) ?? '').split(TOPIC_OF)
    if (!topic || !of) return false
    this.setTopic(of, topic, value ? { ...topicOf(value['topic']), topic, connector: of } : undefined)
    return true
  }

  /** A worker that gives a task up may say so when the next one runs it already. */
  #applyTask(id: TaskId, status: Status | undefined): void {
    const before = this.task(id)
    const isLate =
      status?.state === 'UNASSIGNED' && before?.state === 'RUNNING' && before.generation >= status.generation
    if (!isLate) this.setTask(id, status)
  }
}

const after = (key: string, prefix: string) => (key.startsWith(prefix) ? key.slice(prefix.length) : undefined)

/** @throws {TypeError} for what is no status */
const statusOf = (value: Record<string, unknown>): Status => ({
  state: String(value['state']) as Status['state'],
  trace: textOf(value['trace']),
  workerId: String(value['worker_id']),
  generation: wholeOf(value['generation']),
  version: textOf(value['version']),
})

/** Which topic of which connector it is, the key says. */
function topicOf(value: unknown): Pick<TopicStatus, 'task' | 'discoveredAt'> {
  const { task, discoverTimestamp } = value as Record<string, unknown>
  return { task: wholeOf(task), discoveredAt: wholeOf(discoverTimestamp) }
}

const textOf = (value: unknown): string | null => (value == null ? null : String(value))

function wholeOf(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new TypeError(`${JSON.stringify(value)} is no whole number`)
  return value as number
}
