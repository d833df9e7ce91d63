/**
 * Consumer: records out of topics, alone or as a member of a group, or out of partitions that it is given.
 *
 * With a group.id its members share the topics that they subscribe to, and what was read is committed: by itself, every
 * auto.commit.interval.ms and whenever partitions go (enable.auto.commit), or when asked. Without one, subscribe reads all
 * partitions, and nothing is committed.
 *
 * @example
 * await using consumer = new Consumer({ 'bootstrap.servers': 'localhost:9092', 'group.id': 'fruit' })
 * await consumer.subscribe(['orders'])
 * for await (const { value } of consumer) console.log(value?.toString())
 */
import type { KafkaError } from '../../protocol/errors.ts'
import type { Offset, Timestamp } from '../../protocol/types.ts'
import { Cluster } from '../cluster.ts'
import type { OffsetAnswer, OffsetQuery } from '../list-offsets.ts'
import type { CommittedOffset, GroupMetadata, TopicPartition } from '../offsets.ts'
import { clusterOptions } from '../options.ts'
import { mayRetry } from '../retry.ts'
import { type Deserializer, deserializerOf } from '../serde.ts'
import { Assigned } from './assigned.ts'
import type { CommitCallback } from './commits.ts'
import { Edges } from './edges.ts'
import { demandGroup, Group } from './group.ts'
import type { RebalanceListener } from './membership/membership.ts'
import { Poller } from './poller.ts'
import { type BatchRead, type ConsumerRecord, RecordReader } from './reader.ts'
import { type ConsumerConfigs, type ConsumerSettings, consumerSettings } from './settings.ts'
import { Subscription, SubscriptionPattern, type Topics } from './subscription.ts'
import { TopicWatch } from './topic-watch.ts'

export type { CommittedOffset, GroupMetadata, TopicPartition } from '../offsets.ts'
export { CommitFailedError } from './membership/group-errors.ts'
export type { RebalanceListener } from './membership/membership.ts'
export type { BatchInfo, BatchRead, ConsumerRecord } from './reader.ts'
export type { ConsumerConfigs } from './settings.ts'
export { SubscriptionPattern } from './subscription.ts'

export interface ConsumerOptions<Key, Value> {
  /** Default: key.deserializer and value.deserializer, and bytes without them. */
  key?: Deserializer<Key>
  value?: Deserializer<Value>
  /** Told of commits by themselves that failed. Default: a warning of the process. */
  onCommitError?: (error: KafkaError) => void
}

/** How long `close` may take to commit and to leave. */
const CLOSE_MS = 30_000

export class Consumer<Key = Buffer, Value = Buffer> {
  readonly cluster: Cluster
  readonly #settings: ConsumerSettings
  readonly #assigned: Assigned
  readonly #watch: TopicWatch
  readonly #group: Group | undefined
  readonly #edges: Edges
  readonly #poller: Poller<Key, Value>
  /** What is not assigned by now came later than the subscription. */
  #resolved = false
  #closed = false

