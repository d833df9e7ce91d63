/**
 * Reads one table, or a query, from an offset on. What is behind an offset is told by SQLite's own order of the raw values, so
 * an offset keeps them as they are in the file.
 */
import { ConnectError, DataError } from '../../errors.ts'
import type { Place, SourceRecord } from '../../plugin.ts'
import { RowReader } from './columns.ts'
import { columnsOf, type Database, quoted, type Row, type SqlValue, shown } from './database.ts'
import { type Moment, msOf } from './moments.ts'
import { type Plan, planOf, problemsOf } from './plan.ts'
import type { SourceConfig } from './source-settings.ts'

/** Names that no column has. */
const TIME = 'tskafka:time'
const ID = 'tskafka:id'

export class TableReader {
  readonly #db: Database
  readonly #name: string
  readonly #config: SourceConfig
  readonly #place: Place
  readonly #plan: Plan
  readonly #topic: string
  #rows: RowReader | undefined
  #schemaVersion: unknown
  #dueAt = 0
  /** The offset of the row that was read last, as it is in the file. */
  #time: SqlValue
  #id: SqlValue
  #moment: Moment | undefined
  #bulk: IterableIterator<Row> | undefined

  /** @throws {ConnectError} for a table, or an offset, that cannot be */
  constructor(db: Database, name: string, place: Place, config: SourceConfig, offset: Place | null) {
    this.#db = db
    this.#name = config.query ? 'query' : name
    this.#config = config
    this.#place = place
    const [problem] = Object.values(problemsOf(db, name, config))
    if (problem) throw new ConnectError(problem)
    this.#plan = planOf(db, name, config)
    this.#topic = config['topic.prefix'] + (config.query ? '' : name)
    this.#id = rawOf(offset?.['incrementing'])
    this.#time = rawOf(offset?.['timestamp'])
    if (this.#time !== null) this.#moment = this.#momentOf(this.#time, 'the offset')
  }

  get isDue(): boolean {
    return this.dueMs <= 0
  }
  /** How long until it is to be looked at again. */
  get dueMs(): number {
    return this.#dueAt - Date.now()
  }
  /** A bulk read is on its way. */
  get isWithin(): boolean {
    return this.#bulk !== undefined
  }

  /** Rows behind the last ones, as many as there are and batch.max.rows allows. */
  read(): SourceRecord[] {
    this.#followSchema()
    const records = this.#config.mode === 'bulk' ? this.#readBulk() : this.#readNews()
    const isFull = records.length >= this.#config['batch.max.rows']
    if (!isFull && !this.isWithin) this.#dueAt = Date.now() + this.#config['poll.interval.ms']
    return records
  }

  #readBulk(): SourceRecord[] {
    this.#bulk ??= this.#db.prepare(`SELECT * FROM ${this.#plan.from}`).iterate() as IterableIterator<Row>
    const records: SourceRecord[] = []
    while (records.length < this.#config['batch.max.rows']) {
      const row = this.#nextInBulk()
      if (!row) break
      records.push(this.#record(row, {}))
    }
    return records
  }

  #nextInBulk(): Row | undefined {
    let next: IteratorResult<Row> | undefined
    try {
      next = this.#bulk!.next()
    } finally {
      // At its end, or after an error: begin anew.
      if (!next || next.done) this.#bulk = undefined
    }
    return next.done ? undefined : next.value
  }

  #readNews(): SourceRecord[] {
    const { id, times } = this.#plan
    const records: SourceRecord[] = []
    const limit = this.#config['batch.max.rows']
    const before = Date.now() - this.#config['timestamp.delay.interval.ms']
    // In mode timestamp a moment's rows have one offset between them: they are read together, or not at all.
    const isGrouped = id === undefined
    const timeBefore = this.#time
    this.#demandOneType()
    let last = { time: this.#time, moment: this.#moment }
    for (const row of this.#news()) {
      const time = row[TIME] ?? null
      const where = () => this.#where(row)
      const isNewMoment = times.length > 0 && time !== last.time
      if (records.length >= limit && (!isGrouped || isNewMoment)) break
      if (isNewMoment) {
        const moment = this.#momentOf(time, where(), last.moment)
        if (moment.ms + moment.lengthMs > before) break
        last = { time, moment }
      }
      const offset: Record<string, unknown> = {}
      if (times.length > 0) offset['timestamp'] = time
      if (id !== undefined) offset['incrementing'] = this.#idOf(row, where)
      records.push(this.#record(row, offset))
    }
    const end = records.at(-1)?.sourceOffset
    if (!end) return records
    this.#id = (end['incrementing'] as SqlValue | undefined) ?? null
    this.#time = last.time
    this.#moment = last.moment
    return isGrouped ? withGroupOffsets(records, timeBefore) : records
  }

  /** In order, from behind the offset. An open end: the caller stops when it has enough. */
  #news(): IterableIterator<Row> {
    const { from, id, times } = this.#plan
    const time = timeOf(times)
    const columns = [
      '*',
      ...(time ? [`${time} AS ${quoted(TIME)}`] : []),
      ...(id === undefined ? [] : [`${quoted(id)} AS ${quoted(ID)}`]),
    ]
    const order = [...(time ? [time] : []), ...(id === undefined ? [] : [quoted(id)])]
    const { where, values } = this.#condition(time)
    const sql = `SELECT ${columns.join(', ')} FROM ${from} WHERE ${where} ORDER BY ${order.join(', ')}`
    return this.#db.prepare(sql).iterate(...values) as IterableIterator<Row>
  }

