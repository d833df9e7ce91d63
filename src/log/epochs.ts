/**
 * leader-epoch-checkpoint: from which offset on each leader wrote.
 *
 * ```
 * 0                    version
 * 2                    count
 * 0 0                  epoch, its first offset
 * 3 1200
 * ```
 * Both columns grow. The epochs are in the batches, too: a file that is missing or broken is made again from them.
 * Source: KIP-101, KIP-320; Kafka 4.3 `LeaderEpochFileCache`.
 */
import path from 'node:path'
import type { Files } from '../lib/files.ts'
import type { LeaderEpoch, Offset } from '../protocol/types.ts'
import { LEADER_EPOCHS } from './paths.ts'

export interface EpochEntry {
  epoch: LeaderEpoch
  startOffset: Offset
}

export class Epochs {
  readonly #files: Files
  readonly path: string
  /** There was no file, or it could not be read. */
  readonly missing: boolean
  /** What is known comes from batches, not from the file: deletions have left no trace in it. */
  made = false
  /** The file has changed since it was last synced. */
  unsynced = false
  #entries: EpochEntry[]
  #unsaved = false
  /** Changes are only kept in mind. */
  #held = false

  constructor(files: Files, dir: string) {
    this.#files = files
    this.path = path.join(dir, LEADER_EPOCHS)
    const entries = files.exists(this.path) ? parse(files.readAll(this.path).toString()) : undefined
    this.missing = entries === undefined
    this.#entries = entries ?? []
  }

  get entries(): readonly EpochEntry[] {
    return this.#entries
  }

  get latest(): LeaderEpoch {
    return this.#entries.length === 0 ? -1 : this.#entries[this.#entries.length - 1]!.epoch
  }

  /**
   * A leader of `epoch` begins at `offset`. It is written down with its first batch: a file a partition at every start would
   * make starts slow, and an epoch without a batch can be forgotten.
   */
  begin(epoch: LeaderEpoch, offset: Offset): void {
    if (epoch < 0 || epoch <= this.latest) return
    // Epochs in which nothing was written are not kept, as on Kafka.
    this.#entries = [...this.#entries.filter(({ startOffset }) => startOffset < offset), { epoch, startOffset: offset }]
    this.#unsaved = true
  }

  /** Whether a batch of `epoch` is the first that its file would hear of. */
  lacks(epoch: LeaderEpoch): boolean {
    return this.#unsaved || epoch > this.latest
  }

  /** A batch of `epoch` begins at `offset`. Written at once when it is the first of its epoch, which is rare. */
  assign(epoch: LeaderEpoch, offset: Offset): void {
    this.begin(epoch, offset)
    if (this.#unsaved) this.#save(this.#entries)
  }

  /** The epoch of the batch at `offset`; -1 before all entries. */
  at(offset: Offset): LeaderEpoch {
    return epochIn(this.#entries, offset)
  }

  /** The largest epoch at or below `epoch`, and where it ends. */
  endOf(epoch: LeaderEpoch, logEndOffset: Offset): { epoch: LeaderEpoch; endOffset: Offset } {
    if (epoch < 0 || this.#entries.length === 0) return { epoch: -1, endOffset: -1 }
    if (epoch === this.latest) return { epoch, endOffset: logEndOffset }
    const next = this.#entries.findIndex(entry => entry.epoch > epoch)
    if (next < 0) return { epoch: -1, endOffset: -1 }
    if (next === 0) return { epoch, endOffset: this.#entries[0]!.startOffset }
    return { epoch: this.#entries[next - 1]!.epoch, endOffset: this.#entries[next]!.startOffset }
  }

  /** No leader was ever of an epoch beyond `epoch`. */
  dropAfter(epoch: LeaderEpoch): void {
    this.#save(this.#entries.filter(entry => entry.epoch <= epoch))
  }

  /** Nothing from `offset` on is there any more. */
  truncateEnd(offset: Offset): void {
    const kept = this.#entries.filter(entry => entry.startOffset < offset)
    if (kept.length < this.#entries.length) this.#save(kept)
  }

  /** Nothing before `offset` is there any more; the epoch that was current there begins there now. */
  truncateStart(offset: Offset): void {
    const [first] = this.#entries
    if (!first || first.startOffset >= offset) return
    const later = this.#entries.filter(entry => entry.startOffset > offset)
    this.#save([{ epoch: this.at(offset), startOffset: offset }, ...later])
  }

  /** Another copy of the log has these. */
  replace(entries: readonly EpochEntry[]): void {
    this.#save([...entries])
  }

  /** Many changes, of which most take each other back: what comes out is written down once, if it is anything new. */
  rebuild(work: () => void): void {
    const before = this.#entries
    this.#held = true
    try {
      work()
    } finally {
      this.#held = false
    }
    const same = before.length === this.#entries.length && before.every((entry, i) => isSame(entry, this.#entries[i]!))
    if (same) this.#unsaved = false
    else this.#save(this.#entries)
  }

  #save(entries: EpochEntry[]): void {
    if (this.#held) {
      this.#entries = entries
      return
    }
    const lines = entries.map(({ epoch, startOffset }) => `${epoch} ${startOffset}\n`)
    this.#files.writeAll(this.path, `0\n${lines.length}\n${lines.join('')}`)
    this.#entries = entries
    this.#unsaved = false
    this.unsynced = true
  }
}

/** The epoch of the batch at `offset`; -1 before all entries. */
export function epochIn(entries: readonly EpochEntry[], offset: Offset): LeaderEpoch {
  let epoch = -1
  for (const entry of entries) if (entry.startOffset <= offset) epoch = entry.epoch
  return epoch
}

const isSame = (a: EpochEntry, b: EpochEntry) => a.epoch === b.epoch && a.startOffset === b.startOffset

function parse(text: string): EpochEntry[] | undefined {
  const [version, count, ...lines] = text.split('\n')
  const rows = lines.filter(Boolean)
  if (version !== '0' || !/^\d+$/.test(count ?? '') || Number(count) !== rows.length) return undefined
  const entries: EpochEntry[] = []
  for (const row of rows) {
    const match = /^(\d+) (\d+)$/.exec(row)
    if (!match) return undefined
    const entry = { epoch: Number(match[1]), startOffset: Number(match[2]) }
    const last = entries.at(-1)
    if (last && (entry.epoch <= last.epoch || entry.startOffset <= last.startOffset)) return undefined
    entries.push(entry)
  }
  return entries
}
