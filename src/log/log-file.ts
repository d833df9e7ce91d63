/**
 * The .log file of a segment: batches, one behind the other. Written at the end only; read anywhere.
 * Offsets are unknown here, but for those in the batches' headers.
 */
import type { BatchHeader } from '../protocol/batch.ts'
import { CorruptLogError } from './errors.ts'
import type { Handles } from './handles.ts'
import { headers, isWhole, type Located, type ReadAt, wholeBatches } from './scan.ts'

export class LogFile {
  /** Bytes in the file. */
  size: number
  readonly #handles: Handles
  #path: string

  constructor(handles: Handles, path: string, size: number) {
    this.#handles = handles
    this.#path = path
    this.size = size
  }

  get path(): string {
    return this.#path
  }

  /** Make it; one that is there stays as it is. */
  create(): void {
    this.#handles.create(this.#path)
  }

  /** Write `buffers` at the end, in one go. `size` is the caller's to move: a part may be in the file when it throws. */
  write(buffers: readonly Uint8Array[]): void {
    this.#handles.get(this.#path).writev(buffers, this.size)
  }

  /** Put other bytes in the place of some. Not synced. */
  overwrite(bytes: Buffer, position: number): void {
    this.#handles.get(this.#path).write(bytes, position)
  }

  /** Bytes from `position` on into `buffer[at, at + length)`. @returns how many; fewer only at the end of the file */
  readonly read: ReadAt = (buffer, at, length, position) =>
    this.#handles.get(this.#path).read(buffer, at, length, position)

  /** The header at `position`; undefined where no batch can begin. */
  headerAt(position: number): BatchHeader | undefined {
    for (const { header } of headers(this.read, position, this.size)) return header
    return undefined
  }

  /**
   * Headers of the batches from `position` on.
   * @throws {CorruptLogError} where no batch can begin
   */
  *scan(position: number): Generator<Located> {
    for (const located of headers(this.read, position, this.size)) {
      yield located
      position = located.position + located.header.size
    }
    if (position < this.size) throw this.corruptAt(position)
  }

  /**
   * Whole batches from `position` on; their bytes stay valid. CRCs are not checked.
   * @throws {CorruptLogError} where no batch can begin
   */
  *batches(position: number): Generator<Located & { bytes: Buffer }> {
    for (const located of wholeBatches(this.read, position, this.size)) {
      yield located
      position = located.position + located.header.size
    }
    if (position < this.size) throw this.corruptAt(position)
  }

  /** The same, for those who take them apart. @throws {CorruptLogError} also where a CRC is wrong */
  *soundBatches(position: number): Generator<Located & { bytes: Buffer }> {
    for (const located of this.batches(position)) {
      if (!isWhole(located.bytes))
        throw new CorruptLogError(this.#path, located.position, 'a batch does not match its checksum')
      yield located
    }
  }

  corruptAt(position: number): CorruptLogError {
    return new CorruptLogError(
      this.#path,
      position,
      `no record batch begins here that is whole and in its place, and ${this.size - position} bytes follow`,
    )
  }

  /** Keep the first `size` bytes. Synced: when another segment follows, nobody looks for what may have come back. */
  cut(size: number): void {
    const handle = this.#handles.get(this.#path)
    handle.truncate(size)
    handle.sync()
    this.size = size
  }

  /** It has another name by now. */
  renamed(to: string): void {
    this.release()
    this.#path = to
  }

  release(): void {
    this.#handles.close(this.#path)
  }
}
