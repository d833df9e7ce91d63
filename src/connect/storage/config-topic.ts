/**
 * The config topic: what is to run, for all workers. Only the leader writes connectors and tasks; with exactly-once sources it does
 * so in transactions whose id is the cluster's, so that a leader of before that does not know it is none is refused.
 * Source: Kafka 4.3 `KafkaConfigBackingStore`; KIP-618.
 */
import { Producer } from '../../client/producer/producer.ts'
import type { Logger } from '../../lib/logger.ts'
import { SECONDS } from '../../lib/units.ts'
import { ConnectError, SettingsError } from '../errors.ts'
import type { Given } from '../plugin.ts'
import { internalClients } from '../runtime/clients.ts'
import type { ClusterState, SessionKey } from '../runtime/config-state.ts'
import type { RestartRequest, TargetState } from '../runtime/states.ts'
import type { DistributedConfig, WorkerSettings } from '../runtime/worker-config.ts'
import { ConfigRows } from './config-rows.ts'
import { type ConfigListener, ConfigTable, configKeys, SESSION_KEY } from './config-table.ts'
import { topicSettings } from './internal-topic.ts'
import { TopicLog } from './topic-log.ts'

type Entry = readonly [key: string, value: object | null]

/** Of a write and of reading it back. */
const WRITE_MS = 30 * SECONDS
const PURPOSE = 'connector configurations'

/** Somebody else leads by now, or the cluster did not answer in time: `claim` comes first. */
class PrivilegedWriteError extends ConnectError {
  constructor(cause?: unknown) {
    super(
      'Failed to write to config topic; this may be due to a transient error and the request can be safely retried',
      cause === undefined ? {} : { cause },
    )
  }
}

export interface ConfigTopicOptions {
  readonly settings: WorkerSettings<DistributedConfig>
  readonly listener: ConfigListener
  readonly log: Logger
  /** Of the view; undefined: it is in memory. */
  readonly file: string | undefined
}

export class ConfigTopic {
  readonly #settings: WorkerSettings<DistributedConfig>
  readonly #log: Logger
  readonly #clientId: string
  readonly #table: ConfigTable
  readonly #topic: TopicLog
  #leader: Producer | undefined

  constructor({ settings, listener, log, file }: ConfigTopicOptions) {
    this.#settings = settings
    this.#log = log
    this.#clientId = `${settings.groupId}-configs`
    this.#table = new ConfigTable(listener, log)
    const { config, given, exactlyOnce } = settings
    this.#topic = new TopicLog({
      internal: {
        topic: config['config.storage.topic'],
        purpose: PURPOSE,
        setting: 'config.storage.topic',
        partitions: 1,
        replicationFactor: config['config.storage.replication.factor'],
        configs: topicSettings(given, 'config.storage.', log),
      },
      clients: internalClients(settings, this.#clientId),
      readCommitted: exactlyOnce === 'enabled',
      log,
      projection: new ConfigRows(this.#table),
      file,
    })
  }

  get snapshot(): ClusterState {
    return this.#table.snapshot
  }

  async start(): Promise<void> {
    await this.#topic.start()
    const { partitionCount, topic } = this.#topic
    if (partitionCount > 1)
      throw new SettingsError(
        `Topic '${topic}' supplied via the 'config.storage.topic' property is required to have a single partition in order to guarantee consistency of ${PURPOSE}, but found ${partitionCount} partitions.`,
      )
    this.#table.started()
  }

  async stop(): Promise<void> {
    await this.#relinquish()
    await this.#topic.stop()
  }

  /** Resolves when what is there now was read. @throws {KafkaError} REQUEST_TIMED_OUT */
  refresh(timeoutMs?: number): Promise<void> {
    return this.#topic.readToEnd(timeoutMs)
  }

