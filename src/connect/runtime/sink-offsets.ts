/**
 * The offsets of a sink task: what was read, what the connector has taken, what it says is safe, what the group has committed.
 * Source: Kafka 4.3 `WorkerSinkTask.commitOffsets`, `SinkTask.preCommit`.
 */

import { keyOf } from '../../client/offsets.ts'
import type { Log, Offsets, SinkTask, TopicPartition } from '../plugin.ts'
import { safeOffsets } from './handed-over.ts'
import { PartitionMap } from './partition-map.ts'
import type { SinkConsumer } from './sink-consumer.ts'

export class SinkOffsets {
  readonly #consumer: SinkConsumer
  readonly #task: SinkTask
  readonly #log: Log
  /** Behind what was read, and is being put. */
  readonly seen = new PartitionMap<number>()
  /** Behind what was put. */
  readonly current = new PartitionMap<number>()
  readonly #committed = new PartitionMap<number>()

  constructor(consumer: SinkConsumer, task: SinkTask, log: Log) {
    this.#consumer = consumer
    this.#task = task
    this.#log = log
  }

  /** The connector has taken what was seen. */
  taken(): void {
    this.current.setAll(this.seen)
    this.seen.clear()
  }

  /** Reading goes on from there. */
  reset(at: TopicPartition, offset: number): void {
    this.current.set(at, offset)
    this.#committed.set(at, offset)
  }

  forget(partitions: readonly TopicPartition[]): void {
    for (const at of partitions) {
      this.seen.delete(at)
      this.current.delete(at)
      this.#committed.delete(at)
    }
  }

  /**
   * Commit what the connector says is safe. When it cannot say, its partitions are read again from what was committed last.
   * @param closing the partitions go: the connector closes them, whatever comes of it
   */
  async commit(closing: boolean, partitions: readonly TopicPartition[]): Promise<void> {
    const wanted = new Set(partitions.map(keyOf))
    const offsets: Offsets = [...this.current].flatMap(([at, offset]) =>
      wanted.has(keyOf(at)) ? [{ ...at, offset }] : [],
    )
    if (offsets.length === 0) return
    let safe: Offsets
    try {
      safe = await this.#ask(offsets)
    } catch (error) {
      if (closing) this.#log.warn(`Offset commit failed during close: ${(error as Error).message}`)
      else this.#rewind(offsets, error)
      return
    } finally {
      if (closing) await this.#task.close?.(partitions)
    }
    const news = this.#valid(safe, offsets).filter(each => this.#committed.get(each) !== each.offset)
    if (news.length === 0) return
    try {
      await this.#consumer.commitSync(news)
      for (const each of news) this.#committed.set(each, each.offset)
    } catch (error) {
      this.#log.error('Commit of offsets failed; they are committed with the next ones', error)
    }
  }

  async #ask(offsets: Offsets): Promise<Offsets> {
    if (this.#task.preCommit) return safeOffsets(await this.#task.preCommit(offsets))
    await this.#task.flush?.(offsets)
    return offsets
  }

  #rewind(offsets: Offsets, error: unknown): void {
    this.#log.error('Offset commit failed, rewinding to last committed offsets', error)
    for (const at of offsets) {
      const last = this.#committed.get(at)
      if (last === undefined) continue
      this.#consumer.seek(at, last)
      this.current.set(at, last)
    }
  }

  /** Never more than was put, and nothing of another's partitions. */
  #valid(safe: Offsets, offsets: Offsets): { topic: string; partition: number; offset: number }[] {
    return safe.flatMap(({ topic, partition, offset }) => {
      const known = offsets.find(each => each.topic === topic && each.partition === partition)
      if (known && offset !== null && offset <= known.offset!) return [{ topic, partition, offset }]
      const why = known ? `not yet consumed: ${known.offset}` : 'the partition is not assigned'
      this.#log.warn(`Ignoring invalid task provided offset ${topic}-${partition}@${offset}: ${why}`)
      return []
    })
  }
}
