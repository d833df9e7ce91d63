/**
 * The metadata that hot paths ask: small maps, filled from the view at the start and again for what a commit touched. Produce,
 * Fetch and Metadata never query SQLite.
 */
import type { Uuid } from '../lib/uuid.ts'
import type { LeaderEpoch, Offset } from '../protocol/types.ts'
import type { View } from '../view/view.ts'
import type { StoredAcl } from './acls.ts'
import { kraftOf } from './kraft.ts'
import { type AclRow, aclOf, type BrokerRow, brokerOf, type PartitionRow, partitionOf } from './rows.ts'
import { METADATA_TOPIC } from './seam.ts'
import type { Touched } from './touched.ts'

export interface PartitionState {
  leader: number
  leaderEpoch: LeaderEpoch
  partitionEpoch: number
  replicas: readonly number[]
  isr: readonly number[]
  adding: readonly number[]
  removing: readonly number[]
  elr: readonly number[]
  lastKnownElr: readonly number[]
  directories: readonly Uuid[]
}

export interface TopicState {
  id: Uuid
  name: string
  /** Kafka's own: __consumer_offsets, __transaction_state, __share_group_state. */
  internal: boolean
  /** By partition number. */
  partitions: readonly PartitionState[]
}

export interface BrokerState {
  id: number
  epoch: number
  rack: string | null
  fenced: boolean
  listeners: readonly { name: string; host: string; port: number }[]
  /** Directories that work; empty when the metadata is older than they are. */
  logDirs: readonly Uuid[]
}

/** What changed, after the fact: names and ids of what is there, or no longer. */
export interface MetadataDelta {
  created: readonly TopicState[]
  deleted: readonly TopicState[]
  /** There before and after; partitions, leaders or epochs may differ. */
  changed: readonly TopicState[]
  /** `type name` of resources whose settings changed. */
  configs: ReadonlySet<string>
  brokers: boolean
  features: boolean
  /** Access control entries were made, or are gone. */
  acls: boolean
  quotas: boolean
}

const internalTopics = new Set(['__consumer_offsets', '__transaction_state', '__share_group_state'])

export class MetadataCache {
  readonly #view: View
  readonly topics = new Map<string, TopicState>()
  readonly #byId = new Map<Uuid, TopicState>()
  readonly brokers = new Map<number, BrokerState>()
  readonly #configs = new Map<string, Map<string, string>>()
  /** Levels of the cluster, that of the quorum's own protocol among them; level 0 is none. */
  readonly features = new Map<string, number>()
  readonly acls = new Map<Uuid, StoredAcl>()
  /** Client quotas by entity (see `quotas.ts`), then by key. */
  readonly quotas = new Map<string, Map<string, number>>()
  /** Iterations of SCRAM credentials by user, then by mechanism: what may be told of them. */
  readonly scram = new Map<string, Map<number, number>>()
  readonly #listeners: ((delta: MetadataDelta) => void)[] = []
  /** Offset of the last committed record: finalizedFeaturesEpoch, and the version of this picture. */
  offset: Offset = -1
  /** The same, of the last commit that made a topic. */
  topicsVersion: Offset = -1

  constructor(view: View) {
    this.#view = view
  }

  /** Of the view: the next record of the metadata log, and the epoch of the last. */
  get position(): { nextOffset: Offset; epoch: LeaderEpoch } {
    return this.#view.position(`${METADATA_TOPIC}-0`) ?? { nextOffset: 0, epoch: -1 }
  }

  topicById(id: Uuid): TopicState | undefined {
    return this.#byId.get(id)
  }

  partition(topic: string, index: number): PartitionState | undefined {
    return this.topics.get(topic)?.partitions[index]
  }

  /** A resource's own settings; empty when it has none. */
  configs(resourceType: number, resourceName: string): ReadonlyMap<string, string> {
    return this.#configs.get(`${resourceType} ${resourceName}`) ?? NO_CONFIGS
  }

