/**
 * Who wrote to this partition with a producer id: which sequence comes next, what was a repetition, which transactions are
 * open. Everything here can be read back out of the log; a .snapshot only saves reading it all.
 *
 * Invariants: of a producer the last five batches are known, oldest first, of one epoch. `openTransactions` is the first
 * offset of each; the last stable offset lies below all of them.
 * Source: KIP-98, KIP-360; Kafka 4.3 `ProducerStateManager`, `ProducerAppendInfo`, `ProducerStateEntry`.
 */
import { crc32c } from '../lib/crc32c.ts'
import { addSequence, type BatchHeader, NO_PRODUCER_EPOCH, NO_SEQUENCE } from '../protocol/batch.ts'
import { KafkaError } from '../protocol/errors.ts'
import { ProducerSnapshot } from '../protocol/generated/records/storage/producer-snapshot.ts'
import { Reader } from '../protocol/reader.ts'
import type { Offset, ProducerId, Timestamp } from '../protocol/types.ts'
import { Writer } from '../protocol/writer.ts'
import type { AbortedTransaction } from './txn-index.ts'

/** As many as a producer may have in flight (max.in.flight.requests.per.connection of an idempotent one). */
const REMEMBERED_BATCHES = 5
const SNAPSHOT_VERSION = 1
/** Version and CRC stand before what the CRC covers. */
const CRC_COVERS_FROM = 6
const NONE = -1

interface Written {
  firstSequence: number
  lastSequence: number
  lastOffset: Offset
  offsetDelta: number
  timestamp: Timestamp
}

export interface ProducerState {
  producerId: ProducerId
  epoch: number
  /** Oldest first; at most five. */
  batches: Written[]
  /** Newest first-hand sign of it, for expiry. */
  lastTimestamp: Timestamp
  /** Of the last marker; -1 when there was none. */
  coordinatorEpoch: number
  /** Where its open transaction begins; undefined when none is open. */
  txnFirstOffset: Offset | undefined
}

/** A marker as the log holds it. */
export interface Marker {
  committed: boolean
  coordinatorEpoch: number
}

export interface Duplicate {
  firstOffset: Offset
  lastOffset: Offset
  timestamp: Timestamp
}

export class Producers {
  readonly #states = new Map<ProducerId, ProducerState>()

  get size(): number {
    return this.#states.size
  }

  get(producerId: ProducerId): ProducerState | undefined {
    return this.#states.get(producerId)
  }

  all(): Iterable<ProducerState> {
    return this.#states.values()
  }

  /** Below this offset every transaction has ended; undefined when none is open. */
  get firstOpenOffset(): Offset | undefined {
    let first: Offset | undefined
    for (const { txnFirstOffset } of this.#states.values())
      if (txnFirstOffset !== undefined && (first === undefined || txnFirstOffset < first)) first = txnFirstOffset
    return first
  }

  /** The batch was written already: the answer was lost, and the producer sent it again. */
  findDuplicate(header: BatchHeader): Duplicate | undefined {
    const state = this.#states.get(header.producerId)
    if (!state || state.epoch !== header.producerEpoch) return undefined
    const known = state.batches.find(
      ({ firstSequence, lastSequence }) =>
        firstSequence === header.baseSequence && lastSequence === header.lastSequence,
    )
    return (
      known && {
        firstOffset: known.lastOffset - known.offsetDelta,
        lastOffset: known.lastOffset,
        timestamp: known.timestamp,
      }
    )
  }

  /**
   * Whether a client's batch may be appended.
   * @throws {KafkaError} INVALID_PRODUCER_EPOCH (somebody newer has its id), OUT_OF_ORDER_SEQUENCE_NUMBER (one was lost),
   *   INVALID_TXN_STATE (a plain batch within a transaction)
   */
  check(header: BatchHeader, topicPartition: string): void {
    const { producerId, producerEpoch, baseSequence } = header
    const state = this.#states.get(producerId)
    // Expired, deleted, or never seen: Kafka takes any first sequence, so must we.
    if (!state) return
    if (producerEpoch < state.epoch)
      throw new KafkaError(
        'INVALID_PRODUCER_EPOCH',
        `Producer ${producerId} appends to ${topicPartition} with epoch ${producerEpoch}; its epoch is ${state.epoch} by now`,
      )
    if (producerEpoch > state.epoch) {
      if (baseSequence !== 0 && state.epoch !== NO_PRODUCER_EPOCH) throw outOfOrder(header, topicPartition, NO_SEQUENCE)
    } else {
      const last = state.batches.at(-1)?.lastSequence ?? NO_SEQUENCE
      // A marker alone leaves an epoch without a sequence: the first batch after it begins at 0.
      if (baseSequence !== addSequence(last, 1)) throw outOfOrder(header, topicPartition, last)
    }
    if (state.txnFirstOffset !== undefined && !header.isTransactional)
      throw new KafkaError(
        'INVALID_TXN_STATE',
        `Producer ${producerId} has an open transaction on ${topicPartition}, and appends outside of it`,
      )
  }

  /** @throws {KafkaError} INVALID_PRODUCER_EPOCH, TRANSACTION_COORDINATOR_FENCED */
  checkMarker(header: BatchHeader, marker: Marker, topicPartition: string): void {
    const state = this.#states.get(header.producerId)
    if (!state) return
    if (header.producerEpoch < state.epoch)
      throw new KafkaError(
        'INVALID_PRODUCER_EPOCH',
        `A marker for producer ${header.producerId} on ${topicPartition} has epoch ${header.producerEpoch}; its epoch is ${state.epoch} by now`,
      )
    if (marker.coordinatorEpoch < state.coordinatorEpoch)
      throw new KafkaError(
        'TRANSACTION_COORDINATOR_FENCED',
        `A marker on ${topicPartition} comes from coordinator epoch ${marker.coordinatorEpoch}; ${state.coordinatorEpoch} has written one already`,
      )
  }

  /** Note a batch that is in the log, or on its way there: `header` has its final offsets. */
  add(header: BatchHeader): void {
    const { producerId, producerEpoch, lastOffset } = header
    let state = this.#states.get(producerId)
    if (!state) {
      state = {
        producerId,
        epoch: producerEpoch,
        batches: [],
        lastTimestamp: NONE,
        coordinatorEpoch: NONE,
        txnFirstOffset: undefined,
      }
      this.#states.set(producerId, state)
    }
    if (state.epoch !== producerEpoch) {
      state.epoch = producerEpoch
      state.batches = []
    }
    state.batches.push({
      firstSequence: header.baseSequence,
      lastSequence: header.lastSequence,
      lastOffset,
      offsetDelta: header.lastOffsetDelta,
      timestamp: header.maxTimestamp,
    })
    if (state.batches.length > REMEMBERED_BATCHES) state.batches.shift()
    state.lastTimestamp = header.maxTimestamp
    if (header.isTransactional) state.txnFirstOffset ??= header.baseOffset
  }

  /** Note a marker: the transaction ends. @returns what to put into the transaction index, when it was aborted and had data */
  end(header: BatchHeader, marker: Marker): Omit<AbortedTransaction, 'lastStableOffset'> | undefined {
    const { producerId, producerEpoch } = header
    const state = this.#states.get(producerId) ?? {
      producerId,
      epoch: producerEpoch,
      batches: [],
      lastTimestamp: NONE,
      coordinatorEpoch: NONE,
      txnFirstOffset: undefined,
    }
    this.#states.set(producerId, state)
    const firstOffset = state.txnFirstOffset
    if (state.epoch !== producerEpoch) {
      state.epoch = producerEpoch
      state.batches = []
    }
    state.txnFirstOffset = undefined
    state.coordinatorEpoch = marker.coordinatorEpoch
    state.lastTimestamp = header.maxTimestamp
    return marker.committed || firstOffset === undefined
      ? undefined
      : { producerId, firstOffset, lastOffset: header.lastOffset }
  }

