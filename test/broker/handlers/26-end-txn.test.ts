/** Transactions as producers see them: begin, add, end, be fenced, across versions and restarts. */
import t, { type Test } from 'tap'
import type { Connection } from '../../../src/net/connection.ts'
import { errorName } from '../../../src/protocol/errors.ts'
import { Produce } from '../../../src/protocol/generated/apis/00-produce.ts'
import { OffsetFetch } from '../../../src/protocol/generated/apis/09-offset-fetch.ts'
import { FindCoordinator } from '../../../src/protocol/generated/apis/10-find-coordinator.ts'
import { InitProducerId } from '../../../src/protocol/generated/apis/22-init-producer-id.ts'
import { AddPartitionsToTxn } from '../../../src/protocol/generated/apis/24-add-partitions-to-txn.ts'
import { AddOffsetsToTxn } from '../../../src/protocol/generated/apis/25-add-offsets-to-txn.ts'
import { EndTxn } from '../../../src/protocol/generated/apis/26-end-txn.ts'
import { TxnOffsetCommit } from '../../../src/protocol/generated/apis/28-txn-offset-commit.ts'
import { DescribeTransactions } from '../../../src/protocol/generated/apis/65-describe-transactions.ts'
import { ListTransactions } from '../../../src/protocol/generated/apis/66-list-transactions.ts'
import { batchOf, connectTo, createTopic, directory, fetchFrom, startBroker, startWithTopic } from '../start.ts'

const ID = 'payments'
const READ_COMMITTED = { isolationLevel: 1 }

/** Few internal partitions: quick to make. */
const few = { 'transaction.state.log.num.partitions': '3', 'offsets.topic.num.partitions': '2' }
const start = (t: Test, partitions = 1) => startWithTopic(t, { partitions, broker: few })

interface Who {
  producerId: number
  producerEpoch: number
}

async function init(connection: Connection, { version = 5, transactionalId = ID, timeoutMs = 60_000, who = {} } = {}) {
  await connection.send(FindCoordinator, 4, { keyType: 1, coordinatorKeys: [transactionalId] })
  const request = { transactionalId, transactionTimeoutMs: timeoutMs, ...who }
  const { errorCode, producerId, producerEpoch } = await connection.send(InitProducerId, version, request)
  return { error: errorName(errorCode), producerId, producerEpoch }
}

async function produce(connection: Connection, { producerId, producerEpoch }: Who, values: string[], more = {}) {
  const {
    sequence = 0,
    version = 12,
    index = 0,
    topic = 'orders',
    transactionalId = ID as string | null,
  } = {
    ...more,
  } as { sequence?: number; version?: number; index?: number; topic?: string; transactionalId?: string | null }
  const records = batchOf(
    values,
    { producerId, producerEpoch, baseSequence: sequence, isTransactional: true },
    Date.now(),
  )
  const response = await connection.send(Produce, version, {
    transactionalId,
    acks: -1,
    timeoutMs: 5000,
    topicData: [{ name: topic, partitionData: [{ index, records }] }],
  })
  return errorName(response.responses[0]!.partitionResponses[0]!.errorCode)
}

async function add(connection: Connection, { producerId, producerEpoch }: Who, partitions = [0], version = 3) {
  const response = await connection.send(AddPartitionsToTxn, version, {
    v3AndBelowTransactionalId: ID,
    v3AndBelowProducerId: producerId,
    v3AndBelowProducerEpoch: producerEpoch,
    v3AndBelowTopics: [{ name: 'orders', partitions }],
  })
  return response.resultsByTopicV3AndBelow[0]!.resultsByPartition.map(row => errorName(row.partitionErrorCode))
}

async function end(connection: Connection, { producerId, producerEpoch }: Who, committed: boolean, version = 5) {
  const response = await connection.send(EndTxn, version, { transactionalId: ID, producerId, producerEpoch, committed })
  return {
    error: errorName(response.errorCode),
    producerId: response.producerId,
    producerEpoch: response.producerEpoch,
  }
}

/** Offset and value of what a consumer reads until the last stable offset: the markers are left out. */
async function committed(connection: Connection) {
  const { values, abortedTransactions } = await fetchFrom(connection, 'orders', 0, 0, READ_COMMITTED)
  return { values: values.filter(value => !value.includes('\0')), aborted: abortedTransactions ?? [] }
}

const describe = async (connection: Connection, id = ID) =>
  (await connection.send(DescribeTransactions, 0, { transactionalIds: [id] })).transactionStates[0]!

t.test('what is committed is read, what is aborted is not, and the epoch rises each time', async t => {
  const { connection } = await start(t)
  const first = await init(connection)
  t.match(first, { error: 'NONE', producerEpoch: 0 })
  t.equal(await produce(connection, first, ['a', 'b']), 'NONE')
  t.same((await committed(connection)).values, [], 'not before the end')
  const second = await end(connection, first, true)
  t.match(second, { error: 'NONE', producerId: first.producerId, producerEpoch: 1 })
  t.equal(await produce(connection, second, ['c']), 'NONE')
  const third = await end(connection, second, false)
  t.match(third, { error: 'NONE', producerEpoch: 2 })
  t.equal(await produce(connection, third, ['d']), 'NONE')
  t.match(await end(connection, third, true), { error: 'NONE', producerEpoch: 3 })
  const { values, aborted } = await committed(connection)
  t.same(values, ['0 a', '1 b', '3 c', '5 d'])
  t.match(aborted, [{ producerId: first.producerId, firstOffset: 3 }])
})

