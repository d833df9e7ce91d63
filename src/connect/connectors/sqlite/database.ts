/**
 * What the two SQLite connectors share: a file opened, names quoted, locks waited for without keeping the worker from its other
 * work. better-sqlite3 is synchronous and loaded when the first connector needs it.
 */
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type Sqlite from 'better-sqlite3'
import { ConnectError } from '../../errors.ts'
import type { Log, Setting } from '../../plugin.ts'

export type Database = Sqlite.Database
export type Statement = Sqlite.Statement<unknown[]>
/** As better-sqlite3 gives them, with whole numbers as bigint. */
export type SqlValue = bigint | number | string | Buffer | null
export type Row = Readonly<Record<string, SqlValue>>

export const urlSetting = {
  type: 'string',
  nonEmpty: true,
  importance: 'high',
  doc: 'The database: a path, `jdbc:sqlite:` before it or not.',
} as const satisfies Setting

export const pathOf = (url: string): string => path.resolve(url.replace(/^jdbc:sqlite:/, '').replace(/^file:/, ''))

/** @throws {ConnectError} for a file that is not there (to be read only), or is no database */
export async function openDatabase(url: string, { readonly }: { readonly: boolean }): Promise<Database> {
  const file = pathOf(url)
  if (readonly && !fs.existsSync(file))
    throw new ConnectError(
      `There is no ${file}: connection.url names a SQLite file that is there, or jdbc:sqlite:<path>`,
    )
  const { default: Constructor } = await import('better-sqlite3')
  try {
    // Whoever waits for a lock here keeps the whole worker waiting: see `unlocked`.
    const db = new Constructor(file, { readonly, timeout: 0 })
    db.defaultSafeIntegers(true)
    db.pragma('schema_version')
    return db
  } catch (cause) {
    if (isLocked(cause)) throw cause
    throw new ConnectError(`Cannot open ${file}: ${reasonOf(cause)}`, { cause })
  }
}

const codeOf = (error: unknown): string => {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : ''
}

/** Somebody else writes: it may work later. */
export const isLocked = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))
/** One row is refused; others may be fine. */
export const isRowRefused = (error: unknown): boolean =>
  /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(codeOf(error)) || error instanceof RangeError

const hints: Readonly<Record<string, string>> = {
  SQLITE_NOTADB: 'the file is no SQLite database',
  SQLITE_CORRUPT: 'the database is damaged: restore it, or mend it with the sqlite3 tool (.recover)',
  SQLITE_FULL: 'the disk is full',
  SQLITE_READONLY: 'the file cannot be written: look at its owner and mode',
  SQLITE_CANTOPEN: 'the file cannot be opened: look at its folder, owner and mode',
}

export function reasonOf(error: unknown): string {
  const hint = hints[codeOf(error)]
  const { message } = error as Error
  return hint ? `${hint} (${message})` : message
}

const FIRST_WAIT_MS = 20
const LONGEST_WAIT_MS = 1000
/** Then the log says what it waits for. */
const PATIENCE_MS = 5000

/**
 * Does `work` when nobody else holds the database's lock; other tasks go on meanwhile.
 * @throws what `work` throws; its last refusal when `signal` ends the wait
 */
export async function unlocked<Result>(
  work: () => Result | Promise<Result>,
  { signal, log, file }: { signal: AbortSignal; log: Log; file: string },
): Promise<Result> {
  const began = Date.now()
  let said = false
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS))
    try {
      return await work()
    } catch (error) {
      if (!isLocked(error) || signal.aborted) throw error
      if (!said && Date.now() - began > PATIENCE_MS) {
        said = true
        log.warn(`${file} has been locked by another program for ${PATIENCE_MS / 1000} seconds; waiting for it`)
      }
      await sleep(waitMs, undefined, { signal }).catch(() => {})
    }
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export interface Column {
  readonly name: string
  /** As it was declared; empty: not at all. */
  readonly declared: string
  readonly notNull: boolean
  /** Its place in the primary key, from 1; 0: not in it. */
  readonly key: number
}

/** @returns undefined when there is no such table or view */
export function columnsOf(db: Database, table: string): Column[] | undefined {
  const rows = db
    .prepare('SELECT name, type, "notnull" AS required, pk FROM pragma_table_xinfo(?) WHERE hidden <> 1')
    .all(table) as {
    name: string
    type: string
    required: bigint
    pk: bigint
  }[]
  if (rows.length === 0) return undefined
  const keyed = rows.filter(({ pk }) => pk > 0n)
  return rows.map(({ name, type, required, pk }) => ({
    name,
    declared: type.toUpperCase(),
    // The rowid by another name is never null.
    notNull: required !== 0n || (pk > 0n && keyed.length === 1 && type.toUpperCase() === 'INTEGER'),
    key: Number(pk),
  }))
}

export type Affinity = 'INTEGER' | 'TEXT' | 'BLOB' | 'REAL' | 'NUMERIC'

/** Source: sqlite.org/datatype3.html, 3.1 "Determination Of Column Affinity". */
export function affinityOf(declared: string): Affinity {
  if (declared.includes('INT')) return 'INTEGER'
  if (/CHAR|CLOB|TEXT/.test(declared)) return 'TEXT'
  if (declared === '' || declared.includes('BLOB')) return 'BLOB'
  if (/REAL|FLOA|DOUB/.test(declared)) return 'REAL'
  return 'NUMERIC'
}

/** For messages. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (value instanceof Uint8Array) return `${value.length} bytes`
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 60 ? `${text.slice(0, 60)}...` : text
}
