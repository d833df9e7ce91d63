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
import { ConfigError } from '../../config/define.ts'
import type { KafkaError } from '../../protocol/errors.ts'
import { Cluster } from '../cluster.ts'
import { type CommittedOffset, checkOffsets, type GroupMetadata, nobodyIn, type TopicPartition } from '../offsets.ts'
import { clusterOptions } from '../options.ts'
import { mayRetry } from '../retry.ts'
import { type Deserializer, deserializerOf } from '../serde.ts'
import { within } from '../wait.ts'
import { Assigned } from './assigned.ts'
import type { CommitCallback } from './commits.ts'
import { Edges } from './edges.ts'
import type { Group } from './group.ts'
import type { RebalanceListener } from './membership/membership.ts'
import { PartitionReader } from './partition-reader.ts'
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

export class Consumer<Key = Buffer, Value = Buffer> extends PartitionReader {
  readonly cluster: Cluster
  readonly #settings: ConsumerSettings
  readonly #watch: TopicWatch
  /** Loaded when there is a group.id: whoever reads without one does not wait for it. Undefined: there is none. */
  readonly #joining: Promise<Group> | undefined
  #group: Group | undefined
  readonly #poller: Poller<Key, Value>
  /** What is not assigned by now came later than the subscription. */
  #resolved = false
  #closing: Promise<void> | undefined

  /** Connects when it is first used. @throws {ConfigError} */
  constructor(configs: ConsumerConfigs, options: ConsumerOptions<Key, Value> = {}) {
    const settings = consumerSettings(configs)
    const { given, config, group } = settings
    const cluster = new Cluster({
      ...clusterOptions(config, given['bootstrap.servers']!, 'consumer'),
      apiTimeoutMs: config['default.api.timeout.ms'],
    })
    let joining: Promise<Group> | undefined
    const committed = async (positions: readonly TopicPartition[]) => (await joining!).commits.fetch(positions)
    const assigned = new Assigned(cluster, settings, group && committed)
    super(assigned, new Edges(cluster, settings.readCommitted))
    this.cluster = cluster
    this.#settings = settings
    const watch = new TopicWatch(cluster, () => this.#follow())
    this.#watch = watch
    const warn = options.onCommitError ?? (error => process.emitWarning(error))
    if (group)
      joining = import('./group.ts').then(({ Group }) => {
        this.#group = new Group(cluster, { ...settings, group }, { assigned, watch, warn })
        return this.#group
      })
    this.#joining = joining
    const reader = new RecordReader<Key, Value>(
      assigned.fetcher,
      options.key ?? deserializerOf(given['key.deserializer'], 'key.deserializer'),
      options.value ?? deserializerOf(given['value.deserializer'], 'value.deserializer'),
    )
    this.#poller = new Poller(cluster.clock, assigned, joining, reader)
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
    await this.#joining
    if (this.#watch.subscription) await this.unsubscribe()
    this.#group?.commits.autoCommitNow()
    this.#watch.setNames(partitions.map(({ topic }) => topic))
    this.assigned.set(partitions)
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
    if (topics instanceof SubscriptionPattern && (groupProtocol === 'classic' || !this.#joining))
      throw new TypeError(
        'A SubscriptionPattern takes a group.id and group.protocol=consumer: subscribe with a RegExp instead',
      )
    await this.#joining
    if (!this.#watch.subscription && this.#group) this.assigned.set([])
    this.#watch.set(new Subscription(topics, !config['exclude.internal.topics']))
    this.#resolved = false
    await this.#watch.look(config['allow.auto.create.topics'])
    this.#resolved = true
    if (!this.#closing) this.#group?.join(listener)
  }

  /** Leave the group, and read nothing. */
  async unsubscribe(): Promise<void> {
    this.#watch.set(undefined)
    await this.#group?.leave(this.#settings.config['default.api.timeout.ms'])
    this.assigned.set([])
  }

  /** Metadata changed: topics and partitions come and go. */
  #follow(): void {
    if (this.#closing) return
    if (this.#group) return this.#group.changed()
    const wanted = this.#watch.topics.flatMap(({ name, partitions }) =>
      partitions.map(({ index }) => ({ topic: name, partition: index })),
    )
    this.assigned.set(wanted, () => (this.#resolved ? { kind: 'earliest' } : undefined))
  }

  /** Back to what the group has committed, or else to where auto.offset.reset says: after a transaction that was aborted. */
  async seekToCommitted(partitions: readonly TopicPartition[] = this.assignment): Promise<void> {
    await this.#demand('have committed offsets')
    await this.assigned.seekTo(partitions)
  }

  /**
   * Commit what was read, or these offsets (of the next record that is wanted, each), until it is done.
   * @throws {CommitFailedError} when this consumer has lost its partitions: others read on from what was committed before
   * @throws {KafkaError} REBALANCE_IN_PROGRESS: poll, and commit then what is still assigned
   */
  async commitSync(offsets: readonly CommittedOffset[] = this.positions()): Promise<void> {
    checkOffsets(offsets)
    await (await this.#demand('commit offsets')).commits.commit(offsets)
  }

  /** The same, tried once and not waited for. Without a callback a failure is a warning. */
  commitAsync(offsets: readonly CommittedOffset[] = this.positions(), callback?: CommitCallback): void {
    checkOffsets(offsets)
    if (!this.#joining) throw noGroup('commit offsets')
    this.#joining.then(group => group.commits.commitAsync(offsets, callback ?? (error => error && group.warn(error))))
  }

  /** What the group has committed last, of each; undefined where there is nothing. */
  async committed(partitions: readonly TopicPartition[]): Promise<(Required<CommittedOffset> | undefined)[]> {
    return (await this.#demand('ask for committed offsets')).commits.committed(partitions)
  }

  /** Who this consumer is in its group now: for `Producer.sendOffsetsToTransaction`. */
  groupMetadata(): Required<GroupMetadata> {
    const groupId = this.#settings.group?.groupId
    if (groupId === undefined) throw noGroup('be in a group')
    return this.#group?.metadata ?? nobodyIn(groupId)
  }

  #demand(what: string): Promise<Group> {
    return this.#joining ?? Promise.reject(noGroup(what))
  }

  /** Have the group assign anew with the next poll, though nothing has changed that it knows of. */
  async enforceRebalance(reason = 'the application asked for it'): Promise<void> {
    const group = await this.#demand('rebalance')
    group.rejoin(reason)
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
  close(timeoutMs = CLOSE_MS): Promise<void> {
    this.#closing ??= this.#close(timeoutMs)
    return this.#closing
  }

  async #close(timeoutMs: number): Promise<void> {
    this.#poller.close()
    await this.#joining
    const left = this.#group?.leave(timeoutMs) ?? Promise.resolve()
    try {
      // What is not answered by then fails with the connections, and is no news.
      if (!(await within(this.cluster.clock, left, timeoutMs))) left.catch(() => {})
    } finally {
      await this.assigned.close()
      await this.cluster.close()
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

const noGroup = (what: string) => new ConfigError('group.id', null, `To ${what}, a consumer needs one`)
