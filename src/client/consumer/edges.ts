/** Offsets by time, and where partitions begin and end: questions that need no assignment. */
import type { Offset, Timestamp } from '../../protocol/types.ts'
import type { Cluster } from '../cluster.ts'
import { listOffsets, type OffsetAnswer, type OffsetQuery, offsetSpecs } from '../list-offsets.ts'
import type { TopicPartition } from '../offsets.ts'

export class Edges {
  readonly #cluster: Cluster
  readonly #readCommitted: boolean

  constructor(cluster: Cluster, readCommitted: boolean) {
    this.#cluster = cluster
    this.#readCommitted = readCommitted
  }

  /** Offset and time of the first record at or after a time, for each; undefined where there is none. */
  async atTimes(queries: readonly OffsetQuery[]): Promise<(OffsetAnswer | undefined)[]> {
    return (await this.#ask(queries)).map(row => (row.offset < 0 ? undefined : row))
  }

  async of(partitions: readonly TopicPartition[], edge: 'earliest' | 'latest'): Promise<Offset[]> {
    const timestamp: Timestamp = offsetSpecs[edge]
    const rows = await this.#ask(partitions.map(({ topic, partition }) => ({ topic, partition, timestamp })))
    return rows.map(({ offset }) => offset)
  }

  #ask(queries: readonly OffsetQuery[]): Promise<OffsetAnswer[]> {
    return this.#cluster.retry(async () => {
      const rows = await listOffsets(this.#cluster, queries, { readCommitted: this.#readCommitted })
      const failed = rows.find(({ error }) => error)
      if (failed) throw failed.error
      return rows
    })
  }
}
