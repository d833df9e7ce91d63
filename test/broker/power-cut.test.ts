/**
 * A broker whose power is cut at any operation of its disk: with log.flush.interval.messages=1, what it acknowledged is there
 * when it starts again, in the metadata (topics, settings, snapshots), in the logs and in the groups. The views are on another
 * disk, which forgets nothing: they are ahead of their logs then, and must be made again.
 *
 * A few operations are drawn in each run; more, or all of them: POWER_CUTS=100, POWER_CUTS=all npx tap test/broker/power-cut.test.ts
 */
import path from 'node:path'
import t, { type Test } from 'tap'
import { Broker } from '../../src/broker/broker.ts'
import type { Files } from '../../src/lib/files.ts'
import { silentLogger } from '../../src/lib/logger.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { Connection } from '../../src/net/connection.ts'
import { Metadata } from '../../src/protocol/generated/apis/03-metadata.ts'
import { OffsetCommit } from '../../src/protocol/generated/apis/08-offset-commit.ts'
import { OffsetFetch } from '../../src/protocol/generated/apis/09-offset-fetch.ts'
import { FindCoordinator } from '../../src/protocol/generated/apis/10-find-coordinator.ts'
import { DeleteTopics } from '../../src/protocol/generated/apis/20-delete-topics.ts'
import { DeleteRecords } from '../../src/protocol/generated/apis/21-delete-records.ts'
import { DescribeConfigs } from '../../src/protocol/generated/apis/32-describe-configs.ts'
import { IncrementalAlterConfigs } from '../../src/protocol/generated/apis/44-incremental-alter-configs.ts'
import { ZERO_UUID } from '../../src/protocol/types.ts'
import { faultyFiles } from '../kit/faulty-files.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { batchOf, createTopic, directory, fetchFrom, produceTo } from './start.ts'

const configs = {
  listeners: 'PLAINTEXT://127.0.0.1:0',
  'log.flush.interval.messages': '1',
  'offsets.topic.num.partitions': '1',
  'metadata.log.max.record.bytes.between.snapshots': '500',
  'log.flush.offset.checkpoint.interval.ms': '5',
}
const DRAWN = 12

/** What was acknowledged; what was only asked for is in doubt. */
class Memory {
  readonly topics = new Map<string, 'there' | 'gone' | 'in doubt'>()
  /** By topic: the value at each offset. */
  readonly records = new Map<string, string[]>()
  committed = 0
  retention = 0
}

async function connect({ address }: Broker): Promise<Connection> {
  const [host, port] = address.split(':')
  return Connection.connect({ host: host!, port: Number(port), requestTimeoutMs: 3000 })
}

const demand = (errorCode: number | undefined, what: string) => {
  if (errorCode !== 0) throw new Error(`${what}: ${errorCode}`)
}

/** The part of a life that one broker sees. */
async function live(connection: Connection, memory: Memory): Promise<void> {
  const create = async (name: string) => {
    memory.topics.set(name, 'in doubt')
    memory.records.set(name, [])
    await createTopic(connection, name)
    memory.topics.set(name, 'there')
  }
  const produce = async (name: string) => {
    const values = memory.records.get(name)!
    const value = `${name} ${Math.random()}`
    const { error, baseOffset } = await produceTo(connection, name, 0, batchOf([value]))
    if (error !== 'NONE') throw new Error(error)
    values[baseOffset] = value
  }
  const remove = async (name: string) => {
    memory.topics.set(name, 'in doubt')
    const request = { topics: [{ name, topicId: ZERO_UUID }], timeoutMs: 1000 }
    demand((await connection.send(DeleteTopics, 6, request)).responses[0]!.errorCode, 'delete')
    memory.topics.set(name, 'gone')
  }
  const commit = async () => {
    const offset = memory.committed + 1
    await connection.send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: ['g'] })
    const partitions = [{ partitionIndex: 0, committedOffset: offset, committedMetadata: null }]
    const { topics } = await connection.send(OffsetCommit, 9, {
      groupId: 'g',
      memberId: '',
      topics: [{ name: 'a', partitions }],
    })
    demand(topics[0]!.partitions[0]!.errorCode, 'commit')
    memory.committed = offset
  }
  const set = async () => {
    const value = memory.retention + 1
    const { responses } = await connection.send(IncrementalAlterConfigs, 1, {
      resources: [
        {
          resourceType: 2,
          resourceName: 'a',
          configs: [{ name: 'retention.ms', configOperation: 0, value: String(86_400_000_000 + value) }],
        },
      ],
      validateOnly: false,
    })
    demand(responses[0]!.errorCode, 'set')
    memory.retention = value
  }
  if (!memory.topics.has('a')) await create('a')
  for (let i = 0; i < 3; i++) await produce('a')
  for (let i = 0; i < 2; i++) await commit()
  await create('b')
  await produce('b')
  for (let i = 0; i < 4; i++) await set()
  await remove('b')
  await create('b')
  await produce('b')
  const topics = [{ name: 'a', partitions: [{ partitionIndex: 0, offset: 1 }] }]
  await connection.send(DeleteRecords, 2, { topics, timeoutMs: 1000 })
  await commit()
  await produce('a')
  await remove('b')
  await set()
}

