/**
 * A broker for a test, or for any program that wants one inside: a free port, a directory that goes away with it, a clock
 * that can be moved, faults on purpose, and a log of what clients asked. It is the same broker that `server-start` runs.
 *
 * @example
 * await using broker = await Broker.start({ topics: { orders: 3 } })
 * broker.faults.add({ api: 'Produce', error: 'NOT_LEADER_OR_FOLLOWER', times: 2 })
 * broker.clock.advance('7d') // retention, sessions and transaction timeouts at once
 * await broker.idle()
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { brokerConfigs } from '../../config/broker.ts'
import { type GivenConfigs, textsOf } from '../../config/given.ts'
import { serverConfig } from '../../config/server.ts'
import type { topicConfigs } from '../../config/topic.ts'
import type { Logger } from '../../lib/logger.ts'
import { seededRandom } from '../../lib/random.ts'
import { ShiftedClock } from '../../lib/shifted-clock.ts'
import { errorName, KafkaError } from '../../protocol/errors.ts'
import { CreateTopics } from '../../protocol/generated/apis/19-create-topics.ts'
import { Broker } from '../broker.ts'
import { handlers } from '../handlers/index.ts'
import { Faults } from './faults.ts'
import { observed } from './observed.ts'
import { RequestLog } from './request-log.ts'

export interface TopicSeed {
  /** Default: 1. */
  partitions?: number
  /** By Kafka's names: `{ 'cleanup.policy': 'compact', 'retention.ms': 60_000 }`. */
  configs?: GivenConfigs<typeof topicConfigs>
}

export interface EmbeddedOptions {
  /** By Kafka's property names. `log.dirs` keeps the data; `listeners` gives it a port that stays. */
  configs?: GivenConfigs<typeof brokerConfigs>
  /** Topics that are there when it is ready: by name, how many partitions, or more. */
  topics?: Readonly<Record<string, number | TopicSeed>>
  /** Repeats which requests a fault's `chance` hits. */
  seed?: number
  /** Default: says nothing. */
  logger?: Logger
}

/** What one broker in a test needs less of than a server: fifty partitions of offsets, and patience for members to come. */
const defaults: Readonly<Record<string, string>> = {
  listeners: 'PLAINTEXT://127.0.0.1:0',
  'offsets.topic.num.partitions': '1',
  'offsets.topic.replication.factor': '1',
  'transaction.state.log.num.partitions': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
}

/** Without a request or an answer for so long, nobody is at work: longer than a producer lingers and a client backs off. */
const QUIET_MS = 20

export class EmbeddedBroker {
  readonly #broker: Broker
  /** Where its files are. */
  readonly dir: string
  readonly #temporary: boolean
  /** `advance('7d')`: time goes by for the broker, not for its clients. */
  readonly clock: ShiftedClock
  readonly faults: Faults
  readonly requests: RequestLog

  private constructor(broker: Broker, dir: string, temporary: boolean, parts: Parts) {
    this.#broker = broker
    this.dir = dir
    this.#temporary = temporary
    this.clock = parts.clock
    this.faults = parts.faults
    this.requests = parts.requests
  }

  /**
   * Resolves when it takes requests, its topics are there, and their partitions have leaders.
   * @throws {ConfigError} {DirectoryError} {ListenError} as `server-start` would say it
   * @throws {KafkaError} for a topic that cannot be; nothing is left open, or on the disk, then
   */
  static async start(options: EmbeddedOptions = {}): Promise<EmbeddedBroker> {
    const { configs = {}, topics = {}, seed = 1, logger } = options
    const clock = new ShiftedClock()
    const parts = { clock, faults: new Faults(seededRandom(seed)), requests: new RequestLog() }
    const texts = textsOf(configs)
    if (!logger) warnOfUnknown(texts)
    const given = texts['log.dirs'] ?? texts['log.dir']
    const dir = given ?? fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-'))
    const clean = () => given === undefined && fs.rmSync(dir, { recursive: true, force: true })
    let broker: Broker | undefined
    try {
      broker = await Broker.start({
        configs: { ...defaults, 'log.dirs': dir, ...texts },
        clock,
        handlers: handlers.map(handler => observed(handler, parts)),
        ...(logger && { logger }),
      })
      await seedTopics(broker, topics)
      return new EmbeddedBroker(broker, dir, given === undefined, parts)
    } catch (error) {
      await broker?.close()
      clean()
      throw error
    }
  }

  /** For a client's `bootstrap.servers`: `127.0.0.1:40123`. */
  get bootstrapServers(): string {
    return this.#broker.bootstrapServers
  }

  get clusterId(): string {
    return this.#broker.clusterId
  }

  /** Resolves when no request has come and no answer has left for a moment: what clients had to do is done. */
  async idle(): Promise<void> {
    for (let seen = -1; seen !== this.requests.activity; ) {
      seen = this.requests.activity
      await delay(QUIET_MS)
    }
  }

  /** Stop it, and remove its directory if it was its own. */
  async close(): Promise<void> {
    await this.#broker.close()
    if (this.#temporary) fs.rmSync(this.dir, { recursive: true, force: true })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/** A logger would have heard it. */
function warnOfUnknown(texts: Readonly<Record<string, string>>): void {
  for (const line of serverConfig(new Map(Object.entries(texts))).warnings) process.emitWarning(line, 'ConfigWarning')
}

interface Parts {
  clock: ShiftedClock
  faults: Faults
  requests: RequestLog
}

async function seedTopics(broker: Broker, seeds: Readonly<Record<string, number | TopicSeed>>): Promise<void> {
  const topics = Object.entries(seeds).map(([name, seed]) => {
    const { partitions = 1, configs = {} } = typeof seed === 'number' ? { partitions: seed } : seed
    return {
      name,
      numPartitions: partitions,
      replicationFactor: 1,
      assignments: [],
      configs: Object.entries(textsOf(configs)).map(([name, value]) => ({ name, value })),
    }
  })
  if (topics.length === 0) return
  const request = { topics, timeoutMs: 0, validateOnly: false }
  const answer = await broker.controller.forward(CreateTopics, request, 'User:ANONYMOUS')
  for (const { name, errorCode = 0, errorMessage } of answer.topics)
    if (errorCode !== 0)
      throw new KafkaError(
        errorName(errorCode),
        `Cannot create the topic "${name}": ${errorMessage ?? 'no reason given'}`,
      )
}