  /** Forget producers that were silent since `before`; one with an open transaction stays. */
  expire(before: Timestamp): void {
    for (const [producerId, { lastTimestamp, txnFirstOffset }] of this.#states)
      if (txnFirstOffset === undefined && lastTimestamp < before) this.#states.delete(producerId)
  }

  clear(): void {
    this.#states.clear()
  }

  toSnapshot(): Buffer {
    const entries = [...this.#states.values()].map(state => {
      const last = state.batches.at(-1)
      return {
        producerId: state.producerId,
        epoch: state.epoch,
        lastSequence: last?.lastSequence ?? NO_SEQUENCE,
        lastOffset: last?.lastOffset ?? NONE,
        offsetDelta: last?.offsetDelta ?? 0,
        timestamp: state.lastTimestamp,
        coordinatorEpoch: state.coordinatorEpoch,
        currentTxnFirstOffset: state.txnFirstOffset ?? NONE,
      }
    })
    const writer = new Writer(CRC_COVERS_FROM + 4 + entries.length * 46)
    writer.int16(SNAPSHOT_VERSION)
    ProducerSnapshot.write(writer, { crc: 0, producerEntries: entries }, SNAPSHOT_VERSION)
    const bytes = writer.toBuffer()
    bytes.writeUInt32BE(crc32c(bytes.subarray(CRC_COVERS_FROM)), 2)
    return bytes
  }

  /** @returns false when the bytes are no snapshot of ours or Kafka's: then the log has to be read */
  load(bytes: Buffer): boolean {
    if (bytes.length < CRC_COVERS_FROM + 4 || bytes.readInt16BE(0) !== SNAPSHOT_VERSION) return false
    if (bytes.readUInt32BE(2) !== crc32c(bytes.subarray(CRC_COVERS_FROM))) return false
    const { producerEntries } = ProducerSnapshot.read(new Reader(bytes, 2), SNAPSHOT_VERSION)
    this.#states.clear()
    for (const entry of producerEntries) {
      const {
        producerId,
        epoch,
        lastSequence,
        lastOffset,
        offsetDelta,
        timestamp,
        coordinatorEpoch,
        currentTxnFirstOffset,
      } = entry
      const firstSequence =
        lastSequence - offsetDelta < 0 ? lastSequence - offsetDelta + 0x80000000 : lastSequence - offsetDelta
      const batches =
        lastSequence === NO_SEQUENCE ? [] : [{ firstSequence, lastSequence, lastOffset, offsetDelta, timestamp }]
      this.#states.set(producerId, {
        producerId,
        epoch,
        batches,
        lastTimestamp: timestamp,
        coordinatorEpoch,
        txnFirstOffset: currentTxnFirstOffset < 0 ? undefined : currentTxnFirstOffset,
      })
    }
    return true
  }
}

const outOfOrder = ({ producerId, producerEpoch, baseSequence }: BatchHeader, topicPartition: string, last: number) =>
  new KafkaError(
    'OUT_OF_ORDER_SEQUENCE_NUMBER',
    `Producer ${producerId} (epoch ${producerEpoch}) appends sequence ${baseSequence} to ${topicPartition}; the last one there is ${last}`,
  )
