/**
 * The way of a batch into a log, up to the queue: judged, given its offset and epoch, noted in what is known of its producer.
 * A segment that is full or old is closed before it, and another begun.
 * Source: Kafka 4.3 `UnifiedLog.append`, `LogSegment.shouldRoll`.
 */
import type { Clock } from '../lib/clock.ts'
import type { Files } from '../lib/files.ts'
import { type Random, systemRandom } from '../lib/random.ts'
import { BatchHeader, batches, setBaseOffset, setLeaderEpoch } from '../protocol/batch.ts'
import type { LeaderEpoch, Offset, Timestamp } from '../protocol/types.ts'
import type { LogConfig } from './config.ts'
import type { Epochs } from './epochs.ts'
import { saveSnapshot, snapshotPath } from './producer-snapshot.ts'
import type { Producers } from './producers.ts'
import { markerOf } from './recover.ts'
import type { Segment } from './segment.ts'
import type { SegmentList } from './segment-list.ts'
import { validate } from './validate.ts'
import type { Writer } from './writer.ts'

export interface AppendOptions {
  leaderEpoch: LeaderEpoch
  /** 'client': validated as Kafka does. 'coordinator': our own batches, already sound. */
  origin: 'client' | 'coordinator'
  /** A producer that this partition does not know must begin at sequence 0: its transactions have epochs of their own (KIP-890). */
  startsAtZero?: boolean
  /** Of a marker: the transaction.version of who sends it, as WriteTxnMarkers tells it. */
  transactionVersion?: number | undefined
}

export interface AppendResult {
  firstOffset: Offset
  lastOffset: Offset
  /** -1 when records keep their own timestamps. */
  logAppendTimeMs: Timestamp
  logStartOffset: Offset
  /** The batch had been written before: these are its offsets of then. */
  duplicate: boolean
}

export interface AppenderOptions {
  /** `topic-partition`, for messages. */
  name: string
  dir: string
  /** The log's own, which grow here. */
  segments: SegmentList
  epochs: Epochs
  producers: Producers
  writer: Writer
  logStartOffset: () => Offset
  config: () => LogConfig
  files: Files
  clock: Clock
  random?: Random
}

export class Appender {
  readonly #o: AppenderOptions
  #activeSince: Timestamp
  /** So much earlier than segment.ms says the active segment is closed. */
  #jitterMs: number
  /** Where the producers were last written down in the middle of a segment. */
  #settled: Offset | undefined

  constructor(options: AppenderOptions) {
    this.#o = options
    this.#activeSince = options.clock.now()
    this.#jitterMs = this.#drawJitter()
  }

