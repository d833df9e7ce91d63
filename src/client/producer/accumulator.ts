/**
 * Records on their way into batches, partition by partition, within buffer.memory. Builders and their buffers are used again
 * once the broker has answered. Source: Kafka 4.3 `RecordAccumulator`, `BufferPool`.
 * Not as Kafka's: batch.size bounds what a batch holds before compression, not what it is expected to have after it.
 */
import { KafkaError } from '../../protocol/errors.ts'
import { BatchBuilder, type BatchBuilderOptions } from '../../protocol/record.ts'
import { hold } from '../wait.ts'
import { Batch } from './batch.ts'
import { Lane, type LaneOptions } from './lane.ts'

export interface AccumulatorOptions extends LaneOptions {
  batchSize: number
  /** buffer.memory. */
  maxBytes: number
  builder: BatchBuilderOptions
  /** Monotonic. */
  now: () => number
}

/** Builders kept for the next batches: as many as may be under way to a handful of brokers. */
const MAX_FREE = 64

export class Accumulator {
  readonly #o: AccumulatorOptions
  readonly #lanes = new Map<string, Lane[]>()
  /** Lanes that have something, in the order in which they got it. */
  readonly active = new Set<Lane>()
  /** All batches that are not done. */
  readonly incomplete = new Set<Batch>()
  readonly #free: BatchBuilder[] = []
  /** Of buffer.memory, what batches hold. */
  bytes = 0
  /** A record that nobody has answered for keeps the process: it would be lost without a word. */
  #letGo: (() => void) | undefined

  constructor(options: AccumulatorOptions) {
    this.#o = options
  }

  /** Room for one more batch. */
  get hasRoom(): boolean {
    return this.bytes + this.#o.batchSize <= this.#o.maxBytes || this.bytes === 0
  }

  noRoom(blockMs: number): KafkaError {
    return new KafkaError(
      'REQUEST_TIMED_OUT',
      `There was no room for a record for ${blockMs} ms (max.block.ms): ${this.bytes} of ${this.#o.maxBytes} bytes (buffer.memory) are waiting to be written`,
    )
  }

  lanes(topic: string, count: number): readonly Lane[] {
    const lanes = this.#lanes.get(topic) ?? []
    this.#lanes.set(topic, lanes)
    while (lanes.length < count) lanes.push(new Lane(topic, lanes.length, this.#o))
    return lanes
  }

  /** Begin a batch; the one before it is full. @param size of its first record, which may be larger than any batch */
  begin(lane: Lane, size: number): Batch {
    this.close(lane)
    const { batchSize, builder, now } = this.#o
    const reserved = Math.max(batchSize, size)
    const free = size <= batchSize ? this.#free.pop() : undefined
    free?.reset()
    const fresh = () => new BatchBuilder({ ...builder, limit: batchSize, capacity: Math.min(reserved, MAX_CAPACITY) })
    const batch = new Batch(lane.topic, lane.partition, free ?? fresh(), now(), reserved)
    lane.pending.push(batch)
    lane.filling = batch
    this.bytes += reserved
    this.incomplete.add(batch)
    this.#letGo ??= hold()
    this.active.add(lane)
    return batch
  }

  /** The batch that is being filled is full. */
  close(lane: Lane): void {
    if (!lane.filling) return
    lane.filling.state = 'full'
    lane.filling = undefined
    // The few bytes that were left do not count: a batch's worth went here.
    lane.stickyBytes += this.#o.batchSize
  }

  /** In place of a batch that was too large. */
  replaced(batch: Batch, parts: readonly Batch[]): void {
    for (const part of parts) this.incomplete.add(part)
    this.release(batch, false)
  }

  /** @param reuse whether nobody, no socket either, can look at its bytes any more */
  release(batch: Batch, reuse: boolean): void {
    if (!this.incomplete.delete(batch)) return
    if (this.incomplete.size === 0) {
      this.#letGo?.()
      this.#letGo = undefined
    }
    this.bytes -= batch.reserved
    if (reuse && batch.reserved === this.#o.batchSize && this.#free.length < MAX_FREE) this.#free.push(batch.builder)
  }
}

/** Grown when needed: a large batch.size need not be filled. */
const MAX_CAPACITY = 2 ** 20
