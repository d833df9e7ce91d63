/** A broker in the test's own process, on a free port, with a directory that goes away with it; and a plain client. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Test } from 'tap'
import { Broker } from '../../src/broker/broker.ts'
import { createLogger } from '../../src/lib/logger.ts'
import { Connection } from '../../src/net/connection.ts'
import { batches } from '../../src/protocol/batch.ts'
import { errorName } from '../../src/protocol/errors.ts'
import { Produce } from '../../src/protocol/generated/apis/00-produce.ts'
import { Fetch, type FetchRequestInit } from '../../src/protocol/generated/apis/01-fetch.ts'
import { ListOffsets } from '../../src/protocol/generated/apis/02-list-offsets.ts'
import { CreateTopics } from '../../src/protocol/generated/apis/19-create-topics.ts'
import { type BatchInit, decodeRecords, encodeBatch } from '../../src/protocol/record.ts'

export interface Started {
  broker: Broker
  /** What the broker logged, a line each. */
  log: string[]
  dir: string
  connect: () => Promise<Connection>
}

/** A directory that goes away after what uses it: `t.testdir()` is gone before the teardowns run. */
export function directory(t: Test): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-broker-'))
  t.teardown(() => fs.rmSync(dir, { recursive: true, force: true }))
  return dir
}

export async function startBroker(t: Test, configs: Record<string, string> = {}, dir = directory(t)): Promise<Started> {
  const log: string[] = []
  const logger = createLogger({ write: line => log.push(line.trimEnd()), level: 'info' })
  const broker = await Broker.start({
    configs: { 'log.dirs': dir, listeners: 'PLAINTEXT://127.0.0.1:0', ...configs },
    logger,
  })
  t.teardown(() => broker.close())
  return { broker, log, dir, connect: () => connectTo(t, broker) }
}

export async function connectTo(t: Test, broker: Broker, clientId = 'test'): Promise<Connection> {
  const [host, port] = broker.address.split(':')
  const connection = await Connection.connect({ host: host!, port: Number(port), clientId, requestTimeoutMs: 10_000 })
  t.teardown(() => connection.close())
  return connection
}

/** A broker, a connection to it, and a topic. */
export async function startWithTopic(
  t: Test,
  { topic = 'orders', partitions = 1, configs = {}, broker = {} as Record<string, string> } = {},
) {
  const started = await startBroker(t, broker)
  const connection = await started.connect()
  const topicId = await createTopic(connection, topic, partitions, configs)
  return { ...started, connection, topic, topicId }
}

export async function createTopic(
  connection: Connection,
  name: string,
  numPartitions = 1,
  configs: Record<string, string> = {},
) {
  const response = await connection.send(CreateTopics, 7, {
    topics: [
      {
        name,
        numPartitions,
        replicationFactor: 1,
        assignments: [],
        configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
      },
    ],
  })
  const [topic] = response.topics
  if (topic?.errorCode !== 0) throw new Error(`${errorName(topic?.errorCode ?? -1)}: ${topic?.errorMessage}`)
  return topic.topicId
}

/** A batch of one record a value; `more` as `encodeBatch` has it. */
export const batchOf = (values: readonly string[], more: Partial<BatchInit> = {}, timestamp = 1000) =>
  encodeBatch({ records: values.map(value => ({ timestamp, value: Buffer.from(value) })), ...more })

export async function produceTo(
  connection: Connection,
  name: string,
  index: number,
  records: Buffer | null,
  { version = 12, acks = -1 } = {},
) {
  const response = await connection.send(Produce, version, {
    acks,
    timeoutMs: 5000,
    topicData: [{ name, partitionData: [{ index, records }] }],
  })
  const answer = response.responses[0]!.partitionResponses[0]!
  return { ...answer, error: errorName(answer.errorCode) }
}

export const fetchRequest = (
  topic: string,
  partition: number,
  fetchOffset: number,
  more: Partial<FetchRequestInit> = {},
): FetchRequestInit => ({
  maxWaitMs: 0,
  minBytes: 1,
  maxBytes: 1e6,
  isolationLevel: 0,
  topics: [{ topic, partitions: [{ partition, fetchOffset, partitionMaxBytes: 1e6 }] }],
  forgottenTopicsData: [],
  ...more,
})

/** The one partition of a fetch's answer, with its records. */
export async function fetchFrom(
  connection: Connection,
  topic: string,
  partition: number,
  fetchOffset: number,
  more: Partial<FetchRequestInit> = {},
  version = 12,
) {
  const response = await connection.send(Fetch, version, fetchRequest(topic, partition, fetchOffset, more))
  const answer = response.responses[0]!.partitions[0]!
  return { ...answer, error: errorName(answer.errorCode), values: valuesOf(answer.records) }
}

export const valuesOf = (records: Buffer | null) =>
  records === null
    ? []
    : [...batches(records, 'skip')].flatMap(({ start }) =>
        decodeRecords(records, start).map(({ offset, value }) => `${offset} ${value}`),
      )

export async function offsetAt(
  connection: Connection,
  name: string,
  partitionIndex: number,
  timestamp: number,
  version = 7,
) {
  const response = await connection.send(ListOffsets, version, {
    replicaId: -1,
    isolationLevel: 0,
    topics: [{ name, partitions: [{ partitionIndex, timestamp }] }],
  })
  const answer = response.topics[0]!.partitions[0]!
  return { ...answer, error: errorName(answer.errorCode) }
}
