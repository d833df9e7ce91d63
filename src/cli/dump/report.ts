/**
 * How `dump-log` says what it found: in the lines of Kafka's tool, or with --json as an object a line, each with its file and
 * kind: `file`, `batch`, `record`, `entry` (of an index or a snapshot of producers), `note`.
 */
import type { Record } from '../../protocol/record.ts'
import type { Io } from '../io.ts'
import { printNdjson } from '../json.ts'
import { entryLine, type Fields, type LogEntry, type LogOptions, type Parser, pairs } from './log-entries.ts'

export interface Report {
  /** A file begins. */
  file(given: string): void
  /** What its name says. */
  headline(line: string): void
  log(entry: LogEntry): void
  entry(fields: Fields): void
  note(line: string, fields: Fields): void
}

export const textReport = (io: Io, options: LogOptions): Report => ({
  file: given => io.print(`Dumping ${given}`),
  headline: line => io.print(line),
  log: entry => io.print(entryLine(entry, options)),
  entry: fields => io.print(pairs(fields)),
  note: line => io.print(line),
})

/** What a record's key and value are, as JSON. */
export type RecordJson = (record: Record) => object

export function jsonReport(io: Io, { contents, metadata }: LogOptions, recordJson: RecordJson): Report {
  let file = ''
  const say = (kind: string, fields: object) => printNdjson(io, { file, kind, ...plainNumbers(fields) })
  return {
    file(given) {
      file = given
      say('file', {})
    },
    headline: () => {},
    log(entry) {
      if (entry.kind === 'batch') return say('batch', entry.fields)
      const { fields, control, record } = entry
      say('record', {
        ...(metadata || control ? fields : {}),
        ...(control && { control: { ...control, ...(control.data && { data: JSON.parse(control.data) }) } }),
        ...(contents && !control && recordJson(record)),
      })
    },
    entry: fields => say('entry', fields),
    note: (note, fields) => say('note', { note, ...fields }),
  }
}

/** Numbers of a broken header may be beyond what JSON's readers keep: those stay text. What lacks is null. */
const plainNumbers = (fields: object) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value !== 'bigint' ? (value ?? null) : Number.isSafeInteger(Number(value)) ? Number(value) : String(value),
    ]),
  )

/** Internal records are JSON already. What could not be decoded is said as text, in their place. */
export const decodedJson =
  (parse: Parser): RecordJson =>
  record => {
    const { key, value } = parse(record)
    return { key: structured(key), value: value === '<DELETE>' ? null : structured(value) }
  }

function structured(text: string | undefined): unknown {
  if (text === undefined) return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
