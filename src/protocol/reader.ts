/**
 * The wire's values, out of a buffer. Nothing is copied: byte fields are views. Nothing is believed: every length is held
 * against what is left before anything is allocated.
 * Source: Kafka protocol guide; KIP-482 (compact forms, tagged fields).
 */
import type { Uuid } from '../lib/uuid.ts'
import type { UnknownTag } from './types.ts'

/** Bytes that are not what they should be. The connection they came from is closed: there is no answer to nonsense. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
}

/** More elements in one array are a mistake or an attack; the largest real ones are topics of 100,000 partitions. */
export const ARRAY_MAX = 1_000_000
export const TAGS_MAX = 10_000

/** Both forms, though only the old one has no room for more: Kafka refuses what is longer. */
export const STRING_MAX = 0x7fff

const TWO_32 = 2 ** 32

export class Reader {
  readonly buffer: Buffer
  position: number
  #end: number
  readonly #view: DataView

  constructor(buffer: Buffer, position = 0, end: number = buffer.length) {
    this.buffer = buffer
    this.position = position
    this.#end = end
    this.#view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length)
  }

  get remaining(): number {
    return this.#end - this.position
  }

  #take(size: number): number {
    const at = this.position
    if (size > this.#end - at)
      throw new ProtocolError(`Cannot read ${size} bytes at ${at}: only ${this.#end - at} are left`)
    this.position = at + size
    return at
  }

  int8(): number {
    return this.#view.getInt8(this.#take(1))
  }

  bool(): boolean {
    return this.#view.getInt8(this.#take(1)) !== 0
  }

  int16(): number {
    return this.#view.getInt16(this.#take(2))
  }

  uint16(): number {
    return this.#view.getUint16(this.#take(2))
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4))
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4))
  }

  /** Exact up to 2^53; beyond it (Long.MAX_VALUE as "no limit") the nearest number. */
  int64(): number {
    const at = this.#take(8)
    return this.#view.getInt32(at) * TWO_32 + this.#view.getUint32(at + 4)
  }

  /** All 64 bits: of a number that is compared and never counted with. */
  hash(): bigint {
    return this.#view.getBigInt64(this.#take(8))
  }

  float64(): number {
    return this.#view.getFloat64(this.#take(8))
  }

  uuid(): Uuid {
    const at = this.#take(16)
    return this.buffer.toString('base64url', at, at + 16)
  }

  /** Seven bits a byte, the lowest first; the top bit says that more follow. */
  uvarint(): number {
    const first = this.#view.getUint8(this.#take(1))
    if (first < 0x80) return first
    let value = first & 0x7f
    for (let unit = 2 ** 7; unit <= 2 ** 28; unit *= 2 ** 7) {
      const byte = this.#view.getUint8(this.#take(1))
      value += (byte & 0x7f) * unit
      if (byte >= 0x80) continue
      if (value >= TWO_32) break
      return value
    }
    throw new ProtocolError(`Cannot read a varint that ends before ${this.position}: it exceeds 32 bits`)
  }

  /** A length as both forms have it: -1 for null. */
  #length(compact: boolean, wide: boolean): number {
    if (compact) return this.uvarint() - 1
    return wide ? this.int32() : this.int16()
  }

  #text(length: number): string {
    if (length === 0) return ''
    if (length > STRING_MAX)
      throw new ProtocolError(
        `Cannot read a string of ${length} bytes before ${this.position}: it exceeds ${STRING_MAX}`,
      )
    const at = this.#take(length)
    return this.buffer.toString('utf8', at, at + length)
  }

  #present(length: number, what: string): number {
    if (length < 0)
      throw new ProtocolError(`Cannot read ${what} before ${this.position}: it is null, which it may not be`)
    return length
  }

  string(flexible: boolean): string {
    return this.#text(this.#present(this.#length(flexible, false), 'a string'))
  }

  nullableString(flexible: boolean): string | null {
    const length = this.#length(flexible, false)
    return length < 0 ? null : this.#text(length)
  }

  /** A view on the buffer, not a copy. */
  bytes(flexible: boolean): Buffer {
    const length = this.#present(this.#length(flexible, true), 'bytes')
    const at = this.#take(length)
    return this.buffer.subarray(at, at + length)
  }

  nullableBytes(flexible: boolean): Buffer | null {
    const length = this.#length(flexible, true)
    if (length < 0) return null
    const at = this.#take(length)
    return this.buffer.subarray(at, at + length)
  }

  /** Element count, held against the bytes left: each element takes `elementSize` or more. */
  array(flexible: boolean, elementSize: number): number {
    return this.#bounded(this.#present(this.#length(flexible, true), 'an array'), elementSize)
  }

  /** The same; -1 for null. */
  nullableArray(flexible: boolean, elementSize: number): number {
    const count = this.#length(flexible, true)
    return count < 0 ? -1 : this.#bounded(count, elementSize)
  }

  #bounded(count: number, elementSize: number): number {
    if (count > ARRAY_MAX || count * elementSize > this.remaining)
      throw new ProtocolError(
        `Cannot read an array of ${count} elements before ${this.position}: ${this.remaining} bytes are left`,
      )
    return count
  }

  /** How many tagged fields follow. */
  tags(): number {
    const count = this.uvarint()
    if (count > TAGS_MAX || count * 2 > this.remaining)
      throw new ProtocolError(
        `Cannot read ${count} tagged fields before ${this.position}: ${this.remaining} bytes are left`,
      )
    return count
  }

  /** Enter a tagged field of `size` bytes; `leave` checks that all of them were read. @returns what to give to `leave` */
  enter(size: number): number {
    if (size > this.remaining)
      throw new ProtocolError(`Cannot read a tagged field of ${size} bytes: ${this.remaining} are left`)
    const outer = this.#end
    this.#end = this.position + size
    return outer
  }

  leave(outer: number): void {
    if (this.position !== this.#end)
      throw new ProtocolError(`A tagged field ends at ${this.position}, not at ${this.#end} as it says`)
    this.#end = outer
  }

  /** A tagged field that a later version brought. To call it unknown would be to write it back where it may not be. */
  earlyTag(tag: number, version: number): ProtocolError {
    return new ProtocolError(`Cannot read tag ${tag} before ${this.position}: version ${version} does not have it yet`)
  }

  unknownTag(known: UnknownTag[] | undefined, tag: number): UnknownTag[] {
    const at = this.#take(this.remaining)
    const unknown = known ?? []
    unknown.push({ tag, data: this.buffer.subarray(at, this.position) })
    return unknown
  }
}
