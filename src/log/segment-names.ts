/**
 * What a segment's files are called by now. They are a log's own under their bare names; with another ending, which all of them
 * get, they are being made, about to take somebody's place, or about to go (`paths.ts` has the endings).
 */
import path from 'node:path'
import type { Files } from '../lib/files.ts'
import type { Offset } from '../protocol/types.ts'
import { type SegmentFile, segmentFile, segmentFiles } from './paths.ts'

export class SegmentNames {
  readonly #files: Files
  readonly #dir: string
  readonly #baseOffset: Offset
  #suffix: string

  constructor(files: Files, dir: string, baseOffset: Offset, suffix: string) {
    this.#files = files
    this.#dir = dir
    this.#baseOffset = baseOffset
    this.#suffix = suffix
  }

  /** Where its file of a kind lies, if it has one. */
  of(kind: SegmentFile): string {
    return this.#with(this.#suffix, kind)
  }

  #with(suffix: string, kind: SegmentFile): string {
    return path.join(this.#dir, segmentFile(this.#baseOffset, kind)) + suffix
  }

  /** Give its files another ending, in the order of `kinds`. @returns the new names of those that there are */
  rename(suffix: string, kinds: readonly SegmentFile[] = segmentFiles): string[] {
    const renamed: string[] = []
    for (const kind of kinds) {
      const from = this.of(kind)
      if (!this.#files.exists(from)) continue
      const to = this.#with(suffix, kind)
      this.#files.rename(from, to)
      renamed.push(to)
    }
    this.#suffix = suffix
    return renamed
  }
}