  /** SQLite has all numbers before all text: a column that changes from one to the other would hide its new rows. */
  #demandOneType(): void {
    const time = timeOf(this.#plan.times)
    if (!time || this.#time === null) return
    const { first } = this.#db.prepare(`SELECT min(${time}) AS first FROM ${this.#plan.from}`).get() as {
      first: SqlValue
    }
    if (first !== null && typeof first !== typeof this.#time) this.#momentOf(first, 'its first row', this.#moment)
  }

  #condition(time: string | undefined): { where: string; values: SqlValue[] } {
    const id = this.#plan.id === undefined ? undefined : quoted(this.#plan.id)
    const [lastTime, lastId] = [this.#time, this.#id]
    if (!time)
      return lastId === null ? { where: `${id} IS NOT NULL`, values: [] } : { where: `${id} > ?`, values: [lastId] }
    if (lastTime === null) {
      const initial = this.#initial(time)
      return initial === null
        ? { where: `${time} IS NOT NULL`, values: [] }
        : { where: `${time} >= ?`, values: [initial] }
    }
    if (id && lastId !== null)
      return { where: `${time} >= ? AND (${time} > ? OR ${id} > ?)`, values: [lastTime, lastTime, lastId] }
    return { where: `${time} > ?`, values: [lastTime] }
  }

  /** timestamp.initial in the form of the column. */
  #initial(time: string): SqlValue {
    const given = this.#config['timestamp.initial']
    if (given === null) return null
    this.#startMs ??= given === -1 ? Date.now() : given
    const ms = this.#startMs
    const first = this.#db
      .prepare(`SELECT ${time} AS t FROM ${this.#plan.from} WHERE ${time} IS NOT NULL LIMIT 1`)
      .get() as { t: SqlValue } | undefined
    if (!first) return null
    const { form } = this.#momentOf(first.t, 'its first row')
    const iso = new Date(ms).toISOString()
    if (form === 'seconds') return BigInt(Math.ceil(ms / 1000))
    if (form === 'milliseconds') return BigInt(ms)
    if (form === 'microseconds') return BigInt(ms) * 1000n
    if (form === 'text 5') return iso.slice(0, 10)
    // Shorter than any row of that second, and so before it.
    return form.startsWith('text T') ? iso.slice(0, 19) : iso.slice(0, 19).replace('T', ' ')
  }
  #startMs: number | undefined

  #momentOf(value: SqlValue, where: string, last?: Moment): Moment {
    const moment = msOf(value)
    const columns = this.#plan.times.join(', ')
    if (!moment)
      throw new DataError(
        `Table ${this.#name}, column ${columns}, ${where}: ${shown(value)} is no moment. It is text such as 2026-11-21 10:00:00, or a whole number of seconds, milliseconds or microseconds since 1970`,
      )
    if (last && last.form !== moment.form)
      throw new DataError(
        `Table ${this.#name}, column ${columns}, ${where}: ${shown(value)} is written in another way (${moment.form}) than the rows before it (${last.form}), so SQLite's order is not that of time. Write all in one way`,
      )
    return moment
  }

  #idOf(row: Row, where: () => string): bigint {
    const value = row[ID]
    if (typeof value === 'bigint') return value
    throw new DataError(
      `Table ${this.#name}, column ${this.#plan.id}, ${where()}: ${shown(value)} is no whole number, as an incrementing column has them`,
    )
  }

  #record(row: Row, sourceOffset: Place): SourceRecord {
    const { schema, value } = this.#rows!.read(row, () => this.#where(row))
    return {
      topic: this.#topic,
      sourcePartition: this.#place,
      sourceOffset,
      valueSchema: schema,
      value,
    }
  }

  /** For messages. */
  #where(row: Row): string {
    const { id, times } = this.#plan
    if (id !== undefined) return `row with ${id}=${shown(row[ID] ?? null)}`
    if (times.length > 0) return `row of ${shown(row[TIME] ?? null)}`
    const [name, value] = Object.entries(row)[0] ?? ['', null]
    return `row with ${name}=${shown(value)}`
  }

  /** Columns may have come and gone since. */
  #followSchema(): void {
    if (this.#bulk) return
    const version = this.#db.pragma('schema_version', { simple: true })
    if (this.#rows && version === this.#schemaVersion) return
    this.#schemaVersion = version
    const known = this.#config.query ? undefined : columnsOf(this.#db, this.#name)
    const columns =
      known ??
      this.#db
        .prepare(`SELECT * FROM ${this.#plan.from}`)
        .columns()
        .map(({ name, type }) => ({ name, declared: (type ?? '').toUpperCase(), notNull: false }))
    this.#rows = new RowReader(this.#name, columns, this.#config['numeric.mapping'] === 'none')
  }

  stop(): void {
    this.#bulk?.return?.()
    this.#bulk = undefined
  }
}

const timeOf = (columns: readonly string[]): string | undefined =>
  columns.length > 1 ? `coalesce(${columns.map(quoted).join(', ')})` : columns[0] && quoted(columns[0])

/** All but the last row of a moment have the offset of the moment before: after a crash the whole moment comes again. */
function withGroupOffsets(records: readonly SourceRecord[], timeBefore: SqlValue): SourceRecord[] {
  let before = timeBefore
  return records.map((record, index) => {
    const own = record.sourceOffset['timestamp'] as SqlValue
    if (records[index + 1]?.sourceOffset['timestamp'] === own) return { ...record, sourceOffset: { timestamp: before } }
    before = own
    return record
  })
}

/** From an offset: whole numbers come back as numbers. */
function rawOf(value: unknown): SqlValue {
  if (value == null) return null
  return typeof value === 'number' ? BigInt(value) : (value as SqlValue)
}
