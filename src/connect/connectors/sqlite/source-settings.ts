/** The settings of SqliteSource, its modes, and the offsets that each of them keeps. */
import type { ConfigOf } from '../../../config/define.ts'
import { ConnectError } from '../../errors.ts'
import { type Place, settings } from '../../plugin.ts'
import { urlSetting } from './database.ts'

/** The fields of each mode's offsets. */
export const modes = {
  bulk: [],
  incrementing: ['incrementing'],
  timestamp: ['timestamp'],
  'timestamp+incrementing': ['timestamp', 'incrementing'],
} as const
export type Mode = keyof typeof modes

const regex = (value: readonly string[] | null, name: string) => {
  for (const each of value ?? [])
    try {
      new RegExp(each)
    } catch (error) {
      return `Invalid value ${each} for configuration ${name}: ${(error as Error).message}`
    }
  return undefined
}

export const sourceTable = settings({
  'connection.url': urlSetting,
  mode: {
    type: 'string',
    values: Object.keys(modes),
    importance: 'high',
    doc: 'How new rows are told from those that were read: bulk, incrementing, timestamp or timestamp+incrementing.',
  },
  'incrementing.column.name': {
    type: 'string',
    default: '',
    doc: "A column that only grows. Empty: the table's INTEGER PRIMARY KEY, which should be AUTOINCREMENT: else ids of deleted rows come again.",
  },
  'timestamp.column.name': {
    type: 'list',
    default: [],
    doc: 'Columns with the moment of the last change; the first one that is not null counts.',
  },
  'timestamp.initial': {
    type: 'long',
    default: null,
    importance: 'low',
    doc: 'Without an offset: begin at this moment, in milliseconds since 1970; -1: now. Default: at the first row.',
  },
  'timestamp.delay.interval.ms': {
    type: 'long',
    default: 0,
    min: 0,
    doc: 'How long a moment must be over before its rows are read, so that late commits are not missed.',
  },
  'table.include.list': {
    type: 'list',
    default: [],
    check: regex,
    doc: 'Which tables: names, or regular expressions of whole names. Empty: all.',
  },
  'table.exclude.list': { type: 'list', default: [], check: regex, doc: 'All tables but these.' },
  'table.types': {
    type: 'list',
    default: ['TABLE'],
    values: ['TABLE', 'VIEW'],
    importance: 'low',
    doc: 'Tables, views or both.',
  },
  'table.poll.interval.ms': {
    type: 'long',
    default: 60_000,
    min: 1,
    importance: 'low',
    doc: 'How often to look for new tables.',
  },
  query: { type: 'string', default: '', doc: 'A SELECT in place of tables. What is new is told by its own columns.' },
  'topic.prefix': {
    type: 'string',
    importance: 'high',
    doc: 'A table goes to the topic of this and its name; a query to the topic of this name.',
  },
  'poll.interval.ms': {
    type: 'int',
    default: 5000,
    min: 1,
    importance: 'high',
    doc: 'How often to look for new rows.',
  },
  'batch.max.rows': {
    type: 'int',
    default: 1000,
    min: 1,
    importance: 'low',
    doc: 'How many rows are read at a time. Rows of one moment stay together, in mode timestamp.',
  },
  'validate.non.null': {
    type: 'boolean',
    default: true,
    importance: 'low',
    doc: 'Refuse tables whose columns for mode may be null: such rows are never read.',
  },
  'numeric.mapping': {
    type: 'string',
    default: 'best_fit',
    values: ['none', 'best_fit'],
    importance: 'low',
    doc: 'DECIMAL(p,s) as a double (best_fit), or as a Decimal (none).',
  },
  tables: { type: 'string', default: '', internal: true, doc: "For tasks: which tables are this one's." },
})

export type SourceConfig = ConfigOf<typeof sourceTable>

/** Offsets that somebody gives by hand. @throws {ConnectError} */
export function checkPlace(mode: Mode, partition: Place, offset: Place | null): void {
  if (typeof partition['table'] !== 'string' && partition['query'] !== 'query')
    throw new ConnectError('A partition is {"table": "<name>"}, or {"query": "query"} for a connector with a query')
  if (offset === null) return
  const fields: readonly string[] = modes[mode] ?? []
  for (const name of fields)
    if (offset[name] == null)
      throw new ConnectError(
        `The offset of mode ${mode} needs "${name}": ${fields.map(each => `"${each}"`).join(' and ')}`,
      )
  const { incrementing, timestamp } = offset
  if (incrementing != null && !/^-?\d+$/.test(String(incrementing)))
    throw new ConnectError(`"incrementing" is a whole number, not ${JSON.stringify(incrementing)}`)
  if (timestamp != null && typeof timestamp !== 'string' && !/^-?\d+$/.test(String(timestamp)))
    throw new ConnectError(
      `"timestamp" is what the column holds, text or a whole number, not ${JSON.stringify(timestamp)}`,
    )
}
