/**
 * One batch on its way: the builder that fills it, who waits for it, and where it stands. Its bytes are made when it is first
 * sent, and the same at each try, unless it gets another number.
 */
import { writeInt16, writeInt32, writeInt64 } from '../../lib/bytes.ts'
import { addSequence, writeCrc } from '../../protocol/batch.ts'
import type { KafkaError } from '../../protocol/errors.ts'
import { BatchBuilder, type BatchBuilderOptions, RecordCursor } from '../../protocol/record.ts'
import type { Offset, ProducerId, Timestamp } from '../../protocol/types.ts'

export interface RecordMetadata {
  topic: string
  partition: number
  /** -1 with acks=0, and for a record that was found to be there already. */
  offset: Offset
  timestamp: Timestamp
}

/** Told once what became of a record. */
export type Done = (error: KafkaError | undefined, metadata?: RecordMetadata) => void

interface Callback {
  /** The record's place in the batch. */
  index: number
  timestamp: Timestamp
  done: Done
}

/** Who a batch is from: what a broker knows a producer by (KIP-98). */
export interface Identity {
  readonly id: ProducerId
  readonly epoch: number
}

/**
 * `filling`: the builder takes records. `full`: no more, and no bytes yet. `inFlight`: in a request without an answer.
 * `retry`: to be sent again. `done`: answered or given up, and everybody told.
 */
export type BatchState = 'filling' | 'full' | 'inFlight' | 'retry' | 'done'

export class Batch {
  readonly topic: string
  readonly partition: number
  readonly builder: BatchBuilder
  /** Monotonic: linger.ms and delivery.timeout.ms count from here. */
  readonly createdAt: number
  /** Bytes of buffer.memory that it holds. */
  readonly reserved: number
  readonly callbacks: Callback[] = []
  state: BatchState = 'filling'
  bytes: Buffer | undefined
  /** Of its first record; -1: not numbered. */
  sequence = -1
  /** How often it was sent. */
  attempts = 0
  /** Given up while a request with it was under way: nobody waits for the answer but the sequence. */
  abandoned = false
  /** What it was split into: it is answered when they are. */
  parts: readonly Batch[] = []

  constructor(topic: string, partition: number, builder: BatchBuilder, createdAt: number, reserved: number) {
    this.topic = topic
    this.partition = partition
    this.builder = builder
    this.createdAt = createdAt
    this.reserved = reserved
  }

  get count(): number {
    return this.builder.count
  }

  /** The sequence after its last record's. */
  get nextSequence(): number {
    return addSequence(this.sequence, this.count)
  }

  /** Make the bytes. Without an identity the batch is not numbered. */
  seal(identity: Identity | undefined, sequence: number, isTransactional: boolean): void {
    this.sequence = identity ? sequence : -1
    this.bytes = this.builder.finish(
      identity
        ? { producerId: identity.id, producerEpoch: identity.epoch, baseSequence: sequence, isTransactional }
        : {},
    )
  }

  /** Give a sealed batch another number: bytes 43 to 56 of its header (see protocol/batch.ts), and the CRC. */
  renumber(identity: Identity, sequence: number): void {
    const bytes = this.bytes!
    this.sequence = sequence
    writeInt64(bytes, 43, identity.id)
    writeInt16(bytes, 51, identity.epoch)
    writeInt32(bytes, 53, sequence)
    writeCrc(bytes)
  }

  /** Tell everybody that it is written; `baseOffset` and `appendTime` are -1 where unknown. */
  written(baseOffset: Offset, appendTime: Timestamp): void {
    const { topic, partition } = this
    for (const { index, timestamp, done } of this.callbacks.splice(0))
      done(undefined, {
        topic,
        partition,
        offset: baseOffset < 0 ? -1 : baseOffset + index,
        timestamp: appendTime < 0 ? timestamp : appendTime,
      })
  }

  /** Tell everybody that it is not. */
  failed(errorOf: (index: number) => KafkaError): void {
    for (const { index, done } of this.callbacks.splice(0)) done(errorOf(index))
  }

  /**
   * The same records as several batches, each of about `limit` bytes and at least one record, for a broker that found this one
   * too large. The parts take its sequences, in order.
   */
  split(
    limit: number,
    options: BatchBuilderOptions,
    identity: Identity | undefined,
    isTransactional: boolean,
  ): Batch[] {
    const parts: Batch[] = []
    const callbacks = new Map(this.callbacks.map(callback => [callback.index, callback]))
    const cursor = new RecordCursor()
    cursor.open(this.bytes!)
    let part: Batch | undefined
    for (let index = 0; cursor.next(); index++) {
      const [timestamp, key, value, headers] = [cursor.timestamp, cursor.key(), cursor.value(), cursor.headers()]
      if (!part?.builder.append(timestamp, key, value, headers)) {
        const builder = new BatchBuilder({ ...options, limit })
        builder.append(timestamp, key, value, headers)
        part = new Batch(this.topic, this.partition, builder, this.createdAt, 0)
        parts.push(part)
      }
      const callback = callbacks.get(index)
      if (callback) part.callbacks.push({ ...callback, index: part.count - 1 })
    }
    let sequence = this.sequence
    for (const each of parts) {
      each.seal(identity, sequence, isTransactional)
      each.state = 'retry'
      sequence = each.nextSequence
    }
    this.parts = parts
    return parts
  }
}