t.test('a producer of older versions adds its partitions, and keeps its epoch', async t => {
  const { connection } = await start(t, 2)
  for (const version of [0, 1, 2, 3]) {
    const who = await init(connection, { version })
    t.equal(who.error, 'NONE')
    t.equal(await produce(connection, who, ['x'], { version: 9 }), 'INVALID_TXN_STATE', 'not added')
    t.equal(await produce(connection, who, ['x'], { version: 11 }), 'TRANSACTION_ABORTABLE', 'not added')
    t.same(await add(connection, who, [0, 1], version), ['NONE', 'NONE'])
    t.equal(await produce(connection, who, [`v${version}`], { version: 9 }), 'NONE')
    t.match(await end(connection, who, true, version), { error: 'NONE', producerId: -1 })
    t.match(await end(connection, who, true, version), { error: 'NONE' }, 'a repetition')
    t.match(await end(connection, who, false, version), { error: 'INVALID_TXN_STATE' })
    t.match(await describe(connection), { transactionState: 'CompleteCommit', producerEpoch: who.producerEpoch })
  }
  t.same((await committed(connection)).values, ['0 v0', '2 v1', '4 v2', '6 v3'])
})

t.test('partitions that do not exist let none of them in', async t => {
  const { connection } = await start(t)
  const who = await init(connection)
  t.same(await add(connection, who, [0, 7]), ['OPERATION_NOT_ATTEMPTED', 'UNKNOWN_TOPIC_OR_PARTITION'])
  t.match(await describe(connection), { transactionState: 'Empty', topics: [] })
})

t.test('brokers ask for many at once, to add or to verify', async t => {
  const { connection } = await start(t, 2)
  const { producerId, producerEpoch } = await init(connection)
  const ask = async (verifyOnly: boolean, partitions: number[], transactionalId = ID) => {
    const response = await connection.send(AddPartitionsToTxn, 5, {
      transactions: [
        { transactionalId, producerId, producerEpoch, verifyOnly, topics: [{ name: 'orders', partitions }] },
      ],
    })
    const [result] = response.resultsByTransaction
    return result!.topicResults[0]!.resultsByPartition.map(row => errorName(row.partitionErrorCode))
  }
  t.same(await ask(true, [0]), ['TRANSACTION_ABORTABLE'])
  t.same(await ask(false, [0]), ['NONE'])
  t.same(await ask(true, [0, 1]), ['NONE', 'TRANSACTION_ABORTABLE'])
  t.same(await ask(true, [0], 'nobody'), ['INVALID_PRODUCER_ID_MAPPING'])
})

t.test('who comes with the same id fences who was there, and aborts what it left', async t => {
  const { connection } = await start(t)
  const old = await init(connection)
  await produce(connection, old, ['lost'])
  t.match(await init(connection), { error: 'CONCURRENT_TRANSACTIONS', producerId: -1 }, 'has to come again')
  const now = await init(connection)
  t.match(now, { error: 'NONE', producerId: old.producerId, producerEpoch: 2 })
  t.equal(await produce(connection, old, ['late'], { sequence: 1 }), 'INVALID_PRODUCER_EPOCH')
  t.same(await add(connection, old), ['PRODUCER_FENCED'])
  t.same(await add(connection, old, [0], 1), ['INVALID_PRODUCER_EPOCH'])
  t.match(await end(connection, old, true), { error: 'PRODUCER_FENCED' })
  t.match(await end(connection, old, true, 1), { error: 'INVALID_PRODUCER_EPOCH' })
  t.equal(await produce(connection, now, ['kept']), 'NONE')
  t.match(await end(connection, now, true), { error: 'NONE' })
  const { values, aborted } = await committed(connection)
  t.same(values, ['0 lost', '2 kept'])
  t.match(aborted, [{ firstOffset: 0 }])
})

t.test('a producer that goes on says who it was', async t => {
  const { connection } = await start(t)
  const who = await init(connection)
  const next = await init(connection, { who: { producerId: who.producerId, producerEpoch: 0 } })
  t.match(next, { error: 'NONE', producerEpoch: 1 })
  t.match(await init(connection, { who: { producerId: who.producerId, producerEpoch: 0 } }), next, 'a repetition')
  const stranger = { producerId: who.producerId + 77, producerEpoch: 0 }
  t.match(await init(connection, { who: stranger }), { error: 'PRODUCER_FENCED', producerId: -1 })
  t.match(await init(connection, { who: stranger, version: 3 }), { error: 'INVALID_PRODUCER_EPOCH' })
})

