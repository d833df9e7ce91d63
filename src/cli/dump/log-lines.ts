/**
 * The lines of `dump-log` about a log or a snapshot: one a batch, one a record. Source: Kafka 4.3 `DumpLogSegments`.
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
import { legacyBatch, legacyRecords } from './legacy-lines.ts'

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

const INDENT = '|'

/** @throws {CorruptLogError, KafkaError} what cannot be read on from; lines before it were given */
export function* logLines(file: string, options: LogOptions, findings: Findings): Generator<string> {
  let last = -1
  for (const batch of fileBatches(file, 0, options.maxBytes)) {
    const legacy = batch.magic < MAGIC
    const header = legacy ? undefined : readBatchHeader(batch.bytes)
    yield header ? batchLine(batch, header) : legacyBatch(batch)
    if (options.deep)
      for (const record of header ? decodeRecords(batch.bytes) : legacyRecords(batch)) {
        if (record.offset !== last + 1) findings.gaps.set(last, record.offset)
        last = record.offset
        yield recordLine(record, header, options)
      }
    findings.validBytes = batch.position + batch.size
  }
}

function batchLine({ position, size, magic, bytes }: FileBatch, header: BatchHeader): string {
  // Of a broken header every digit is shown.
  const exact = (at: number) => bytes.readBigInt64BE(at)
  const fields = {
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
    deleteHorizonMs: javaOptional(header.deleteHorizonMs),
    position,
    [header.timestampType]: exact(MAX_TIMESTAMP_AT),
    size,
    magic,
    compresscodec: header.compression,
    crc: header.crc,
    isvalid: verifyCrc(bytes),
  }
  return pairs(fields)
}

const MAX_TIMESTAMP_AT = 35
const PRODUCER_ID_AT = 43

export const pairs = (fields: object): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}`)
    .join(' ')

/** OptionalLong.toString() */
export const javaOptional = (value: number | undefined): string =>
  value === undefined ? 'OptionalLong.empty' : `OptionalLong[${value}]`

interface Shown extends Record {
  /** Of a legacy message: what is known of its checksum. */
  legacy?: { isValid: boolean; crc: number; timestampType: string }
}

function recordLine(record: Shown, header: BatchHeader | undefined, options: LogOptions): string {
  const isControl = header?.isControl === true
  const head = options.metadata ? metadataOf(record, header) + (isControl ? ` ${controlOf(record)}` : '') : ''
  if (!options.contents || isControl) return head
  const { key, value } = options.parse(record)
  const parts = [...(key === undefined ? [] : [`key: ${key}`]), ...(value === undefined ? [] : [`payload: ${value}`])]
  if (parts.length === 0) return head
  return [options.metadata ? head : INDENT, ...parts].join(' ')
}

function metadataOf(record: Shown, header: BatchHeader | undefined): string {
  const { offset, timestamp, key, value, headers, legacy } = record
  const common = {
    offset,
    [header?.timestampType ?? legacy!.timestampType]: timestamp,
    keySize: key?.length ?? -1,
    valueSize: value?.length ?? -1,
  }
  if (!header) return `${INDENT} ${pairs({ ...common, isValid: legacy!.isValid, crc: legacy!.crc })}`
  const sequence =
    header.baseSequence === NO_SEQUENCE ? NO_SEQUENCE : addSequence(header.baseSequence, offset - header.baseOffset)
  const names = headers.map(each => each.key).join(',')
  return `${INDENT} ${pairs({ ...common, sequence, headerKeys: `[${names}]` })}`
}

const messages = {
  LEADER_CHANGE: { label: 'LeaderChange:', message: LeaderChangeMessage },
  SNAPSHOT_HEADER: { label: 'SnapshotHeader', message: SnapshotHeaderRecord },
  SNAPSHOT_FOOTER: { label: 'SnapshotFooter', message: SnapshotFooterRecord },
  KRAFT_VERSION: { label: 'KRaftVersion', message: KRaftVersionRecord },
  KRAFT_VOTERS: { label: 'KRaftVoters', message: VotersRecord },
} as const

function controlOf({ key, value }: Record): string {
  const type = controlTypeOf(key)
  if (type === undefined) return `controlType: UNKNOWN(${key!.readInt16BE(2)})`
  if (type === 'ABORT' || type === 'COMMIT') return `endTxnMarker: ${type} coordinatorEpoch: ${value!.readInt32BE(2)}`
  const { label, message } = messages[type]
  return `${label} ${messageJson(message, shapes, Math.min(value!.readInt16BE(0), message.max), value!)}`
}
