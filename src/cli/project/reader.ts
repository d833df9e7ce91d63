/**
 * The nodes of a `tskafka.yaml` as what they say: each refusal names the line. Aliases are followed.
 * What the file may hold is drawn in `file.ts`.
 */
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import type { QuotaEntityType } from '../../client/admin/quotas.ts'
import { topicConfigs } from '../../config/topic.ts'
import { addressQuotas, clientQuotas } from '../configs/quotas.ts'
import { nearest, type UsageError } from '../usage-error.ts'
import type { SeedRecord, WantedQuota, WantedTopic } from './file.ts'

export type Refuse = (node: Node | null | undefined, message: string) => UsageError
type Fields<Name extends string> = Partial<Record<Name, Node | null>>

const topicFields = ['partitions', 'replication-factor', 'configs', 'seed'] as const
const entityTypes: readonly QuotaEntityType[] = ['user', 'client-id', 'ip']
/** As in the lines of Kafka's tools. */
const DEFAULT = '<default>'
const recordFields = ['key', 'value', 'headers', 'partition', 'timestamp'] as const

export class Reader {
  readonly #refuse: Refuse
  readonly #lineOf: (node: Node) => number
  readonly #document: Document

  constructor(refuse: Refuse, lineOf: (node: Node) => number, document: Document) {
    this.#refuse = refuse
    this.#lineOf = lineOf
    this.#document = document
  }

  /** What an alias (`*defaults`) stands for. */
  #target(node: Node | null | undefined): Node | null | undefined {
    if (!isAlias(node)) return node
    const target = node.resolve(this.#document)
    if (!target) throw this.#refuse(node, `*${node.source} stands for nothing: there is no &${node.source} above it`)
    return target
  }

