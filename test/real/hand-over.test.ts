/**
 * One data directory, handed from Apache Kafka to tskafka and back, after clean stops, with one server.properties: whatever one
 * has written the other finds, and goes on with. What is asked goes over the wire, so both are asked the same.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import t, { type Test } from 'tap'
import { Producer } from '../../src/client/producer/producer.ts'
import { Connection } from '../../src/net/connection.ts'
import { Fetch } from '../../src/protocol/generated/apis/01-fetch.ts'
import { Metadata } from '../../src/protocol/generated/apis/03-metadata.ts'
import { OffsetCommit } from '../../src/protocol/generated/apis/08-offset-commit.ts'
import { OffsetFetch } from '../../src/protocol/generated/apis/09-offset-fetch.ts'
import { FindCoordinator } from '../../src/protocol/generated/apis/10-find-coordinator.ts'
import { InitProducerId } from '../../src/protocol/generated/apis/22-init-producer-id.ts'
import { DescribeConfigs } from '../../src/protocol/generated/apis/32-describe-configs.ts'
import { IncrementalAlterConfigs } from '../../src/protocol/generated/apis/44-incremental-alter-configs.ts'
import { DescribeProducers } from '../../src/protocol/generated/apis/61-describe-producers.ts'
import { DescribeTransactions } from '../../src/protocol/generated/apis/65-describe-transactions.ts'
import { batchOf, createTopic, fetchRequest, produceTo } from '../broker/start.ts'
import { handedOut } from '../scenarios/verbs/topics.ts'
import { formatWithKafka, properties, type Server, serveKafka, serveTskafka } from './kafka.ts'

const makers = { kafka: serveKafka, tskafka: serveTskafka }
type Maker = keyof typeof makers

/** What was written, and must be there at every later stage. */
interface Memory {
  producerId: number
  leaderEpoch: number
  transactionalProducerId: number
  values: string[]
  committed: string[]
}

const folder = (t: Test) => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-hand-over-'))
  t.teardown(() => fs.rmSync(dir, { recursive: true, force: true }))
  return dir
}

async function connect(t: Test, { address }: Server): Promise<Connection> {
  const [host, port] = address.split(':')
  const connection = await Connection.connect({ host: host!, port: Number(port), clientId: 'test' })
  t.teardown(() => connection.close())
  return connection
}

