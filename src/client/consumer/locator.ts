/**
 * Finds where to begin: partitions without an offset get the group's committed one, or one by auto.offset.reset or by what was
 * asked for; partitions with a new leader are checked against its log. In the background, all that need it at once.
 * Source: Kafka 4.3 `OffsetFetcher`, `OffsetsForLeaderEpochUtils`; KIP-320.
 */
import { errorName, KafkaError } from '../../protocol/errors.ts'
import { OffsetForLeaderEpoch } from '../../protocol/generated/apis/23-offset-for-leader-epoch.ts'
import type { LeaderEpoch, Offset } from '../../protocol/types.ts'
import { type Cluster, leaderIn } from '../cluster.ts'
import { listOffsets, NO_REPLICA, type OffsetAnswer, offsetSpecs } from '../list-offsets.ts'
import { groupByTopic, keyOf } from '../offsets.ts'
import { Backoff, mayRetry } from '../retry.ts'
import { pause } from '../wait.ts'
import type { Fetcher } from './fetcher.ts'
import type { Position } from './position.ts'
import { type Reset, resetTimestamp } from './reset.ts'

export interface LocatorOptions {
  /** auto.offset.reset. */
  reset: Reset
  readCommitted: boolean
  /** What the group has committed, by key; partitions without are left out. Undefined: there is no group. */
  committed?: (
    positions: readonly Position[],
  ) => Promise<ReadonlyMap<string, { offset: Offset; leaderEpoch: LeaderEpoch }>>
}

/** The first version that a consumer may ask in: before it was for followers. */
const CHECK_FROM = 3
const UNDEFINED_OFFSET = -1

export class Locator {
  readonly #cluster: Cluster
  readonly #fetcher: Fetcher
  readonly #o: LocatorOptions
  #running = false
  #closed = false

  constructor(cluster: Cluster, fetcher: Fetcher, options: LocatorOptions) {
    this.#cluster = cluster
    this.#fetcher = fetcher
    this.#o = options
    cluster.onUpdate(() => this.run())
  }

