/** Offsets of source connectors in memory: what a file or a topic says. */
import type { Place } from '../plugin.ts'
import { type OffsetEntry, type OffsetStore, readKey } from './offsets.ts'

export class MemoryOffsets implements OffsetStore {
  protected readonly entries = new Map<string, { key: Buffer; value: Buffer }>()

  async start(): Promise<void> {}
  async stop(): Promise<void> {}

  async get(keys: readonly Buffer[]): Promise<(Buffer | null)[]> {
    return keys.map(key => this.entries.get(key.toString('latin1'))?.value ?? null)
  }

  async set(entries: readonly OffsetEntry[]): Promise<void> {
    this.apply(entries)
  }

  protected apply(entries: readonly OffsetEntry[]): void {
    for (const [key, value] of entries)
      if (value === null) this.entries.delete(key.toString('latin1'))
      else this.entries.set(key.toString('latin1'), { key, value })
  }

  async partitions(connector: string): Promise<Place[]> {
    return [...this.entries.values()].flatMap(({ key }) => {
      const read = readKey(key)
      return read?.connector === connector ? [read.partition] : []
    })
  }
}
