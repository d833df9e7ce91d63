/**
 * The indexes of a segment as they are in memory, or not, and whether memory or the files know more.
 *
 * ```
 *   not in memory ─ read ─▶ as in the files ─ changed ─▶ more than in the files
 *         ▲ forgetIndexes ────────┘ ▲ ──────── saved ─────────┘
 * ```
 * Those of a segment that is written to are in the third state, and stay; of the others those that are used are in the second, as
 * many as index-cache.ts allows. The largest timestamp is remembered in any state: it decides about whole segments.
 */
import type { Files } from '../lib/files.ts'
import type { Offset } from '../protocol/types.ts'
import type { Handles } from './handles.ts'
import type { Indexed } from './index-cache.ts'
import { type IndexPaths, SegmentIndexes } from './segment-indexes.ts'
import type { SegmentNames } from './segment-names.ts'
import type { TimestampOffset } from './time-index.ts'

export class HeldIndexes implements Indexed {
  readonly #baseOffset: Offset
  readonly #names: SegmentNames
  readonly #files: Files
  readonly #handles: Handles
  #indexes: SegmentIndexes | undefined
  /** They know more than the files, or soon will. */
  #dirty = false
  /** Of those that were forgotten. */
  #largest: TimestampOffset | undefined

  constructor(baseOffset: Offset, names: SegmentNames, { files, handles }: { files: Files; handles: Handles }) {
    this.#baseOffset = baseOffset
    this.#names = names
    this.#files = files
    this.#handles = handles
  }

  get #paths(): IndexPaths {
    return { index: this.#names.of('index'), timeindex: this.#names.of('timeindex') }
  }

  /** Undefined: they are not in memory. */
  get inMemory(): SegmentIndexes | undefined {
    return this.#indexes
  }

  /** As far as memory tells. */
  get largest(): TimestampOffset | undefined {
    return this.#indexes?.largest ?? this.#largest
  }

  get indexBytes(): number {
    return this.#indexes?.sizeBytes ?? 0
  }

  /** @returns undefined unless both files are there and can be believed, for a log of `logSize` bytes */
  read(logSize: number): SegmentIndexes | undefined {
    this.#indexes = SegmentIndexes.load(this.#files, this.#paths, this.#baseOffset, logSize)
    if (this.#indexes) this.#handles.indexes.loaded(this)
    return this.#indexes
  }

  /** Begin with nothing, whatever the files say. */
  reset(): SegmentIndexes {
    this.#indexes = SegmentIndexes.empty(this.#baseOffset)
    this.changed()
    return this.#indexes
  }

  /** They are about to get another entry, or to lose some. */
  changed(): void {
    if (this.#dirty) return
    this.#dirty = true
    this.#handles.indexes.forget(this)
  }

  forgetIndexes(): void {
    if (this.#dirty) return
    this.#largest = this.#indexes?.largest
    this.#indexes = undefined
  }

  /** Write `indexes`, which are in memory, as they are. @returns their files, which are not synced */
  save(indexes: SegmentIndexes): string[] {
    return indexes.save(this.#files, this.#paths)
  }

  /** The files are as `saved` leaves them. */
  areSaved(indexes: SegmentIndexes): boolean {
    return indexes.areIn(this.#files, this.#paths)
  }

  /** Nothing is to come any more, and all is in the files. */
  saved(): void {
    this.#dirty = false
    this.#handles.indexes.loaded(this)
  }

  /** Let go of memory: nobody asks any more. */
  release(): void {
    this.#handles.indexes.forget(this)
  }
}
