/**
 * The wire's values, into buffers. Large byte fields are kept by reference: a fetch's records go from the file's buffer to
 * the socket without a copy, as chunks of their own.
 * Source: Kafka protocol guide; KIP-482.
 */
import { inspect } from 'node:util'
import type { Uuid } from '../lib/uuid.ts'
import { KafkaError } from './errors.ts'
import { STRING_MAX } from './reader.ts'
import type { UnknownTag } from './types.ts'

/** From this size on a byte field is its own chunk: below it, one more buffer in a writev costs more than the copy. */
const BY_REFERENCE = 2048
/** Up to this length a string is tried as ASCII, letter by letter: a call into Node costs more (2026-11-21). */
const LETTERS_MAX = 48
const TWO_32 = 2 ** 32
const TWO_63 = 2 ** 63

export class Writer {
  #chunks: Buffer[] = []
  /** Bytes in `#chunks`. */
  #done = 0
  #buffer: Buffer
  #view: DataView
  /** Where what is not in a chunk yet begins in `#buffer`, and where it ends. */
  #start = 0
  #position = 0

  constructor(size = 256) {
    this.#buffer = Buffer.allocUnsafe(size)
    this.#view = viewOf(this.#buffer)
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#done + this.#position - this.#start
  }

  /** Make room and move on. It may replace buffer and view: take its answer first, then look at them. */
  #room(size: number): number {
    const at = this.#position
    if (at + size > this.#buffer.length) return this.#grow(size)
    this.#position = at + size
    return at
  }

  #grow(size: number): number {
    const pending = this.#position - this.#start
    const next = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, pending + size))
    this.#buffer.copy(next, 0, this.#start, this.#position)
    this.#buffer = next
    this.#view = viewOf(next)
    this.#start = 0
    this.#position = pending + size
    return pending
  }

  int8(value: number): void {
    if (value !== (value << 24) >> 24) throw outOfRange(value, 'int8')
    const at = this.#room(1)
    this.#view.setInt8(at, value)
  }

  bool(value: boolean): void {
    const at = this.#room(1)
    this.#view.setInt8(at, value ? 1 : 0)
  }

  int16(value: number): void {
    if (value !== (value << 16) >> 16) throw outOfRange(value, 'int16')
    const at = this.#room(2)
    this.#view.setInt16(at, value)
  }

  uint16(value: number): void {
    if (value !== (value & 0xffff)) throw outOfRange(value, 'uint16')
    const at = this.#room(2)
    this.#view.setUint16(at, value)
  }

  int32(value: number): void {
    if (value !== (value | 0)) throw outOfRange(value, 'int32')
    const at = this.#room(4)
    this.#view.setInt32(at, value)
  }

  uint32(value: number): void {
    if (value !== value >>> 0) throw outOfRange(value, 'uint32')
    const at = this.#room(4)
    this.#view.setUint32(at, value)
  }

  /** 2^63, which is what a reader makes of Long.MAX_VALUE, is written as Long.MAX_VALUE again. */
  int64(value: number): void {
    if (!Number.isInteger(value) || value < -TWO_63 || value > TWO_63) throw outOfRange(value, 'int64')
    const at = this.#room(8)
    if (value === TWO_63) {
      this.#view.setBigInt64(at, 2n ** 63n - 1n)
      return
    }
    this.#view.setInt32(at, Math.floor(value / TWO_32))
    this.#view.setUint32(at + 4, value >>> 0)
  }

  hash(value: bigint): void {
    if (value !== BigInt.asIntN(64, value)) throw outOfRange(value, 'hash')
    const at = this.#room(8)
    this.#view.setBigInt64(at, value)
  }

  float64(value: number): void {
    const at = this.#room(8)
    this.#view.setFloat64(at, value)
  }

  uuid(value: Uuid): void {
    const at = this.#room(16)
    // 22 letters of base64url are 16 bytes and 4 bits; what is no such letter is skipped, and fewer bytes come of it.
    if (value.length !== 22 || this.#buffer.write(value, at, 16, 'base64url') !== 16)
      throw new RangeError(`Cannot write "${value}" as a uuid: it is not 16 bytes in base64url`)
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
    if (value.length <= LETTERS_MAX && this.#letters(value, flexible)) return
    const length = Buffer.byteLength(value)
    if (length > STRING_MAX)
      throw new RangeError(`Cannot write a string of ${length} bytes: ${STRING_MAX} are possible`)
    this.#length(length, flexible, false)
    const at = this.#room(length)
    this.#buffer.write(value, at, length)
  }

  /** @returns whether it was ASCII, and is written */
  #letters(value: string, flexible: boolean): boolean {
    const before = this.#position
    this.#length(value.length, flexible, false)
    const at = this.#room(value.length)
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i)
      if (code >= 0x80) {
        this.#position = before
        return false
      }
      this.#buffer[at + i] = code
    }
    return true
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
    this.#chunks.push(Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.length))
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

  /** A value for which a version has no place, and without which the message would say something else. */
  lacks(message: string, version: number, field: string, value: unknown, versions: string): KafkaError {
    const given = inspect(value, { breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 3, maxStringLength: 50 })
    return new KafkaError(
      'UNSUPPORTED_VERSION',
      `Cannot write ${message} version ${version} with ${field} ${given}: versions ${versions} have it`,
    )
  }

  #cut(): void {
    if (this.#position === this.#start) return
    this.#chunks.push(this.#buffer.subarray(this.#start, this.#position))
    this.#done += this.#position - this.#start
    this.#start = this.#position
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

/** A bug of ours: what comes from outside was read from as many bytes as it is written to. */
const outOfRange = (value: unknown, type: string) => new RangeError(`Cannot write ${value} as ${type}: it does not fit`)

const viewOf = (buffer: Buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.length)
