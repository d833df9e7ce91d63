/**
 * Open files, a bounded number of them: thousands of partitions share what the process may have open. Least recently used
 * ones are closed first and opened again when needed. All reads and writes are synchronous, so none is closed in use.
 */
import type { FileHandle, Files } from '../lib/files.ts'

/** Well below the 1024 that a shell gives a process; sockets need the rest. */
const DEFAULT_MAX_OPEN = 400

export class Handles {
  readonly #files: Files
  readonly #max: number
  /** In order of use: the first is the oldest. */
  readonly #open = new Map<string, FileHandle>()

  constructor(files: Files, max: number = DEFAULT_MAX_OPEN) {
    this.#files = files
    this.#max = max
  }

  get size(): number {
    return this.#open.size
  }

  get(file: string): FileHandle {
    const known = this.#open.get(file)
    if (known) {
      if (this.#open.size * 2 > this.#max) {
        this.#open.delete(file)
        this.#open.set(file, known)
      }
      return known
    }
    if (this.#open.size >= this.#max) {
      const [oldest] = this.#open.keys()
      this.close(oldest!)
    }
    const handle = this.#files.open(file, 'a+')
    this.#open.set(file, handle)
    return handle
  }

  /** The file is moved, removed, or not needed for a while. */
  close(file: string): void {
    this.#open.get(file)?.close()
    this.#open.delete(file)
  }

  closeAll(): void {
    for (const handle of this.#open.values()) handle.close()
    this.#open.clear()
  }
}
