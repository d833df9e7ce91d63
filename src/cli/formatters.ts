/**
 * From records to bytes on stdout: Kafka's console formatters, by their class names.
 * Source: Kafka 4.3 `DefaultMessageFormatter`, `LoggingMessageFormatter`, `NoOpMessageFormatter`. Those of internal topics are in
 * coordinator-formatters.ts, loaded by whoever names one.
 * Not here: a record's leader epoch and delivery count, which Kafka's console consumer does not hand to its formatter either. A null value is printed as null.literal before any deserializer sees it; Kafka's would be
 * given the literal's own bytes.
 */
import type { BatchHeader } from '../protocol/batch.ts'
import type { ByteSink } from './byte-sink.ts'
import { type Deserializer, deserializer, deserializerNames } from './deserializers.ts'
import { nearest, UsageError } from './usage-error.ts'

/** A record as a cursor shows it. */
export interface RecordView {
  readonly buffer: Buffer
  readonly offset: number
  readonly timestamp: number
  readonly keyStart: number
  readonly keyLength: number
  readonly valueStart: number
  readonly valueLength: number
  headers(): readonly { key: string; value: Buffer | null }[]
}

export interface BatchView {
  readonly topic: string
  readonly partition: number
  readonly timestampType: string
  readonly header: Pick<
    BatchHeader,
    'leaderEpoch' | 'producerId' | 'producerEpoch' | 'compression' | 'isTransactional' | 'isControl'
  >
  /** Of the partition, as the last fetch said; -1 before it did. */
  readonly edges: { readonly logStartOffset: number; readonly lastStableOffset: number; readonly highWatermark: number }
}

/** @returns false when the record is not wanted: it was not printed, and does not count */
export type Formatter = (record: RecordView, batch: BatchView, sink: ByteSink) => unknown

const PACKAGE = 'org.apache.kafka.tools.consumer.'
export const DEFAULT_FORMATTER = `${PACKAGE}DefaultMessageFormatter`

const makers: Readonly<Record<string, (properties: Properties, warn: (line: string) => void) => Formatter>> = {
  DefaultMessageFormatter: defaultFormatter,
  // It also logs every record at INFO, which Kafka's own tools do not show.
  LoggingMessageFormatter: defaultFormatter,
  NoOpMessageFormatter: () => () => {},
}

const coordinatorFormatters = [
  'OffsetsMessageFormatter',
  'GroupMetadataMessageFormatter',
  'TransactionLogMessageFormatter',
  'ShareGroupMessageFormatter',
  'group.share.ShareGroupStateMessageFormatter',
] as const
export type CoordinatorFormatter = (typeof coordinatorFormatters)[number]

type Properties = Readonly<Record<string, string>>

/** @throws {UsageError} when there is no such formatter */
export async function formatter(
  name: string,
  properties: Properties,
  warn: (line: string) => void,
): Promise<Formatter> {
  const simple = name.replace(PACKAGE, '')
  const internal = coordinatorFormatters.find(each => each === simple)
  if (internal) return (await import('./coordinator-formatters.ts')).coordinatorFormatter(internal)
  const make = makers[simple]
  if (make) return make(properties, warn)
  const names = [...Object.keys(makers), ...coordinatorFormatters]
  const near = nearest(simple, names) ?? 'DefaultMessageFormatter'
  throw new UsageError(`--formatter ${name} is not here: there are ${names.join(', ')}`, {
    slip: { typed: name, meant: PACKAGE + near },
  })
}

const parts = {
  'print.timestamp': 'false',
  'print.partition': 'false',
  'print.offset': 'false',
  'print.delivery': 'false',
  'print.epoch': 'false',
  'print.headers': 'false',
  'print.key': 'false',
  'print.value': 'true',
}
const others = {
  'key.separator': '\t',
  'line.separator': '\n',
  'headers.separator': ',',
  'null.literal': 'null',
}
const classes = ['key.deserializer', 'value.deserializer', 'headers.deserializer']

