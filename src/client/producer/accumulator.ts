/**
 * Records on their way into batches: for each partition the batches that are full, and the one being filled. Buffers are used
 * again once the broker has answered. Source: Kafka 4.3 `RecordAccumulator`, `BufferPool`.
 */

import type { CompressionType } from '../../protocol/batch.ts'
import type { KafkaError } from '../../protocol/errors.ts'
import { BatchBuilder } from '../../protocol/record.ts'
import type { Offset, Timestamp } from '../../protocol/types.ts'

export interface RecordMetadata {
  topic: string
  partition: number
  /** -1 with acks=0. */
  offset: Offset
  timestamp: Timestamp
}

interface Callback {
  /** Its place in the batch. */
  index: number
  timestamp: Timestamp
  done: (error: KafkaError | undefined, metadata?: RecordMetadata) => void
}

export interface Batch {
  readonly topic: string
  readonly partition: number
  readonly builder: BatchBuilder
  readonly createdAt: number
  readonly callbacks: Callback[]
  /** The finished bytes: made when it is first sent, the same at each try. */
  bytes: Buffer | undefined
  /** Given when it is first sent, and kept. */
  sequence: number
}

export interface PartitionQueue {
  readonly topic: string
  readonly partition: number
  /** Oldest first; the last one may still be filled. */
  readonly batches: Batch[]
  inFlight: number
  nextSequence: number
}

export interface AccumulatorOptions {
  batchSize: number
  compression: CompressionType
  /** Records larger than this are refused (max.request.size). */
  maxRequestSize: number
  now: () => number
}

/** Buffers kept for the next batch. */
const MAX_FREE = 64

export class Accumulator {
  readonly #o: AccumulatorOptions
  readonly queues = new Map<string, Map<number, PartitionQueue>>()
  readonly #free: BatchBuilder[] = []
  /** Bytes of all batches that are not answered yet: what buffer.memory bounds. */
  bytes = 0

  constructor(options: AccumulatorOptions) {
    this.#o = options
  }

  queue(topic: string, partition: number): PartitionQueue {
    let partitions = this.queues.get(topic)
    if (!partitions) {
      partitions = new Map()
      this.queues.set(topic, partitions)
    }
    let queue = partitions.get(partition)
    if (!queue) {
      queue = { topic, partition, batches: [], inFlight: 0, nextSequence: 0 }
      partitions.set(partition, queue)
    }
    return queue
  }

  /** The batch to fill: the last one if it is open, else a new one. */
  open(queue: PartitionQueue): Batch {
    const last = queue.batches[queue.batches.length - 1]
    return last && last.bytes === undefined ? last : this.another(queue)
  }

  /** The open batch is full: begin the next. */
  another(queue: PartitionQueue): Batch {
    const { batchSize, compression, now } = this.#o
    const builder = this.#free.pop() ?? new BatchBuilder({ limit: batchSize, capacity: batchSize, compression })
    builder.reset()
    const batch = {
      topic: queue.topic,
      partition: queue.partition,
      builder,
      createdAt: now(),
      callbacks: [],
      bytes: undefined,
      sequence: -1,
    }
    queue.batches.push(batch)
    this.bytes += batchSize
    return batch
  }

  /** Answered, or given up. */
  release(batch: Batch): void {
    this.bytes -= this.#o.batchSize
    if (this.#free.length < MAX_FREE) this.#free.push(batch.builder)
  }

  *all(): Generator<PartitionQueue> {
    for (const partitions of this.queues.values()) yield* partitions.values()
  }

  get isEmpty(): boolean {
    for (const { batches, inFlight } of this.all()) if (batches.length > 0 || inFlight > 0) return false
    return true
  }
}
