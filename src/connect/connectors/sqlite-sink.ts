/**
 * SqliteSink: records into tables, exactly once. How far each partition is written is kept in the database, in the transaction
 * that writes its rows; a task that starts reads on from there, whatever its group has committed, and passes over what
 * another task has written meanwhile. Settings are named as the JDBC sink's are.
 *
 *   BEGIN IMMEDIATE → offsets as they are in the file → rows → given-up records are safe elsewhere → offsets → COMMIT
 *
 * One task: SQLite has one writer at a time. A locked database is waited for.
 */
import { ConnectError, DataError } from '../errors.ts'
import { type SinkRecord, type SinkTask, type SinkTaskContext, sinkConnector, type TopicPartition } from '../plugin.ts'
import { CONNECTORS_VERSION } from '../version.ts'
import {
  type Database,
  isLocked,
  isRowRefused,
  openDatabase,
  pathOf,
  quoted,
  reasonOf,
  type Statement,
  unlocked,
} from './sqlite/database.ts'
import { rowOf } from './sqlite/rows.ts'
import { offsetsDdl, type SinkConfig, sinkTable, validateSink } from './sqlite/sink-settings.ts'
import { TableWriter } from './sqlite/table-writer.ts'

export const SqliteSink = sinkConnector({
  class: 'SqliteSinkConnector',
  version: CONNECTORS_VERSION,
  config: sinkTable,
  validate: validateSink,
  async alterOffsets(given, offsets) {
    const db = await openDatabase(given['connection.url']!, { readonly: false })
    try {
      const table = given['offsets.table'] ?? sinkTable['offsets.table'].default
      const store = new OffsetTable(db, table, given['name']!)
      db.transaction(() => {
        // A reset, when the group knows of none: the database may know of some.
        if (offsets.length === 0) store.clear()
        for (const { offset, ...at } of offsets) store.set(at, offset)
      }).immediate()
      return true
    } catch (cause) {
      throw new ConnectError(
        `The offsets in ${pathOf(given['connection.url']!)} cannot be changed: ${reasonOf(cause)}`,
        { cause },
      )
    } finally {
      db.close()
    }
  },
  async task(config, context) {
    const file = pathOf(config['connection.url'])
    const { signal, log } = context
    const make = async () => {
      const db = await openDatabase(config['connection.url'], { readonly: false })
      try {
        // Readers go on while rows are written.
        db.pragma('journal_mode = WAL')
        return new SqliteWriter(db, config, context, file)
      } catch (error) {
        db.close()
        throw error
      }
    }
    return unlocked(make, { signal, log, file })
  },
})

/** How far each partition is written: the next offset. */
class OffsetTable {
  readonly #connector: string
  readonly #statements: Readonly<Record<'get' | 'set' | 'remove' | 'clear', Statement>>

  constructor(db: Database, name: string, connector: string) {
    this.#connector = connector
    db.exec(offsetsDdl(name))
    const table = quoted(name)
    const where = 'connector = ? AND topic = ? AND "partition" = ?'
    this.#statements = {
      get: db.prepare(`SELECT next_offset FROM ${table} WHERE ${where}`).pluck(),
      set: db.prepare(`REPLACE INTO ${table} (connector, topic, "partition", next_offset) VALUES (?, ?, ?, ?)`),
      remove: db.prepare(`DELETE FROM ${table} WHERE ${where}`),
      clear: db.prepare(`DELETE FROM ${table} WHERE connector = ?`),
    }
  }

  get({ topic, partition }: TopicPartition): number | undefined {
    const found = this.#statements.get.get(this.#connector, topic, partition) as bigint | undefined
    return found === undefined ? undefined : Number(found)
  }

  clear(): void {
    this.#statements.clear.run(this.#connector)
  }

  /** Null forgets. */
  set({ topic, partition }: TopicPartition, next: number | null): void {
    if (next === null) this.#statements.remove.run(this.#connector, topic, partition)
    else this.#statements.set.run(this.#connector, topic, partition, next)
  }
}

const keyOf = ({ topic, partition }: TopicPartition) => `${topic}-${partition}`
const originOf = (record: SinkRecord): TopicPartition => ({
  topic: record.originalTopic,
  partition: record.originalPartition,
})

class SqliteWriter implements SinkTask {
  readonly #db: Database
  readonly #config: SinkConfig
  readonly #context: SinkTaskContext
  readonly #file: string
  readonly #offsets: OffsetTable
  readonly #tables: TableWriter
  /** Partitions of which no record has come since they were opened, and where they begin. */
  readonly #opened = new Map<string, number>()