/** A leader or a coordinator may take a moment after the start, and says so. */
async function eventually<Row extends { errorCode: number }>(ask: () => Promise<Row>): Promise<Row> {
  for (let tries = 0; ; tries++) {
    const row = await ask()
    if (row.errorCode === 0 || tries === 100) return row
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

const retention = (stage: number) => String(86_400_000 + stage)
const offsetsOf = (connection: Connection) => async () =>
  (
    await connection.send(OffsetFetch, 8, {
      groups: [{ groupId: 'g', memberId: null, memberEpoch: -1, topics: [{ name: 'orders', partitionIndexes: [0] }] }],
      requireStable: true,
    })
  ).groups[0]!

async function remembered(t: Test, connection: Connection, stage: number, memory: Memory): Promise<void> {
  const { topics } = await connection.send(Metadata, 12, { topics: null })
  const names = topics.map(({ name }) => name).filter(name => !name!.startsWith('__'))
  t.same(names.sort(), ['orders', 'payments', ...Array.from({ length: stage }, (_, i) => `stage${i}`)], 'topics')
  const { leaderEpoch, leaderId } = topics.find(({ name }) => name === 'orders')!.partitions[0]!
  t.equal(leaderId, 1)
  t.ok(leaderEpoch > memory.leaderEpoch, `leader epoch ${leaderEpoch} is above ${memory.leaderEpoch}`)
  memory.leaderEpoch = leaderEpoch
  const { results } = await connection.send(DescribeConfigs, 4, {
    resources: [{ resourceType: 2, resourceName: 'orders', configurationKeys: ['retention.ms'] }],
  })
  t.equal(results[0]!.configs[0]!.value, retention(stage - 1), 'settings')
  t.same(await read(connection, 'orders'), memory.values, 'records')
  t.same(await read(connection, 'payments'), memory.committed, 'committed transactions, and no others')
  const group = await eventually(offsetsOf(connection))
  t.match(group.topics[0]!.partitions[0], { committedOffset: stage - 1, metadata: `stage ${stage - 1}` }, 'offsets')
  const described = await connection.send(DescribeProducers, 0, { topics: [{ name: 'orders', partitionIndexes: [0] }] })
  const last = { producerId: memory.producerId, producerEpoch: 0, lastSequence: stage - 1 }
  t.match(described.topics[0]!.partitions[0]!.activeProducers, [last], 'producers')
  const transaction = await eventually(
    async () => (await connection.send(DescribeTransactions, 0, { transactionalIds: ['till'] })).transactionStates[0]!,
  )
  t.match(transaction, { producerId: memory.transactionalProducerId, transactionState: 'CompleteAbort' })
}

const read = async (connection: Connection, topic: string) => {
  const { responses } = await connection.send(Fetch, 12, fetchRequest(topic, 0, 0, { isolationLevel: 1 }))
  const { records, abortedTransactions } = responses[0]!.partitions[0]!
  return handedOut(records, abortedTransactions ?? []).map(line => line.slice(line.indexOf(' ') + 1))
}

async function goOn(t: Test, address: string, connection: Connection, stage: number, memory: Memory): Promise<void> {
  await createTopic(connection, `stage${stage}`)
  const configs = [{ name: 'retention.ms', configOperation: 0, value: retention(stage) }]
  await connection.send(IncrementalAlterConfigs, 1, {
    resources: [{ resourceType: 2, resourceName: 'orders', configs }],
    validateOnly: false,
  })
  // The producer does not know that the broker is another: its sequence goes on, and what it repeats is recognised.
  const send = (sequence: number) =>
    produceTo(
      connection,
      'orders',
      0,
      batchOf(
        [`order ${sequence}`],
        { producerId: memory.producerId, producerEpoch: 0, baseSequence: sequence },
        Date.now(),
      ),
    )
  if (stage > 0) t.match(await send(stage - 1), { error: 'NONE', baseOffset: stage - 1 }, 'a repetition')
  t.match(await send(stage), { error: 'NONE', baseOffset: stage }, 'the next')
  t.equal((await send(stage + 2)).error, 'OUT_OF_ORDER_SEQUENCE_NUMBER', 'a gap')
  memory.values.push(`order ${stage}`)
  const producer = new Producer({ 'bootstrap.servers': address, 'transactional.id': 'till' })
  await producer.initTransactions()
  for (const end of ['commitTransaction', 'abortTransaction'] as const) {
    producer.beginTransaction()
    await producer.send({ topic: 'payments', partition: 0, value: `${end} ${stage}` })
    await producer[end]()
  }
  await producer.close()
  memory.committed.push(`commitTransaction ${stage}`)
  const described = await connection.send(DescribeTransactions, 0, { transactionalIds: ['till'] })
  memory.transactionalProducerId = Number(described.transactionStates[0]!.producerId)
  await eventually(async () => {
    const { coordinators } = await connection.send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: ['g'] })
    return coordinators[0]!
  })
  await eventually(offsetsOf(connection))
  const partitions = [{ partitionIndex: 0, committedOffset: stage, committedMetadata: `stage ${stage}` }]
  const committed = await connection.send(OffsetCommit, 9, {
    groupId: 'g',
    memberId: '',
    topics: [{ name: 'orders', partitions }],
  })
  t.equal(committed.topics[0]!.partitions[0]!.errorCode, 0)
}

async function play(t: Test, file: string, port: number, stages: readonly Maker[]): Promise<void> {
  const memory: Memory = { producerId: -1, leaderEpoch: -1, transactionalProducerId: -1, values: [], committed: [] }
  for (const [stage, maker] of stages.entries()) {
    t.comment(`stage ${stage}: ${maker}`)
    const server = await makers[maker](t, file, port)
    const connection = await connect(t, server)
    if (stage === 0) {
      await createTopic(connection, 'orders', 3)
      await createTopic(connection, 'payments')
      const { producerId } = await eventually(() =>
        connection.send(InitProducerId, 4, { transactionalId: null, transactionTimeoutMs: 0 }),
      )
      memory.producerId = Number(producerId)
    } else {
      await eventually(async () => {
        const { topics } = await connection.send(Metadata, 12, { topics: [{ name: 'orders' }] })
        return topics[0]!.partitions.find(({ errorCode }) => errorCode !== 0) ?? { errorCode: 0 }
      })
      await remembered(t, connection, stage, memory)
    }
    await goOn(t, server.address, connection, stage, memory)
    connection.close()
    await server.stop()
  }
}

t.test('a directory that tskafka made, with voters in the log', async t => {
  const dir = folder(t)
  const { file, port } = await properties(dir, path.join(dir, 'data'), 'bootstrap.servers')
  await play(t, file, port, ['tskafka', 'kafka', 'tskafka', 'kafka', 'tskafka'])
})

t.test('a directory that Apache Kafka made, with voters in the log', async t => {
  const dir = folder(t)
  const { file, port } = await properties(dir, path.join(dir, 'data'), 'bootstrap.servers')
  await formatWithKafka(file, ['--standalone'])
  await play(t, file, port, ['tskafka', 'kafka', 'tskafka', 'tskafka', 'kafka'])
})

t.test('a directory that Apache Kafka made and ran, with voters as a setting', async t => {
  const dir = folder(t)
  const { file, port } = await properties(dir, path.join(dir, 'data'))
  await formatWithKafka(file)
  await play(t, file, port, ['kafka', 'tskafka', 'kafka'])
})
