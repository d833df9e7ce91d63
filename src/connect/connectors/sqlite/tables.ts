/** Which tables a source reads, how tasks share them, and those that come later. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConnectorContext } from '../../plugin.ts'
import { type Database, isLocked, openDatabase, reasonOf } from './database.ts'
import type { SourceConfig } from './source-settings.ts'

type Choice = Pick<SourceConfig, 'table.include.list' | 'table.exclude.list' | 'table.types'>

/** By name; SQLite's own are none. */
export function tablesOf(db: Database, config: Choice): string[] {
  const types = config['table.types'].map(each => each.toLowerCase())
  const rows = db
    .prepare(
      `SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .all() as { name: string; type: string }[]
  const matches = (patterns: readonly string[], name: string) =>
    patterns.some(pattern => pattern === name || new RegExp(`^(?:${pattern})$`).test(name))
  const { 'table.include.list': include, 'table.exclude.list': exclude } = config
  return rows
    .filter(({ type }) => types.includes(type))
    .map(({ name }) => name)
    .filter(name => (include.length > 0 ? matches(include, name) : !matches(exclude, name)))
}

/** Looks for new tables, and for those that are gone. */
export class TableWatch {
  readonly #config: SourceConfig
  readonly #context: ConnectorContext
  readonly #stop = new AbortController()
  #tables: string[] = []
  #over: Promise<void> | undefined

  constructor(config: SourceConfig, context: ConnectorContext) {
    this.#config = config
    this.#context = context
  }

  async start(): Promise<void> {
    this.#tables = (await this.#look()) ?? []
    if (this.#tables.length === 0)
      this.#context.log.warn(
        `${this.#config['connection.url']} has no table to read; it is looked at again every table.poll.interval.ms`,
      )
    this.#over = this.#watch()
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      await sleep(this.#config['table.poll.interval.ms'], undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      const tables = await this.#look().catch((error: Error) => {
        this.#context.raiseError(error)
        return undefined
      })
      if (!tables || tables.join('\n') === this.#tables.join('\n')) continue
      this.#context.log.info(`There are other tables now: ${tables.join(', ')}`)
      this.#tables = tables
      this.#context.requestTaskReconfiguration()
    }
  }

  /** @returns undefined when the database is locked: another time */
  async #look(): Promise<string[] | undefined> {
    let db: Database | undefined
    try {
      db = await openDatabase(this.#config['connection.url'], { readonly: true })
      return tablesOf(db, this.#config)
    } catch (error) {
      if (!isLocked(error)) throw error
      this.#context.log.warn(`The tables cannot be listed now: ${reasonOf(error)}`)
      return undefined
    } finally {
      db?.close()
    }
  }

  /** One share a task; none when there are no tables. */
  shares(maxTasks: number): string[][] {
    const shares: string[][] = Array.from({ length: Math.min(maxTasks, this.#tables.length) }, () => [])
    for (const [index, table] of this.#tables.entries()) shares[index % shares.length]!.push(table)
    return shares
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#over
  }
}