  /** Connects when it is first used. @throws {ConfigError} */
  constructor(configs: ConsumerConfigs, options: ConsumerOptions<Key, Value> = {}) {
    const settings = consumerSettings(configs)
    const { config, group } = settings
    this.#settings = settings
    this.cluster = new Cluster({
      ...clusterOptions(config, configs['bootstrap.servers'], 'consumer'),
      apiTimeoutMs: config['default.api.timeout.ms'],
    })
    this.#assigned = new Assigned(this.cluster, settings, group && (positions => this.#group!.commits.fetch(positions)))
    this.#watch = new TopicWatch(this.cluster, () => this.#follow())
    const warn = options.onCommitError ?? (error => process.emitWarning(error))
    this.#group =
      group && new Group(this.cluster, { ...settings, group }, { assigned: this.#assigned, watch: this.#watch, warn })
    this.#edges = new Edges(this.cluster, settings.readCommitted)
    const reader = new RecordReader<Key, Value>(
      this.#assigned.fetcher,
      options.key ?? deserializerOf(configs['key.deserializer'], 'key.deserializer'),
      options.value ?? deserializerOf(configs['value.deserializer'], 'value.deserializer'),
    )
    this.#poller = new Poller(this.cluster.clock, this.#assigned, this.#group, reader)
  }

  /** The same, and a broker was reached. @throws {KafkaError} NETWORK_EXCEPTION when none answers */
  static async connect<Key = Buffer, Value = Buffer>(
    configs: ConsumerConfigs,
    options: ConsumerOptions<Key, Value> = {},
  ): Promise<Consumer<Key, Value>> {
    const consumer = new Consumer(configs, options)
    try {
      await consumer.cluster.refresh([])
      return consumer
    } catch (error) {
      await consumer.close()
      throw error
    }
  }

  /**
   * Read these partitions: from where the group has committed, or from where auto.offset.reset says, until a seek. Those it
   * reads already go on where they are. Who was a member of the group is none any more.
   */
  async assign(partitions: readonly TopicPartition[]): Promise<void> {
    if (this.#watch.subscription) await this.unsubscribe()
    this.#group?.commits.autoCommitNow()
    this.#watch.setNames(partitions.map(({ topic }) => topic))
    this.#assigned.set(partitions)
    // What cannot be reached now is waited for by `poll`.
    if (partitions.some(({ topic }) => !this.cluster.known(topic)))
      await this.cluster.update().catch((error: unknown) => {
        if (!mayRetry(error)) throw error
      })
  }

  /**
   * Read topics, by name or by an expression that the whole name must match. With a group, its members share them: the first
   * poll joins, and `listener` hears what comes and goes. Without one, all partitions are read, those that come later from their
   * beginning, once metadata shows them (metadata.max.age.ms).
   * @throws {KafkaError} for a name that cannot be one, or may not be read
   */
  async subscribe(topics: Topics, listener: RebalanceListener = {}): Promise<void> {
    const { config, groupProtocol } = this.#settings
    if (topics instanceof SubscriptionPattern && (groupProtocol === 'classic' || !this.#group))
      throw new TypeError(
        'A SubscriptionPattern takes a group.id and group.protocol=consumer: subscribe with a RegExp instead',
      )
    if (!this.#watch.subscription && this.#group) this.#assigned.set([])
    this.#watch.set(new Subscription(topics, !config['exclude.internal.topics']))
    this.#resolved = false
    await this.#watch.look(config['allow.auto.create.topics'])
    this.#resolved = true
    if (!this.#closed) this.#group?.join(listener)
  }

  /** Leave the group, and read nothing. */
  async unsubscribe(): Promise<void> {
    this.#watch.set(undefined)
    await this.#group?.leave(this.#settings.config['default.api.timeout.ms'])
    this.#assigned.set([])
  }

  /** Metadata changed: topics and partitions come and go. */
  #follow(): void {
    if (this.#closed) return
    if (this.#group) return this.#group.changed()
    const wanted = this.#watch.topics.flatMap(({ name, partitions }) =>
      partitions.map(({ index }) => ({ topic: name, partition: index })),
    )
    this.#assigned.set(wanted, () => (this.#resolved ? { kind: 'earliest' } : undefined))
  }

  get assignment(): TopicPartition[] {
    return this.#assigned.partitions
  }

  /** Go on at `offset`. @throws {TypeError} when the partition is not assigned, or the offset cannot be one */
  seek(at: TopicPartition, offset: Offset): void {
    this.#assigned.seek(at, offset)
  }

  /** Resolves when the offsets are found. */
  seekToBeginning(partitions: readonly TopicPartition[] = this.assignment): Promise<void> {
    return this.#assigned.seekTo(partitions, { kind: 'earliest' })
  }

  seekToEnd(partitions: readonly TopicPartition[] = this.assignment): Promise<void> {
    return this.#assigned.seekTo(partitions, { kind: 'latest' })
  }

  /** Back to what the group has committed, or else to where auto.offset.reset says: after a transaction that was aborted. */
  async seekToCommitted(partitions: readonly TopicPartition[] = this.assignment): Promise<void> {
    demandGroup(this.#group, 'have committed offsets')
    await this.#assigned.seekTo(partitions)
  }

  /** Offset and time of the first record at or after a time, for each; undefined where there is none. */
  offsetsForTimes(queries: readonly OffsetQuery[]): Promise<(OffsetAnswer | undefined)[]> {
    return this.#edges.atTimes(queries)
  }

  /** Offset of the first record at or after `timestamp`; the end when there is none. */
  async offsetForTime(at: TopicPartition, timestamp: Timestamp): Promise<Offset> {
    const [found] = await this.offsetsForTimes([{ ...at, timestamp }])
    return found?.offset ?? (await this.endOffsets([at]))[0]!
  }

  beginningOffsets(partitions: readonly TopicPartition[]): Promise<Offset[]> {
    return this.#edges.of(partitions, 'earliest')
  }

  /** With read_committed: before the first transaction that is still open. */
  endOffsets(partitions: readonly TopicPartition[]): Promise<Offset[]> {
    return this.#edges.of(partitions, 'latest')
  }

  /** The offset of the next record that `poll` gives of a partition. */
  async position(at: TopicPartition): Promise<Offset> {
    const position = this.#assigned.at(at)
    await this.#assigned.located([position])
    return position.offset
  }

  /** All of them, as far as they are known: what `commitSync` commits, and what a transaction does. */
  positions(): Required<CommittedOffset>[] {
    return this.#assigned.positions
  }

  /** One past the last record of a partition, as its last fetch said; -1 before one. */
  highWatermark(at: TopicPartition): Offset {
    return this.#assigned.at(at).highWatermark
  }

  /** What was fetched stays; `poll` gives nothing of it until `resume`. */
  pause(partitions: readonly TopicPartition[]): void {
    this.#assigned.pause(partitions, true)
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#assigned.pause(partitions, false)
  }

  get paused(): TopicPartition[] {
    return this.assignment.filter(at => this.#assigned.at(at).paused)
  }

  /**
   * Commit what was read, or these offsets (of the next record that is wanted, each), until it is done.
   * @throws {CommitFailedError} when this consumer has lost its partitions: others read on from what was committed before
   * @throws {KafkaError} REBALANCE_IN_PROGRESS: poll, and commit then what is still assigned
   */
  commitSync(offsets: readonly CommittedOffset[] = this.positions()): Promise<void> {
    return demandGroup(this.#group, 'commit offsets').commits.commit(offsets)
  }

  /** The same, tried once and not waited for. Without a callback a failure is a warning. */
  commitAsync(offsets: readonly CommittedOffset[] = this.positions(), callback?: CommitCallback): void {
    const group = demandGroup(this.#group, 'commit offsets')
    group.commits.commitAsync(offsets, callback ?? (error => error && group.warn(error)))
  }

  /** What the group has committed last, of each; undefined where there is nothing. */
  committed(partitions: readonly TopicPartition[]): Promise<(Required<CommittedOffset> | undefined)[]> {
    return demandGroup(this.#group, 'ask for committed offsets').commits.committed(partitions)
  }

  /** Who this consumer is in its group now: for `Producer.sendOffsetsToTransaction`. */
  groupMetadata(): Required<GroupMetadata> {
    return demandGroup(this.#group, 'be in a group').metadata
  }

  /** Have the group assign anew with the next poll, though nothing has changed that it knows of. */
  enforceRebalance(reason = 'the application asked for it'): void {
    demandGroup(this.#group, 'rebalance').rejoin(reason)
  }

  /**
   * Records that are there, at most max.poll.records; waits up to `timeoutMs` for the first. In a group, this is where partitions
   * come and go; a member that does not poll for max.poll.interval.ms is put out.
   * @throws {KafkaError} CORRUPT_MESSAGE, OFFSET_OUT_OF_RANGE with auto.offset.reset=none, what a broker refused for good: when
   *   all that came before was given; the partition is asked for again with the next poll
   * @throws {SerdeError} for a record that is not what its deserializer takes; it comes again until a seek behind it
   */
  poll(timeoutMs: number): Promise<ConsumerRecord<Key, Value>[]> {
    return this.#poller.poll(timeoutMs, this.#settings.config['max.poll.records'])
  }

  /**
   * Whole batches, as they come, without an object per record: `read` gets a cursor that stands before the first record. Records
   * before `batch.from` are the caller's to skip.
   * @returns how many batches were read; 0 after `timeoutMs`
   */
  pollBatches(timeoutMs: number, read: BatchRead): Promise<number> {
    return this.#poller.pollBatches(timeoutMs, read)
  }

  /** End the poll that is waiting, or the next one, without records. */
  wakeup(): void {
    this.#poller.wakeup()
  }

  /** Records one by one, for as long as the loop wants them. Nothing is fetched that does not fit; see fetch.max.bytes. */
  [Symbol.asyncIterator](): AsyncGenerator<ConsumerRecord<Key, Value>> {
    return this.#poller.records(this.#settings.config['max.poll.records'])
  }

  /** Commit what was read (enable.auto.commit), leave the group, and close. @param timeoutMs for the first two */
  async close(timeoutMs = CLOSE_MS): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#poller.close()
    try {
      await this.#group?.leave(timeoutMs)
    } finally {
      await this.#assigned.close()
      await this.cluster.close()
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
