/**
 * Producer ids, given out one by one from blocks of 1000 that the controller allots. Source: KIP-730.
 * An id is never given twice, not even after a crash: a block that was not used up is lost.
 */
import { KafkaError } from '../protocol/errors.ts'
import type { ProducerId } from '../protocol/types.ts'

interface Block {
  start: ProducerId
  size: number
}

export class ProducerIds {
  readonly #allot: () => Promise<Block>
  #next = 0
  #end = 0
  /** One request to the controller at a time, however many producers wait for it. */
  #pending: Promise<void> | undefined

  constructor(allot: () => Promise<Block>) {
    this.#allot = allot
  }

  async take(): Promise<ProducerId> {
    while (this.#next === this.#end) {
      this.#pending ??= this.#refill().finally(() => {
        this.#pending = undefined
      })
      await this.#pending
    }
    return this.#next++
  }

  async #refill(): Promise<void> {
    const { start, size } = await this.#allot()
    if (size <= 0) throw new KafkaError('COORDINATOR_LOAD_IN_PROGRESS', `The controller allotted ${size} producer ids`)
    this.#next = start
    this.#end = start + size
  }
}
