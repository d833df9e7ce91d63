/**
 * Control records: what brokers and controllers say to readers of a log, one a batch, in batches with the control bit.
 * Consumers step over them.
 *
 *   key    int16 version 0 · int16 type
 *   value  ABORT, COMMIT: int16 version 0 · int32 coordinator epoch
 *          2 to 6: a message, which begins with its own int16 version
 *
 * Markers that end a transaction carry its producer's id and epoch and the transactional bit, and no sequence; the others
 * carry no producer.
 * Source: KIP-98 (markers), KIP-595 and KIP-630 (KRaft), KIP-853 (voters); Kafka `ControlRecordType`, `EndTransactionMarker`.
 */
import { readInt16, writeInt16 } from '../lib/bytes.ts'
import { KafkaError } from './errors.ts'
import { EndTxnMarker } from './generated/records/client/end-txn-marker.ts'
import { KRaftVersionRecord } from './generated/records/raft/kraft-version-record.ts'
import { LeaderChangeMessage } from './generated/records/raft/leader-change-message.ts'
import { SnapshotFooterRecord } from './generated/records/raft/snapshot-footer-record.ts'
import { SnapshotHeaderRecord } from './generated/records/raft/snapshot-header-record.ts'
import { VotersRecord } from './generated/records/raft/voters-record.ts'
import type { Message } from './message.ts'
import { Reader } from './reader.ts'
import { encodeBatch, type Record } from './record.ts'
import type { LeaderEpoch, Offset, ProducerId, Timestamp } from './types.ts'
import { Writer } from './writer.ts'

/** By the number in the key. */
export const controlTypes = [
  'ABORT',
  'COMMIT',
  'LEADER_CHANGE',
  'SNAPSHOT_HEADER',
  'SNAPSHOT_FOOTER',
  'KRAFT_VERSION',
  'KRAFT_VOTERS',
] as const
export type ControlType = (typeof controlTypes)[number]

const messages = {
  ABORT: EndTxnMarker,
  COMMIT: EndTxnMarker,
  LEADER_CHANGE: LeaderChangeMessage,
  SNAPSHOT_HEADER: SnapshotHeaderRecord,
  SNAPSHOT_FOOTER: SnapshotFooterRecord,
  KRAFT_VERSION: KRaftVersionRecord,
  KRAFT_VOTERS: VotersRecord,
} as const

type ReadBy<M> = M extends Message<infer Read, infer _Init> ? Read : never
type InitBy<M> = M extends Message<infer _Read, infer Init> ? Init : never

/** As read: `{ type: 'COMMIT', value: { coordinatorEpoch } }`. */
export type ControlRecord = {
  [Type in ControlType]: { type: Type; value: ReadBy<(typeof messages)[Type]> }
}[ControlType]
/** To write; the version of the values from LEADER_CHANGE on is their own field. */
export type ControlRecordInit = {
  [Type in ControlType]: { type: Type; value: InitBy<(typeof messages)[Type]> }
}[ControlType]

/** Markers hold their version before the message, the others as its first field. */
const isMarker = (type: ControlType): type is 'ABORT' | 'COMMIT' => type === 'ABORT' || type === 'COMMIT'

/**
 * @returns undefined for a type that is not known: newer software may write it, and readers step over it
 * @throws {KafkaError} INVALID_RECORD when key or value are not what they should be
 */
export function readControlRecord({ key, value }: Pick<Record, 'key' | 'value'>): ControlRecord | undefined {
  const type = controlTypeOf(key)
  if (type === undefined) return undefined
  if (value === null || value.length < 2)
    throw invalid(
      `A control record of type ${type} has ${value === null ? 'no value' : `${value.length} bytes of value`}`,
    )
  const message: Message<unknown, never> = messages[type]
  const version = readInt16(value, 0)
  if (version < 0) throw invalid(`A control record of type ${type} has version ${version}`)
  // A newer version is an older one with more behind it.
  const known = Math.min(version, message.max)
  try {
    return { type, value: message.read(new Reader(value, isMarker(type) ? 2 : 0), known) } as ControlRecord
  } catch (error) {
    throw invalid(`A control record of type ${type} has a broken value: ${(error as Error).message}`, error)
  }
}

/** The type alone, from a control record's key: all that a consumer needs to know. Undefined: unknown. */
export function controlTypeOf(key: Buffer | null): ControlType | undefined {
  if (key === null || key.length < 4)
    throw invalid(`A control record has ${key === null ? 'no key' : `a key of ${key.length} bytes`}: 4 are needed`)
  if (readInt16(key, 0) < 0) throw invalid(`A control record's key has version ${readInt16(key, 0)}`)
  return controlTypes[readInt16(key, 2)]
}

/** Key and value of a control record. */
export function writeControlRecord({ type, value }: ControlRecordInit): { key: Buffer; value: Buffer } {
  const key = Buffer.alloc(4)
  writeInt16(key, 2, controlTypes.indexOf(type))
  const writer = new Writer()
  const message: Message<unknown, never> = messages[type]
  const version = isMarker(type) ? message.min : (value as { version: number }).version
  if (isMarker(type)) writer.int16(version)
  message.write(writer, value as never, version)
  return { key, value: writer.toBuffer() }
}

export interface ControlBatchInit {
  readonly record: ControlRecordInit
  readonly timestamp: Timestamp
  readonly baseOffset?: Offset
  readonly leaderEpoch?: LeaderEpoch
}

/** The batch of one of KRaft's control records. */
export const encodeControlBatch = ({ record, timestamp, ...fields }: ControlBatchInit): Buffer =>
  encodeBatch({ ...fields, isControl: true, records: [{ timestamp, ...writeControlRecord(record) }] })

export interface EndTxnMarkerInit {
  readonly committed: boolean
  readonly coordinatorEpoch: number
  readonly producerId: ProducerId
  readonly producerEpoch: number
  readonly timestamp: Timestamp
  readonly baseOffset?: Offset
  readonly leaderEpoch?: LeaderEpoch
}

/** The batch that ends a producer's transaction in a partition. */
export const encodeEndTxnMarker = ({ committed, coordinatorEpoch, timestamp, ...fields }: EndTxnMarkerInit): Buffer =>
  encodeBatch({
    ...fields,
    isControl: true,
    isTransactional: true,
    records: [
      { timestamp, ...writeControlRecord({ type: committed ? 'COMMIT' : 'ABORT', value: { coordinatorEpoch } }) },
    ],
  })

const invalid = (message: string, cause?: unknown) =>
  new KafkaError('INVALID_RECORD', message, cause === undefined ? undefined : { cause })
