/** The place of one answer among the answers of its connection. It must be settled once, by `answer` or by `skip`. */
export class Slot {
  readonly #settled: () => void
  chunks: readonly Buffer[] | undefined
  onSent: (() => void) | undefined

  constructor(settled: () => void) {
    this.#settled = settled
  }

  /**
   * @param chunks with the size in front; untouched until `onSent`
   * @param onSent called once, when the bytes are the kernel's, or the connection is gone
   */
  answer(chunks: readonly Buffer[], onSent?: () => void): void {
    this.chunks = chunks
    this.onSent = onSent
    this.#settled()
  }

  /** There is no answer: Produce with acks=0. */
  skip(): void {
    this.answer([])
  }
}
