/**
 * A broker, in whatever process: `await Broker.start()`, and it is ready.
 *
 * @example
 * await using broker = await Broker.start({ configs: { 'log.dirs': dir, listeners: 'PLAINTEXT://127.0.0.1:0' } })
 * const producer = new Producer({ 'bootstrap.servers': broker.bootstrapServers })
 *
 * The start, in order: settings, directories, metadata, sockets, registration. The stop, backwards; what was asked for is
 * answered first, and the marker of a clean stop is written last.
 */
import { resourceTypes } from '../config/alter.ts'
import type { GroupCoordinator } from '../group/coordinator.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { Random } from '../lib/random.ts'
import { SECONDS } from '../lib/units.ts'
import type { LogManager } from '../log/log-manager.ts'
import type { MetadataCache, MetadataDelta } from '../metadata/cache.ts'
import type { Controller } from '../metadata/controller.ts'
import type { ControllerClient } from '../metadata/seam.ts'
import type { Server } from '../net/server.ts'
import type { TransactionCoordinator } from '../transaction/coordinator.ts'
import type { Acls } from './acls.ts'
import { Assignments } from './assignments.ts'
import type { ClientQuotas } from './client-quotas.ts'
import { Compaction } from './compaction.ts'
import { Dispatcher } from './dispatch.ts'
import { toldError } from './faults.ts'
import { FetchBuffers } from './fetch-buffers.ts'
import { FetchSessions } from './fetch-sessions.ts'
import { openGroups } from './groups.ts'
import type { Handler } from './handler.ts'
import { anyAddress, joined, type Listeners } from './listeners.ts'
import { LogMaker } from './log-maker.ts'
import { Moves } from './moves.ts'
import { Nodes } from './nodes.ts'
import { type LogPlace, openLog, openQuotas, putStraysAside, reclaim } from './open.ts'
import { OwnRequests } from './own-requests.ts'
import { Partitions } from './partitions.ts'
import { abandon, type BrokerOptions, openParts, type Parts } from './parts.ts'
import { ProducerIds } from './producer-ids.ts'
import { Retention } from './retention.ts'
import type { Settings } from './settings.ts'
import { TRANSACTION_STATE } from './topics.ts'
import { openTransactions } from './transactions.ts'
import { Waiting } from './waiting.ts'

/** How long a stop waits for answers that are on their way. */
const DRAIN_MS = 5 * SECONDS

export class Broker {
  readonly nodeId: number
  readonly logger: Logger
  readonly clock: Clock
  readonly settings: Settings
  readonly logs: LogManager
  readonly controller: ControllerClient
  readonly metadata: MetadataCache
  readonly acls: Acls
  readonly quotas: ClientQuotas
  readonly nodes: Nodes
  readonly partitions: Partitions
  readonly assignments: Assignments
  readonly moves: Moves
  readonly waiting: Waiting
  readonly fetchSessions: FetchSessions
  readonly fetchBuffers = new FetchBuffers()
  readonly producerIds: ProducerIds
  /** What is served, by API number. */
  readonly handlers: readonly Handler[]
  readonly #controller: Controller
  readonly #logMaker: LogMaker
  readonly #retention: Retention
  readonly #compaction: Compaction
  readonly #own: OwnRequests
  readonly #random: Random
  #groups: GroupCoordinator | undefined
  #transactions: TransactionCoordinator | undefined
  readonly #listeners: Listeners
  readonly #servers: readonly Server[]
  /** Resolves when the broker cannot go on: the directory of the metadata has failed. It is not closed by itself. */
  readonly failed: Promise<Error>
  #closing: Promise<void> | undefined

