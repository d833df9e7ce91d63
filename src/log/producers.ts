/**
 * Who wrote to this partition with a producer id: which sequence comes next, what was a repetition, which transactions are
 * open. Everything here can be read back out of the log; a .snapshot only saves reading it all.
 *
 * Invariants: of a producer the last five batches are known, oldest first, of one epoch. The last stable offset lies below
 * every transaction that is open, or whose marker is not written yet.
 *
 * Appends change the state at once, before they are written: the next one in the same turn is judged by it. `written` makes
 * the changes stay, `undo` takes back those of appends that could not be written.
 * Source: KIP-98, KIP-360, KIP-890; Kafka 4.3 `ProducerStateManager`, `ProducerAppendInfo`, `ProducerStateEntry`.
 */
import { addSequence, type BatchHeader, NO_PRODUCER_EPOCH, NO_SEQUENCE } from '../protocol/batch.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Offset, ProducerId, Timestamp } from '../protocol/types.ts'
import type { AbortedTransaction } from './txn-index.ts'

/** As many as a producer may have in flight (max.in.flight.requests.per.connection of an idempotent one). */
const REMEMBERED_BATCHES = 5
const NONE = -1
/** A producer with this epoch can get no larger one. */
const EPOCH_MAX = 32767
/** Since this transaction.version each transaction has an epoch of its own (KIP-890). */
const EPOCH_PER_TRANSACTION = 2

export interface Written {
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
  /** First offsets of open transactions, in the order they began: the first is the lowest. */
  readonly #open = new Map<ProducerId, Offset>()
  /** Transactions that have ended in a marker that is not written yet: still unstable. */
  #ending: { firstOffset: Offset; markerOffset: Offset }[] = []
  /** As it was before the appends that are not written yet; undefined: not known then. */
  readonly #before = new Map<ProducerId, ProducerState | undefined>()

  get size(): number {
    return this.#states.size
  }

  get(producerId: ProducerId): ProducerState | undefined {
    return this.#states.get(producerId)
  }

  all(): Iterable<ProducerState> {
    return this.#states.values()
  }

  /** The first offset of the transactions that have not ended; undefined when there are none. */
  get firstOpenOffset(): Offset | undefined {
    return this.#open.values().next().value
  }