  /** Find what is missing. What cannot be found for good becomes an error where it would be read. */
  run(): void {
    if (this.#running || this.#closed || !this.#work().next().value) return
    this.#running = true
    this.#loop().then(() => {
      this.#running = false
      this.#fetcher.pump()
      this.#fetcher.arrival.ring()
      // A seek may have come while the last answer did.
      this.run()
    })
  }

  *#work(): Generator<Position> {
    for (const position of this.#fetcher.positions.values())
      if (position.entries.at(-1)?.kind !== 'error' && (!position.isKnown || this.#fetcher.needsCheck(position)))
        yield position
  }

  async #loop(): Promise<void> {
    const backoff = new Backoff(this.#cluster.retryBackoff, this.#cluster.random)
    for (;;) {
      const work = [...this.#work()]
      if (work.length === 0 || this.#closed) return
      const lost = work.filter(({ isKnown }) => !isKnown)
      const suspect = work.filter(({ isKnown }) => isKnown)
      await this.#try(lost, positions => this.#find(positions))
      await this.#try(suspect, positions => this.#check(positions))
      this.#fetcher.pump()
      this.#fetcher.arrival.ring()
      if (this.#closed || this.#work().next().done) return
      await pause(this.#cluster.clock, backoff.next())
      if (!this.#closed) await this.#cluster.update().catch(() => {})
    }
  }

  /** Errors that pass are tried again; others are for the reader. */
  async #try(positions: readonly Position[], work: (positions: readonly Position[]) => Promise<void>): Promise<void> {
    if (positions.length === 0) return
    const generations = positions.map(({ generation }) => generation)
    try {
      await work(positions)
    } catch (error) {
      if (this.#closed || mayRetry(error)) return
      if (!(error instanceof KafkaError)) throw error
      for (const [i, position] of positions.entries())
        if (position.generation === generations[i]) this.#fail(position, error)
    }
  }

  #fail(position: Position, error: KafkaError): void {
    position.keep({ kind: 'error', error })
    this.#fetcher.ready.add(position)
  }

  async #find(positions: readonly Position[]): Promise<void> {
    const generations = new Map(positions.map(position => [position, position.generation]))
    const isCurrent = (position: Position) => position.generation === generations.get(position)
    const asked = positions.filter(({ reset }) => reset === undefined)
    const committed = (asked.length > 0 && (await this.#o.committed?.(asked))) || undefined
    const queries: { position: Position; timestamp: number }[] = []
    for (const position of positions.filter(isCurrent)) {
      const found = position.reset ? undefined : committed?.get(position.key)
      if (found) {
        position.seek(found.offset, found.leaderEpoch)
        continue
      }
      const timestamp = resetTimestamp(position.reset ?? this.#o.reset, this.#cluster.clock.now())
      if (timestamp === undefined) this.#fail(position, noOffset(position, this.#o.committed !== undefined))
      else queries.push({ position, timestamp })
    }
    await this.#query(queries, isCurrent)
  }

  async #query(
    queries: readonly { position: Position; timestamp: number }[],
    isCurrent: (position: Position) => boolean,
  ): Promise<void> {
    if (queries.length === 0) return
    const { readCommitted } = this.#o
    const ask = (list: typeof queries) =>
      listOffsets(
        this.#cluster,
        list.map(({ position: { topic, partition }, timestamp }) => ({ topic, partition, timestamp })),
        { readCommitted },
      )
    const settle = (position: Position, { error, offset }: OffsetAnswer) => {
      if (!isCurrent(position)) return
      if (!error) position.seek(offset)
      else if (!mayRetry(error)) this.#fail(position, error)
    }
    const late: { position: Position; timestamp: number }[] = []
    for (const [i, row] of (await ask(queries)).entries()) {
      const { position } = queries[i]!
      // Nothing is as young as was asked for: what comes next is.
      if (!row.error && row.offset === UNDEFINED_OFFSET) late.push({ position, timestamp: offsetSpecs.latest })
      else settle(position, row)
    }
    if (late.length > 0) for (const [i, row] of (await ask(late)).entries()) settle(late[i]!.position, row)
  }

  /**
   * Ask the new leader how far its log goes in the epoch of the last record that was read. When it ends before, records were
   * read that are not there any more: go on where the logs part.
   */
  async #check(suspects: readonly Position[]): Promise<void> {
    // A seek may have come since: without an epoch there is nothing to ask for, and the answer would be that nothing is known.
    const positions = suspects.filter(position => position.isKnown && this.#fetcher.needsCheck(position))
    // What waits was fetched from the old leader.
    for (const position of positions) position.seek(position.offset, position.leaderEpoch)
    const generations = new Map(positions.map(position => [position, position.generation]))
    const byLeader = new Map<number, Position[]>()
    for (const position of positions) {
      const { leader } = leaderIn(await this.#cluster.topic(position.topic), position.partition)
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), position])
    }
    await Promise.all([...byLeader].map(([leader, group]) => this.#checkAt(leader, group, generations)))
  }

  async #checkAt(
    leader: number,
    group: readonly Position[],
    generations: ReadonlyMap<Position, number>,
  ): Promise<void> {
    const serves = await this.#cluster.serves(OffsetForLeaderEpoch, leader, CHECK_FROM)
    const positions = group.filter(position => position.generation === generations.get(position))
    if (positions.length === 0) return
    const { metadata } = this.#cluster
    const epochOf = ({ topic, partition }: Position) => metadata.partition(topic, partition)?.leaderEpoch ?? -1
    const epochs = new Map(positions.map(position => [position, epochOf(position)]))
    if (!serves) {
      for (const position of positions) position.checkedEpoch = epochs.get(position)!
      return
    }
    const response = await this.#cluster.request(
      OffsetForLeaderEpoch,
      leader,
      {
        replicaId: NO_REPLICA,
        topics: groupByTopic(positions, position => ({
          partition: position.partition,
          currentLeaderEpoch: epochs.get(position)!,
          leaderEpoch: position.leaderEpoch,
        })).map(({ name, partitions }) => ({ topic: name, partitions })),
      },
      { minVersion: CHECK_FROM },
    )
    for (const { topic, partitions } of response.topics)
      for (const { partition, errorCode, endOffset } of partitions) {
        const position = this.#fetcher.positions.get(keyOf({ topic, partition }))
        if (!position || position.generation !== generations.get(position)) continue
        const error = new KafkaError(errorName(errorCode), `Cannot check ${position.key}: ${errorName(errorCode)}`)
        if (errorCode === 0) this.#compare(position, endOffset, epochs.get(position)!)
        else if (!mayRetry(error)) this.#fail(position, error)
      }
  }

  #compare(position: Position, endOffset: Offset, checkedEpoch: LeaderEpoch): void {
    position.checkedEpoch = checkedEpoch
    if (endOffset === UNDEFINED_OFFSET) position.lose(this.#o.reset)
    else if (endOffset < position.offset) {
      if (this.#o.reset.kind === 'none')
        this.#fail(
          position,
          new KafkaError(
            'OFFSET_OUT_OF_RANGE',
            `The log of ${position.key} was cut: it parts at offset ${endOffset} from what was read up to ${position.offset}; seek to go on`,
          ),
        )
      else position.seek(endOffset)
    }
  }

  close(): void {
    this.#closed = true
  }
}

const noOffset = ({ key }: Position, hasGroup: boolean) =>
  new KafkaError(
    'OFFSET_OUT_OF_RANGE',
    `No offset ${hasGroup ? 'is committed for' : 'is known of'} ${key}, and auto.offset.reset is none: seek to one`,
  )