  /** Names of the resources of a type that have settings of their own. */
  configuredNames(resourceType: number): string[] {
    const prefix = `${resourceType} `
    return [...this.#configs.keys()].filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length))
  }

  onChange(listener: (delta: MetadataDelta) => void): void {
    this.#listeners.push(listener)
  }

  /** Fill all maps from the view. */
  load(offset: Offset): void {
    this.offset = this.topicsVersion = offset
    const partitions = new Map<string, PartitionState[]>()
    for (const row of this.#view.sql<PartitionRow>('SELECT * FROM partition ORDER BY topic_id, partition').iterate()) {
      const list = partitions.get(row.topic_id)
      if (list) list.push(partitionOf(row))
      else partitions.set(row.topic_id, [partitionOf(row)])
    }
    for (const { name, topic_id } of this.#view
      .sql<{ name: string; topic_id: string }>('SELECT * FROM topic')
      .iterate())
      this.#put({ id: topic_id, name, internal: internalTopics.has(name), partitions: partitions.get(topic_id) ?? [] })
    const rows = this.#view.sql<{ resource_type: number; resource_name: string; name: string; value: string }>(
      'SELECT * FROM config',
    )
    for (const row of rows.iterate()) {
      const key = `${row.resource_type} ${row.resource_name}`
      const configs = this.#configs.get(key) ?? new Map<string, string>()
      configs.set(row.name, row.value)
      this.#configs.set(key, configs)
    }
    this.#loadBrokers()
    this.#loadFeatures()
    for (const row of this.#view.sql<AclRow>('SELECT * FROM acl').iterate()) this.acls.set(row.acl_id, aclOf(row))
    this.#loadQuotas()
    this.#loadScram()
  }

  /** A commit is done: look again at what it touched, and tell who wants to know. */
  refresh(touched: Touched, offset: Offset): void {
    this.offset = offset
    const delta = {
      created: [] as TopicState[],
      deleted: [] as TopicState[],
      changed: [] as TopicState[],
      configs: touched.configs,
      brokers: touched.brokers,
      features: touched.features,
      acls: touched.acls.size > 0,
      quotas: touched.quotas,
    }
    for (const id of touched.topicIds) {
      const before = this.#byId.get(id)
      const after = this.#loadTopic(id)
      if (before && !after) {
        this.#byId.delete(id)
        this.topics.delete(before.name)
        delta.deleted.push(before)
      } else if (after) {
        this.#put(after)
        if (before) delta.changed.push(after)
        else {
          delta.created.push(after)
          this.topicsVersion = offset
        }
      }
    }
    for (const topic of delta.deleted) this.#configs.delete(`2 ${topic.name}`)
    for (const key of touched.configs) this.#loadConfigs(key)
    if (touched.brokers) this.#loadBrokers()
    if (touched.features) this.#loadFeatures()
    for (const id of touched.acls) this.#loadAcl(id)
    if (touched.quotas) this.#loadQuotas()
    if (touched.scram) this.#loadScram()
    for (const listener of this.#listeners) listener(delta)
  }

  #put(topic: TopicState): void {
    this.topics.set(topic.name, topic)
    this.#byId.set(topic.id, topic)
  }

  #loadTopic(id: Uuid): TopicState | undefined {
    const row = this.#view.sql<{ name: string }>('SELECT name FROM topic WHERE topic_id = ?').get(id)
    if (!row) return undefined
    const partitions = this.#view
      .sql<PartitionRow>('SELECT * FROM partition WHERE topic_id = ? ORDER BY partition')
      .all(id)
      .map(partitionOf)
    return { id, name: row.name, internal: internalTopics.has(row.name), partitions }
  }

  #loadConfigs(key: string): void {
    const [, type, name] = /^(\d+) (.*)$/s.exec(key)!
    const rows = this.#view
      .sql<{ name: string; value: string }>(
        'SELECT name, value FROM config WHERE resource_type = ? AND resource_name = ?',
      )
      .all(Number(type), name)
    if (rows.length === 0) this.#configs.delete(key)
    else this.#configs.set(key, new Map(rows.map(({ name, value }) => [name, value])))
  }

  #loadBrokers(): void {
    this.brokers.clear()
    for (const row of this.#view.sql<BrokerRow>('SELECT * FROM broker ORDER BY broker_id').iterate())
      this.brokers.set(row.broker_id, brokerOf(row))
  }

  #loadAcl(id: Uuid): void {
    const row = this.#view.sql<AclRow>('SELECT * FROM acl WHERE acl_id = ?').get(id)
    if (row) this.acls.set(id, aclOf(row))
    else this.acls.delete(id)
  }

  #loadQuotas(): void {
    this.quotas.clear()
    const rows = this.#view.sql<{ entity: string; key: string; value: number }>('SELECT * FROM client_quota')
    for (const { entity, key, value } of rows.iterate()) inner(this.quotas, entity).set(key, value)
  }

  #loadScram(): void {
    this.scram.clear()
    const rows = this.#view.sql<{ user: string; mechanism: number; iterations: number }>(
      'SELECT user, mechanism, iterations FROM scram ORDER BY user, mechanism',
    )
    for (const { user, mechanism, iterations } of rows.iterate()) inner(this.scram, user).set(mechanism, iterations)
  }

  #loadFeatures(): void {
    this.features.clear()
    for (const { name, level } of this.#view.sql<{ name: string; level: number }>('SELECT * FROM feature').iterate())
      this.features.set(name, level)
    const { version } = kraftOf(this.#view)
    if (version > 0) this.features.set('kraft.version', version)
  }
}

function inner<Key, Value>(map: Map<string, Map<Key, Value>>, name: string): Map<Key, Value> {
  const found = map.get(name) ?? new Map<Key, Value>()
  map.set(name, found)
  return found
}

const NO_CONFIGS: ReadonlyMap<string, string> = new Map()
