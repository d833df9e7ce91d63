/** The settings of SqliteSink; named as the JDBC sink's are. */
import type { ConfigOf } from '../../../config/define.ts'
import { type ConfigErrors, settings } from '../../plugin.ts'
import { openDatabase, quoted, urlSetting } from './database.ts'

/** In table.name.format. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: what users of the JDBC sink write
export const TOPIC = '${topic}'

export const sinkTable = settings({
  'connection.url': urlSetting,
  'insert.mode': {
    type: 'string',
    default: 'upsert',
    values: ['insert', 'upsert', 'update'],
    importance: 'high',
    doc: 'insert: a row a record; upsert: a row a primary key, with the values of its last record; update: only rows that are there.',
  },
  'pk.mode': {
    type: 'string',
    default: 'record_key',
    values: ['none', 'kafka', 'record_key', 'record_value'],
    importance: 'high',
    doc: "Where primary keys come from: the record's key, its value, or topic, partition and offset (kafka).",
  },
  'pk.fields': {
    type: 'list',
    default: [],
    importance: 'high',
    doc: 'The columns of the primary key. Empty: all fields of the key (record_key) or value (record_value); for kafka: __connect_topic, __connect_partition, __connect_offset. A key that is no struct needs one name.',
  },
  'fields.whitelist': {
    type: 'list',
    default: [],
    doc: 'Which fields of values become columns, beside those of the primary key. Empty: all.',
  },
  'table.name.format': {
    type: 'string',
    default: TOPIC,
    nonEmpty: true,
    doc: `The table of a record; ${TOPIC} stands for its topic.`,
  },
  'auto.create': {
    type: 'boolean',
    default: false,
    doc: 'Create tables that are not there, as the first record has it.',
  },
  'auto.evolve': { type: 'boolean', default: false, doc: 'Add columns that are not there, without NOT NULL.' },
  'delete.enabled': {
    type: 'boolean',
    default: false,
    doc: 'A record without a value deletes the row of its key. Needs pk.mode=record_key.',
  },
  'batch.size': {
    type: 'int',
    default: 3000,
    min: 1,
    importance: 'low',
    doc: 'How many records go into one transaction, at most.',
  },
  'offsets.table': {
    type: 'string',
    default: 'tskafka_offsets',
    nonEmpty: true,
    importance: 'low',
    doc: 'Where the database keeps how far each topic was written, in the transaction that wrote it.',
  },
})
export type SinkConfig = ConfigOf<typeof sinkTable>

export async function validateSink(config: SinkConfig): Promise<ConfigErrors> {
  const errors: Record<string, string> = {}
  const { 'pk.mode': keyMode, 'insert.mode': mode, 'pk.fields': fields } = config
  if (keyMode === 'none' && mode !== 'insert')
    errors['pk.mode'] = `insert.mode=${mode} needs a primary key: set pk.mode to record_key, record_value or kafka`
  if (keyMode === 'kafka' && fields.length !== 0 && fields.length !== 3)
    errors['pk.fields'] = `pk.mode=kafka needs three columns, for topic, partition and offset, not ${fields.length}`
  if (config['delete.enabled'] && keyMode !== 'record_key')
    errors['delete.enabled'] =
      `Only the record's key says which row to delete: pk.mode must be record_key, not ${keyMode}`
  if (config['table.name.format'] === config['offsets.table'])
    errors['table.name.format'] = `${config['offsets.table']} is where the offsets are: choose another table`
  try {
    const db = await openDatabase(config['connection.url'], { readonly: false })
    db.close()
  } catch (error) {
    errors['connection.url'] = (error as Error).message
  }
  return errors
}

export const offsetsDdl = (table: string): string => `CREATE TABLE IF NOT EXISTS ${quoted(table)} (
  connector TEXT NOT NULL,
  topic TEXT NOT NULL,
  "partition" INTEGER NOT NULL,
  next_offset INTEGER NOT NULL,
  PRIMARY KEY (connector, topic, "partition")
) WITHOUT ROWID`
