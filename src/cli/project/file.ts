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
 *   quotas:                           # of a user, client-id, both, or ip; <default> for all others
 *     - { client-id: billing, producer_byte_rate: 1048576, request_percentage: null }
 *
 * Whatever is wrong with it is said with its line. Not here: groups, passwords, permissions.
 */
import fs from 'node:fs'
import path from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import type { QuotaEntity } from '../../client/admin/quotas.ts'
import type { ProducerRecord } from '../../client/producer/record.ts'
import { readGiven } from '../given-file.ts'
import type { Io } from '../io.ts'
import { UsageError } from '../usage-error.ts'
import { Reader, type Refuse } from './reader.ts'

export type SeedRecord = Omit<ProducerRecord, 'topic'>

export interface WantedTopic {
  name: string
  /** For messages: where the topic stands in the file. */
  line: number
  partitions: number | undefined
  replicationFactor: number | undefined
  /** Null: take back what was set. */
  configs: ReadonlyMap<string, string | null>
  seed: readonly SeedRecord[]
}

export interface WantedQuota {
  entity: QuotaEntity
  /** Null: take back what was set. */
  limits: ReadonlyMap<string, number | null>
}

export interface Project {
  file: string
  topics: readonly WantedTopic[]
  quotas: readonly WantedQuota[]
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
  return parseProject(readGiven(io, file), file)
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
  const { topics, quotas } = reader.fields(document.contents, 'the file', ['topics', 'quotas'])
  if (topics === undefined && quotas === undefined)
    throw refuse(document.contents, `topics is missing, such as\n\n${EXAMPLE}`)
  return {
    file,
    topics: topics === undefined ? [] : reader.topics(topics),
    quotas: quotas ? reader.quotas(quotas) : [],
  }
}
