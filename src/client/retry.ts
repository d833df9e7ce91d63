/** How long to wait before the next try: doubling, with some chance in it, so that not all clients come back at once (KIP-580). */
const FIRST_MS = 100
const MAX_MS = 1000
const JITTER = 0.2

export class Backoff {
  #next: number
  readonly #max: number
  readonly #random: () => number

  constructor(firstMs = FIRST_MS, maxMs = MAX_MS, random: () => number = Math.random) {
    this.#next = firstMs
    this.#max = maxMs
    this.#random = random
  }

  next(): number {
    const delay = this.#next * (1 - JITTER + 2 * JITTER * this.#random())
    this.#next = Math.min(this.#next * 2, this.#max)
    return delay
  }
}
