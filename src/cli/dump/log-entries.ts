/**
 * What `dump-log` says about a log or a snapshot: an entry a batch, an entry a record; and the line that Kafka's tool prints
 * of each. Source: Kafka 4.3 `DumpLogSegments`.
 */
import { type FileBatch, fileBatches } from '../../log/dump/batches.ts'
import { addSequence, type BatchHeader, MAGIC, NO_SEQUENCE, readBatchHeader, verifyCrc } from '../../protocol/batch.ts'
import { controlTypeOf } from '../../protocol/control.ts'
import { KRaftVersionRecord } from '../../protocol/generated/records/raft/kraft-version-record.ts'
import { LeaderChangeMessage } from '../../protocol/generated/records/raft/leader-change-message.ts'
import { shapes } from '../../protocol/generated/records/raft/shapes.ts'
import { SnapshotFooterRecord } from '../../protocol/generated/records/raft/snapshot-footer-record.ts'
import { SnapshotHeaderRecord } from '../../protocol/generated/records/raft/snapshot-header-record.ts'
import { VotersRecord } from '../../protocol/generated/records/raft/voters-record.ts'
import { decodeRecords, type Record } from '../../protocol/record.ts'
import { messageJson } from '../message-json.ts'
import { legacyBatch, legacyRecords } from './legacy-entries.ts'

/** What is shown of a record's bytes; undefined: it has none of that. */
export interface Parsed {
  key: string | undefined
  value: string | undefined
}
export type Parser = (record: Pick<Record, 'offset' | 'key' | 'value'>) => Parsed

export interface LogOptions {
  readonly deep: boolean
  readonly contents: boolean
  readonly metadata: boolean
  readonly maxBytes: number
  readonly parse: Parser
}

/** What was found beside the lines. */
export interface Findings {
  /** Offsets that do not follow the one before: the last after each. */
  gaps: Map<number, number>
  /** Bytes of whole batches. */
  validBytes: number
}

/** Names and values, in the order of the line. A time stands behind its type; a number that Java has as OptionalLong may lack. */
export type Fields = { readonly [name: string]: unknown }
export type LogEntry =
  | { kind: 'batch'; fields: Fields }
  | { kind: 'record'; fields: Fields; control: Control | undefined; record: Record }

/** @throws {CorruptLogError, KafkaError} what cannot be read on from; entries before it were given */
export function* logEntries(
  file: string,
  options: Pick<LogOptions, 'deep' | 'maxBytes'>,
  findings: Findings,
): Generator<LogEntry> {
  let last = -1
  for (const batch of fileBatches(file, 0, options.maxBytes)) {
    const legacy = batch.magic < MAGIC
    const header = legacy ? undefined : readBatchHeader(batch.bytes)
    yield { kind: 'batch', fields: header ? batchFields(batch, header) : legacyBatch(batch) }
    if (options.deep)
      for (const record of header ? decodeRecords(batch.bytes) : legacyRecords(batch)) {
        if (record.offset !== last + 1) findings.gaps.set(last, record.offset)
        last = record.offset
        const control = header?.isControl ? controlOf(record) : undefined
        yield { kind: 'record', fields: recordFields(record, header), control, record }
      }
    findings.validBytes = batch.position + batch.size
  }
}

function batchFields({ position, size, magic, bytes }: FileBatch, header: BatchHeader): Fields {
  // Of a broken header every digit is shown.
  const exact = (at: number) => bytes.readBigInt64BE(at)
  return {
    baseOffset: exact(0),
    lastOffset: exact(0) + BigInt(header.lastOffsetDelta),
    count: header.count,
    baseSequence: header.baseSequence,
    lastSequence: header.lastSequence,
    producerId: exact(PRODUCER_ID_AT),
    producerEpoch: header.producerEpoch,
    partitionLeaderEpoch: header.leaderEpoch,
    isTransactional: header.isTransactional,
    isControl: header.isControl,
    deleteHorizonMs: header.deleteHorizonMs,
    position,
    timestampType: header.timestampType,
    timestamp: exact(MAX_TIMESTAMP_AT),
    size,
    magic,
    compresscodec: header.compression,
    crc: header.crc,
    isvalid: verifyCrc(bytes),
  }
}

