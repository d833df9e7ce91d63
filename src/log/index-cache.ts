/**
 * Which closed segments have their indexes in memory. A consumer that reads a large log from its beginning opens one index
 * after the other: the oldest are let go, and read from their files again when somebody asks.
 */
export interface Indexed {
  /** Bytes of memory that its indexes take. */
  readonly indexBytes: number
  /** Let go of indexes that a file has as well. */
  forgetIndexes(): void
}

/** Indexes of about 32 GB of log, with the default index.interval.bytes. */
const MAX_BYTES = 64 * 1024 * 1024

export class IndexCache {
  readonly #maxBytes: number
  /** In order of loading: the first is the oldest. */
  readonly #loaded = new Map<Indexed, number>()
  #bytes = 0

  constructor(maxBytes: number = MAX_BYTES) {
    this.#maxBytes = maxBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  /** `segment` has read or written its index files. */
  loaded(segment: Indexed): void {
    this.forget(segment)
    this.#loaded.set(segment, segment.indexBytes)
    this.#bytes += segment.indexBytes
    for (const oldest of this.#loaded.keys()) {
      if (this.#bytes <= this.#maxBytes || oldest === segment) return
      oldest.forgetIndexes()
      this.forget(oldest)
    }
  }

  /** `segment` is gone, or written to again. */
  forget(segment: Indexed): void {
    this.#bytes -= this.#loaded.get(segment) ?? 0
    this.#loaded.delete(segment)
  }
}