t.test('nonsense is refused', async t => {
  const { connection } = await start(t)
  t.match(await init(connection, { timeoutMs: 900_001 }), { error: 'INVALID_TRANSACTION_TIMEOUT' })
  t.match(await init(connection, { timeoutMs: 0 }), { error: 'INVALID_TRANSACTION_TIMEOUT' })
  const nobody = { producerId: 5, producerEpoch: 0 }
  t.same(await add(connection, nobody), ['INVALID_PRODUCER_ID_MAPPING'])
  t.match(await end(connection, nobody, true), { error: 'INVALID_PRODUCER_ID_MAPPING' })
  t.equal(await produce(connection, nobody, ['x']), 'INVALID_PRODUCER_ID_MAPPING')
  t.equal(await produce(connection, nobody, ['x'], { transactionalId: null }), 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED')
  t.equal(errorName((await describe(connection, 'nobody')).errorCode), 'TRANSACTIONAL_ID_NOT_FOUND')
  const who = await init(connection)
  t.match(await end(connection, who, true), { error: 'INVALID_TXN_STATE' }, 'nothing to commit')
  t.match(await end(connection, who, true, 3), { error: 'INVALID_TXN_STATE' })
  t.match(await end(connection, who, false), { error: 'NONE', producerEpoch: 1 }, 'an empty abort gives an epoch')
})

t.test('offsets of a group count when their transaction commits', async t => {
  const { connection } = await start(t)
  await connection.send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: ['readers'] })
  const fetched = async () => {
    const response = await connection.send(OffsetFetch, 8, {
      groups: [{ groupId: 'readers', topics: [{ name: 'orders', partitionIndexes: [0] }] }],
    })
    return response.groups[0]!.topics[0]!.partitions[0]!.committedOffset
  }
  const commit = async ({ producerId, producerEpoch }: Who, committedOffset: number, version: number) => {
    const response = await connection.send(TxnOffsetCommit, version, {
      transactionalId: ID,
      groupId: 'readers',
      producerId,
      producerEpoch,
      topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, committedOffset, committedMetadata: '' }] }],
    })
    return errorName(response.topics[0]!.partitions[0]!.errorCode)
  }
  let who: Who = await init(connection)
  t.equal(await commit(who, 5, 5), 'NONE', 'v5 adds the partition by itself')
  t.equal(await fetched(), -1)
  who = await end(connection, who, true)
  t.equal(await fetched(), 5)
  t.equal(await commit(who, 9, 5), 'NONE')
  who = await end(connection, who, false)
  t.equal(await fetched(), 5, 'aborted')
  t.equal(await commit(who, 7, 3), 'INVALID_TXN_STATE', 'v3 does not')
  const { producerId, producerEpoch } = who
  const added = await connection.send(AddOffsetsToTxn, 3, {
    transactionalId: ID,
    producerId,
    producerEpoch,
    groupId: 'readers',
  })
  t.equal(errorName(added.errorCode), 'NONE')
  t.equal(await commit(who, 7, 3), 'NONE')
  t.match(await end(connection, who, true, 3), { error: 'NONE' })
  t.equal(await fetched(), 7)
})

t.test('they are listed, by state, producer and name', async t => {
  const { connection } = await start(t)
  const list = async (more = {}) => {
    const response = await connection.send(ListTransactions, 2, { stateFilters: [], producerIdFilters: [], ...more })
    return [
      errorName(response.errorCode),
      ...response.transactionStates.map(row => `${row.transactionalId} ${row.transactionState}`),
    ]
  }
  t.same(await list(), ['NONE'])
  const who = await init(connection)
  await init(connection, { transactionalId: 'idle' })
  await produce(connection, who, ['x'])
  t.same(await list(), ['NONE', 'idle Empty', 'payments Ongoing'])
  t.same(await list({ stateFilters: ['Ongoing'] }), ['NONE', 'payments Ongoing'])
  t.same(await list({ producerIdFilters: [who.producerId] }), ['NONE', 'payments Ongoing'])
  t.same(await list({ transactionalIdPattern: 'id.*' }), ['NONE', 'idle Empty'])
  t.same(await list({ transactionalIdPattern: '(' }), ['INVALID_REGULAR_EXPRESSION'])
  t.same(
    await list({ durationFilter: 1e6 }),
    ['NONE', 'idle Empty'],
    'an idle one began before time itself, as on Kafka',
  )
  t.match(await describe(connection), {
    transactionState: 'Ongoing',
    transactionTimeoutMs: 60_000,
    producerId: who.producerId,
    topics: [{ topic: 'orders', partitions: [0] }],
  })
})

t.test('a restart keeps the state, and an open transaction goes on', async t => {
  const dir = directory(t)
  const one = await startBroker(t, few, dir)
  const before = await one.connect()
  await createTopic(before, 'orders')
  const who = await init(before)
  await produce(before, who, ['a'])
  await one.broker.close()
  const two = await startBroker(t, few, dir)
  const connection = await connectTo(t, two.broker)
  t.match(await describe(connection), { transactionState: 'Ongoing', producerId: who.producerId })
  t.equal(await produce(connection, who, ['b'], { sequence: 1 }), 'NONE')
  t.match(await end(connection, who, true), { error: 'NONE', producerEpoch: 1 })
  t.same((await committed(connection)).values, ['0 a', '1 b'])
})
