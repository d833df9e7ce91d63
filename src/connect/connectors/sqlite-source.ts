/**
 * SqliteSource: rows of tables, or of a query, into topics, and those that come later. Settings and modes are those that users
 * of the JDBC connectors know; offsets are exact: nothing is lost, and with exactly-once support nothing is written twice.
 *
 *   bulk                     everything, every poll.interval.ms
 *   incrementing             rows whose id is larger than the last one's: new ones
 *   timestamp                rows whose moment is later than the last one's: new and changed ones
 *   timestamp+incrementing   the same, in the order of both: the one to choose for changes
 *
 * A moment is read when it is over, and timestamp.delay.interval.ms more: a transaction that began before it may commit after it.
 * Not here: deleted rows are not seen (no polling connector can), and columns' defaults are not in schemas.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectError } from '../errors.ts'
import {
  type ConfigErrors,
  type Place,
  type SourceRecord,
  type SourceTask,
  type SourceTaskContext,
  sourceConnector,
} from '../plugin.ts'
import { CONNECTORS_VERSION } from '../version.ts'
import { isLocked, openDatabase, pathOf, reasonOf, unlocked } from './sqlite/database.ts'
import { problemsOf } from './sqlite/plan.ts'
import { checkPlace, type Mode, type SourceConfig, sourceTable } from './sqlite/source-settings.ts'
import { TableReader } from './sqlite/table-reader.ts'
import { TableWatch, tablesOf } from './sqlite/tables.ts'

export const SqliteSource = sourceConnector({
  class: 'SqliteSourceConnector',
  version: CONNECTORS_VERSION,
  config: sourceTable,
  exactlyOnceSupport: ({ mode }) => (mode === 'bulk' ? 'unsupported' : 'supported'),
  alterOffsets(given, offsets) {
    const mode = given['mode'] as Mode
    for (const [partition, offset] of offsets) checkPlace(mode, partition, offset)
    return true
  },
  validate,
  async start(config, context, given) {
    if (config.query) return { taskConfigs: () => [given] }
    const watch = new TableWatch(config, context)
    await watch.start()
    return {
      taskConfigs: maxTasks => watch.shares(maxTasks).map(tables => ({ ...given, tables: JSON.stringify(tables) })),
      stop: () => watch.stop(),
    }
  },
  task: (config, context) => new SqliteTask(config, context),
})

async function validate(config: SourceConfig): Promise<ConfigErrors> {
  const { mode, query } = config
  const errors: Record<string, string[]> = {}
  const say = (name: string, message: string) => {
    errors[name] = [...(errors[name] ?? []), message]
  }
  const [include, exclude] = [config['table.include.list'], config['table.exclude.list']]
  if (include.length > 0 && exclude.length > 0)
    for (const name of ['table.include.list', 'table.exclude.list'])
      say(name, 'table.include.list and table.exclude.list exclude one another: give one of them')
  if (query && include.length + exclude.length > 0)
    say('query', 'A query stands in place of tables: leave table.include.list and table.exclude.list out')
  if (mode.startsWith('timestamp') && config['timestamp.column.name'].length === 0)
    say('timestamp.column.name', `Mode ${mode} needs the column with the moment of the last change`)
  if (query && mode.endsWith('incrementing') && !config['incrementing.column.name'])
    say('incrementing.column.name', `A query has no primary key: mode ${mode} needs the name of its growing column`)
  if (!query && config['topic.prefix'] === '' && include.length !== 1)
    // An empty one is fine where somebody chose the table.
    say(
      'topic.prefix',
      'An empty prefix would write to topics named as the tables are: give one, or choose a single table',
    )
  if (Object.keys(errors).length > 0) return errors
  try {
    const db = await openDatabase(config['connection.url'], { readonly: true })
    try {
      const names = query ? [''] : tablesOf(db, config)
      if (names.length === 0 && include.length > 0)
        say(
          'table.include.list',
          `None of the tables is ${include.join(' or ')}: there are ${tablesOf(db, { ...config, 'table.include.list': [] }).join(', ') || 'none'}`,
        )
      for (const name of names)
        for (const [setting, message] of Object.entries(problemsOf(db, name, config))) say(setting, message)
    } finally {
      db.close()
    }
  } catch (error) {
    if (!isLocked(error)) say('connection.url', (error as Error).message)
  }
  return errors
}

class SqliteTask implements SourceTask {
  readonly #config: SourceConfig
  readonly #context: SourceTaskContext
  #readers: TableReader[] | undefined
  #close: (() => void) | undefined
  #next = 0

  constructor(config: SourceConfig, context: SourceTaskContext) {
    this.#config = config
    this.#context = context
  }

  async poll(): Promise<readonly SourceRecord[] | null> {
    const { signal, log } = this.#context
    const file = pathOf(this.#config['connection.url'])
    try {
      return await unlocked(() => this.#read(), { signal, log, file })
    } catch (error) {
      if (signal.aborted && isLocked(error)) return null
      if (error instanceof ConnectError) throw error
      throw new ConnectError(`Cannot read ${file}: ${reasonOf(error)}`, { cause: error })
    }
  }

  /** Rows of the next table that has some; each gets its turn. */
  async #read(): Promise<readonly SourceRecord[] | null> {
    this.#readers ??= await this.#open()
    const readers = this.#readers
    for (let tried = 0; tried < readers.length; tried++) {
      const reader = readers[this.#next % readers.length]!
      const records = reader.isDue ? reader.read() : []
      // A bulk read is one snapshot: it goes on until its end.
      if (!reader.isWithin) this.#next++
      if (records.length > 0) return records
    }
    const waitMs = Math.min(...readers.map(({ dueMs }) => dueMs), this.#config['poll.interval.ms'])
    await sleep(Math.max(1, waitMs), undefined, { signal: this.#context.signal }).catch(() => {})
    return null
  }

  async #open(): Promise<TableReader[]> {
    const { query, tables } = this.#config
    const names = query ? [''] : (JSON.parse(tables || '[]') as string[])
    const places = names.map((name): Place => (query ? { query: 'query' } : { table: name }))
    const offsets = await this.#context.offsets.offsets(places)
    const db = await openDatabase(this.#config['connection.url'], { readonly: true })
    this.#close = () => db.close()
    try {
      return names.map((name, index) => new TableReader(db, name, places[index]!, this.#config, offsets[index] ?? null))
    } catch (error) {
      db.close()
      throw error
    }
  }

  stop(): void {
    for (const reader of this.#readers ?? []) reader.stop()
    this.#close?.()
  }
}
