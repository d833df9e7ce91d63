/**
 * Consumer: records out of partitions that it is given, or of all partitions of topics. Without a group: nothing is committed.
 *
 * @example
 * await using consumer = await Consumer.connect({ 'bootstrap.servers': 'localhost:9092', 'auto.offset.reset': 'earliest' })
 * await consumer.subscribe(['orders'])
 * for await (const { value } of consumer) console.log(value?.toString())
 */
import { consumerConfigs } from '../../config/consumer.ts'
import { resolve } from '../../config/define.ts'
import { errorName, KafkaError } from '../../protocol/errors.ts'
import { ListOffsets } from '../../protocol/generated/apis/02-list-offsets.ts'
import { RecordCursor, type RecordHeader } from '../../protocol/record.ts'
import type { Offset, Timestamp } from '../../protocol/types.ts'
import { Cluster } from '../cluster.ts'
import { Fetcher, type Position } from './fetcher.ts'

export interface ConsumerRecord {
  topic: string
  partition: number
  offset: Offset
  timestamp: Timestamp
  timestampType: 'CreateTime' | 'LogAppendTime'
  key: Buffer | null
  value: Buffer | null
  headers: RecordHeader[]
}

export interface TopicPartition {
  topic: string
  partition: number
}

export type ConsumerConfigs = Readonly<Record<string, string>> & { readonly 'bootstrap.servers': string }

/** ListOffsets asks for these instead of a time. */
export const LATEST = -1
export const EARLIEST = -2

export class Consumer {
  readonly cluster: Cluster
  readonly #fetcher: Fetcher
  readonly #config: ReturnType<typeof configOf>
  readonly #cursor = new RecordCursor()
  /** Where the reader stands: one batch of one partition. */
  #current: { position: Position; timestampType: ConsumerRecord['timestampType'] } | undefined
  /** Partitions whose offset is not known yet, or not any more. */
  readonly #lost = new Set<Position>()
  #closed = false

