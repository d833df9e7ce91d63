/** What a source reads a table by: where from, and which columns tell what is new; and what is wrong with a table for that. */
import { ConnectError } from '../../errors.ts'
import { columnsOf, type Database, quoted, reasonOf } from './database.ts'
import type { SourceConfig } from './source-settings.ts'

export interface Plan {
  readonly from: string
  readonly id: string | undefined
  readonly times: readonly string[]
}

/** @throws {ConnectError} for a table that is not there, or has no such columns */
export function planOf(db: Database, name: string, config: SourceConfig): Plan {
  const { query, mode } = config
  const from = query ? `(${query.trim().replace(/;$/, '')})` : quoted(name)
  const times = mode.startsWith('timestamp') ? config['timestamp.column.name'] : []
  let id: string | undefined
  if (mode.endsWith('incrementing')) {
    id = config['incrementing.column.name'] || rowIdOf(db, name)
    if (id === undefined)
      throw new ConnectError(
        `Table ${name} has no INTEGER PRIMARY KEY: give incrementing.column.name, a column that only grows`,
      )
  }
  return { from, id, times }
}

function rowIdOf(db: Database, name: string): string | undefined {
  const keyed = (columnsOf(db, name) ?? []).filter(({ key }) => key > 0)
  return keyed.length === 1 && keyed[0]!.declared === 'INTEGER' ? keyed[0]!.name : undefined
}

/** What is wrong with a table, or the query, by setting. */
export function problemsOf(db: Database, name: string, config: SourceConfig): Record<string, string> {
  let plan: Plan
  try {
    plan = planOf(db, name, config)
  } catch (error) {
    return { 'incrementing.column.name': (error as Error).message }
  }
  const what = config.query ? 'The query' : `Table ${name}`
  let names: string[]
  try {
    names = db
      .prepare(`SELECT * FROM ${plan.from}`)
      .columns()
      .map(column => column.name)
  } catch (error) {
    return { [config.query ? 'query' : 'table.include.list']: `${what} cannot be read: ${reasonOf(error)}` }
  }
  const wanted = [
    ...plan.times.map(column => ['timestamp.column.name', column] as const),
    ...(plan.id === undefined ? [] : [['incrementing.column.name', plan.id] as const]),
  ]
  const problems: Record<string, string> = {}
  for (const [setting, column] of wanted)
    if (!names.some(each => each.toLowerCase() === column.toLowerCase()))
      problems[setting] = `${what} has no column ${column}: it has ${names.join(', ')}`
  if (!config.query && config['validate.non.null'] && Object.keys(problems).length === 0) {
    const columns = columnsOf(db, name) ?? []
    const isNullable = (column: string) =>
      !columns.find(each => each.name.toLowerCase() === column.toLowerCase())?.notNull
    if (plan.times.length > 0 && plan.times.every(isNullable))
      problems['timestamp.column.name'] =
        `${what}, column ${plan.times.join(', ')} may be null, and such rows would never be read. Declare it NOT NULL, or set validate.non.null=false`
    if (plan.id !== undefined && isNullable(plan.id))
      problems['incrementing.column.name'] =
        `${what}, column ${plan.id} may be null, and such rows would never be read. Declare it NOT NULL, or set validate.non.null=false`
  }
  return problems
}
