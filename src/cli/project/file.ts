/**
 * `tskafka.yaml`: what a project wants of a cluster, committed with it.
 *
 *   topics:
 *     orders: 3                       # partitions, and nothing else
 *     prices:
 *       partitions: 6
 *       replication-factor: 1
 *       configs: { cleanup.policy: compact, retention.ms: null }   # null: the cluster's default
 *       seed:                         # records of a new topic: text, or key, value, headers, partition, timestamp
 *         - first
 *         - { key: eur, value: { rate: 1.07 }, headers: { source: ecb } }
 *     audit:                          # as the cluster makes topics
 *
 * Whatever is wrong with it is said with its line. Not here: groups, users, permissions.
 */
import fs from 'node:fs'
import path from 'node:path'
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml'
import type { ProducerRecord } from '../../client/producer/record.ts'
import { topicConfigs } from '../../config/topic.ts'
import type { Io } from '../io.ts'
import { nearest, UsageError } from '../usage-error.ts'

export interface WantedTopic {
  name: string
  /** For messages: where the topic stands in the file. */
  line: number
  partitions: number | undefined
  replicationFactor: number | undefined
  /** Null: take back what was set. */
  configs: ReadonlyMap<string, string | null>
  seed: readonly Omit<ProducerRecord, 'topic'>[]
}

export interface Project {
  file: string
  topics: readonly WantedTopic[]
}

const NAMES = ['tskafka.yaml', 'tskafka.yml']
const EXAMPLE = 'topics:\n  orders:\n    partitions: 3\n'

/** @param given as typed; the usual names are looked for without it @throws {UsageError} */
export function readProject(io: Io, given: string | undefined): Project {
  const names = given === undefined ? NAMES : [given]
  const file = names.find(name => fs.existsSync(path.resolve(io.cwd, name)))
  if (file === undefined)
    throw new UsageError(
      given === undefined
        ? `There is no tskafka.yaml here. It says what a project wants of a cluster, such as\n\n${EXAMPLE}`
        : `Cannot read ${given}: there is no such file`,
      { next: 'tskafka help up' },
    )
  try {
    return parseProject(fs.readFileSync(path.resolve(io.cwd, file), 'utf8'), file)
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw new UsageError(`Cannot read ${file}: ${(error as NodeJS.ErrnoException).code}`, { cause: error })
  }
}

/** @throws {UsageError} for the first thing that is wrong, with its line */
export function parseProject(text: string, file: string): Project {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const refuse: Refuse = (node, message) => {
    const line = node?.range ? lines.linePos(node.range[0]).line : 1
    return new UsageError(`${file}:${line}: ${message}`, { next: 'tskafka help up' })
  }
  const [broken] = document.errors
  if (broken)
    throw new UsageError(`${file}:${broken.linePos?.[0].line ?? 1}: ${broken.message.split(/ at line |\n/)[0]}`, {
      cause: broken,
      next: 'tskafka help up',
    })
  const reader = new Reader(refuse, node => lines.linePos(node.range![0]).line, document)
  const { topics } = reader.fields(document.contents, 'the file', ['topics'])
  if (topics === undefined) throw refuse(document.contents, `topics is missing, such as\n\n${EXAMPLE}`)
  return { file, topics: reader.topics(topics) }
}

type Refuse = (node: Node | null | undefined, message: string) => UsageError
type Fields<Name extends string> = Partial<Record<Name, Node | null>>

const topicFields = ['partitions', 'replication-factor', 'configs', 'seed'] as const
const recordFields = ['key', 'value', 'headers', 'partition', 'timestamp'] as const

class Reader {
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
    return {
      ...empty,
      partitions,
      replicationFactor: this.#optional(fields['replication-factor'], node =>
        this.#count(node, `replication-factor of ${name}`),
      ),
      configs: new Map(this.#optional(fields.configs, node => this.#configs(node)) ?? []),
      seed: this.#optional(fields.seed, node => this.#records(node, name, partitions)) ?? [],
    }
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

  #records(node: Node, topic: string, partitions = Number.POSITIVE_INFINITY): Omit<ProducerRecord, 'topic'>[] {
    if (!isSeq(node)) throw this.#refuse(node, 'seed is a list of records: begin each with "- "')
    return (node.items as (Node | null)[]).map(written => {
      const item = this.#target(written)
      if (isNothing(item) || isScalar(item)) return { value: isNothing(item) ? null : this.#text(item, 'a record') }
      const fields = this.fields(item, `a record of ${topic}`, recordFields)
      if (fields.value === undefined)
        throw this.#refuse(item, 'a record needs its value; null is a tombstone, a table or a list becomes JSON')
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
    })
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
