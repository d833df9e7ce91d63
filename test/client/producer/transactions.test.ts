/** What a transactional producer asks its coordinators, of which a test says what they answer. */
import t from 'tap'
import { Producer } from '../../../src/client/producer/producer.ts'
import { type ErrorName, errorCodes } from '../../../src/protocol/errors.ts'
import { AddPartitionsToTxn } from '../../../src/protocol/generated/apis/24-add-partitions-to-txn.ts'
import { AddOffsetsToTxn } from '../../../src/protocol/generated/apis/25-add-offsets-to-txn.ts'
import { EndTxn } from '../../../src/protocol/generated/apis/26-end-txn.ts'
import { TxnOffsetCommit } from '../../../src/protocol/generated/apis/28-txn-offset-commit.ts'
import { FakeBroker } from '../fake-broker.ts'
import { Ledger } from './ledger.ts'

/** @param refusals of each API, its first answers */
async function setUp(
  t: { teardown(fn: () => unknown): unknown },
  { level = 0, refusals = {} }: { level?: number; refusals?: Readonly<Record<string, readonly ErrorName[]>> } = {},
) {
  const broker = await FakeBroker.start({ orders: 2, payments: 1 })
  broker.features.set('transaction.version', level)
  const ledger = new Ledger(broker)
  const left = new Map(Object.entries(refusals).map(([api, names]) => [api, [...names]]))
  const codeFor = (api: string) => errorCodes[left.get(api)?.shift() ?? 'NONE'].code
  broker.on(AddPartitionsToTxn, request => {
    const code = codeFor('AddPartitionsToTxn')
    return {
      resultsByTopicV3AndBelow: request.v3AndBelowTopics.map(({ name, partitions }) => ({
        name,
        resultsByPartition: partitions.map(partitionIndex => ({ partitionIndex, partitionErrorCode: code })),
      })),
    }
  })
  broker.on(AddOffsetsToTxn, () => ({ errorCode: codeFor('AddOffsetsToTxn') }))
  broker.on(EndTxn, ({ producerId, producerEpoch }, { version }) => {
    const errorCode = codeFor('EndTxn')
    return version > 4 && errorCode === 0 ? { producerId, producerEpoch: producerEpoch + 1 } : { errorCode }
  })
  broker.on(TxnOffsetCommit, ({ topics }) => ({
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode: partitionIndex === 0 ? 0 : codeFor('TxnOffsetCommit'),
      })),
    })),
  }))
  const producer = new Producer({
    'bootstrap.servers': broker.bootstrap,
    'transactional.id': 'till',
    'linger.ms': '0',
    'retry.backoff.ms': '2',
    'retry.backoff.max.ms': '10',
    'max.block.ms': '2000',
  })
  t.teardown(async () => {
    await producer.close(0)
    await broker.close()
  })
  await producer.initTransactions()
  producer.beginTransaction()
  return { broker, ledger, producer }
}

const GROUP = { groupId: 'g', generationId: 3, memberId: 'm' }
const OFFSETS = [0, 1].map(partition => ({ topic: 'orders', partition, offset: 10 + partition }))

t.test('in the first protocol partitions and groups are added before they are written to', async t => {
  const { broker, ledger, producer } = await setUp(t)
  await Promise.all([0, 1].map(partition => producer.send({ topic: 'orders', partition, value: 'x' })))
  await producer.sendOffsetsToTransaction(OFFSETS, GROUP)
  await producer.commitTransaction()
  const [added] = broker.of('AddPartitionsToTxn')
  t.match(added!.body, {
    v3AndBelowTransactionalId: 'till',
    v3AndBelowProducerId: 4001,
    v3AndBelowTopics: [{ name: 'orders', partitions: [0, 1] }],
  })
  t.equal(broker.of('AddPartitionsToTxn').length, 1, 'both of one turn')
  const order = broker.asked.map(({ api }) => api).filter(api => /Txn|Produce/.test(api) && !/Init/.test(api))
  t.same(order, ['AddPartitionsToTxn', 'Produce', 'AddOffsetsToTxn', 'TxnOffsetCommit', 'EndTxn'])
  t.match(broker.of('TxnOffsetCommit')[0], { version: 4, body: { groupId: 'g', generationId: 3, memberId: 'm' } })
  t.match(broker.of('EndTxn')[0], { version: 4, body: { committed: true } })
  t.ok(broker.of('Produce')[0]!.version <= 11)
  t.equal(ledger.headers.length, 2)
})