/** Two brokers live on the disk, one after the other; the `end`th operation fails, and all that follow. */
async function livesUntil(t: Test, end: number) {
  const dir = directory(t)
  const disk = new ForgetfulDisk()
  disk.mkdir(dir)
  for (let at = dir; at !== '/'; at = path.dirname(at)) disk.syncDir(path.dirname(at))
  const files = faultyFiles(disk, ({ number }) => (number >= end ? 'EIO' : undefined))
  const memory = new Memory()
  try {
    for (let i = 0; i < 2; i++) await withBroker(files, dir, connection => live(connection, memory))
  } catch (error) {
    if (end === Number.POSITIVE_INFINITY) throw error
  }
  return { dir, disk, memory, operations: files.operations }
}

async function withBroker(files: Files, dir: string, work: (connection: Connection) => Promise<void>): Promise<void> {
  const broker = await Broker.start({ configs: { ...configs, 'log.dirs': dir }, files, logger: silentLogger })
  const connection = await connect(broker)
  try {
    await work(connection)
  } finally {
    connection.close()
    await broker.close()
  }
}

/** @throws {Error} which promise is broken */
async function check(connection: Connection, memory: Memory): Promise<void> {
  const { topics } = await connection.send(Metadata, 12, { topics: null })
  for (const [name, state] of memory.topics) {
    const isThere = topics.some(topic => topic.name === name)
    if (state !== 'in doubt' && isThere !== (state === 'there')) throw new Error(`${name} should be ${state}`)
    if (state !== 'there') continue
    // The first record of `a` was deleted, or may have been.
    const from = name === 'a' ? 1 : 0
    const { values, error } = await fetchFrom(connection, name, 0, from)
    for (const [offset, value] of memory.records.get(name)!.entries())
      if (value !== undefined && offset >= from && !values.includes(`${offset} ${value}`))
        throw new Error(`${name} has ${values} (${error}), and not ${value} at ${offset}`)
  }
  if (memory.retention > 0) {
    const resources = [{ resourceType: 2, resourceName: 'a', configurationKeys: ['retention.ms'] }]
    const { results } = await connection.send(DescribeConfigs, 4, { resources })
    const found = Number(results[0]!.configs[0]!.value) - 86_400_000_000
    if (found !== memory.retention && found !== memory.retention + 1)
      throw new Error(`retention is ${found}, not ${memory.retention}`)
  }
  if (memory.committed > 0) {
    await connection.send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: ['g'] })
    const groups = [{ groupId: 'g', memberId: null, memberEpoch: -1, topics: [{ name: 'a', partitionIndexes: [0] }] }]
    const answer = await connection.send(OffsetFetch, 8, { groups, requireStable: false })
    const found = answer.groups[0]!.topics[0]!.partitions[0]!.committedOffset
    if (found !== memory.committed && found !== memory.committed + 1)
      throw new Error(`the group is at ${found}, not at ${memory.committed}`)
  }
}

t.test('what a broker acknowledged survives a power cut at any operation', async t => {
  const { operations } = await livesUntil(t, Number.POSITIVE_INFINITY)
  t.ok(operations > 200, `${operations} operations`)
  const seed = Date.now() % 100_000
  const random = seededRandom(seed)
  const { POWER_CUTS = String(DRAWN) } = process.env
  const ends =
    POWER_CUTS === 'all'
      ? Array.from({ length: operations }, (_, i) => i + 1)
      : Array.from({ length: Number(POWER_CUTS) }, () => 1 + random.below(operations))
  for (const end of ends) {
    const { dir, disk, memory } = await livesUntil(t, end)
    try {
      for (let again = 0; again < 2; again++) {
        disk.powerCut(end % 2 === 0 ? undefined : seededRandom(seed + end))
        await withBroker(disk, dir, connection => check(connection, memory))
      }
    } catch (error) {
      t.fail(`seed ${seed}, ended at operation ${end} of ${operations}: ${(error as Error).message}`)
    }
  }
})