const MAX_TIMESTAMP_AT = 35
const PRODUCER_ID_AT = 43

/** As Kafka's tool prints them. */
export function pairs(fields: Fields): string {
  const type = fields['timestampType']
  const parts: string[] = []
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'timestampType') continue
    const shown = optionals.has(name) ? javaOptional(value as number | undefined) : value
    parts.push(
      `${name === 'timestamp' && type !== undefined ? type : name}: ${Array.isArray(shown) ? `[${shown}]` : shown}`,
    )
  }
  return parts.join(' ')
}
const optionals = new Set(['deleteHorizonMs', 'currentTxnFirstOffset'])

/** OptionalLong.toString() */
const javaOptional = (value: number | undefined): string =>
  value === undefined ? 'OptionalLong.empty' : `OptionalLong[${value}]`

interface Shown extends Record {
  /** Of a legacy message: what is known of its checksum. */
  legacy?: { isValid: boolean; crc: number; timestampType: string }
}

function recordFields(record: Shown, header: BatchHeader | undefined): Fields {
  const { offset, timestamp, key, value, headers, legacy } = record
  const common = {
    offset,
    timestampType: header?.timestampType ?? legacy!.timestampType,
    timestamp,
    keySize: key?.length ?? -1,
    valueSize: value?.length ?? -1,
  }
  if (!header) return { ...common, isValid: legacy!.isValid, crc: legacy!.crc }
  const sequence =
    header.baseSequence === NO_SEQUENCE ? NO_SEQUENCE : addSequence(header.baseSequence, offset - header.baseOffset)
  return { ...common, sequence, headerKeys: headers.map(each => each.key) }
}

const INDENT = '|'

export function entryLine(entry: LogEntry, options: LogOptions): string {
  if (entry.kind === 'batch') return pairs(entry.fields)
  const { fields, control, record } = entry
  const head = options.metadata ? `${INDENT} ${pairs(fields)}${control ? ` ${controlText(control)}` : ''}` : ''
  if (!options.contents || control) return head
  const { key, value } = options.parse(record)
  const parts = [...(key === undefined ? [] : [`key: ${key}`]), ...(value === undefined ? [] : [`payload: ${value}`])]
  if (parts.length === 0) return head
  return [options.metadata ? head : INDENT, ...parts].join(' ')
}

const messages = {
  LEADER_CHANGE: { label: 'LeaderChange:', message: LeaderChangeMessage },
  SNAPSHOT_HEADER: { label: 'SnapshotHeader', message: SnapshotHeaderRecord },
  SNAPSHOT_FOOTER: { label: 'SnapshotFooter', message: SnapshotFooterRecord },
  KRAFT_VERSION: { label: 'KRaftVersion', message: KRaftVersionRecord },
  KRAFT_VOTERS: { label: 'KRaftVoters', message: VotersRecord },
} as const

export interface Control {
  type: string
  /** Of the end of a transaction. */
  coordinatorEpoch?: number
  /** JSON of what the quorum says. */
  data?: string
}

function controlOf({ key, value }: Record): Control {
  const type = controlTypeOf(key)
  if (type === undefined) return { type: `UNKNOWN(${key!.readInt16BE(2)})` }
  if (type === 'ABORT' || type === 'COMMIT') return { type, coordinatorEpoch: value!.readInt32BE(2) }
  const { message } = messages[type]
  return { type, data: messageJson(message, shapes, Math.min(value!.readInt16BE(0), message.max), value!) }
}

function controlText({ type, coordinatorEpoch, data }: Control): string {
  if (coordinatorEpoch !== undefined) return `endTxnMarker: ${type} coordinatorEpoch: ${coordinatorEpoch}`
  return data === undefined ? `controlType: ${type}` : `${messages[type as keyof typeof messages].label} ${data}`
}
