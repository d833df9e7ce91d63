/**
 * The settings that are in force: of the broker, and of each topic. A topic's are worked out once and kept, for its log asks
 * at every append; a change in the metadata makes them worked out again.
 * Strongest first: set for this broker, set for all brokers, given at the start, default (KIP-226).
 */
import { resourceTypes } from '../config/alter.ts'
import type { BrokerConfig } from '../config/broker.ts'
import { type BrokerValues, inForce } from '../config/describe.ts'
import { type ServerConfig, serverConfig, topicConfig } from '../config/server.ts'
import type { TopicConfig } from '../config/topic.ts'
import type { Logger } from '../lib/logger.ts'
import { METADATA_TOPIC } from '../metadata/seam.ts'

/** What a resource has of its own, as the metadata knows it. */
export type ConfigsOf = (resourceType: number, name: string) => ReadonlyMap<string, string>

/** Every broker, and those without settings of their own. */
const ALL_BROKERS = ''

/** The metadata log has settings of the broker's. Its snapshots say what of it may go, not its age. */
const metadataLog = (broker: BrokerConfig): ReadonlyMap<string, string> =>
  new Map([
    ['segment.bytes', String(broker['internal.metadata.log.segment.bytes'] ?? broker['metadata.log.segment.bytes'])],
    ['segment.ms', String(broker['metadata.log.segment.ms'])],
    ['max.message.bytes', String(broker['internal.metadata.max.batch.size.in.bytes'])],
    ['cleanup.policy', 'delete'],
    ['retention.ms', '-1'],
    ['retention.bytes', '-1'],
  ])

export class Settings {
  readonly #start: ServerConfig
  readonly #nodeId: number
  readonly #logger: Logger
  #configsOf: ConfigsOf = () => new Map()
  #now: BrokerConfig
  #names: ReadonlyMap<string, string>
  readonly #topics = new Map<string, TopicConfig>()

  constructor(start: ServerConfig, logger: Logger) {
    this.#start = start
    this.#now = start.values
    this.#names = start.given
    this.#nodeId = start.values['node.id']
    this.#logger = logger
  }

  /** The broker's settings now. */
  get broker(): BrokerConfig {
    return this.#now
  }

  /** What was given, or set while running: the names that count. */
  get names(): ReadonlyMap<string, string> {
    return this.#names
  }

  /** By source, for DescribeConfigs. */
  get values(): BrokerValues {
    return {
      dynamic: this.#configsOf(resourceTypes.broker, String(this.#nodeId)),
      dynamicDefault: this.#configsOf(resourceTypes.broker, ALL_BROKERS),
      given: this.#start.given,
    }
  }

  topic(name: string): TopicConfig {
    let config = this.#topics.get(name)
    if (config === undefined) {
      const own = name === METADATA_TOPIC ? metadataLog(this.#now) : this.#configsOf(resourceTypes.topic, name)
      config = topicConfig(own, this.#names)
      this.#topics.set(name, config)
    }
    return config
  }

  /** From now on settings in the metadata count. */
  follow(configsOf: ConfigsOf): void {
    this.#configsOf = configsOf
    this.brokerChanged()
  }

  topicChanged(name: string): void {
    this.#topics.delete(name)
  }

  brokerChanged(): void {
    this.#topics.clear()
    const names = inForce(this.values)
    try {
      this.#now = serverConfig(names).values
      this.#names = names
    } catch (error) {
      // Nothing is taken in that does not parse, but a newer broker may have written it: what was in force stays so.
      this.#logger.warn(`The broker's changed settings are not taken over: ${(error as Error).message}`)
    }
  }
}