  /** The same, and those count whose marker is not written. */
  get firstUnstableOffset(): Offset | undefined {
    let first = this.firstOpenOffset
    for (const { firstOffset } of this.#ending) if (first === undefined || firstOffset < first) first = firstOffset
    return first
  }

  /** The batch was written already: the answer was lost, and the producer sent it again. */
  findDuplicate({ producerId, producerEpoch, baseSequence, lastSequence }: BatchHeader): Duplicate | undefined {
    const state = this.#states.get(producerId)
    if (!state || state.epoch !== producerEpoch) return undefined
    for (const known of state.batches)
      if (known.firstSequence === baseSequence && known.lastSequence === lastSequence)
        return {
          firstOffset: known.lastOffset - known.offsetDelta,
          lastOffset: known.lastOffset,
          timestamp: known.timestamp,
        }
    return undefined
  }

  /**
   * Whether a batch may be appended.
   * @param o.client     its sequence counts; a coordinator's batches have none
   * @param o.startsAtZero the producer's transactions have epochs of their own: without batches known, only sequence 0 may come
   * @throws {KafkaError} INVALID_PRODUCER_EPOCH (somebody newer has its id), OUT_OF_ORDER_SEQUENCE_NUMBER (one was lost),
   *   INVALID_TXN_STATE (a plain batch within a transaction)
   */
  check(header: BatchHeader, topicPartition: string, o: { client: boolean; startsAtZero?: boolean | undefined }): void {
    const { producerId, producerEpoch, baseSequence } = header
    const state = this.#states.get(producerId)
    if (state && producerEpoch < state.epoch) throw staleEpoch(header, topicPartition, state.epoch)
    if (o.client) {
      const last = state?.batches.at(-1)?.lastSequence
      if (o.startsAtZero && last === undefined && baseSequence !== 0)
        throw outOfOrder(header, topicPartition, NO_SEQUENCE)
      // No state for this producer (expired, deleted): Kafka takes any first sequence, so must we.
      if (state && state.epoch !== NO_PRODUCER_EPOCH) {
        const expected = producerEpoch === state.epoch ? addSequence(last ?? NO_SEQUENCE, 1) : 0
        if (baseSequence !== expected) throw outOfOrder(header, topicPartition, last ?? NO_SEQUENCE)
      }
    }
    if (state?.txnFirstOffset !== undefined && !header.isTransactional)
      throw new KafkaError(
        'INVALID_TXN_STATE',
        `Producer ${producerId} has an open transaction on ${topicPartition}, and appends outside of it`,
      )
  }

  /**
   * Whether a marker may be appended.
   * @param transactionVersion of the coordinator that sends it: from 2 on a marker's epoch is larger than that of its batches
   * @throws {KafkaError} INVALID_PRODUCER_EPOCH, TRANSACTION_COORDINATOR_FENCED
   */
  checkMarker(header: BatchHeader, marker: Marker, topicPartition: string, transactionVersion: number): void {
    const state = this.#states.get(header.producerId)
    if (!state) return
    const { producerEpoch } = header
    const own = transactionVersion >= EPOCH_PER_TRANSACTION
    // The transaction has ended already, and the marker comes again: its first answer was lost.
    const again = producerEpoch === state.epoch && (state.txnFirstOffset === undefined || producerEpoch === EPOCH_MAX)
    if (own ? producerEpoch <= state.epoch && !again : producerEpoch < state.epoch)
      throw staleEpoch(header, topicPartition, state.epoch)
    if (marker.coordinatorEpoch < state.coordinatorEpoch)
      throw new KafkaError(
        'TRANSACTION_COORDINATOR_FENCED',
        `A marker on ${topicPartition} comes from coordinator epoch ${marker.coordinatorEpoch}; ${state.coordinatorEpoch} has written one already`,
      )
  }

  /** Note a batch that is in the log, or on its way there: `header` has its final offsets. */
  add(header: BatchHeader): void {
    const { producerId, lastOffset, maxTimestamp } = header
    const state = this.#at(header)
    state.batches.push({
      firstSequence: header.baseSequence,
      lastSequence: header.lastSequence,
      lastOffset,
      offsetDelta: header.lastOffsetDelta,
      timestamp: maxTimestamp,
    })
    if (state.batches.length > REMEMBERED_BATCHES) state.batches.shift()
    state.lastTimestamp = maxTimestamp
    if (header.isTransactional && state.txnFirstOffset === undefined) {
      state.txnFirstOffset = header.baseOffset
      this.#open.set(producerId, header.baseOffset)
    }
  }

  /** Note a marker: the transaction ends. @returns what to put into the transaction index, when it was aborted and had data */
  end(header: BatchHeader, marker: Marker): AbortedTransaction | undefined {
    const { producerId, lastOffset } = header
    const state = this.#at(header)
    const firstOffset = state.txnFirstOffset
    state.txnFirstOffset = undefined
    state.coordinatorEpoch = marker.coordinatorEpoch
    state.lastTimestamp = header.maxTimestamp
    if (firstOffset === undefined) return undefined
    this.#open.delete(producerId)
    this.#ending.push({ firstOffset, markerOffset: header.baseOffset })
    if (marker.committed) return undefined
    // As Kafka: the first offset that is still undecided once this transaction has ended.
    return { producerId, firstOffset, lastOffset, lastStableOffset: this.firstOpenOffset ?? header.nextOffset }
  }

  /** The state of the header's producer, to be changed, at the header's epoch. */
  #at({ producerId, producerEpoch }: BatchHeader): ProducerState {
    let state = this.#states.get(producerId)
    if (!this.#before.has(producerId)) this.#before.set(producerId, state && { ...state, batches: [...state.batches] })
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
    return state
  }

  /** What was appended so far is in the file. */
  written(): void {
    if (this.#before.size > 0) this.#before.clear()
  }

  /** What was appended since `written` never came; the log ends at `endOffset`. */
  undo(endOffset: Offset): void {
    for (const [producerId, state] of this.#before) {
      if (state) this.#states.set(producerId, state)
      else this.#states.delete(producerId)
    }
    this.#before.clear()
    this.#ending = this.#ending.filter(({ markerOffset }) => markerOffset < endOffset)
    this.#sortOpen()
  }

  /** Markers before `offset` are final: the last stable offset may pass them. */
  settled(offset: Offset): void {
    if (this.#ending.length > 0) this.#ending = this.#ending.filter(({ markerOffset }) => markerOffset >= offset)
  }

  /** Forget producers that were silent since `before`; one with an open transaction stays. */
  expire(before: Timestamp): void {
    for (const [producerId, { lastTimestamp, txnFirstOffset }] of this.#states)
      if (txnFirstOffset === undefined && lastTimestamp <= before && !this.#before.has(producerId))
        this.#states.delete(producerId)
  }

  /** Put `states` in the place of all that is known. */
  replace(states: Iterable<ProducerState>): void {
    this.#states.clear()
    for (const state of states) this.#states.set(state.producerId, state)
    this.#before.clear()
    this.#ending = []
    this.#sortOpen()
  }

  #sortOpen(): void {
    this.#open.clear()
    const open = [...this.#states.values()].filter(({ txnFirstOffset }) => txnFirstOffset !== undefined)
    open.sort((a, b) => a.txnFirstOffset! - b.txnFirstOffset!)
    for (const { producerId, txnFirstOffset } of open) this.#open.set(producerId, txnFirstOffset!)
  }
}

const staleEpoch = ({ producerId, producerEpoch, isControl }: BatchHeader, topicPartition: string, epoch: number) =>
  new KafkaError(
    'INVALID_PRODUCER_EPOCH',
    `${isControl ? 'A marker for producer' : 'Producer'} ${producerId} appends to ${topicPartition} with epoch ${producerEpoch}; its epoch is ${epoch} by now`,
  )

const outOfOrder = ({ producerId, producerEpoch, baseSequence }: BatchHeader, topicPartition: string, last: number) =>
  new KafkaError(
    'OUT_OF_ORDER_SEQUENCE_NUMBER',
    `Producer ${producerId} (epoch ${producerEpoch}) appends sequence ${baseSequence} to ${topicPartition}; the last one there is ${last}`,
  )
