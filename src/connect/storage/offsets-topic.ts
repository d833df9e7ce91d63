/**
 * Offsets of source connectors in a compacted topic. Who asks gets what was committed before, by whomever. They are rows of a view
 * only: a topic of millions of them is no burden for the memory, nor for a start.
 * Source: Kafka 4.3 `KafkaOffsetBackingStore`.
 */
import type { Logger } from '../../lib/logger.ts'
import type { View } from '../../view/view.ts'
import type { Place } from '../plugin.ts'
import type { Projection } from '../view/topic-view.ts'
import type { InternalTopic } from './internal-topic.ts'
import { type OffsetEntry, type OffsetStore, readKey } from './offsets.ts'
import { type LogClients, type LogRecord, TopicLog } from './topic-log.ts'

export interface OffsetsTopicOptions {
  readonly internal: InternalTopic
  readonly clients: LogClients
  /** Offsets are written in transactions (exactly-once sources). */
  readonly readCommitted: boolean
  readonly log: Logger
  /** Of the view; undefined: it is in memory. */
  readonly file: string | undefined
}

const SCHEMA = `
-- Keys as they are in the topic; connector is what they say, or empty for keys that no worker wrote.
CREATE TABLE source_offset (
  connector TEXT NOT NULL,
  key       BLOB NOT NULL,
  value     BLOB NOT NULL,
  PRIMARY KEY (connector, key)
) STRICT, WITHOUT ROWID;`

class OffsetRows implements Projection {
  readonly schema = SCHEMA
  readonly version = 1
  readonly isRowsOnly = true
  #applied: { key: Buffer; value: Buffer | null }[] = []

  load(): void {
    this.#applied = []
  }

  apply({ key, value }: LogRecord): void {
    if (key) this.#applied.push({ key, value })
  }

  save(view: View): void {
    const applied = this.#applied
    this.#applied = []
    for (const { key, value } of applied)
      if (value === null) view.run('DELETE FROM source_offset WHERE connector = ? AND key = ?', connectorOf(key), key)
      else
        view.run(
          'INSERT INTO source_offset VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
          connectorOf(key),
          key,
          value,
        )
  }
}

export class OffsetsTopic implements OffsetStore {
  readonly #topic: TopicLog

  constructor(options: OffsetsTopicOptions) {
    this.#topic = new TopicLog({ ...options, projection: new OffsetRows() })
  }

  get topic(): string {
    return this.#topic.topic
  }

  start(): Promise<void> {
    return this.#topic.start()
  }

  stop(): Promise<void> {
    return this.#topic.stop()
  }

  async get(keys: readonly Buffer[]): Promise<(Buffer | null)[]> {
    await this.#topic.readToEnd()
    return this.#topic.ask(view => {
      const find = view.sql<{ value: Buffer }>('SELECT value FROM source_offset WHERE connector = ? AND key = ?')
      return keys.map(key => find.get(connectorOf(key), key)?.value ?? null)
    })
  }

  async set(entries: readonly OffsetEntry[]): Promise<void> {
    await Promise.all(entries.map(([key, value]) => this.#topic.send(key, value)))
  }

  async partitions(connector: string): Promise<Place[]> {
    await this.#topic.readToEnd()
    const rows = await this.#topic.ask(view =>
      view.sql<{ key: Buffer }>('SELECT key FROM source_offset WHERE connector = ?').all(connector),
    )
    return rows.map(({ key }) => readKey(key)?.partition).filter(place => place !== undefined)
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const BEGIN = Buffer.from('["')

/** Most names are plain: then the whole key need not be parsed, of which there may be millions. */
export function connectorOf(key: Buffer): string {
  const end = key.indexOf(QUOTE, BEGIN.length)
  const isPlain =
    key.subarray(0, BEGIN.length).equals(BEGIN) && end > 0 && key.subarray(end + 1, end + 3).toString() === ',{'
  if (isPlain && !key.subarray(0, end).includes(BACKSLASH)) return key.toString('utf8', BEGIN.length, end)
  return readKey(key)?.connector ?? ''
}