  /** Drawn for each segment, so that segments which begin together do not all end together. */
  #drawJitter(): number {
    const { config, random = systemRandom } = this.#o
    const most = Math.min(config()['segment.jitter.ms'], config()['segment.ms'])
    return most > 0 ? random.below(most) : 0
  }

  append(records: Buffer, options: AppendOptions): AppendResult {
    const { writer, config, clock, producers } = this.#o
    const logStartOffset = this.#o.logStartOffset()
    const firstOffset = writer.endOffset
    let logAppendTimeMs: Timestamp = -1
    if (options.origin === 'client') {
      const valid = validate(records, config(), clock.now())
      logAppendTimeMs = valid.logAppendTimeMs
      const duplicate = valid.header.hasProducerId ? producers.findDuplicate(valid.header) : undefined
      if (duplicate) {
        const { firstOffset, lastOffset, timestamp } = duplicate
        if (logAppendTimeMs >= 0) logAppendTimeMs = timestamp
        return { firstOffset, lastOffset, logAppendTimeMs, logStartOffset, duplicate: true }
      }
      this.#enqueue(valid.batch, valid.header, options)
    } else
      for (const { header, start, end } of batches(records))
        this.#enqueue(records.subarray(start, end), header, options)
    return { firstOffset, lastOffset: writer.endOffset - 1, logAppendTimeMs, logStartOffset, duplicate: false }
  }

  #enqueue(bytes: Buffer, given: BatchHeader, options: AppendOptions): void {
    const { writer, producers, epochs, name } = this.#o
    const { leaderEpoch, origin, startsAtZero, transactionVersion = 0 } = options
    const marker = given.isControl && given.hasProducerId ? markerOf(bytes) : undefined
    if (marker) producers.checkMarker(given, marker, name, transactionVersion)
    else if (given.hasProducerId) producers.check(given, name, { client: origin === 'client', startsAtZero })
    if (this.#isFull(bytes.length, writer.endOffset + given.lastOffsetDelta, given.maxTimestamp)) this.roll()
    setBaseOffset(bytes, 0, writer.endOffset)
    setLeaderEpoch(bytes, 0, leaderEpoch)
    const header = new BatchHeader(bytes, 0)
    const { baseOffset, lastOffset, maxTimestamp, nextOffset } = header
    if (epochs.lacks(leaderEpoch)) writer.attempt(() => epochs.assign(leaderEpoch, baseOffset))
    const aborted = marker && producers.end(header, marker)
    if (!marker && header.hasProducerId) producers.add(header)
    writer.enqueue({ bytes, lastOffset, maxTimestamp, aborted }, nextOffset)
  }

  /** Take in a batch as it is: another copy of this log has judged it, and given it its offsets. */
  replicate(header: BatchHeader, bytes: Buffer): void {
    const { writer, producers, epochs } = this.#o
    const { baseOffset, lastOffset, maxTimestamp, nextOffset, leaderEpoch } = header
    if (this.#isFull(bytes.length, lastOffset, maxTimestamp)) this.roll()
    if (epochs.lacks(leaderEpoch)) writer.attempt(() => epochs.assign(leaderEpoch, baseOffset))
    const marker = header.isControl && header.hasProducerId ? markerOf(bytes) : undefined
    const aborted = marker && producers.end(header, marker)
    if (!header.isControl && header.hasProducerId) producers.add(header)
    writer.enqueue({ bytes, lastOffset, maxTimestamp, aborted }, nextOffset)
  }

  skipTo(offset: Offset): void {
    const { writer, segments } = this.#o
    writer.writeAll()
    if (offset <= writer.endOffset) return
    writer.attempt(() => {
      const written = this.save()
      segments.list.push(segments.create(offset))
      writer.skipTo(offset)
      writer.rolled(written)
    })
  }

  get #active(): Segment {
    return this.#o.segments.active
  }

  #isFull(bytes: number, lastOffset: Offset, maxTimestamp: Timestamp): boolean {
    const config = this.#o.config()
    const size = this.#active.size + this.#o.writer.queuedBytes
    if (size === 0) return false
    return (
      size + bytes > config['segment.bytes'] ||
      this.#age(maxTimestamp) > segmentMs(config) - this.#jitterMs ||
      this.#indexIsFull(lastOffset, config['segment.index.bytes'])
    )
  }

  /** What is queued has no entries yet; where they might be too many it is written, and known. */
  #indexIsFull(lastOffset: Offset, maxBytes: number): boolean {
    const { writer } = this.#o
    const { queued } = writer
    if (!this.#active.isFull(lastOffset, maxBytes, queued)) return false
    if (queued === 0) return true
    writer.writeAll()
    return this.#active.isFull(lastOffset, maxBytes, 0)
  }

  /** Of the active segment: by its records' own time, where they have one. */
  #age(maxTimestamp: Timestamp): number {
    const first = this.#active.firstTimestamp ?? -1
    return first >= 0 && maxTimestamp >= 0 ? maxTimestamp - first : this.#o.clock.now() - this.#activeSince
  }

  /** Close the active segment and begin another at the end. @throws {KafkaError} KAFKA_STORAGE_ERROR */
  roll(): void {
    const { writer, segments, clock } = this.#o
    writer.writeAll()
    if (this.#active.size === 0) return
    writer.attempt(() => {
      const written = this.save()
      segments.list.push(segments.create(writer.endOffset))
      this.#activeSince = clock.now()
      this.#jitterMs = this.#drawJitter()
      writer.rolled(written)
    })
  }

  /** Write down what is beside the batches: indexes and producers. @returns files to be synced */
  save(): string[] {
    return [...this.#active.close(), ...this.#saveProducers()]
  }

  /** One of no producers says by its name alone what it has to say. */
  #saveProducers(): string[] {
    const { producers, files, dir, writer } = this.#o
    const states = [...producers.all()]
    const file = saveSnapshot(states, files, dir, writer.endOffset)
    return states.length > 0 ? [file] : []
  }

  /**
   * Sync what has come, off the event loop, and write down what is known by then: so much less has a start after a crash to
   * look at. Resolves when that is done.
   */
  async settle(): Promise<void> {
    const { writer, files, segments } = this.#o
    writer.writeAll()
    writer.attempt(() => writer.alsoSync([...this.#active.save(), ...this.#saveProducers()]))
    const { endOffset } = writer
    await writer.flushLater()
    writer.demandIntact()
    const last = this.#settled
    this.#settled = endOffset
    // Those that bear a segment's name stay with it.
    if (last === undefined || last === endOffset || segments.list.some(({ baseOffset }) => baseOffset === last)) return
    writer.attempt(() => files.remove(snapshotPath(this.#o.dir, last)))
  }
}

/** The active segment is never cleaned: what has to be cleaned in time must leave it in time. */
const segmentMs = (config: LogConfig): number =>
  config['cleanup.policy'].includes('compact')
    ? Math.min(config['segment.ms'], config['max.compaction.lag.ms'])
    : config['segment.ms']
