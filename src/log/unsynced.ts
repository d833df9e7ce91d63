/**
 * Files that are written and not yet synced, each with the sync that it waits for: one that is written again while it is
 * being synced waits for the next.
 */
import type { Files } from '../lib/files.ts'

export class Unsynced {
  readonly #files: Files
  readonly #since = new Map<string, number>()
  #syncs = 0

  constructor(files: Files) {
    this.#files = files
  }

  add(files: Iterable<string>): void {
    for (const file of files) this.#since.set(file, this.#syncs)
  }

  forget(file: string): void {
    this.#since.delete(file)
  }

  begin(): { number: number; files: readonly string[] } {
    return { number: this.#syncs++, files: [...this.#since.keys()] }
  }

  /** All that a sync had begun with is safe. */
  done(number: number): void {
    for (const [file, since] of this.#since) if (since <= number) this.#since.delete(file)
  }

  /** Force files, or the names in directories, to the disk. */
  sync(files: readonly string[]): void {
    for (const file of files)
      try {
        if (this.#files.stat(file)?.isDirectory) this.#files.syncDir(file)
        else this.#syncFile(file)
      } catch (error) {
        unlessGone(error)
      }
  }

  /** The same off the event loop. */
  async syncAsync(files: readonly string[]): Promise<void> {
    await Promise.all(files.map(file => this.#files.syncAsync(file).catch(unlessGone)))
  }

  #syncFile(file: string): void {
    const handle = this.#files.open(file, 'r+')
    try {
      handle.sync()
    } finally {
      handle.close()
    }
  }
}

/** Retention, or a deletion, may have taken a file away while it was being synced. */
function unlessGone(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}
