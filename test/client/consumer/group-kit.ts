/** Groups for tests: a broker in process, topics with numbered records, members that poll as long as a test lasts. */
import net from 'node:net'
import type { Test } from 'tap'
import {
  Consumer,
  type ConsumerRecord,
  type SubscriptionPattern,
  type TopicPartition,
} from '../../../src/client/consumer/consumer.ts'
import { Producer } from '../../../src/client/producer/producer.ts'
import { createTopic, type Started, startBroker } from '../../broker/start.ts'
import { namesOf } from './names.ts'

type Wanted = readonly string[] | RegExp | SubscriptionPattern

export const fast: Readonly<Record<string, string>> = {
  'group.initial.rebalance.delay.ms': '0',
  'offsets.topic.num.partitions': '1',
  'transaction.state.log.num.partitions': '1',
  'group.min.session.timeout.ms': '100',
}

export async function startGroups(t: Test, configs: Record<string, string> = {}, dir?: string): Promise<Kit> {
  return new Kit(t, await startBroker(t, { ...fast, ...configs }, ...(dir ? [dir] : [])))
}

export class Kit {
  readonly t: Test
  readonly started: Started

  constructor(t: Test, started: Started) {
    this.t = t
    this.started = started
  }

  get server(): string {
    return this.started.broker.bootstrapServers
  }

  async topic(name: string, partitions: number): Promise<void> {
    await createTopic(await this.started.connect(), name, partitions)
  }

  /** `count` records, round the partitions; values are `from`, `from + 1` ... */
  async fill(topic: string, partitions: number, count: number, from = 0): Promise<void> {
    await using producer = new Producer({ 'bootstrap.servers': this.server })
    const sent = Array.from({ length: count }, (_, i) =>
      producer.send({ topic, partition: i % partitions, value: String(from + i) }),
    )
    await Promise.all(sent)
  }

  consumer(configs: Record<string, string> = {}, group = 'g', onCommitError?: (error: Error) => void): Consumer {
    const consumer = new Consumer(
      {
        'bootstrap.servers': this.server,
        'group.id': group,
        'auto.offset.reset': 'earliest',
        'retry.backoff.ms': '5',
        'retry.backoff.max.ms': '20',
        'fetch.max.wait.ms': '50',
        'default.api.timeout.ms': '5000',
        ...(configs['group.protocol'] === 'consumer' ? {} : { 'heartbeat.interval.ms': '50' }),
        ...configs,
      },
      onCommitError ? { onCommitError } : {},
    )
    this.t.teardown(() => consumer.close(2000).catch(() => {}))
    return consumer
  }

  async member(topics: Wanted, configs: Record<string, string> = {}, group = 'g'): Promise<Member> {
    const member = new Member(this.consumer(configs, group))
    this.t.teardown(() => member.stop())
    await member.subscribe(topics)
    return member
  }
}

/** Polls until it is told to stop, and keeps a diary. */
export class Member {
  readonly consumer: Consumer
  readonly diary: string[] = []
  readonly values: string[] = []
  /** Thrown by polls. */
  readonly errors: Error[] = []
  onRecords: (records: readonly ConsumerRecord[]) => unknown = () => {}
  #polling: Promise<void> | undefined
  #stopped = false

  constructor(consumer: Consumer) {
    this.consumer = consumer
  }

  async subscribe(topics: Wanted): Promise<void> {
    const note = (what: string) => (partitions: readonly TopicPartition[]) => {
      this.diary.push(`${what} ${namesOf(partitions).join(' ')}`.trim())
    }
    await this.consumer.subscribe(topics, {
      onPartitionsAssigned: note('+'),
      onPartitionsRevoked: note('-'),
      onPartitionsLost: note('lost'),
    })
  }

  start(): this {
    this.#stopped = false
    this.#polling = this.#poll()
    return this
  }

  async #poll(): Promise<void> {
    while (!this.#stopped)
      try {
        const records = await this.consumer.poll(50)
        await this.onRecords(records)
        this.values.push(...records.map(({ value }) => String(value)))
      } catch (error) {
        this.errors.push(error as Error)
        await new Promise(resolve => setTimeout(resolve, 20))
      }
  }

  get owned(): string[] {
    return namesOf(this.consumer.assignment)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#polling
  }

  async close(): Promise<void> {
    await this.stop()
    await this.consumer.close()
  }
}

/** All partitions have one owner each, and each member some. */
export const shared = (members: readonly Member[], count: number) => () => {
  const owned = members.flatMap(({ owned }) => owned)
  return owned.length === count && new Set(owned).size === count && members.every(({ owned }) => owned.length > 0)
}

export async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
