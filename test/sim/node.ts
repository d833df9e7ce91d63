/**
 * A broker's insides without its sockets: real logs on a disk in memory, both coordinators, and the handlers, called as the
 * dispatcher calls them. Starting one takes a millisecond, and killing it none.
 */
import { Acls } from '../../src/broker/acls.ts'
import type { Broker } from '../../src/broker/broker.ts'
import type { Handler, Session } from '../../src/broker/handler.ts'
import { handlers } from '../../src/broker/handlers/index.ts'
import { CONSUMER_OFFSETS, TRANSACTION_STATE } from '../../src/broker/topics.ts'
import { writeMarker } from '../../src/broker/transactions.ts'
import { GroupCoordinator } from '../../src/group/coordinator.ts'
import { GroupStore } from '../../src/group/store.ts'
import type { VirtualClock } from '../../src/lib/clock.ts'
import { createLogger } from '../../src/lib/logger.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { DAYS, GiB, HOURS, MINUTES, SECONDS } from '../../src/lib/units.ts'
import type { LogConfig } from '../../src/log/config.ts'
import { Handles } from '../../src/log/handles.ts'
import { PartitionLog } from '../../src/log/partition-log.ts'
import { KafkaError } from '../../src/protocol/errors.ts'
import type { Api } from '../../src/protocol/message.ts'
import { Reader } from '../../src/protocol/reader.ts'
import { Writer } from '../../src/protocol/writer.ts'
import { TransactionCoordinator } from '../../src/transaction/coordinator.ts'
import { TransactionStore } from '../../src/transaction/store.ts'
import type { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { type Mount, mount } from '../kit/mount.ts'

const config: LogConfig = {
  // Small, so that transactions reach over several segments.
  'segment.bytes': 2000,
  'segment.jitter.ms': 0,
  'segment.ms': 7 * DAYS,
  'segment.index.bytes': 1000,
  'index.interval.bytes': 200,
  'max.message.bytes': 1 * GiB,
  'message.timestamp.type': 'CreateTime',
  'message.timestamp.before.max.ms': Number.MAX_SAFE_INTEGER,
  'message.timestamp.after.max.ms': Number.MAX_SAFE_INTEGER,
  'compression.type': 'producer',
  'cleanup.policy': ['delete'],
  'flush.messages': Number.MAX_SAFE_INTEGER,
  'flush.ms': Number.MAX_SAFE_INTEGER,
  'file.delete.delay.ms': 1000,
  'retention.ms': -1,
  'retention.bytes': -1,
  'min.cleanable.dirty.ratio': 0.5,
  'min.compaction.lag.ms': 0,
  'max.compaction.lag.ms': Number.MAX_SAFE_INTEGER,
  'delete.retention.ms': 86_400_000,
}

export interface NodeOptions {
  disk: ForgetfulDisk
  /** Called after each write to a file. */
  onWrite: (file: string) => void
  clock: VirtualClock
  /** Partitions of `orders`. */
  partitions: number
  seed: number
  /** Producer ids outlive a broker: the controller has them. */
  takeProducerId: () => number
}

export class SimNode {
  readonly groups: GroupCoordinator
  readonly transactions: TransactionCoordinator
  readonly said: string[] = []
  readonly #mount: Mount
  readonly #logs = new Map<string, PartitionLog>()
  readonly #broker: Broker
  #killed = false

  constructor({ disk, onWrite, clock, partitions, seed, takeProducerId }: NodeOptions) {
    this.#mount = mount(disk, onWrite)
    const { files } = this.#mount
    const logger = createLogger({ write: line => this.said.push(line) })
    const handles = new Handles(files)
    const counts = new Map([
      ['orders', partitions],
      [CONSUMER_OFFSETS, 1],
      [TRANSACTION_STATE, 1],
    ])
    const log = (topic: string, index: number): PartitionLog => {
      const name = `${topic}-${index}`
      let known = this.#logs.get(name)
      if (!known) {
        known = PartitionLog.open({
          dir: `/data/${name}`,
          topic,
          partition: index,
          topicId: 'AAAAAAAAAAAAAAAAAAAAAQ',
          config: () => config,
          files,
          handles,
          clock,
          logger,
          recoveryPoint: 0,
          logStartOffset: 0,
          cleanShutdown: false,
        })
        this.#logs.set(name, known)
      }
      return known
    }
    const leader = (topic: string, index: number) => {
      if (index >= (counts.get(topic) ?? 0)) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `${topic}-${index}`)
      return { topic, topicId: '', index, leaderEpoch: 0, log: log(topic, index), waiters: new Set() }
    }
    const topicOf = (name: string) => {
      const count = counts.get(name)
      return count === undefined
        ? undefined
        : { name, id: 'AAAAAAAAAAAAAAAAAAAAAQ', internal: name !== 'orders', partitions: new Array(count).fill({}) }
    }
    const now = () => clock.now()
    this.groups = new GroupCoordinator({
      store: new GroupStore({
        file: ':memory:',
        now,
        partitionCount: () => 1,
        partition: index => leader(CONSUMER_OFFSETS, index),
      }),
      topics: { byName: () => undefined, byId: () => undefined, names: () => [], version: 0 },
      clock,
      random: seededRandom(seed),
      logger,
      classic: () => ({
        initialRebalanceDelayMs: 0,
        maxSize: 10,
        minSessionTimeoutMs: 6 * SECONDS,
        maxSessionTimeoutMs: 30 * MINUTES,
      }),
      consumer: () => ({
        maxSize: 10,
        heartbeatIntervalMs: 5 * SECONDS,
        sessionTimeoutMs: 45 * SECONDS,
        regexRefreshIntervalMs: 10 * MINUTES,
        assignors: ['uniform', 'range'] as const,
        migration: { policy: 'bidirectional', classicMaxSize: 10, consumerMaxSize: 10 },
      }),
      offsets: () => ({ maxMetadataBytes: 4096, retentionMs: 7 * DAYS, checkIntervalMs: 10 * MINUTES }),
    })
    this.transactions = new TransactionCoordinator({
      store: new TransactionStore({
        file: ':memory:',
        now,
        partitionCount: () => 1,
        partitionOf: () => 0,
        partition: index => leader(TRANSACTION_STATE, index),
        valueVersion: () => 1,
      }),
      clock,
      logger,
      takeProducerId: async () => takeProducerId(),
      writeMarker: (topic, index, marker) => writeMarker(this.#broker, topic, index, marker),
      settings: () => ({
        maxTimeoutMs: 15 * MINUTES,
        serverVersion: 2,
        timeoutCheckMs: 10 * SECONDS,
        expireAfterMs: 7 * DAYS,
        expireCheckMs: 1 * HOURS,
      }),
    })
    // What the handlers of transactions and Produce ask of a broker, and no more.
    this.#broker = {
      acls: new Acls(new Map()),
      clock,
      logger,
      config: { 'transaction.partition.verification.enable': true, 'max.incremental.fetch.session.cache.slots': 0 },
      partitions: { leader, written: () => {}, currentLeader: () => ({ leaderId: 1, leaderEpoch: 0 }) },
      metadata: {
        topics: { get: topicOf, has: (name: string) => counts.has(name) },
        partition: (topic: string, index: number) => topicOf(topic)?.partitions[index],
      },
      groups: this.groups,
      transactions: this.transactions,
      producerIds: { take: async () => takeProducerId() },
    } as unknown as Broker
    this.transactions.store.loadAll()
  }

  log(index: number): PartitionLog {
    return this.#broker.partitions.leader('orders', index).log
  }

  /** Ask as a client does: through the codec, so that nothing is said that cannot be said. */
  async ask<RequestInit, Response>(
    api: Api<unknown, RequestInit, Response, unknown>,
    version: number,
    request: RequestInit,
  ): Promise<Response> {
    const handler = handlers.find(handler => handler.api.key === api.key) as Handler
    const session = { version, clientId: 'sim', principal: '', connection: { refuse: () => {} } } as unknown as Session
    const writer = new Writer()
    api.request.write(writer, request, version)
    const read = api.request.read(new Reader(writer.toBuffer()), version)
    let answer: unknown
    try {
      answer = await handler.handle(read, session, this.#broker)
    } catch (error) {
      // The dead say nothing.
      if (this.#killed) return new Promise(() => {})
      if (!(error instanceof KafkaError)) throw error
      answer = handler.refusal(read, { errorCode: error.code, errorMessage: error.message }, version)
    }
    const out = new Writer()
    api.response.write(out, answer, version)
    return api.response.read(new Reader(out.toBuffer()), version)
  }

  /** As kill -9: what is queued is lost, and nothing of this process reaches the disk or anybody any more. */
  kill(): void {
    this.#killed = true
    this.#mount.kill()
    this.groups.stop()
    this.transactions.close()
    this.groups.close()
  }
}