function defaultFormatter(properties: Properties, warn: (line: string) => void): Formatter {
  const known = [...Object.keys(parts), ...Object.keys(others), ...classes]
  for (const name of Object.keys(properties)) {
    if (known.includes(name) || classes.some(each => name.startsWith(`${each}.`))) continue
    const near = nearest(name, known)
    warn(`WARN ${name} is not a property of the formatter${near ? `: did you mean ${near}?` : ''}`)
  }
  const wanted = (name: keyof typeof parts) => (properties[name] ?? parts[name]).trim().toLowerCase() === 'true'
  const setting = (name: keyof typeof others) => Buffer.from(properties[name] ?? others[name])
  const columnEnd = setting('key.separator')
  const lineEnd = setting('line.separator')
  const headersSeparator = setting('headers.separator')
  const nullLiteral = setting('null.literal')
  const of = (name: string) => named(name, properties[name], warn)
  const [readKey, readValue, readHeader] = [
    of('key.deserializer'),
    of('value.deserializer'),
    of('headers.deserializer'),
  ]

  /** `buffer[start, start + length)`, or what stands for null. */
  const field = (sink: ByteSink, read: Deserializer | undefined, buffer: Buffer, start: number, length: number) => {
    if (length < 0) sink.bytes(nullLiteral)
    else if (read) sink.text(read(buffer.subarray(start, start + length)))
    else sink.range(buffer, start, start + length)
  }
  const columns: Record<keyof typeof parts, Formatter> = {
    'print.timestamp': ({ timestamp }, { timestampType }, sink) =>
      sink.text(timestampType === 'NoTimestampType' ? 'NO_TIMESTAMP' : `${timestampType}:${timestamp}`),
    'print.partition': (_, { partition }, sink) => sink.text(`Partition:${partition}`),
    'print.offset': ({ offset }, _, sink) => sink.text(`Offset:${offset}`),
    'print.delivery': (_record, _batch, sink) => sink.text('Delivery:NOT_PRESENT'),
    'print.epoch': (_record, _batch, sink) => sink.text('Epoch:NOT_PRESENT'),
    'print.headers': (record, _, sink) => {
      const headers = record.headers()
      if (headers.length === 0) return sink.text('NO_HEADERS')
      headers.forEach(({ key, value }, i) => {
        if (i > 0) sink.bytes(headersSeparator)
        sink.text(`${key}:`)
        field(sink, readHeader, value ?? nullLiteral, 0, value?.length ?? -1)
      })
    },
    'print.key': (record, _, sink) => field(sink, readKey, record.buffer, record.keyStart, record.keyLength),
    'print.value': (record, _, sink) => field(sink, readValue, record.buffer, record.valueStart, record.valueLength),
  }
  const chosen = (Object.keys(parts) as (keyof typeof parts)[]).filter(wanted).map(name => columns[name])
  const ends = chosen.map((_, i) => (i === chosen.length - 1 ? lineEnd : columnEnd))
  // Most look at values alone, and by the million.
  if (chosen.length === 1 && chosen[0] === columns['print.value'] && !readValue && lineEnd.length === 1)
    return ({ buffer, valueStart, valueLength }, _, sink) => {
      if (valueLength < 0) sink.bytes(nullLiteral)
      else sink.range(buffer, valueStart, valueStart + valueLength)
      sink.byte(lineEnd[0]!)
    }
  return (record, batch, sink) => {
    for (let i = 0; i < chosen.length; i++) {
      chosen[i]!(record, batch, sink)
      sink.bytes(ends[i]!)
    }
  }
}

function named(property: string, name: string | undefined, warn: (line: string) => void): Deserializer | undefined {
  if (name === undefined || name.trim() === '') return undefined
  const found = deserializer(name.trim())
  const simple = name.trim().split('.').at(-1)!
  if (!found) {
    const near = nearest(simple, deserializerNames)
    warn(`WARN ${property} ${name} is not here, bytes are printed as they are${near ? `: did you mean ${near}?` : ''}`)
  }
  // As they are: that needs no text in between.
  return simple === 'ByteArrayDeserializer' ? undefined : found
}
