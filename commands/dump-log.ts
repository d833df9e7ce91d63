/**
 * dump-log (kafka-dump-log.sh): print what the files of a partition hold, whoever has written them. Nothing is changed. The lines
 * are Kafka's own: scripts parse them. Source: Kafka 4.3 `DumpLogSegments`.
 * Otherwise than there: a file that is broken or missing is said in one line, and the next one is read; the exit code is 1 then.
 */

import fs from 'node:fs'
import path from 'node:path'
import { decoder, parsers, plain } from '../src/cli/dump/decoders.ts'
import {
  type Complaints,
  offsetIndexEntries,
  type Segment,
  snapshotEntries,
  timeIndexEntries,
  txnIndexEntries,
} from '../src/cli/dump/index-entries.ts'
import { type Findings, type LogOptions, logEntries } from '../src/cli/dump/log-entries.ts'
import { decodedJson, jsonReport, type RecordJson, type Report, textReport } from '../src/cli/dump/report.ts'
import { integer, optional, or, text, toggle, type Values } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { ndjson } from '../src/cli/json.ts'
import { bytesJson } from '../src/cli/records/bytes-json.ts'
import { messages } from '../src/cli/run.ts'
import { tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { MiB } from '../src/lib/units.ts'
import { indexComplaint } from '../src/log/dump/indexes.ts'
import { CorruptLogError } from '../src/log/errors.ts'
import { KafkaError } from '../src/protocol/errors.ts'

const NO_LIMIT = 2 ** 31 - 1

const flags = {
  files: text(
    '--files <list>',
    'the files, with commas between: .log, .index, .timeindex, .txnindex, .snapshot, .checkpoint',
  ),
  printDataLog: toggle('--print-data-log', 'print keys and values too; every decoder means it'),
  deepIteration: toggle('--deep-iteration', 'print a line for each record, not only for each batch'),
  keyDecoderClass: optional(
    '--key-decoder-class [class]',
    'how keys become text: StringDecoder, IntegerDecoder, LongDecoder',
  ),
  valueDecoderClass: optional('--value-decoder-class [class]', 'the same for values'),
  offsetsDecoder: toggle('--offsets-decoder', 'records are those of __consumer_offsets'),
  transactionLogDecoder: toggle('--transaction-log-decoder', 'records are those of __transaction_state'),
  clusterMetadataDecoder: toggle('--cluster-metadata-decoder', 'records are those of __cluster_metadata'),
  shareGroupStateDecoder: toggle('--share-group-state-decoder', 'records are those of __share_group_state'),
  remoteLogMetadataDecoder: toggle('--remote-log-metadata-decoder', 'records are those of __remote_log_metadata'),
  skipRecordMetadata: toggle('--skip-record-metadata', 'leave out all of a record but its key and value'),
  indexSanityCheck: toggle('--index-sanity-check', 'only say whether a start would take the index as it is'),
  verifyIndexOnly: toggle('--verify-index-only', 'only compare the index with the log, and say what does not agree'),
  maxBytes: or(integer('--max-bytes <size>', 'read that much of a log at most'), NO_LIMIT),
  maxMessageSize: or(integer('--max-message-size <size>', 'of the largest batch; not needed here'), 5 * MiB).hideHelp(),
  json: ndjson('batch, record and entry'),
}
type Options = Values<typeof flags>

export const dumpLog = tool({
  name: 'dump-log',
  summary: 'Print what the files of a partition hold',
  grammar: 'joptsimple',
  streams: true,
  flags,
  rules: [{ all: ['--files'] }],
  examples: [
    'tskafka dump-log --files .tskafka/orders-0/00000000000000000000.log --print-data-log',
    'tskafka dump-log --files .tskafka/__consumer_offsets-7/00000000000000000000.log --offsets-decoder',
    'tskafka dump-log --files .tskafka/orders-0/00000000000000000000.index --index-sanity-check',
  ],
  run({ options, given, io }) {
    const parse = parserOf(options)
    const contents = contentFlags.some(flag => given.has(flag))
    const log: LogOptions = {
      deep: options.deepIteration || contents,
      contents,
      metadata: !options.skipRecordMetadata,
      maxBytes: options.maxBytes,
      parse,
    }
    const report = options.json ? jsonReport(io, log, recordJson(given, parse)) : textReport(io, log)
    const complaints: Complaints = new Map()
    let code = 0
    for (const file of options.files!.split(',')) {
      report.file(file)
      try {
        dump({ given: file, io, report, complaints }, log, options)
      } catch (error) {
        if (!isOfFile(error)) throw error
        io.warn(messages(error as Error))
        code = 1
      }
    }
    for (const [headline, lines] of complaints) for (const line of [headline, ...lines]) io.warn(line)
    return code
  },
})

const internalDecoders = [
  'offsetsDecoder',
  'transactionLogDecoder',
  'clusterMetadataDecoder',
  'remoteLogMetadataDecoder',
  'shareGroupStateDecoder',
] as const
const contentFlags = ['printDataLog', ...internalDecoders, 'valueDecoderClass', 'keyDecoderClass'] as const

function parserOf(options: Options): LogOptions['parse'] {
  if (options.offsetsDecoder) return parsers.offsets
  if (options.transactionLogDecoder) return parsers.transactions
  if (options.clusterMetadataDecoder) return parsers.metadata
  if (options.remoteLogMetadataDecoder) return parsers.remote
  if (options.shareGroupStateDecoder) return parsers.shareState
  const named = (flag: string, value: string | true | undefined) =>
    decoder(flag, typeof value === 'string' ? value : 'StringDecoder')
  return plain(
    named('--key-decoder-class', options.keyDecoderClass),
    named('--value-decoder-class', options.valueDecoderClass),
  )
}

/** With --json: internal records as objects, what a decoder was named for as its text, anything else as it is. */
function recordJson(given: ReadonlySet<string>, parse: LogOptions['parse']): RecordJson {
  if (internalDecoders.some(flag => given.has(flag))) return decodedJson(parse)
  return record => {
    const { key, value } = parse(record)
    return {
      ...(given.has('keyDecoderClass') ? { key: key ?? null } : bytesJson('key', record.key)),
      ...(given.has('valueDecoderClass') ? { value: value ?? null } : bytesJson('value', record.value)),
    }
  }
}

/** The file cannot be read, or is not what it should be: no fault of ours. */
const isOfFile = (error: unknown) =>
  error instanceof CorruptLogError || error instanceof KafkaError || (error instanceof Error && 'syscall' in error)

/** A file that is being read, and who is told what of it. */
interface Dump {
  given: string
  io: Io
  report: Report
  complaints: Complaints
}

function dump(to: Dump, log: LogOptions, options: Options): void {
  const file = path.resolve(to.io.cwd, to.given)
  const kind = /\.(log|checkpoint|index|timeindex|snapshot|txnindex)$/.exec(file)?.[1]
  if (kind === 'log' || kind === 'checkpoint') dumpLogFile(to, file, log)
  else if (kind === 'txnindex') for (const fields of txnIndexEntries(file)) to.report.entry(fields)
  else if (kind === 'snapshot') dumpSnapshot(to, file)
  else if (kind === 'index' || kind === 'timeindex') dumpIndex(to, file, kind, options)
  else to.io.warn(`Ignoring unknown file ${to.given}`)
}

function dumpLogFile({ report, complaints }: Dump, file: string, options: LogOptions): void {
  const name = path.basename(file)
  report.headline(headline(name))
  const findings: Findings = { gaps: new Map(), validBytes: 0 }
  const size = Math.min(fs.statSync(file).size, options.maxBytes)
  try {
    for (const entry of logEntries(file, options, findings)) report.log(entry)
  } finally {
    const gaps = [...findings.gaps].sort(([a], [b]) => a - b)
    const lines = gaps.map(([before, after]) => `  ${before} is followed by ${after}`)
    if (lines.length > 0) complaints.set(`Non-consecutive offsets in ${file}`, lines)
  }
  const rest = size - findings.validBytes
  if (rest > 0 && options.maxBytes === NO_LIMIT)
    report.note(`Found ${rest} invalid bytes at the end of ${name}`, { invalidBytes: rest })
}

function headline(name: string): string {
  if (name.endsWith('.log')) return `Log starting offset: ${baseOf(name)}`
  if (name === 'bootstrap.checkpoint') return 'KRaft bootstrap snapshot'
  const [, offset, epoch] = /^(\d{20})-(\d{10})\.checkpoint$/.exec(name) ?? []
  if (offset === undefined)
    throw new UsageError(`${name} is no snapshot's name: those are 00000000000000000042-0000000003.checkpoint`)
  return `Snapshot end offset: ${Number(offset)}, epoch: ${Number(epoch)}`
}

/** @throws {UsageError} when a segment's file has no number for a name */
function baseOf(name: string): number {
  const base = Number(name.split('.')[0])
  if (Number.isSafeInteger(base) && name[0] !== '.') return base
  throw new UsageError(`${name} is no name of a segment: those begin with an offset, 00000000000000000042.log`)
}

function dumpSnapshot({ io, report }: Dump, file: string): void {
  try {
    for (const fields of snapshotEntries(file)) report.entry(fields)
  } catch (error) {
    // Kafka says so and ends with 0: a start would only read the log instead.
    if (!(error instanceof CorruptLogError)) throw error
    io.warn(error.message)
  }
}

function dumpIndex(
  { given, report, complaints }: Dump,
  file: string,
  kind: 'index' | 'timeindex',
  options: Options,
): void {
  const stem = file.slice(0, -path.extname(file).length)
  const base = baseOf(path.basename(file))
  const segment: Segment = { file, absolute: file, log: `${stem}.log`, index: `${stem}.index`, base }
  fs.accessSync(segment.log)
  if (kind === 'index' && fs.statSync(file).size === 0) return report.note(`${given} is empty.`, { empty: true })
  if (options.indexSanityCheck) {
    const why = indexComplaint(file, kind === 'index' ? 'offset' : 'time')
    if (why) throw new CorruptLogError(file, 0, `the index is corrupt: ${why}`)
    return report.note(`${given} passed sanity check.`, { passed: true })
  }
  const entries = kind === 'index' ? offsetIndexEntries(segment, complaints) : timeIndexEntries(segment, complaints)
  for (const fields of entries) if (!options.verifyIndexOnly) report.entry(fields)
}