  topics(node: Node | null): WantedTopic[] {
    if (!isMap(node)) throw this.#refuse(node, 'topics is a table of topics by name: write "orders:" below it')
    return node.items.map(pair => this.#topic(pair as Pair<Node, Node | null>))
  }

  #topic({ key, value: written }: Pair<Node, Node | null>): WantedTopic {
    const value = this.#target(written)
    const name = this.#text(key, 'the name of a topic')
    if (!/^[\w.-]{1,249}$/.test(name) || name === '.' || name === '..')
      throw this.#refuse(key, `"${name}" cannot be a topic: up to 249 of a-z, A-Z, 0-9, ".", "_" and "-" make a name`)
    const empty = { name, line: this.#lineOf(key), partitions: undefined, replicationFactor: undefined }
    if (isNothing(value)) return { ...empty, configs: new Map(), seed: [] }
    if (isScalar(value))
      return { ...empty, partitions: this.#count(value, `partitions of ${name}`), configs: new Map(), seed: [] }
    const fields = this.fields(value, `topic ${name}`, topicFields)
    const partitions = this.#optional(fields.partitions, node => this.#count(node, `partitions of ${name}`))
    const configs = new Map(this.#optional(fields.configs, node => this.#configs(node)) ?? [])
    const compacted = /(^|,)compact($|,)/.test(configs.get('cleanup.policy') ?? '')
    return {
      ...empty,
      partitions,
      replicationFactor: this.#optional(fields['replication-factor'], node =>
        this.#count(node, `replication-factor of ${name}`),
      ),
      configs,
      seed: this.#optional(fields.seed, node => this.#records(node, { topic: name, partitions, compacted })) ?? [],
    }
  }

  quotas(node: Node): WantedQuota[] {
    if (!isSeq(node))
      throw this.#refuse(
        node,
        'quotas is a list: begin each with "- ", such as - { user: alice, producer_byte_rate: 1048576 }',
      )
    return (node.items as (Node | null)[]).map(written => this.#quota(this.#target(written), written))
  }

  #quota(node: Node | null | undefined, at: Node | null): WantedQuota {
    const fields = this.fields(node, 'a quota', [...entityTypes, ...clientQuotas, ...addressQuotas])
    const entity = entityTypes.flatMap(type => {
      const name = fields[type]
      if (name === undefined) return []
      const text = this.#text(name, type)
      return [[type, text === DEFAULT ? null : text] as const]
    })
    const limits = Object.entries(fields).filter(([name]) => !(entityTypes as readonly string[]).includes(name))
    if (entity.length === 0)
      throw this.#refuse(at, `a quota says whose it is: ${entityTypes.join(', ')}; ${DEFAULT} is for all others`)
    if (limits.length === 0)
      throw this.#refuse(at, `a quota says what is limited: ${[...clientQuotas, ...addressQuotas].join(', ')}`)
    return {
      entity: new Map(entity),
      limits: new Map(limits.map(([name, value]) => [name, isNothing(value) ? null : this.#limit(value, name)])),
    }
  }

  #limit(node: Node, name: string): number {
    const value = isScalar(node) ? node.value : undefined
    if (typeof value === 'number' && value > 0) return value
    throw this.#refuse(node, `${name} must be a number above 0, or null to take it back, and is ${shown(node)}`)
  }

  /** A table with some names only. */
  fields<Name extends string>(node: Node | null | undefined, what: string, names: readonly Name[]): Fields<Name> {
    if (isNothing(node)) return {}
    if (!isMap(node)) throw this.#refuse(node, `${what} is a table of ${names.join(', ')}`)
    const fields: Fields<Name> = {}
    for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
      const name = this.#text(key, 'a field')
      if (!(names as readonly string[]).includes(name)) {
        const near = nearest(name, names)
        throw this.#refuse(
          key,
          `${name} is no field of ${what}${near ? `. Did you mean ${near}?` : `: it has ${names.join(', ')}`}`,
        )
      }
      fields[name as Name] = this.#target(value) ?? null
    }
    return fields
  }

  #configs(node: Node): [string, string | null][] {
    if (!isMap(node)) throw this.#refuse(node, 'configs is a table: write "retention.ms: 60000" below it')
    return (node as YAMLMap<Node, Node | null>).items.map(({ key, value }) => {
      const name = this.#text(key, 'the name of a setting')
      const near = name in topicConfigs ? undefined : nearest(name, Object.keys(topicConfigs))
      // Without a near one it may be a setting of a newer Kafka, which knows best.
      if (near) throw this.#refuse(key, `${name} is no setting of a topic. Did you mean ${near}?`)
      if (isNothing(value)) return [name, null]
      if (isSeq(value)) return [name, value.items.map(item => this.#text(item as Node, name)).join(',')]
      return [name, this.#text(value, name)]
    })
  }

  #records(node: Node, of: { topic: string; partitions: number | undefined; compacted: boolean }): SeedRecord[] {
    if (!isSeq(node)) throw this.#refuse(node, 'seed is a list of records: begin each with "- "')
    return (node.items as (Node | null)[]).map(written => {
      const record = this.#record(this.#target(written), written, of)
      if (of.compacted && (record.key ?? null) === null)
        throw this.#refuse(written, `${of.topic} is compacted, so its records need a key: - { key: a, value: b }`)
      return record
    })
  }

  #record(
    node: Node | null | undefined,
    at: Node | null,
    { topic, partitions = Number.POSITIVE_INFINITY }: { topic: string; partitions: number | undefined },
  ): SeedRecord {
    if (isNothing(node)) return { value: null }
    if (isScalar(node)) return { value: this.#text(node, 'a record') }
    const fields = this.fields(node, `a record of ${topic}`, recordFields)
    if (fields.value === undefined)
      throw this.#refuse(at, 'a record needs its value; null is a tombstone, a table or a list becomes JSON')
    return {
      key: fields.key === undefined ? null : this.#bytes(fields.key),
      value: this.#bytes(fields.value),
      headers: this.#optional(fields.headers, node => this.#headers(node)) ?? [],
      partition: this.#optional(fields.partition, node => {
        const partition = this.#count(node, 'partition', 0)
        if (partition < partitions) return partition
        throw this.#refuse(node, `partition ${partition} is not in ${topic}: it has 0 to ${partitions - 1}`)
      }),
      timestamp: this.#optional(fields.timestamp, node => this.#count(node, 'timestamp', 0)),
    }
  }

  #headers(node: Node): { key: string; value: Buffer | null }[] {
    if (!isMap(node)) throw this.#refuse(node, 'headers is a table of texts by name')
    return (node as YAMLMap<Node, Node | null>).items.map(({ key, value }) => {
      const text = this.#bytes(value)
      return { key: this.#text(key, 'the name of a header'), value: text === null ? null : Buffer.from(text) }
    })
  }

  /** Text as it is written, null, or JSON. */
  #bytes(node: Node | null): string | null {
    if (isNothing(node)) return null
    if (isScalar(node)) return this.#text(node, 'a record')
    return JSON.stringify((node as YAMLMap).toJS(this.#document))
  }

  #text(node: Node | null | undefined, what: string): string {
    if (!isScalar(node) || node.value === null) throw this.#refuse(node, `${what} must be a text or a number`)
    return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))
  }

  #count(node: Node, what: string, least = 1): number {
    const value = isScalar(node) ? node.value : undefined
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least)
      throw this.#refuse(node, `${what} must be a whole number of ${least} or more, and is ${shown(node)}`)
    return value
  }

  #optional<T>(node: Node | null | undefined, read: (node: Node) => T): T | undefined {
    return isNothing(node) ? undefined : read(node)
  }
}

const isNothing = (node: Node | null | undefined): node is null | undefined =>
  node === null || node === undefined || (isScalar(node) && node.value === null)

const shown = (node: Node): string => (isScalar(node) ? `"${String(node.source ?? node.value)}"` : 'a table or a list')
