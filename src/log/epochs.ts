/**
 * leader-epoch-checkpoint: from which offset on each leader wrote. A text file; see `checkpoints.ts` for its kin.
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
  readonly #file: string
  #entries: EpochEntry[]

  constructor(files: Files, dir: string) {
    this.#files = files
    this.#file = path.join(dir, LEADER_EPOCHS)
    this.#entries = files.exists(this.#file) ? parse(files.readAll(this.#file).toString()) : []
  }

  get entries(): readonly EpochEntry[] {
    return this.#entries
  }

  get latest(): LeaderEpoch {
    return this.#entries.at(-1)?.epoch ?? -1
  }

  /** A batch of `epoch` begins at `offset`. Written at once when it is a new epoch, which is rare. */
  assign(epoch: LeaderEpoch, offset: Offset): void {
    if (epoch < 0 || epoch <= this.latest) return
    this.#entries.push({ epoch, startOffset: offset })
    this.save()
  }

  /** The epoch of the batch at `offset`; -1 before all entries. */
  at(offset: Offset): LeaderEpoch {
    let epoch = -1
    for (const entry of this.#entries) if (entry.startOffset <= offset) epoch = entry.epoch
    return epoch
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

  /** Nothing from `offset` on is there any more. */
  truncateEnd(offset: Offset): void {
    const kept = this.#entries.filter(entry => entry.startOffset < offset)
    if (kept.length === this.#entries.length) return
    this.#entries = kept
    this.save()
  }

  /** Nothing before `offset` is there any more; the epoch that was current there begins there now. */
  truncateStart(offset: Offset): void {
    const current = this.at(offset)
    const later = this.#entries.filter(entry => entry.startOffset > offset)
    if (later.length === this.#entries.length) return
    this.#entries = current >= 0 ? [{ epoch: current, startOffset: offset }, ...later] : later
    this.save()
  }

  save(): void {
    const lines = this.#entries.map(({ epoch, startOffset }) => `${epoch} ${startOffset}\n`)
    this.#files.writeAtomic(this.#file, `0\n${lines.length}\n${lines.join('')}`)
  }
}

/** A file that cannot be read as a whole is taken as empty: epochs are in the batches, too. */
function parse(text: string): EpochEntry[] {
  const [version, count, ...lines] = text.split('\n')
  const entries = lines.filter(Boolean).map(line => line.split(' ').map(Number))
  if (
    version !== '0' ||
    Number(count) !== entries.length ||
    entries.some(entry => entry.length !== 2 || entry.some(Number.isNaN))
  )
    return []
  return entries.map(([epoch, startOffset]) => ({ epoch: epoch!, startOffset: startOffset! }))
}
