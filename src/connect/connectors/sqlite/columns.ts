/**
 * Columns to fields: schemas from what was declared, values checked against them, for SQLite itself lets every column hold
 * anything. A column without a type (of a view, of an expression) is what its first value is.
 *
 *   BOOL...            boolean (0, 1)         DATE                date (`2026-11-21`)
 *   ...INT...          int64                  DATETIME, TIMESTAMP timestamp (as moments.ts reads them)
 *   CHAR, CLOB, TEXT   string                 REAL, FLOA, DOUB    float64
 *   BLOB               bytes                  others: DECIMAL(p,s), NUMERIC: float64, or with numeric.mapping=none a Decimal
 */
import { Decimal } from '../../data/decimal.ts'
import { Schema } from '../../data/schema.ts'
import { DataError } from '../../errors.ts'
import { affinityOf, type Column, type SqlValue, shown } from './database.ts'
import { msOf } from './moments.ts'

export interface Reader {
  readonly schema: Schema
  /** @returns undefined: it is not that */
  readonly read: (value: Exclude<SqlValue, null>) => unknown
}

const long: Reader = { schema: Schema.int64, read: value => (typeof value === 'bigint' ? value : undefined) }
const text: Reader = { schema: Schema.string, read: value => (typeof value === 'string' ? value : undefined) }
const bytes: Reader = { schema: Schema.bytes, read: value => (Buffer.isBuffer(value) ? value : undefined) }
const double: Reader = {
  schema: Schema.float64,
  read(value) {
    if (typeof value === 'number') return value
    return typeof value === 'bigint' && BigInt(Number(value)) === value ? Number(value) : undefined
  },
}
const boolean: Reader = {
  schema: Schema.boolean,
  read: value => (value === 0n ? false : value === 1n ? true : undefined),
}
const timestamp: Reader = {
  schema: Schema.timestamp,
  read(value) {
    const moment = msOf(value)
    return moment === undefined ? undefined : new Date(moment.ms)
  },
}
const date: Reader = {
  schema: Schema.date,
  read: value => (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? timestamp.read(value) : undefined),
}

const decimal = (scale: number): Reader => ({
  schema: Schema.decimal(scale),
  read(value) {
    const parsed = Buffer.isBuffer(value) ? undefined : Decimal.tryParse(String(value))
    if (!parsed) return undefined
    const missing = scale - parsed.scale
    if (missing >= 0) return new Decimal(parsed.unscaled * 10n ** BigInt(missing), scale)
    const divisor = 10n ** BigInt(-missing)
    return parsed.unscaled % divisor === 0n ? new Decimal(parsed.unscaled / divisor, scale) : undefined
  },
})

/** @returns undefined for a column whose type only its values tell */
function readerFor(declared: string, exactNumbers: boolean): Reader | undefined {
  if (declared === '') return undefined
  if (declared.startsWith('BOOL')) return boolean
  if (declared === 'DATE') return date
  if (/^(DATETIME|TIMESTAMP)/.test(declared)) return timestamp
  const byAffinity = { INTEGER: long, TEXT: text, BLOB: bytes, REAL: double, NUMERIC: double }[affinityOf(declared)]
  const [, scale] = /^(?:DECIMAL|NUMERIC)\s*\(\s*\d+\s*(?:,\s*(\d+)\s*)?\)/.exec(declared) ?? []
  return exactNumbers && byAffinity === double && scale !== undefined ? decimal(Number(scale)) : byAffinity
}

const readerOf = (value: Exclude<SqlValue, null>): Reader =>
  typeof value === 'bigint' ? long : typeof value === 'number' ? double : typeof value === 'string' ? text : bytes

/** The columns of one table, or query. */
export class RowReader {
  readonly #name: string
  readonly #columns: { readonly name: string; readonly declared: string; readonly notNull: boolean }[]
  readonly #readers: (Reader | undefined)[]
  #schema: Schema | undefined

  /** @param name for messages, and of the schema */
  constructor(name: string, columns: readonly Omit<Column, 'key'>[], exactNumbers: boolean) {
    this.#name = name
    this.#columns = [...columns]
    this.#readers = columns.map(({ declared }) => readerFor(declared, exactNumbers))
  }

  /** @throws {DataError} that names table, column, value and where the row is */
  read(
    row: Readonly<Record<string, SqlValue>>,
    where: () => string,
  ): { schema: Schema; value: Record<string, unknown> } {
    const value: Record<string, unknown> = {}
    for (const [index, { name, declared, notNull }] of this.#columns.entries()) {
      const raw = row[name] ?? null
      if (raw === null) {
        if (notNull)
          throw new DataError(`Table ${this.#name}, column ${name}, ${where()}: null in a column that is NOT NULL`)
        value[name] = null
        continue
      }
      if (!this.#readers[index]) {
        this.#readers[index] = readerOf(raw)
        this.#schema = undefined
      }
      const reader = this.#readers[index]
      const read = reader.read(raw)
      if (read === undefined)
        throw new DataError(
          `Table ${this.#name}, column ${name}, ${where()}: ${shown(raw)} is no ${declared || reader.schema.type}. Mend the row, or read the column by a query that casts it`,
        )
      value[name] = read
    }
    this.#schema ??= Schema.struct(
      Object.fromEntries(
        this.#columns.map(({ name, notNull }, index) => {
          const { schema } = this.#readers[index] ?? text
          return [name, notNull ? schema : Schema.optional(schema)]
        }),
      ),
      { name: this.#name },
    )
    return { schema: this.#schema, value }
  }
}
