/**
 * Offsets of a standalone worker: all of them in one file, written anew at each change, in the form of Kafka's, so that either can
 * go on where the other was. Source: Kafka 4.3 `FileOffsetBackingStore`.
 * Not as Kafka's: the new file takes the old one's place at once, so that a crash leaves one of the two, whole.
 */
import fs from 'node:fs'
import path from 'node:path'
import { readJavaMap, writeJavaMap } from './java-map.ts'
import { MemoryOffsets } from './memory-offsets.ts'
import type { OffsetEntry } from './offsets.ts'

export class FileOffsets extends MemoryOffsets {
  readonly #file: string
  /** Saves go one after the other. */
  #saved: Promise<void> = Promise.resolve()

  constructor(file: string) {
    super()
    this.#file = path.resolve(file)
  }

  /** @throws {CorruptFileError} */
  override async start(): Promise<void> {
    let bytes: Buffer
    try {
      bytes = await fs.promises.readFile(this.#file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
      throw error
    }
    // What Kafka has made and not written to yet.
    if (bytes.length === 0) return
    this.apply(readJavaMap(bytes, this.#file).flatMap(([key, value]) => (key === null ? [] : [[key, value]])))
  }

  override async set(entries: readonly OffsetEntry[]): Promise<void> {
    this.apply(entries)
    const saved = this.#saved.then(() => this.#save())
    this.#saved = saved.catch(() => {})
    await saved
  }

  async #save(): Promise<void> {
    const bytes = writeJavaMap([...this.entries.values()].map(({ key, value }) => [key, value]))
    const fresh = `${this.#file}.tmp`
    const handle = await fs.promises.open(fresh, 'w')
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await fs.promises.rename(fresh, this.#file)
  }
}
