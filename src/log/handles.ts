/**
 * Open files, a bounded number of them: thousands of partitions share what the process may have open. Least recently used
 * ones are closed first, and opened again when needed. Reads and writes are synchronous, so none is closed in the middle of
 * one; a handle that is being synced off the event loop is pinned, and closed when that is done.
 *
 * Files are made by `create` and by nothing else: to read one that was deleted is an error, and leaves no empty file behind.
 */
import type { FileHandle, Files } from '../lib/files.ts'
import { IndexCache } from './index-cache.ts'
import { Trickle } from './trickle.ts'

/** Well below the 1024 that a shell gives a process; sockets need the rest. */
const DEFAULT_MAX_OPEN = 400

interface Open {
  handle: FileHandle
  pins: number
  /** To be closed when the last pin goes. */
  doomed: boolean
}

export class Handles {
  /** What else a segment holds on to while it is used, as bounded. */
  readonly indexes = new IndexCache()
  /** How what was written goes to the disk while it has time. */
  readonly trickle = new Trickle()
  readonly #files: Files
  readonly #max: number
  /** In order of use: the first is the oldest. */
  readonly #open = new Map<string, Open>()

  constructor(files: Files, max: number = DEFAULT_MAX_OPEN) {
    this.#files = files
    this.#max = max
  }

  get size(): number {
    return this.#open.size
  }

  /** @throws what the disk says, ENOENT among it */
  get(file: string): FileHandle {
    return this.#get(file).handle
  }

  /** Make `file`; one that is there stays as it is. */
  create(file: string): void {
    this.#admit(file, this.#files.open(file, 'a+'))
  }

  /** Force `file` to the disk, off the event loop. */
  async syncAsync(file: string): Promise<void> {
    const open = this.#get(file)
    open.pins++
    try {
      await open.handle.syncAsync()
    } finally {
      open.pins--
      if (open.doomed && open.pins === 0) open.handle.close()
    }
  }

  /** The file is moved, removed, or not needed for a while. */
  close(file: string): void {
    const open = this.#open.get(file)
    if (!open) return
    this.#open.delete(file)
    if (open.pins > 0) open.doomed = true
    else open.handle.close()
  }

  closeAll(): void {
    for (const file of [...this.#open.keys()]) this.close(file)
  }

  #get(file: string): Open {
    const known = this.#open.get(file)
    if (!known) return this.#admit(file, this.#files.open(file, 'r+'))
    // Order matters only when somebody has to go soon.
    if (this.#open.size * 2 > this.#max) {
      this.#open.delete(file)
      this.#open.set(file, known)
    }
    return known
  }

  #admit(file: string, handle: FileHandle): Open {
    this.close(file)
    if (this.#open.size >= this.#max) this.#closeOldest()
    const open = { handle, pins: 0, doomed: false }
    this.#open.set(file, open)
    return open
  }

  /** Pinned ones stay: there are as many as syncs on their way, a handful. */
  #closeOldest(): void {
    for (const [file, { pins }] of this.#open) {
      if (pins > 0) continue
      this.close(file)
      return
    }
  }
}
