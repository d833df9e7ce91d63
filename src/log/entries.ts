/**
 * Entries of a fixed size, one behind the other, as an index file has them: all of them in memory, added at the end.
 * A file that holds the first of them gets the others behind; one that holds anything else is replaced.
 */
import type { Files } from '../lib/files.ts'

const SPARE_ENTRIES = 64

export class Entries {
  /** `count` entries, and room for more. */
  bytes: Buffer
  count: number
  readonly #entryBytes: number
  /** So many of the first entries the file holds, and no more; undefined: there is no such file. */
  #saved: number | undefined

  constructor(entryBytes: number, bytes: Buffer = Buffer.alloc(0), saved?: number) {
    this.#entryBytes = entryBytes
    this.bytes = bytes
    this.count = Math.floor(bytes.length / entryBytes)
    this.#saved = saved
  }

  /** @returns undefined when the file is missing, or ends in the middle of an entry */
  static load(files: Files, file: string, entryBytes: number): Entries | undefined {
    if (!files.exists(file)) return undefined
    const bytes = files.readAll(file)
    return bytes.length % entryBytes === 0 ? new Entries(entryBytes, bytes, bytes.length / entryBytes) : undefined
  }

  get sizeBytes(): number {
    return this.count * this.#entryBytes
  }

  /** Make room for one more. @returns where in `bytes` it goes */
  add(): number {
    const at = this.sizeBytes
    if (at + this.#entryBytes > this.bytes.length) {
      const grown = Buffer.alloc(Math.max(SPARE_ENTRIES * this.#entryBytes, this.bytes.length * 2))
      this.bytes.copy(grown, 0, 0, at)
      this.bytes = grown
    }
    this.count++
    return at
  }

  /** Keep the first `count`. */
  cut(count: number): void {
    if (count < (this.#saved ?? 0)) this.#saved = undefined
    this.count = count
  }

  /** Keep those from the first on that are not `gone`, which the last ones are. */
  cutWhile(gone: (last: number) => boolean): void {
    let { count } = this
    while (count > 0 && gone(count - 1)) count--
    this.cut(count)
  }

  /** Whether `file` holds all of them, and nothing else. */
  isIn(files: Files, file: string): boolean {
    if (files.stat(file)?.size !== this.sizeBytes) return false
    return files.readAll(file).equals(this.bytes.subarray(0, this.sizeBytes))
  }

  /** Make the file hold all of them. It is not synced. */
  save(files: Files, file: string): void {
    const from = (this.#saved ?? 0) * this.#entryBytes
    if (this.#saved !== undefined && files.stat(file)?.size === from) {
      if (from < this.sizeBytes) {
        const handle = files.open(file, 'r+')
        try {
          handle.write(this.bytes.subarray(from, this.sizeBytes), from)
        } finally {
          handle.close()
        }
      }
    } else files.writeAll(file, this.bytes.subarray(0, this.sizeBytes))
    this.#saved = this.count
  }
}
