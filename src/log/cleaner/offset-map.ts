/**
 * Key to the last offset it has, for a cleaning: open addressing in one buffer that is bounded by
 * log.cleaner.dedupe.buffer.size, and begins small.
 *
 * ```
 *   0  16 bytes  the key with zeros behind and its length last, if it has 15 bytes or fewer; its MD5 otherwise
 *  16   8 bytes  offset + 1; 0: the place is free
 * ```
 * Source: Kafka 4.3 `SkimpyOffsetMap`, which takes the MD5 of every key.
 */
import type crypto from 'node:crypto'
import { readInt32, readInt64, writeInt64 } from '../../lib/bytes.ts'
import { lazily } from '../../lib/load.ts'
import type { Offset } from '../../protocol/types.ts'

const node = lazily<typeof crypto>('node:crypto')

const KEY_BYTES = 16
const ENTRY_BYTES = KEY_BYTES + 8
const FIRST_SLOTS = 1024
/** Fuller tables look through long runs of others. */
const FULL = 0.75

export class OffsetMap {
  /** One past the last offset that the map has an answer for. */
  endOffset: Offset = 0
  /** Keys in it. */
  size = 0
  /** Keys that fit. */
  readonly capacity: number
  readonly #slotsMax: number
  #slots: number
  #bytes: Buffer
  readonly #key = Buffer.alloc(KEY_BYTES)

  /**
   * @param maxBytes   log.cleaner.dedupe.buffer.size
   * @param loadFactor log.cleaner.io.buffer.load.factor: so much of it is used
   */
  constructor(maxBytes: number, loadFactor: number) {
    this.#slotsMax = Math.max(2, Math.floor(maxBytes / ENTRY_BYTES))
    // One place is always free: there a search ends.
    this.capacity = Math.max(1, Math.min(this.#slotsMax - 1, Math.floor(this.#slotsMax * loadFactor)))
    this.#slots = Math.min(FIRST_SLOTS, this.#slotsMax)
    this.#bytes = Buffer.alloc(this.#slots * ENTRY_BYTES)
  }

  get isFull(): boolean {
    return this.size >= this.capacity
  }

  /** Offsets only grow. */
  put(key: Uint8Array, offset: Offset): void {
    if (this.size >= this.#slots * FULL && this.#slots < this.#slotsMax) this.#grow()
    this.#take(key)
    const at = this.#find()
    if (readInt64(this.#bytes, at + KEY_BYTES) === 0) {
      this.#key.copy(this.#bytes, at)
      this.size++
    }
    writeInt64(this.#bytes, at + KEY_BYTES, offset + 1)
  }

  /** -1: it is not in there. */
  get(key: Uint8Array): Offset {
    this.#take(key)
    return readInt64(this.#bytes, this.#find() + KEY_BYTES) - 1
  }

  #take(key: Uint8Array): void {
    if (key.length < KEY_BYTES) {
      this.#key.fill(0)
      this.#key.set(key)
      this.#key[KEY_BYTES - 1] = key.length
    } else node().createHash('md5').update(key).digest().copy(this.#key)
  }

  /** Where the key is, or would be. */
  #find(): number {
    let slot = this.#hash() % this.#slots
    for (;;) {
      const at = slot * ENTRY_BYTES
      if (readInt64(this.#bytes, at + KEY_BYTES) === 0 || this.#isKeyAt(at)) return at
      slot = slot + 1 === this.#slots ? 0 : slot + 1
    }
  }

  #isKeyAt(at: number): boolean {
    for (let i = 0; i < KEY_BYTES; i += 4) if (readInt32(this.#bytes, at + i) !== readInt32(this.#key, i)) return false
    return true
  }

  /** Murmur's last steps over the four words: keys that count up must not lie in a row. */
  #hash(): number {
    let hash = 0
    for (let i = 0; i < KEY_BYTES; i += 4) {
      hash = Math.imul(hash ^ readInt32(this.#key, i), 0x5bd1e995)
      hash ^= hash >>> 15
    }
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    return (hash ^ (hash >>> 16)) >>> 0
  }

  #grow(): void {
    const old = this.#bytes
    const entries = this.#slots
    this.#slots = Math.min(entries * 2, this.#slotsMax)
    this.#bytes = Buffer.alloc(this.#slots * ENTRY_BYTES)
    for (let i = 0; i < entries; i++) {
      const from = i * ENTRY_BYTES
      if (readInt64(old, from + KEY_BYTES) === 0) continue
      old.copy(this.#key, 0, from, from + KEY_BYTES)
      old.copy(this.#bytes, this.#find(), from, from + ENTRY_BYTES)
    }
  }
}