t.test('what is refused for now is asked again, and is the same', async t => {
  const { broker, producer } = await setUp(t, {
    refusals: {
      AddPartitionsToTxn: ['CONCURRENT_TRANSACTIONS', 'COORDINATOR_LOAD_IN_PROGRESS'],
      AddOffsetsToTxn: ['CONCURRENT_TRANSACTIONS'],
      EndTxn: ['CONCURRENT_TRANSACTIONS'],
    },
  })
  await producer.send({ topic: 'orders', partition: 1, value: 'x' })
  await producer.sendOffsetsToTransaction(OFFSETS, GROUP)
  await producer.commitTransaction()
  const added = broker.of('AddPartitionsToTxn').map(({ body }) => body.v3AndBelowTopics)
  t.match(
    added,
    Array.from({ length: 3 }, () => [{ name: 'orders', partitions: [1] }]),
  )
  t.equal(broker.of('AddOffsetsToTxn').length, 2)
  t.equal(broker.of('EndTxn').length, 2)
})

t.test('of a group’s offsets only those are sent again that were refused', async t => {
  const { broker, producer } = await setUp(t, { refusals: { TxnOffsetCommit: ['UNKNOWN_TOPIC_OR_PARTITION'] } })
  await producer.sendOffsetsToTransaction(OFFSETS, GROUP)
  const sent = broker.of('TxnOffsetCommit').map(({ body }) => body.topics[0].partitions)
  t.match(sent, [
    [{ partitionIndex: 0, committedOffset: 10 }, { partitionIndex: 1 }],
    [{ partitionIndex: 1, committedOffset: 11 }],
  ])
  t.equal(sent[1].length, 1)
})

t.test('in the second protocol writing adds, and the end tells who is next', async t => {
  const { broker, ledger, producer } = await setUp(t, { level: 2 })
  await producer.send({ topic: 'orders', value: 'x' })
  await producer.sendOffsetsToTransaction(OFFSETS, GROUP)
  await producer.commitTransaction()
  t.same([...broker.of('AddPartitionsToTxn'), ...broker.of('AddOffsetsToTxn')], [])
  t.equal(broker.of('EndTxn')[0]!.version, EndTxn.max)
  producer.beginTransaction()
  await producer.send({ topic: 'orders', value: 'y' })
  t.same(
    ledger.headers.map(({ producerId, producerEpoch }) => [producerId, producerEpoch]),
    [
      [4001, 0],
      [4001, 1],
    ],
  )
})

t.test('a refusal that lasts: some spoil the transaction, some the producer', async t => {
  const spoilt = await setUp(t, { refusals: { AddPartitionsToTxn: ['TOPIC_AUTHORIZATION_FAILED'] } })
  await t.rejects(spoilt.producer.send({ topic: 'orders', value: 'x' }), { name: 'TOPIC_AUTHORIZATION_FAILED' })
  await t.rejects(spoilt.producer.commitTransaction(), { name: 'TRANSACTION_ABORTABLE' })
  await spoilt.producer.abortTransaction()
  spoilt.producer.beginTransaction()
  await spoilt.producer.send({ topic: 'orders', value: 'y' })
  await spoilt.producer.commitTransaction()

  const fenced = await setUp(t, { refusals: { EndTxn: ['INVALID_PRODUCER_EPOCH'] } })
  await fenced.producer.send({ topic: 'orders', value: 'x' })
  await t.rejects(fenced.producer.commitTransaction(), {
    name: 'PRODUCER_FENCED',
    message: 'A newer producer has the transactional id "till"',
  })
  await t.rejects(fenced.producer.send({ topic: 'orders', value: 'y' }), { name: 'PRODUCER_FENCED' })
})
