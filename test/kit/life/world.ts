/**
 * A life of a data directory, told over the wire: what each chapter writes, it must find again, whoever has opened the directory
 * since, and go on with. A memory is plain JSON, so that it can be kept beside a directory.
 */
import type { Admin } from '../../../src/client/admin/admin.ts'
import { unwrap } from '../../../src/client/admin/results.ts'
import { Consumer } from '../../../src/client/consumer/consumer.ts'
import { Producer } from '../../../src/client/producer/producer.ts'
import { until } from '../until.ts'

export interface World {
  readonly address: string
  readonly admin: Admin
  /** 0: the directory is new. */
  readonly stage: number
  /** Clients that live on from stage to stage, by name; undefined where nobody stays to hold them. */
  readonly live: Map<string, Producer | Consumer> | undefined
  /** Whether a transaction is left to time out while no server is up. */
  readonly timesOut: boolean
}

export interface Chapter<Memory extends object> {
  begin(world: World): Promise<Memory>
  /** @throws {AssertionError} */
  remembered(world: World, memory: Memory): Promise<void>
  goOn(world: World, memory: Memory): Promise<void>
  /** The last thing before the server stops, or is killed. */
  beforeStop?(world: World, memory: Memory): Promise<void>
}

/** offset, key, value, timestamp */
export type Row = [offset: number, key: string | null, value: string | null, timestamp: number]

export const client = ({ address }: World) => ({
  'bootstrap.servers': address,
  'retry.backoff.ms': '50',
  'reconnect.backoff.max.ms': '200',
})

export const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** Everything in partitions 0 to `partitions`, as a reader of committed records sees it. */
export async function readAll(world: World, topic: string, partitions = 1): Promise<Row[][]> {
  await using consumer = new Consumer({ ...client(world), 'isolation.level': 'read_committed' })
  const everything = Array.from({ length: partitions }, (_, partition) => ({ topic, partition }))
  const ends = await consumer.endOffsets(everything)
  await consumer.assign(everything)
  await consumer.seekToBeginning()
  const rows = everything.map((): Row[] => [])
  const isRead = async () =>
    (await Promise.all(everything.map(at => consumer.position(at)))).every((position, i) => position >= ends[i]!)
  while (!(await isRead()))
    for (const { partition, offset, key, value, timestamp } of await consumer.poll(100))
      rows[partition]!.push([offset, key && String(key), value && String(value), timestamp])
  return rows
}

/** @returns its id, when the broker has heard of it, too */
export async function createTopic(world: World, name: string, partitions = 1, configs: Record<string, string> = {}) {
  const [made] = unwrap(await world.admin.createTopics([{ name, partitions, configs }]))
  await until(`${name} is there`, async () => {
    const topic = (await world.admin.listTopics()).find(each => each.name === name)
    return topic?.partitions.length === partitions && topic.partitions.every(({ leader }) => leader >= 0)
  })
  return made!.topicId
}

/** A client that is there at the next stage, too. */
export function living<T extends Producer | Consumer>(world: World, name: string, make: () => T): T {
  const known = world.live?.get(name)
  if (known) return known as T
  const made = make()
  world.live?.set(name, made)
  return made
}

export async function withProducer<T>(
  world: World,
  configs: Record<string, string>,
  work: (producer: Producer) => Promise<T>,
): Promise<T> {
  await using producer = new Producer({ ...client(world), 'linger.ms': '0', ...configs })
  return await work(producer)
}
