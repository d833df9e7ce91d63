/**
 * A SQLite file that logs are folded into. It opens as it was left, or empty when that cannot be trusted; `replay` brings it
 * up to a log's end. Source: the five laws in README.md.
 */
import fs from 'node:fs'
import Database from 'better-sqlite3'
import type { BatchHeader } from '../protocol/batch.ts'
import type { LeaderEpoch, Offset } from '../protocol/types.ts'
import type { RecordSource } from './source.ts'
import { forgetSum, isAsClosed, noteClosed } from './sum.ts'

export interface ViewOptions {
  file: string
  /** CREATE TABLE and CREATE VIEW statements. */
  schema: string
  /** Any change of the schema, or of what apply does, is a new version: an older file is thrown away. */
  version: number
}

/** It is not folded yet: the position stays, and a later batch brings the rest. */
export const HELD = Symbol('held')

/** Applies one batch: rows only, no decisions. */
export type ApplyBatch = (batch: { header: BatchHeader; bytes: Buffer }, source: RecordSource) => unknown

const APPLIED = `
CREATE TABLE applied (
  source      TEXT PRIMARY KEY,
  next_offset INTEGER NOT NULL,
  epoch       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;`

export class View {
  readonly db: Database.Database
  readonly #file: string | undefined
  readonly #statements = new Map<string, Database.Statement>()
  #committing = false

  /** @param file undefined for a reader, whose close says nothing */
  private constructor(db: Database.Database, file?: string) {
    this.db = db
    this.#file = file
  }

  static open({ file, schema, version }: ViewOptions): View {
    // Whoever closes a database takes its write-ahead log along. What a dead process left is whole; what a dead machine left
    // may be torn, for nothing is synced.
    const closed = !fs.existsSync(`${file}-wal`)
    const there = fs.existsSync(file) && (!closed || isAsClosed(file))
    forgetSum(file)
    const known = there ? tryOpen(file) : undefined
    if (known && versionOf(known) === version && (closed || isSound(known))) return new View(known, file)
    known?.close()
    View.discard(file)
    const db = tryOpen(file)!
    db.exec(`${APPLIED}\n${schema}`)
    db.pragma(`user_version = ${version}`)
    return new View(db, file)
  }

  /** Nowhere but here: for whoever looks into files that are not ours. It is gone when it is closed. */
  static inMemory({ schema }: Pick<ViewOptions, 'schema'>): View {
    const db = new Database(':memory:')
    db.exec(`${APPLIED}\n${schema}`)
    return new View(db)
  }

  /** What is committed now, through a connection of its own, however long it is read from. */
  reader(): View {
    const db = new Database(this.db.name, { readonly: true })
    const view = new View(db)
    db.exec('BEGIN')
    // SQLite takes its picture at the first read.
    view.sql('SELECT count(*) FROM applied').get()
    return view
  }

  /** Throw a view's files away. */
  static discard(file: string): void {
    for (const suffix of ['', '-wal', '-shm', '.sum']) fs.rmSync(file + suffix, { force: true })
  }

  /** A prepared statement, made once. */
  sql<Row = unknown>(text: string): Database.Statement<unknown[], Row> {
    let statement = this.#statements.get(text)
    if (!statement) {
      statement = this.db.prepare(text)
      this.#statements.set(text, statement)
    }
    return statement as Database.Statement<unknown[], Row>
  }

  run(text: string, ...values: unknown[]): number {
    return this.sql(text).run(...values).changes
  }

  /** The uncommitted state begins; a no-op when it has begun. */
  begin(): void {
    if (!this.db.inTransaction) this.db.exec('BEGIN IMMEDIATE')
  }

  commit(): void {
    if (this.db.inTransaction) this.db.exec('COMMIT')
  }

  /** Once for this turn of the event loop, after the logs' own writes of it, which were scheduled before. */
  commitLater(): void {
    if (this.#committing) return
    this.#committing = true
    setImmediate(() => {
      this.#committing = false
      if (this.db.open) this.commit()
    })
  }

  rollback(): void {
    if (this.db.inTransaction) this.db.exec('ROLLBACK')
  }

  position(source: string): { nextOffset: Offset; epoch: LeaderEpoch } | undefined {
    const row = this.sql<{ next_offset: number; epoch: number }>(
      'SELECT next_offset, epoch FROM applied WHERE source = ?',
    ).get(source)
    return row && { nextOffset: row.next_offset, epoch: row.epoch }
  }

  setPosition(source: string, nextOffset: Offset, epoch: LeaderEpoch): void {
    this.run(
      'INSERT INTO applied VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET next_offset = excluded.next_offset, epoch = excluded.epoch',
      source,
      nextOffset,
      epoch,
    )
  }

  /** Whether what was applied of `source` is a beginning of that log. */
  fits(source: RecordSource): boolean {
    const at = this.position(source.name)
    if (!at) return true
    if (at.nextOffset > source.writtenOffset || at.nextOffset < source.logStartOffset) return false
    return at.nextOffset === source.logStartOffset || source.epochAt(at.nextOffset - 1) === at.epoch
  }

  /** Apply what is new and in the file, in one transaction. @returns batches applied */
  replay(source: RecordSource, apply: ApplyBatch, upTo: Offset = source.writtenOffset): number {
    const from = Math.max(this.position(source.name)?.nextOffset ?? 0, source.logStartOffset)
    if (from >= upTo) return 0
    let count = 0
    this.begin()
    try {
      for (const batch of source.batchesFrom(from)) {
        if (batch.header.baseOffset >= upTo) break
        if (apply(batch, source) !== HELD)
          this.setPosition(source.name, batch.header.nextOffset, batch.header.leaderEpoch)
        count++
      }
      this.commit()
    } catch (error) {
      this.rollback()
      throw error
    }
    return count
  }

  close(): void {
    if (!this.db.open) return
    this.db.close()
    // Whoever reads still has the write-ahead log open: the file alone is not all.
    if (this.#file !== undefined && fs.existsSync(this.#file) && !fs.existsSync(`${this.#file}-wal`))
      noteClosed(this.#file)
  }
}

const versionOf = (db: Database.Database) => Number(db.pragma('user_version', { simple: true }))

/** Reads all of it: half a second for 80 MB, a million offsets, on a busy machine (2026-11-21). */
function isSound(db: Database.Database): boolean {
  try {
    return db.pragma('quick_check(1)', { simple: true }) === 'ok'
  } catch {
    return false
  }
}

/** @returns undefined for a file that is no database: it is thrown away like an old one */
function tryOpen(file: string): Database.Database | undefined {
  const db = new Database(file)
  try {
    // The log has been synced, or is the page cache's to lose: a view that loses its last commits reads them again, and one
    // that was torn is thrown away. In this order, as the change to WAL alone would sync four times.
    db.pragma('synchronous = OFF')
    db.pragma('journal_mode = WAL')
    return db
  } catch {
    db.close()
    return undefined
  }
}
