/** Writes rows: makes tables and columns where it may, and checks that a value is what its column was declared for. */
import { ConnectError, DataError } from '../../errors.ts'
import {
  affinityOf,
  type Column,
  columnsOf,
  type Database,
  quoted,
  type SqlValue,
  type Statement,
  shown,
} from './database.ts'
import type { Cell, RowChange } from './rows.ts'
import type { SinkConfig } from './sink-settings.ts'

export class TableWriter {
  readonly #db: Database
  readonly #config: SinkConfig
  #tables = new Map<string, Map<string, Column>>()
  #statements = new Map<string, Statement>()
  #schemaVersion: unknown

  constructor(db: Database, config: SinkConfig) {
    this.#db = db
    this.#config = config
  }

  /** Within a transaction, before its rows: others may have changed tables since. */
  begin(): void {
    const version = this.#db.pragma('schema_version', { simple: true })
    if (version === this.#schemaVersion) return
    this.#schemaVersion = version
    this.forget()
  }

  /** After a rollback, which takes tables and columns back too. */
  forget(): void {
    this.#tables = new Map()
    this.#statements = new Map()
  }

  /** @throws {DataError} for a row that cannot be; {ConnectError} for a table that is not there */
  write(row: RowChange): void {
    const columns = this.#columns(row)
    for (const cell of [...row.keys, ...row.cells]) check(row.table, cell, columns.get(cell.column.toLowerCase())!)
    const cells = [...row.cells, ...row.keys]
    if (row.kind === 'delete') this.#run(`DELETE FROM ${quoted(row.table)} WHERE ${equals(row.keys)}`, row.keys)
    else if (this.#config['insert.mode'] === 'update') this.#run(update(row), cells)
    else this.#run(this.#config['insert.mode'] === 'upsert' ? upsert(row) : insert(row), [...row.keys, ...row.cells])
  }

  #run(sql: string, cells: readonly Cell[]): void {
    let statement = this.#statements.get(sql)
    if (!statement) {
      try {
        statement = this.#db.prepare(sql)
      } catch (cause) {
        const { message } = cause as Error
        if (message.includes('ON CONFLICT clause does not match'))
          throw new ConnectError(
            `The table has no PRIMARY KEY or UNIQUE index over just the columns of pk.fields, so rows cannot be told apart: ${sql}. Add one, or use insert.mode=insert`,
            { cause },
          )
        throw cause
      }
      this.#statements.set(sql, statement)
    }
    statement.run(...cells.map(({ value }) => value))
  }

  #columns(row: RowChange): Map<string, Column> {
    const columns = this.#tables.get(row.table) ?? this.#load(row)
    const missing = [...row.keys, ...row.cells].filter(({ column }) => !columns.has(column.toLowerCase()))
    if (missing.length === 0) return columns
    const names = missing.map(({ column }) => column).join(', ')
    if (!this.#config['auto.evolve'])
      throw new ConnectError(
        `Table ${row.table} has no column ${names}: it has ${[...columns.values()].map(({ name }) => name).join(', ')}. Set auto.evolve=true, add it by hand, or choose fields by fields.whitelist`,
      )
    const keys = missing.filter(cell => row.keys.includes(cell))
    if (keys.length > 0)
      throw new ConnectError(
        `Table ${row.table} has no column ${keys[0]!.column}, which belongs to the primary key: that cannot be added later`,
      )
    for (const { column, type } of missing)
      this.#db.exec(`ALTER TABLE ${quoted(row.table)} ADD COLUMN ${quoted(column)} ${type}`)
    return this.#load(row)
  }

  #load(row: RowChange): Map<string, Column> {
    let columns = columnsOf(this.#db, row.table)
    if (!columns) {
      if (!this.#config['auto.create'])
        throw new ConnectError(`There is no table ${row.table}. Set auto.create=true, or create it by hand`)
      if (row.kind === 'delete') return new Map(row.keys.map(cell => [cell.column.toLowerCase(), columnOf(cell)]))
      this.#db.exec(create(row, this.#config))
      columns = columnsOf(this.#db, row.table)!
    }
    const byName = new Map(columns.map(column => [column.name.toLowerCase(), column]))
    this.#tables.set(row.table, byName)
    return byName
  }
}

const columnOf = ({ column, type }: Cell): Column => ({ name: column, declared: type, notNull: true, key: 1 })

function create({ table, keys, cells }: RowChange, config: SinkConfig): string {
  const columns = [...keys, ...cells].map(({ column, type, required }) =>
    `${quoted(column)} ${type}${required ? ' NOT NULL' : ''}`.trimEnd(),
  )
  const names = keys.map(({ column }) => quoted(column)).join(', ')
  const key = keys.length > 0 && config['pk.mode'] !== 'none' ? [`PRIMARY KEY (${names})`] : []
  return `CREATE TABLE ${quoted(table)} (${[...columns, ...key].join(', ')})`
}

const names = (cells: readonly Cell[]) => cells.map(({ column }) => quoted(column)).join(', ')
const equals = (cells: readonly Cell[]) => cells.map(({ column }) => `${quoted(column)} = ?`).join(' AND ')

function insert({ table, keys, cells }: RowChange): string {
  const all = [...keys, ...cells]
  return `INSERT INTO ${quoted(table)} (${names(all)}) VALUES (${all.map(() => '?').join(', ')})`
}

function upsert(row: RowChange): string {
  const sets = row.cells.map(({ column }) => `${quoted(column)} = excluded.${quoted(column)}`).join(', ')
  return `${insert(row)} ON CONFLICT (${names(row.keys)}) DO ${sets ? `UPDATE SET ${sets}` : 'NOTHING'}`
}

const update = ({ table, keys, cells }: RowChange) =>
  `UPDATE ${quoted(table)} SET ${(cells.length > 0 ? cells : keys).map(({ column }) => `${quoted(column)} = ?`).join(', ')} WHERE ${equals(keys)}`

/** What each affinity takes as it is; a NUMERIC column is for anything. */
const fits: Readonly<Record<string, (value: SqlValue) => boolean>> = {
  INTEGER: value => typeof value === 'bigint' || (typeof value === 'string' && /^[+-]?\d+$/.test(value)),
  REAL: value => typeof value === 'number' || typeof value === 'bigint' || isNumber(value),
  TEXT: value => !Buffer.isBuffer(value),
}
const isNumber = (value: SqlValue) => typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))

/** @throws {DataError} for what SQLite would silently keep as something else */
function check(table: string, { column, value }: Cell, { declared, notNull }: Column): void {
  if (value === null) {
    if (notNull) throw new DataError(`Table ${table}, column ${column}: null in a column that is NOT NULL`)
    return
  }
  if (typeof value === 'number' && Number.isNaN(value))
    throw new DataError(`Table ${table}, column ${column}: NaN, which SQLite keeps as null`)
  if (fits[affinityOf(declared)]?.(value) === false)
    throw new DataError(`Table ${table}, column ${column}: ${shown(value)} is no ${declared}`)
}
