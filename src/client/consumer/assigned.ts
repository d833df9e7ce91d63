/**
 * The partitions that a consumer reads, and where: handed out by a person, by a subscription or by a group; sought in, paused,
 * and found again. Fetching and finding go on in the background, for what is assigned.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { Offset } from '../../protocol/types.ts'
import type { Cluster } from '../cluster.ts'
import { type CommittedOffset, keyOf, type TopicPartition } from '../offsets.ts'
import { Fetcher } from './fetcher.ts'
import { Locator, type LocatorOptions } from './locator.ts'
import { Position } from './position.ts'
import type { Reset } from './reset.ts'
import type { ConsumerSettings } from './settings.ts'

export class Assigned {
  readonly fetcher: Fetcher
  readonly #cluster: Cluster
  readonly #locator: Locator
  #closed = false

  /** @param committed what the group has committed; undefined: there is no group */
  constructor(cluster: Cluster, settings: ConsumerSettings, committed: LocatorOptions['committed']) {
    const { reset, readCommitted } = settings
    this.#cluster = cluster
    this.fetcher = new Fetcher(cluster, settings.fetcher, position => {
      position.lose(reset)
      this.#locator.run()
    })
    this.#locator = new Locator(cluster, this.fetcher, { reset, readCommitted, ...(committed && { committed }) })
  }

  get partitions(): TopicPartition[] {
    return [...this.fetcher.positions.values()].map(({ topic, partition }) => ({ topic, partition }))
  }

  /** Where the reader is, in those where that is known. */
  get positions(): Required<CommittedOffset>[] {
    return [...this.fetcher.positions.values()]
      .filter(({ isKnown }) => isKnown)
      .map(({ topic, partition, offset, leaderEpoch }) => ({ topic, partition, offset, leaderEpoch, metadata: '' }))
  }

  /** These from now on. Those that are there already go on where they are; `reset` says where the others begin. */
  set(partitions: readonly TopicPartition[], reset?: (at: TopicPartition) => Reset | undefined): void {
    const { positions, ready } = this.fetcher
    const wanted = new Set(partitions.map(keyOf))
    for (const [key, position] of positions)
      if (!wanted.has(key)) {
        positions.delete(key)
        ready.delete(position)
        // What is under way for it is nobody's.
        position.lose()
      }
    for (const at of partitions) {
      if (positions.has(keyOf(at))) continue
      const position = new Position(at)
      position.reset = reset?.(at)
      positions.set(position.key, position)
    }
    this.goOn()
  }

  /** Fetch and find what there is to. */
  goOn(): void {
    this.fetcher.pump()
    this.#locator.run()
  }

  /** @throws {TypeError} when it is not assigned */
  at(at: TopicPartition): Position {
    const position = this.fetcher.positions.get(keyOf(at))
    if (!position) throw new TypeError(`Partition ${keyOf(at)} is not assigned to this consumer`)
    return position
  }

  seek(at: TopicPartition, offset: Offset): void {
    const position = this.at(at)
    if (!Number.isSafeInteger(offset) || offset < 0)
      throw new TypeError(`Cannot seek to offset ${offset}: it must be 0 or more`)
    position.seek(offset)
    this.fetcher.ready.delete(position)
    this.fetcher.pump()
  }

  /** @param reset undefined: as at the beginning, by what is committed */
  async seekTo(partitions: readonly TopicPartition[], reset?: Reset): Promise<void> {
    const positions = partitions.map(at => this.at(at))
    for (const position of positions) {
      position.lose(reset)
      this.fetcher.ready.delete(position)
    }
    await this.located(positions)
  }

  /** Wait until all have an offset. @throws {KafkaError} why one cannot be found, or REQUEST_TIMED_OUT */
  async located(positions: readonly Position[]): Promise<void> {
    const { clock, apiTimeoutMs } = this.#cluster
    const deadline = clock.monotonic() + apiTimeoutMs
    this.#locator.run()
    const isLost = (position: Position) => !position.isKnown && this.fetcher.positions.get(position.key) === position
    for (let lost = positions.find(isLost); lost && !this.#closed; lost = positions.find(isLost)) {
      const entry = lost.entries.at(-1)
      if (entry?.kind === 'error') {
        lost.shift()
        this.fetcher.ready.delete(lost)
        throw entry.error
      }
      const left = deadline - clock.monotonic()
      if (left <= 0 || !(await this.fetcher.arrival.wait(clock, left)))
        throw new KafkaError(
          'REQUEST_TIMED_OUT',
          `No offset of ${lost.key} was found within ${apiTimeoutMs} ms (default.api.timeout.ms)`,
        )
    }
  }

  pause(partitions: readonly TopicPartition[], paused: boolean): void {
    for (const position of partitions.map(at => this.at(at))) position.paused = paused
    this.fetcher.pump()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#locator.close()
    await this.fetcher.close()
  }
}
