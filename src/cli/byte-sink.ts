/**
 * Output gathered into one buffer, and written when it is full: a record costs a copy and no object. 128 KB is written at
 * once, which a pipe takes in two turns; larger buffers fall out of the cache.
 */
import { KiB } from '../lib/units.ts'
import type { Output } from './io.ts'

const SIZE = 128 * KiB
/** Below this many bytes a loop is faster than Buffer.copy's call (2026-11-21). */
const SHORT = 48

export class ByteSink {
  readonly #out: Output
  readonly #bytes = Buffer.allocUnsafe(SIZE)
  #used = 0

  constructor(out: Output) {
    this.#out = out
  }

  /** `source[start, end)` */
  range(source: Buffer, start: number, end: number): void {
    const length = end - start
    if (length > SIZE - this.#used) {
      this.flush()
      if (length > SIZE) {
        this.#out.write(source.subarray(start, end))
        return
      }
    }
    const bytes = this.#bytes
    let used = this.#used
    if (length < SHORT) for (let i = start; i < end; i++) bytes[used++] = source[i]!
    else {
      source.copy(bytes, used, start, end)
      used += length
    }
    this.#used = used
  }

  bytes(source: Buffer): void {
    this.range(source, 0, source.length)
  }

  byte(value: number): void {
    if (this.#used === SIZE) this.flush()
    this.#bytes[this.#used++] = value
  }

  text(text: string): void {
    if (text.length * 3 > SIZE - this.#used) {
      this.flush()
      if (text.length * 3 > SIZE) {
        this.#out.write(text)
        return
      }
    }
    this.#used += this.#bytes.write(text, this.#used)
  }

  /** Hand everything to the system. */
  flush(): void {
    const used = this.#used
    this.#used = 0 // first: what cannot be written now is not tried again
    if (used > 0) this.#out.write(this.#bytes.subarray(0, used))
    this.#out.flush()
  }
}