  constructor(db: Database, config: SinkConfig, context: SinkTaskContext, file: string) {
    this.#db = db
    this.#config = config
    this.#context = context
    this.#file = file
    this.#offsets = new OffsetTable(db, config['offsets.table'], context.connectorName)
    this.#tables = new TableWriter(db, config)
  }

  /** The file says where to go on; a partition that it does not know is read from its beginning. */
  async open(partitions: readonly TopicPartition[]): Promise<void> {
    const fromEnd = this.#context.given['consumer.override.auto.offset.reset'] === 'latest'
    await this.#unlocked(() => {
      for (const at of partitions) {
        const next = this.#offsets.get(at)
        if (next === undefined && fromEnd) continue
        this.#context.offset(at, next ?? 0)
        this.#opened.set(keyOf(at), next ?? 0)
      }
    })
  }

  close(partitions: readonly TopicPartition[]): void {
    for (const at of partitions) this.#opened.delete(keyOf(at))
  }

  async put(records: readonly SinkRecord[]): Promise<void> {
    const { 'batch.size': size } = this.#config
    for (let start = 0; start < records.length; start += size) {
      const batch = records.slice(start, start + size)
      await this.#unlocked(() => this.#write(batch))
      // Others get their turn between two transactions.
      await new Promise(resolve => setImmediate(resolve))
    }
  }

  async #unlocked<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const { signal, log } = this.#context
    try {
      return await unlocked(work, { signal, log, file: this.#file })
    } catch (error) {
      if (error instanceof ConnectError) throw error
      const { message } = error as Error
      // Told to stop while it waited: nothing was written, and nothing is committed.
      if (isLocked(error)) throw new ConnectError(`${this.#file} was locked until the task had to stop: ${message}`)
      throw new ConnectError(`Cannot write to ${this.#file}: ${reasonOf(error)}`, { cause: error })
    }
  }

  async #write(records: readonly SinkRecord[]): Promise<void> {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      this.#tables.begin()
      const next = new Map<string, { at: TopicPartition; offset: number }>()
      const reports: Promise<void>[] = []
      for (const record of records) {
        const at = originOf(record)
        const key = keyOf(at)
        const written = next.get(key)?.offset ?? this.#offsets.get(at) ?? 0
        this.#demandThere(record, key, written)
        if (record.originalOffset < written) continue
        const refused = this.#tryRow(record)
        if (refused) reports.push(this.#giveUp(record, refused))
        next.set(key, { at, offset: record.originalOffset + 1 })
      }
      // Their reports are safe before the offsets are.
      await Promise.all(reports)
      for (const { at, offset } of next.values()) this.#offsets.set(at, offset)
      this.#db.exec('COMMIT')
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
      this.#tables.forget()
      throw error
    }
  }

  /** The consumer goes to where it was told to, unless nothing is there any more. */
  #demandThere(record: SinkRecord, key: string, written: number): void {
    const begin = this.#opened.get(key)
    if (begin === undefined) return
    this.#opened.delete(key)
    if (record.originalOffset >= begin || begin < written) return
    throw new ConnectError(
      `${this.#file} holds ${key} up to offset ${begin}, and the topic goes on at ${record.originalOffset}: it was made anew, or cut. To write it from its beginning, stop the connector and DELETE /connectors/${this.#context.connectorName}/offsets`,
    )
  }

  /** @returns why this one row cannot be */
  #tryRow(record: SinkRecord): Error | undefined {
    try {
      this.#tables.write(rowOf(record, this.#config))
      return undefined
    } catch (error) {
      if (!(error instanceof DataError || isRowRefused(error))) throw error
      const { message } = error as Error
      if (!this.#db.inTransaction)
        throw new ConnectError(
          `A constraint or trigger of the table rolled the whole transaction back: ${message}. Let it abort (the default), not roll back`,
          { cause: error },
        )
      return new DataError(
        `Record ${keyOf(originOf(record))} at offset ${record.originalOffset} is no row: ${message}`,
        {
          cause: error,
        },
      )
    }
  }

  async #giveUp(record: SinkRecord, error: Error): Promise<void> {
    if (!this.#context.report) throw error
    await this.#context.report(record, error)
  }

  stop(): void {
    this.#db.close()
  }
}
