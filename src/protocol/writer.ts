/**
 * The wire's values, into buffers. Large byte fields are kept by reference: a fetch's records go from the file's buffer to
 * the socket without a copy, as chunks of their own.
 * Source: Kafka protocol guide; KIP-482.
 */
import { type Uuid, uuidToBytes } from '../lib/uuid.ts'
import type { UnknownTag } from './types.ts'

/** From this size on a byte field is its own chunk: below it, one more buffer in a writev costs more than the copy. */
const BY_REFERENCE = 2048
const TWO_32 = 2 ** 32

export class Writer {
  #chunks: Buffer[] = []
  #buffer: Buffer
  #view: DataView
  #position = 0
  #done = 0

  constructor(size = 256) {
    this.#buffer = Buffer.allocUnsafe(size)
    this.#view = viewOf(this.#buffer)
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#done + this.#position
  }

  /** Make room and move on. It may replace buffer and view: take its answer first, then look at them. */
  #room(size: number): number {
    const at = this.#position
    if (at + size > this.#buffer.length) {
      const next = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, at + size))
      this.#buffer.copy(next, 0, 0, at)
      this.#buffer = next
      this.#view = viewOf(next)
    }
    this.#position = at + size
    return at
  }

  int8(value: number): void {
    const at = this.#room(1)
    this.#view.setInt8(at, value)
  }

  bool(value: boolean): void {
    const at = this.#room(1)
    this.#view.setInt8(at, value ? 1 : 0)
  }

  int16(value: number): void {
    const at = this.#room(2)
    this.#view.setInt16(at, value)
  }

  uint16(value: number): void {
    const at = this.#room(2)
    this.#view.setUint16(at, value)
  }

  int32(value: number): void {
    const at = this.#room(4)
    this.#view.setInt32(at, value)
  }

  uint32(value: number): void {
    const at = this.#room(4)
    this.#view.setUint32(at, value)
  }

  int64(value: number): void {
    const at = this.#room(8)
    if (value >= 2 ** 63) {
      this.#view.setBigInt64(at, 2n ** 63n - 1n)
      return
    }
    this.#view.setInt32(at, Math.floor(value / TWO_32))
    this.#view.setUint32(at + 4, value >>> 0)
  }

  float64(value: number): void {
    const at = this.#room(8)
    this.#view.setFloat64(at, value)
  }

  uuid(value: Uuid): void {
    const bytes = uuidToBytes(value)
    if (!bytes) throw new TypeError(`Cannot write "${value}" as a uuid: it is not 16 bytes in base64url`)
    const at = this.#room(16)
    bytes.copy(this.#buffer, at)
  }

  uvarint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      const at = this.#room(1)
      this.#view.setUint8(at, (rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    const at = this.#room(1)
    this.#view.setUint8(at, rest)
  }

  #length(length: number, flexible: boolean, wide: boolean): void {
    if (flexible) this.uvarint(length + 1)
    else if (wide) this.int32(length)
    else this.int16(length)
  }

  string(value: string | null, flexible: boolean): void {
    if (value === null) return this.#length(-1, flexible, false)
    const length = Buffer.byteLength(value)
    if (!flexible && length > 0x7fff)
      throw new RangeError(`Cannot write a string of ${length} bytes: 32767 are possible`)
    this.#length(length, flexible, false)
    const at = this.#room(length)
    this.#buffer.write(value, at, length)
  }

  bytes(value: Uint8Array | null, flexible: boolean): void {
    if (value === null) return this.#length(-1, flexible, true)
    this.#length(value.length, flexible, true)
    this.raw(value)
  }

  /** Bytes as they are, no length before them. */
  raw(value: Uint8Array): void {
    if (value.length < BY_REFERENCE) {
      const at = this.#room(value.length)
      this.#buffer.set(value, at)
      return
    }
    this.#cut()
    this.#chunks.push(Buffer.from(value.buffer, value.byteOffset, value.length))
    this.#done += value.length
  }

  array(count: number, flexible: boolean): void {
    this.#length(count, flexible, true)
  }

  /** One tagged field: its number, its size, and what `inner` holds. */
  tag(tag: number, inner: Writer): void {
    this.uvarint(tag)
    this.uvarint(inner.size)
    for (const chunk of inner.finish()) this.raw(chunk)
  }

  unknownTags(tags: readonly UnknownTag[] | undefined): void {
    if (!tags) return
    for (const { tag, data } of tags) {
      this.uvarint(tag)
      this.uvarint(data.length)
      this.raw(data)
    }
  }

  #cut(): void {
    if (this.#position === 0) return
    this.#chunks.push(this.#buffer.subarray(0, this.#position))
    this.#done += this.#position
    this.#buffer = this.#buffer.subarray(this.#position)
    if (this.#buffer.length < 64) this.#buffer = Buffer.allocUnsafe(256)
    this.#view = viewOf(this.#buffer)
    this.#position = 0
  }

  /** All of it, in order, as chunks for one writev. The writer is empty afterwards. */
  finish(): Buffer[] {
    this.#cut()
    const chunks = this.#chunks
    this.#chunks = []
    this.#done = 0
    return chunks
  }

  /** All of it in one piece. */
  toBuffer(): Buffer {
    const chunks = this.finish()
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
  }
}

const viewOf = (buffer: Buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.length)
