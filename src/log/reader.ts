/**
 * The reading end of a log: from an offset to bytes in a file. A read is planned first, so that the caller can make room for
 * as many bytes as there are, and then takes place: a fetch of many partitions shares its buffers.
 *
 * The batch-aligned end is found in the bytes themselves when they are there. Where a read ended is remembered: a consumer
 * goes on from there, and needs no search. Source: Kafka 4.3 `LocalLog.read`, `LogSegment.read`.
 */
import { readInt32, readInt64 } from '../lib/bytes.ts'
import { type BatchHeader, LOG_OVERHEAD } from '../protocol/batch.ts'
import type { Offset } from '../protocol/types.ts'
import { CorruptLogError } from './errors.ts'
import { LEGACY_OVERHEAD } from './scan.ts'
import type { Segment } from './segment.ts'

export interface ReadRequest {
  from: Offset
  /** Soft limit, in bytes. */
  maxBytes: number
  /** Nothing at or after it is returned: high watermark or last stable offset. */
  upTo: Offset
  /** A first batch larger than `maxBytes` is returned all the same (KIP-74). */
  minOneBatch: boolean
}

/** Where the bytes of a read are; nothing of them has been read yet. */
export interface ReadPlan {
  /** Bytes to read: make room for as many. 0: nothing is there yet. */
  readonly size: number
  /** Fill `buffer` (of `size` bytes). @returns bytes of whole batches in it */
  readInto(buffer: Buffer): number
}

interface Place {
  segment: Segment
  position: number
}

export const NOTHING: ReadPlan = { size: 0, readInto: () => 0 }
/** Consumers that are remembered; more of them at different places search again. */
const REMEMBERED_READS = 64
const MAGIC_AT = 16
const LAST_OFFSET_DELTA_AT = 23

export class LogReader {
  readonly #segments: readonly Segment[]
  readonly #remembered = new Map<Offset, Place>()
  /** Enough of a batch to know its size. */
  readonly #head = Buffer.alloc(LOG_OVERHEAD)

  /** @param segments the log's own list */
  constructor(segments: readonly Segment[]) {
    this.#segments = segments
  }

  /** Index of the last segment that begins at or before `offset`; 0 when all begin behind it. */
  indexOf(offset: Offset): number {
    let [low, high] = [0, this.#segments.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#segments[middle]!.baseOffset <= offset) low = middle
      else high = middle - 1
    }
    return low
  }

  /**
   * @param request `from` lies within the log
   * @param end     one past what is in the file
   */
  plan({ from, maxBytes, upTo, minOneBatch }: ReadRequest, end: Offset): ReadPlan {
    const place = from < upTo ? this.#find(from) : undefined
    if (!place) return NOTHING
    const { segment, position } = place
    const limit = this.#limitIn(segment, upTo, end)
    if (position >= limit) return NOTHING
    let size = Math.min(maxBytes, limit - position)
    if (size < limit - position) {
      const first = this.#sizeAt(segment, position)
      if (size < first && !minOneBatch) return NOTHING
      size = Math.max(size, first)
    }
    return { size, readInto: buffer => this.#readWhole({ segment, position }, size, buffer, upTo) }
  }

  /** Bytes that a read of [from, upTo) would find; nothing is read but what finds the place. */
  bytesBetween(from: Offset, upTo: Offset, end: Offset): number {
    const place = from < upTo ? this.#find(from) : undefined
    if (!place) return 0
    let bytes = this.#limitIn(place.segment, upTo, end) - place.position
    for (let i = this.indexOf(place.segment.baseOffset) + 1; i < this.#segments.length; i++) {
      const segment = this.#segments[i]!
      if (segment.baseOffset >= upTo) break
      bytes += this.#limitIn(segment, upTo, end)
    }
    return bytes
  }

  /** Whole batches from the one that holds `offset` on, for those who take them apart. @throws {CorruptLogError} a CRC is wrong */
  *batchesFrom(offset: Offset): Generator<{ header: BatchHeader; bytes: Buffer }> {
    for (const segment of this.#segments.slice(this.indexOf(offset))) {
      const following = this.#following(segment)
      for (const batch of segment.file.soundBatches(segment.baseOffset < offset ? segment.find(offset) : 0)) {
        if (batch.header.baseOffset >= following) break
        yield batch
      }
    }
  }

  /** Where the next segment begins. What lies in `segment` from there on is there as well: Kafka leaves it so when an index is full. */
  #following(segment: Segment): Offset {
    return this.#segments[this.indexOf(segment.baseOffset) + 1]?.baseOffset ?? Number.POSITIVE_INFINITY
  }

  /** Forget places in segments that are no more. */
  forget(): void {
    this.#remembered.clear()
  }

  /** No CRC covers a batch's offset, so it is looked at: what is out of order is not handed to a client. */
  #readWhole({ segment, position }: Place, size: number, buffer: Buffer, upTo: Offset): number {
    const got = segment.file.read(buffer, 0, size, position)
    const following = this.#following(segment)
    const bound = Math.min(upTo, following)
    let end = 0
    let next = segment.baseOffset
    while (end + LOG_OVERHEAD <= got) {
      const length = readInt32(buffer, end + 8) + LOG_OVERHEAD
      if (length < LEGACY_OVERHEAD) throw segment.file.corruptAt(position + end)
      if (end + length > got) break
      const baseOffset = readInt64(buffer, end)
      if (baseOffset >= following && end > 0) return end
      // Of a message of magic 0 or 1 the offset is its last one.
      const delta = buffer[end + MAGIC_AT] === 2 ? readInt32(buffer, end + LAST_OFFSET_DELTA_AT) : 0
      if (baseOffset < next || delta < 0 || baseOffset + delta >= bound)
        throw new CorruptLogError(segment.file.path, position + end, `offset ${baseOffset} is out of order`)
      next = baseOffset + delta + 1
      end += length
    }
    // Room was made for a whole one.
    if (end === 0) throw segment.file.corruptAt(position)
    if (next < following) this.#remember(next, segment, position + end)
    return end
  }

  #remember(offset: Offset, segment: Segment, position: number): void {
    this.#remembered.delete(offset)
    this.#remembered.set(offset, { segment, position })
    if (this.#remembered.size > REMEMBERED_READS) this.#remembered.delete(this.#remembered.keys().next().value!)
  }

  /** The batch that holds `offset`, or the first after it; undefined at the end of the log. */
  #find(offset: Offset): Place | undefined {
    const known = this.#remembered.get(offset)
    if (known && known.position < known.segment.size) return known
    for (let i = this.indexOf(offset); i < this.#segments.length; i++) {
      const segment = this.#segments[i]!
      const position = segment.find(offset)
      // Compaction leaves holes: the next record may be a segment further on.
      if (position >= segment.size) continue
      this.#remember(offset, segment, position)
      return { segment, position }
    }
    return undefined
  }

  /** The position in `segment` at which `upTo` begins. */
  #limitIn(segment: Segment, upTo: Offset, end: Offset): number {
    if (upTo >= end) return segment.size
    const next = this.#segments[this.indexOf(segment.baseOffset) + 1]
    return next && next.baseOffset <= upTo ? segment.size : segment.find(upTo)
  }

  #sizeAt(segment: Segment, position: number): number {
    segment.file.read(this.#head, 0, LOG_OVERHEAD, position)
    return readInt32(this.#head, 8) + LOG_OVERHEAD
  }
}
