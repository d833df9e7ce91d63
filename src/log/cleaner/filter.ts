/**
 * What a cleaning leaves of one batch: all of it, some records, an empty header, or nothing. Offsets, timestamps, headers and
 * the codec stay as they are.
 *
 * A record stays when no later one has its key. A tombstone, and the marker of a transaction of which nothing is left, get a
 * time to live first: the delete horizon, written where the base timestamp was. An empty batch stays where it holds a
 * producer's last sequence, or the end of what was cleaned.
 * Source: KIP-534; Kafka 4.3 `Cleaner.cleanInto`, `MemoryRecords.filterTo`.
 */
import { type BatchHeader, batchMagic, MAGIC } from '../../protocol/batch.ts'
import { encodeBatch, type Record } from '../../protocol/record.ts'
import type { Offset, ProducerId, Timestamp } from '../../protocol/types.ts'
import { recordsOf } from '../scan.ts'
import type { OffsetMap } from './offset-map.ts'
import type { CleanedTransactions } from './transactions.ts'

/** The last that is known of a producer. */
export interface LastOfProducer {
  /** Of its data; undefined: there is only a marker. */
  readonly offset: Offset | undefined
  readonly epoch: number
}

export interface Rules {
  readonly map: Pick<OffsetMap, 'get' | 'endOffset'>
  readonly transactions: CleanedTransactions
  readonly producers: ReadonlyMap<ProducerId, LastOfProducer>
  /** The cleaning ends here; the last batch before it stays, if only to say so. */
  readonly upTo: Offset
  readonly now: Timestamp
  readonly deleteRetentionMs: number
}

/** @returns the batch as it is, one built anew, or undefined */
export function filterBatch(bytes: Buffer, header: BatchHeader, rules: Rules): Buffer | undefined {
  const { transactions, now } = rules
  const { isControl, deleteHorizonMs } = header
  const can = isControl ? transactions.control(header, bytes) : transactions.batch(header)
  const goes = can && (!isControl || (deleteHorizonMs !== undefined && deleteHorizonMs <= now))
  const staysEmpty = header.nextOffset === rules.upTo || isLastOf(header, rules.producers)
  if (goes) return staysEmpty ? empty(header) : undefined
  const records = recordsOf(bytes)
  const kept = isControl ? records : records.filter(record => stays(record, header, rules))
  if (kept.length === 0) return staysEmpty ? empty(header) : undefined

  const passing = (isControl && can) || kept.some(({ value }) => value === null)
  const horizon = deleteHorizonMs ?? (passing ? now + rules.deleteRetentionMs : undefined)
  // Old formats are written in the new one.
  const asItWas = batchMagic(bytes) === MAGIC && kept.length === records.length && horizon === deleteHorizonMs
  return asItWas ? bytes : rebuilt(bytes, header, kept, horizon)
}

function isLastOf({ producerId, lastOffset, isControl, producerEpoch }: BatchHeader, producers: Rules['producers']) {
  const last = producers.get(producerId)
  if (last === undefined) return false
  return last.offset === undefined ? isControl && producerEpoch === last.epoch : lastOffset === last.offset
}

function stays({ offset, key, value }: Record, { deleteHorizonMs }: BatchHeader, { map, now }: Rules): boolean {
  if (offset >= map.endOffset) return true
  // A compacted topic takes no record without a key; one from before it was compacted is nobody's latest.
  if (key === null || offset < map.get(key)) return false
  return value !== null || deleteHorizonMs === undefined || now < deleteHorizonMs
}

const fieldsOf = (header: BatchHeader) => ({
  baseOffset: header.baseOffset,
  // The last sequence is counted from it.
  lastOffset: header.lastOffset,
  leaderEpoch: header.leaderEpoch,
  timestampType: header.timestampType,
  producerId: header.producerId,
  producerEpoch: header.producerEpoch,
  baseSequence: header.baseSequence,
  isTransactional: header.isTransactional,
  isControl: header.isControl,
})

const empty = (header: BatchHeader): Buffer =>
  encodeBatch({ ...fieldsOf(header), records: [], maxTimestamp: header.maxTimestamp })

function rebuilt(
  bytes: Buffer,
  header: BatchHeader,
  records: readonly Record[],
  deleteHorizonMs: Timestamp | undefined,
): Buffer {
  const { compression } = header
  const baseOffset = batchMagic(bytes) === MAGIC ? header.baseOffset : records[0]!.offset
  return encodeBatch({ ...fieldsOf(header), baseOffset, records, compression, deleteHorizonMs })
}
