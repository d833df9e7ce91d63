/** Those who wait for something, one after the other: who comes later waits behind who waits already. */
export class Line {
  #last: Promise<unknown> = Promise.resolve()
  #length = 0

  get isEmpty(): boolean {
    return this.#length === 0
  }

  /** Resolves when all who are in line now have had their turn, whatever came of it. */
  get end(): Promise<unknown> {
    return this.#last
  }

  /** @returns what `turn` does, when it is this one's turn */
  join<Result>(turn: () => Promise<Result>): Promise<Result> {
    this.#length++
    const result = this.#last.then(turn).finally(() => {
      this.#length--
    })
    this.#last = result.catch(() => {})
    return result
  }
}