  get #isFenced(): boolean {
    return this.#settings.exactlyOnce !== 'disabled'
  }

  /** From now on others that led are refused. For leaders. @throws {ConnectError} */
  async claim(): Promise<void> {
    if (!this.#isFenced || this.#leader) return
    const producer = new Producer({
      'delivery.timeout.ms': String(2 ** 31 - 1),
      ...internalClients(this.#settings, `${this.#clientId}-leader`).producer,
      acks: 'all',
      'enable.idempotence': 'true',
      'max.in.flight.requests.per.connection': '5',
      'transactional.id': `connect-cluster-${this.#settings.groupId}`,
    })
    this.#leader = producer
    try {
      await producer.initTransactions()
    } catch (cause) {
      await this.#relinquish()
      throw new ConnectError('Failed to create and initialize fencable producer for config topic', { cause })
    }
  }

  async #relinquish(): Promise<void> {
    const producer = this.#leader
    this.#leader = undefined
    await producer
      ?.close(0)
      .catch(error => this.#log.warn(`The leader's producer could not be closed: ${error.message}`))
  }

  /** As the leader, and read back. @throws {PrivilegedWriteError} when it is the leader no more */
  async #write(what: string, ...batches: readonly (readonly Entry[])[]): Promise<void> {
    try {
      for (const entries of batches) {
        await this.#send(entries)
        await this.refresh(WRITE_MS)
      }
    } catch (cause) {
      if (cause instanceof PrivilegedWriteError) throw cause
      throw new ConnectError(`Error writing ${what} to Kafka`, { cause })
    }
  }

  async #send(entries: readonly Entry[]): Promise<void> {
    if (!this.#isFenced) {
      await Promise.all(entries.map(([key, value]) => this.#topic.send(key, bytesOf(value))))
      return
    }
    const producer = this.#leader
    if (!producer) throw new PrivilegedWriteError()
    try {
      await producer.transaction(async () => {
        const { topic } = this.#topic
        await Promise.all(entries.map(([key, value]) => producer.send({ topic, key, value: bytesOf(value) })))
      })
    } catch (cause) {
      await this.#relinquish()
      throw new PrivilegedWriteError(cause)
    }
  }

  putConnector(name: string, config: Given, target: TargetState | undefined): Promise<void> {
    const first: Entry[] = target ? [[configKeys.target(name), targetValue(target)]] : []
    return this.#write('connector configuration', [...first, [configKeys.connector(name), { properties: config }]])
  }

  removeConnector(name: string): Promise<void> {
    return this.#write('the removal of a connector', [
      [configKeys.connector(name), null],
      [configKeys.target(name), null],
    ])
  }

  /** All of them, and then that they are all. */
  async putTasks(connector: string, configs: readonly Given[]): Promise<void> {
    const tasks = configs.map((properties, task): Entry => [configKeys.task({ connector, task }), { properties }])
    const commit: Entry[] = [[configKeys.commit(connector), { tasks: configs.length }]]
    await this.refresh(WRITE_MS)
    await this.#write('task configurations', ...(tasks.length > 0 ? [tasks] : []), commit)
  }

  putTaskCount(connector: string, count: number): Promise<void> {
    return this.#write('task count record', [[configKeys.taskCount(connector), { 'task-count': count }]])
  }

  putSessionKey({ key, algorithm, createdAt }: SessionKey): Promise<void> {
    return this.#write('session key', [
      [SESSION_KEY, { key: key.toString('base64'), algorithm, 'creation-timestamp': createdAt }],
    ])
  }

  putRestart({ connector, includeTasks, onlyFailed }: RestartRequest): Promise<void> {
    return this.#write('a restart request', [
      [configKeys.restart(connector), { 'include-tasks': includeTasks, 'only-failed': onlyFailed }],
    ])
  }

  /** Any worker may. */
  putTarget(name: string, target: TargetState): Promise<void> {
    return this.#topic.send(configKeys.target(name), bytesOf(targetValue(target)))
  }

  putLogLevel(logger: string, level: string): Promise<void> {
    return this.#topic.send(configKeys.logger(logger), bytesOf({ level }))
  }
}

/** Workers before 3.5 read the first, and know no STOPPED. */
const targetValue = (target: TargetState) => ({
  state: target === 'STOPPED' ? 'PAUSED' : target,
  'state.v2': target,
})

const bytesOf = (value: object | null): Buffer | null => (value === null ? null : Buffer.from(JSON.stringify(value)))