  private constructor(parts: Parts) {
    const { acls, settings, listeners, servers, logs, controller, clock, random, logger } = parts
    const { broker: config } = settings
    this.nodeId = config['node.id']
    this.logger = logger
    this.handlers = parts.handlers
    this.failed = parts.failed
    this.clock = clock
    this.settings = settings
    this.logs = logs
    this.controller = controller
    this.metadata = controller.cache
    this.#controller = controller
    this.#random = random
    this.#listeners = listeners
    this.#servers = servers
    this.acls = acls
    this.acls.load(this.metadata.acls.values())
    this.quotas = openQuotas(settings, clock, logger)
    this.quotas.load(this.metadata.quotas)
    this.#own = new OwnRequests(this.nodeId, controller)
    this.assignments = new Assignments(this.#own, logger)
    this.nodes = new Nodes(this.nodeId, this.metadata, listeners.advertised)
    const { assignments } = this
    const open = (place: LogPlace) => openLog(place, { logs, assignments, logger })
    this.#logMaker = new LogMaker({ ...this, openLog: open })
    this.waiting = new Waiting(clock)
    this.fetchSessions = new FetchSessions({
      clock,
      random,
      slots: config['max.incremental.fetch.session.cache.slots'],
    })
    this.#retention = new Retention(logs, clock, logger, () => this.config['log.retention.check.interval.ms'])
    this.moves = new Moves({
      ...this,
      logOf: (topic, partition) => this.partitions.leader(topic, partition).log,
      bytesPerSecond: () => numberOrNull(settings.names.get('replica.alter.log.dirs.io.max.bytes.per.second')),
      atOnce: () => this.config['num.replica.alter.log.dirs.threads'] ?? logs.dirs.length,
    })
    this.#compaction = new Compaction(
      logs,
      clock,
      logger,
      () => this.config,
      log => this.moves.has(log),
    )
    this.producerIds = new ProducerIds(() => this.#own.allotProducerIds())
    this.partitions = new Partitions({
      ...this,
      openLog: open,
      // In a directory that is offline there may be one.
      hasLog: (topic, index) => logs.placeOf(topic, index) !== undefined || logs.onlineIds.length < logs.count,
      isOffline: directoryId => !logs.onlineIds.includes(directoryId),
    })
    settings.follow((type, name) => this.metadata.configs(type, name))
    this.metadata.onChange(delta => this.#metadataChanged(delta))
  }

  /**
   * Resolves when the broker takes requests and leads its partitions.
   * @throws {ConfigError} for a setting that cannot be, {DirectoryError} for a data directory in use, of another node, or
   *   not writable, {ListenError} for a listener that cannot be opened; nothing is left open then
   */
  static async start(options: BrokerOptions = {}): Promise<Broker> {
    let started: Broker | undefined
    const parts = await openParts(options, {
      throttleMs: ip => started?.quotas.connect(ip) ?? 0,
      onOffline: () => started?.tellOffline(),
    })
    try {
      const { logs, logger } = parts
      const broker = new Broker(parts)
      started = broker
      broker.tellOffline()
      putStraysAside(logs, broker.metadata, logger)
      reclaim(broker, broker.metadata, broker.nodeId)
      broker.moves.resume()
      parts.ready.open(new Dispatcher(broker, parts.handlers, logger))
      broker.#resumeTransactions()
      return broker
    } catch (error) {
      await abandon(parts)
      throw error
    }
  }

  get clusterId(): string {
    return this.logs.clusterId
  }

  /** The broker's settings, now. */
  get config() {
    return this.settings.broker
  }

  /** `host:port` of the first listener, as somebody on this machine reaches it. */
  get address(): string {
    return this.addresses[0]!
  }

  /** Of every listener. */
  get addresses(): string[] {
    return this.#servers.map(({ port }, i) => {
      const { host } = this.#listeners.listeners[i]!
      return joined(host === undefined || anyAddress(host) ? '127.0.0.1' : host, port)
    })
  }

  /** For a client's `bootstrap.servers`. */
  get bootstrapServers(): string {
    return this.address
  }

  /** The coordinator of the groups whose partition of `__consumer_offsets` this broker leads. */
  get groups(): GroupCoordinator {
    this.#groups ??= openGroups(this, this.#random)
    return this.#groups
  }

  /** The coordinator of the transactional ids whose partition of `__transaction_state` this broker leads. */
  get transactions(): TransactionCoordinator {
    this.#transactions ??= openTransactions(this)
    return this.#transactions
  }

  /** Nobody leads what lies in a directory that does not work. */
  tellOffline(): void {
    const failed = this.logs.dirs.flatMap(({ failure, directoryId }) => (failure && directoryId) ?? [])
    if (failed.length === 0 || this.#closing !== undefined) return
    this.#own
      .tellOffline(failed)
      .catch(error => this.logger.error('The controller is not told which directories have failed', error))
  }

  /** Transactions that the last stop left open are ended, or time out, without anybody asking. */
  #resumeTransactions(): void {
    if (!this.metadata.topics.has(TRANSACTION_STATE)) return
    setImmediate(() => {
      if (this.#closing !== undefined) return
      try {
        this.transactions.store.loadAll()
      } catch (error) {
        this.logger.error('Transactions stay as they are until somebody asks for them', error)
      }
    })
  }

  /** Take no more requests, answer those that were taken, write everything down. The directories are free afterwards. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    this.waiting.stop()
    this.#retention.stop()
    this.#logMaker.stop()
    this.moves.stop()
    this.assignments.stop()
    await this.#compaction.stop()
    this.#groups?.stop()
    await Promise.all(this.#servers.map(server => server.close(DRAIN_MS)))
    const { brokerEpoch } = this.#controller
    this.#transactions?.close()
    this.#groups?.close()
    try {
      this.#controller.resign()
    } catch (error) {
      this.logger.error(`The end of the controller's term is not written: ${toldError(error, this.logger).message}`)
    }
    try {
      this.#controller.close()
    } finally {
      // Whatever fails before: the directories are not to stay locked by a broker that is no more.
      await this.logs.close(brokerEpoch)
    }
  }

  /** Before the request that caused it is answered: what it made is usable at once. */
  #metadataChanged({ created, changed, deleted, configs, acls, quotas }: MetadataDelta): void {
    if (quotas) this.quotas.load(this.metadata.quotas)
    if (acls) this.acls.load(this.metadata.acls.values())
    for (const key of configs) {
      const type = Number.parseInt(key, 10)
      if (type === resourceTypes.topic) this.settings.topicChanged(key.slice(key.indexOf(' ') + 1))
      else if (type === resourceTypes.broker) this.settings.brokerChanged()
    }
    for (const { name, partitions } of deleted) {
      this.#groups?.offsets.forgetTopic(name).catch(error => this.logger.error(`Offsets of ${name} stay`, error))
      this.settings.topicChanged(name)
      this.partitions.refresh(name)
      this.moves.forget(name)
      for (const index of partitions.keys()) this.logs.delete(name, index)
    }
    for (const { name } of changed) this.partitions.refresh(name)
    for (const topic of [...created, ...changed]) this.#logMaker.make(topic)
  }
}

const numberOrNull = (text: string | undefined): number | null => (text === undefined ? null : Number(text))
