/**
 * What a fetch brought, as entries for a reader: whole batches, and those that must not be seen stepped over. A control batch
 * is for nobody's eyes. With read_committed, batches of aborted transactions are not, either: the answer lists the
 * transactions that were aborted in its range, by producer and first offset, and their markers end them.
 * Source: KIP-98; Kafka 4.3 `CompletedFetch`.
 */
import { type BatchHeader, batchMagic, batchSize, MAGIC, readBatchHeader, verifyCrc } from '../../protocol/batch.ts'
import { controlTypeOf } from '../../protocol/control.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { decodeLegacyRecords, readLegacyMessage, verifyLegacyCrc } from '../../protocol/legacy.ts'
import { decodeRecords, encodeBatch } from '../../protocol/record.ts'
import type { Offset, ProducerId } from '../../protocol/types.ts'
import type { Entry } from './position.ts'

export interface AbortedTransaction {
  readonly producerId: ProducerId
  readonly firstOffset: Offset
}

export interface BatchesOptions {
  /** Batches that end before it were read already. */
  from: Offset
  checkCrcs: boolean
  /** Undefined with read_uncommitted. */
  aborted: readonly AbortedTransaction[] | undefined
}

/** Entries of `records`, in order; an error ends them. The last batch may be cut: it comes again, whole, with the next fetch. */
export function* entriesOf(records: Buffer, { from, checkCrcs, aborted }: BatchesOptions): Generator<Entry> {
  const pending = [...(aborted ?? [])].sort((a, b) => a.firstOffset - b.firstOffset)
  const open = new Set<ProducerId>()
  let expected = from
  for (let at = 0; at < records.length; ) {
    let entry: Entry
    try {
      const size = batchSize(records, at)
      if (size === undefined || at + size > records.length) return
      // A view of its own: it keeps its fetch in memory, no longer than the reader keeps it.
      const bytes = modern(records.subarray(at, at + size), checkCrcs)
      at += size
      const header = readBatchHeader(bytes)
      if (checkCrcs && !verifyCrc(bytes)) throw corrupt(header.baseOffset)
      while (pending[0] && pending[0].firstOffset <= header.lastOffset) open.add(pending.shift()!.producerId)
      const hidden = isHidden(bytes, header, aborted && open)
      if (header.nextOffset <= from) continue
      const { nextOffset, leaderEpoch } = header
      entry = hidden ? { kind: 'skip', nextOffset, leaderEpoch } : { kind: 'batch', bytes, nextOffset, leaderEpoch }
      expected = nextOffset
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      yield {
        kind: 'error',
        error: new KafkaError(error.name, `${error.message} (at offset ${expected})`, { cause: error }),
      }
      return
    }
    yield entry
  }
}

function isHidden(bytes: Buffer, header: BatchHeader, open: Set<ProducerId> | undefined): boolean {
  if (!header.isControl) return header.isTransactional && open?.has(header.producerId) === true
  if (open && header.isTransactional) {
    // None: a cleaning has emptied it, and keeps it for what it says of its producer.
    const [marker] = decodeRecords(bytes)
    if (marker && controlTypeOf(marker.key) === 'ABORT') open.delete(header.producerId)
  }
  return true
}

/** A message of magic 0 or 1, as Kafka before 0.11 wrote it, becomes a batch of today. */
function modern(bytes: Buffer, checkCrcs: boolean): Buffer {
  if (batchMagic(bytes) >= MAGIC) return bytes
  const { offset, hasLogAppendTime } = readLegacyMessage(bytes)
  if (checkCrcs && !verifyLegacyCrc(bytes)) throw corrupt(offset)
  const records = decodeLegacyRecords(bytes)
  return encodeBatch({
    baseOffset: records[0]!.offset,
    records,
    timestampType: hasLogAppendTime ? 'LogAppendTime' : 'CreateTime',
  })
}

const corrupt = (offset: Offset) =>
  new KafkaError('CORRUPT_MESSAGE', `The checksum of the batch at offset ${offset} does not match its bytes`)