  private constructor(cluster: Cluster, config: ReturnType<typeof configOf>) {
    this.cluster = cluster
    this.#config = config
    this.#fetcher = new Fetcher(
      cluster,
      {
        minBytes: config['fetch.min.bytes'],
        maxWaitMs: config['fetch.max.wait.ms'],
        maxBytes: config['fetch.max.bytes'],
        maxPartitionBytes: config['max.partition.fetch.bytes'],
        readCommitted: config['isolation.level'].toLowerCase() === 'read_committed',
        checkCrcs: config['check.crcs'],
        requestTimeoutMs: config['request.timeout.ms'],
      },
      position => this.#lost.add(position),
    )
  }

  static async connect(configs: ConsumerConfigs): Promise<Consumer> {
    const config = configOf(configs)
    const cluster = await Cluster.connect({
      bootstrapServers: configs['bootstrap.servers'],
      clientId: configs['client.id'] || 'tskafka-consumer',
      requestTimeoutMs: config['request.timeout.ms'],
      apiTimeoutMs: config['default.api.timeout.ms'],
      metadataMaxAgeMs: config['metadata.max.age.ms'],
    })
    return new Consumer(cluster, config)
  }

  /** Read these partitions, from where auto.offset.reset says until a seek. */
  async assign(partitions: readonly TopicPartition[]): Promise<void> {
    this.#fetcher.positions.clear()
    this.#lost.clear()
    this.#current = undefined
    for (const { topic, partition } of partitions) {
      await this.cluster.retry(() => this.cluster.leaderOf(topic, partition))
      this.#lost.add(this.#fetcher.assign(topic, partition, -1))
    }
  }

  /** Read all partitions of topics, by name or by an expression that the whole name must match. */
  async subscribe(topics: readonly string[] | RegExp): Promise<void> {
    const all = topics instanceof RegExp ? await this.#matching(topics) : topics
    const partitions: TopicPartition[] = []
    for (const topic of all) {
      const info = await this.cluster.retry(() => this.cluster.topic(topic, this.#config['allow.auto.create.topics']))
      partitions.push(...info.partitions.map(({ index }) => ({ topic, partition: index })))
    }
    await this.assign(partitions)
  }

  async #matching(pattern: RegExp): Promise<string[]> {
    const whole = new RegExp(`^(?:${pattern.source})$`, pattern.flags)
    const excluded = this.#config['exclude.internal.topics']
    return (await this.cluster.allTopics())
      .filter(({ name, internal }) => whole.test(name) && !(internal && excluded))
      .map(({ name }) => name)
  }

  get assignment(): TopicPartition[] {
    return [...this.#fetcher.positions.values()].map(({ topic, partition }) => ({ topic, partition }))
  }

  #position({ topic, partition }: TopicPartition): Position {
    const position = this.#fetcher.positions.get(`${topic}-${partition}`)
    if (!position) throw new TypeError(`Partition ${topic}-${partition} is not assigned to this consumer`)
    return position
  }

  seek(at: TopicPartition, offset: Offset): void {
    const position = this.#position(at)
    this.#lost.delete(position)
    if (this.#current?.position === position) this.#current = undefined
    this.#fetcher.seek(position, offset)
  }

  async seekToBeginning(partitions: readonly TopicPartition[] = this.assignment): Promise<void> {
    for (const at of partitions) this.seek(at, await this.#offsetAt(at, EARLIEST))
  }

  async seekToEnd(partitions: readonly TopicPartition[] = this.assignment): Promise<void> {
    for (const at of partitions) this.seek(at, await this.#offsetAt(at, LATEST))
  }

  /** Offset of the first record at or after `timestamp`; the end when there is none. */
  async offsetForTime(at: TopicPartition, timestamp: Timestamp): Promise<Offset> {
    const offset = await this.#offsetAt(at, timestamp)
    return offset < 0 ? this.#offsetAt(at, LATEST) : offset
  }

  #offsetAt({ topic, partition }: TopicPartition, timestamp: Timestamp): Promise<Offset> {
    const isolationLevel = this.#config['isolation.level'].toLowerCase() === 'read_committed' ? 1 : 0
    return this.cluster.retry(async () => {
      const { leader } = await this.cluster.leaderOf(topic, partition)
      const partitions = [{ partitionIndex: partition, currentLeaderEpoch: -1, timestamp }]
      const answer = await this.cluster.request(ListOffsets, leader, {
        replicaId: -1,
        isolationLevel,
        topics: [{ name: topic, partitions }],
      })
      const [row] = answer.topics[0]?.partitions ?? []
      if (row?.errorCode !== 0)
        throw new KafkaError(errorName(row?.errorCode ?? -1), `Cannot find an offset of ${topic}-${partition}`)
      return row.offset
    })
  }

  /** The offset of the next record that `poll` gives of a partition. */
  async position(at: TopicPartition): Promise<Offset> {
    await this.#find()
    return this.#position(at).offset
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const at of partitions) this.#position(at).paused = true
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const at of partitions) this.#position(at).paused = false
  }

  /** Give partitions an offset that have none. @throws {KafkaError} OFFSET_OUT_OF_RANGE with auto.offset.reset=none */
  async #find(): Promise<void> {
    for (const position of [...this.#lost]) {
      const reset = this.#config['auto.offset.reset']
      if (reset === 'none')
        throw new KafkaError(
          'OFFSET_OUT_OF_RANGE',
          `No offset for ${position.topic}-${position.partition}, and auto.offset.reset is none: seek to one`,
        )
      const offset = await this.#offsetAt(position, reset === 'earliest' ? EARLIEST : LATEST)
      this.#lost.delete(position)
      this.#fetcher.seek(position, offset)
    }
  }

  /** Records that are there, at most max.poll.records; waits up to `timeoutMs` for the first. */
  async poll(timeoutMs: number): Promise<ConsumerRecord[]> {
    const deadline = performance.now() + timeoutMs
    const max = this.#config['max.poll.records']
    for (;;) {
      await this.#find()
      this.#fetcher.throwErrors()
      const records: ConsumerRecord[] = []
      while (records.length < max) {
        const record = this.#next()
        if (!record) break
        records.push(record)
      }
      this.#fetcher.pump()
      const left = deadline - performance.now()
      if (records.length > 0 || left <= 0 || this.#closed) return records
      await this.#fetcher.arrival(left)
    }
  }

  #next(): ConsumerRecord | undefined {
    for (;;) {
      if (!this.#current && !this.#openBatch()) return undefined
      const cursor = this.#cursor
      const { position, timestampType } = this.#current!
      if (position.paused || !cursor.next()) {
        if (!position.paused) position.waiting.shift()
        this.#current = undefined
        continue
      }
      if (cursor.offset < position.offset) continue
      position.offset = cursor.offset + 1
      const { topic, partition } = position
      return {
        topic,
        partition,
        offset: cursor.offset,
        timestamp: cursor.timestamp,
        timestampType,
        key: cursor.key(),
        value: cursor.value(),
        headers: cursor.headers(),
      }
    }
  }

  /** Stand before the next batch that waits, partition by partition in turn. */
  #openBatch(): boolean {
    for (const [key, position] of this.#fetcher.positions) {
      if (position.paused || position.waiting.length === 0) continue
      const { timestampType } = this.#cursor.open(position.waiting[0]!)
      this.#current = { position, timestampType }
      // To the back of the line: the others come before it does again.
      if (position.waiting.length === 1) {
        this.#fetcher.positions.delete(key)
        this.#fetcher.positions.set(key, position)
      }
      return true
    }
    return false
  }

  /**
   * Whole batches, as they come, without an object per record: `read` gets a cursor that stands before the first record. Records
   * before the partition's position are the caller's to skip (`cursor.offset < from`).
   * @returns how many batches were read; 0 after `timeoutMs`
   */
  async pollBatches(
    timeoutMs: number,
    read: (
      cursor: RecordCursor,
      batch: { topic: string; partition: number; from: Offset; timestampType: string },
    ) => void,
  ): Promise<number> {
    const deadline = performance.now() + timeoutMs
    for (;;) {
      await this.#find()
      this.#fetcher.throwErrors()
      let count = 0
      for (const position of this.#fetcher.positions.values()) {
        if (position.paused) continue
        const batches = position.waiting.splice(0)
        // Asked for now, so that it comes while these are read.
        if (batches.length > 0) this.#fetcher.pump()
        for (const batch of batches) {
          const header = this.#cursor.open(batch)
          read(this.#cursor, {
            topic: position.topic,
            partition: position.partition,
            from: position.offset,
            timestampType: header.timestampType,
          })
          position.offset = Math.max(position.offset, header.nextOffset)
          count++
        }
      }
      this.#fetcher.pump()
      const left = deadline - performance.now()
      if (count > 0 || left <= 0 || this.#closed) return count
      await this.#fetcher.arrival(left)
    }
  }

  /** One past the last record of a partition, as its last fetch said; -1 before one. */
  highWatermark(at: TopicPartition): Offset {
    return this.#position(at).highWatermark
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ConsumerRecord> {
    while (!this.#closed) yield* await this.poll(1000)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#fetcher.close()
    await this.cluster.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/** Deserializers are the caller's here: the settings are required for Java, and mean nothing to us. */
const configOf = (given: ConsumerConfigs) =>
  resolve(consumerConfigs, {
    'key.deserializer': 'org.apache.kafka.common.serialization.ByteArrayDeserializer',
    'value.deserializer': 'org.apache.kafka.common.serialization.ByteArrayDeserializer',
    ...given,
  })
