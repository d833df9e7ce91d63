/** transactions, with transactions: open ones, ended ones, and one that hangs. The tables are laid out as Apache Kafka's. */
import t from 'tap'
import { transactions } from '../../commands/transactions.ts'
import { Producer } from '../../src/client/producer/producer.ts'
import { Produce } from '../../src/protocol/generated/apis/00-produce.ts'
import { batchOf, createTopic, startBroker } from '../broker/start.ts'
import { typed } from '../cli/world.ts'

const cells = (stdout: string) =>
  stdout
    .slice(0, -1)
    .split('\n')
    .map(line => line.split('\t').map(cell => cell.trim()))

t.test('open and ended transactions are listed and described', async t => {
  const { broker, connect } = await startBroker(t)
  await createTopic(await connect(), 'orders', 2)
  const run = (...words: string[]) => typed(transactions, ['--bootstrap-server', broker.address, ...words])
  const producer = new Producer({ 'bootstrap.servers': broker.address, 'transactional.id': 'billing-1' })
  t.teardown(() => producer.close())
  await producer.initTransactions()
  await producer.beginTransaction()
  await producer.send({ topic: 'orders', partition: 0, value: 'one' })
  await producer.send({ topic: 'orders', partition: 1, value: 'two' })

  const [head, row] = cells((await run('list')).stdout)
  t.same(head, ['TransactionalId', 'Coordinator', 'ProducerId', 'TransactionState', ''])
  t.match(row, ['billing-1', '1', /^\d+$/, 'Ongoing'])
  t.equal(cells((await run('list', '--duration-filter', '100000')).stdout).length, 1)
  t.equal(cells((await run('list', '--transactional-id-pattern', 'ship.*')).stdout).length, 1)

  const described = cells((await run('describe', '--transactional-id', 'billing-1')).stdout)
  t.match(described[1], ['1', 'billing-1', /^\d+$/, '0', 'Ongoing', '60000', /^\d{13}$/, /^\d+$/, 'orders-0,orders-1'])
  const producers = cells((await run('describe-producers', '--topic', 'orders', '--partition', '0')).stdout)
  t.match(producers[1], [row![2], '0', '-1', '0', /^\d{13}$/, '0'])

  await producer.commitTransaction()
  const ended = cells((await run('describe', '--transactional-id', 'billing-1')).stdout)
  t.match(ended[1], ['1', 'billing-1', /^\d+$/, /^\d+$/, 'CompleteCommit', '60000', /^\d{13}$/, /^\d+$/, ''])
})

t.test('a transaction is ended by force, and its producer fenced', async t => {
  const { broker, connect } = await startBroker(t)
  await createTopic(await connect(), 'orders')
  const producer = new Producer({ 'bootstrap.servers': broker.address, 'transactional.id': 'billing-1' })
  t.teardown(() => producer.close())
  await producer.initTransactions()
  await producer.beginTransaction()
  await producer.send({ topic: 'orders', partition: 0, value: 'one' })
  const at = ['--bootstrap-server', broker.address]
  const { code } = await typed(transactions, [...at, 'forceTerminateTransaction', '--transactionalId', 'billing-1'])
  t.equal(code, 0)
  await t.rejects(producer.commitTransaction(), { name: /FENCED|EPOCH/ })
})

t.test('a transaction that no coordinator knows hangs: it is found, and aborted', async t => {
  const { broker, connect } = await startBroker(t, { 'transaction.partition.verification.enable': 'false' })
  const connection = await connect()
  await createTopic(connection, 'orders')
  const batch = batchOf(['lost'], { producerId: 99, producerEpoch: 3, baseSequence: 0, isTransactional: true })
  const response = await connection.send(Produce, 9, {
    transactionalId: 'billing-1',
    acks: -1,
    timeoutMs: 5000,
    topicData: [{ name: 'orders', partitionData: [{ index: 0, records: batch }] }],
  })
  t.equal(response.responses[0]!.partitionResponses[0]!.errorCode, 0)
  const run = (...words: string[]) => typed(transactions, [...words, '--bootstrap-server', broker.address])
  const find = ['find-hanging', '--topic', 'orders']
  t.same(cells((await run(...find)).stdout)[1]?.slice(0, 7), ['orders', '0', '99', '3', '-1', '0', '1000'])
  const abort = ['abort', '--topic', 'orders', '--partition', '0', '--start-offset']
  t.equal((await run(...abort, '5')).code, 1, 'nothing begins there')
  t.equal((await run(...abort, '0')).code, 0)
  t.equal(cells((await run(...find)).stdout).length, 1, 'nothing hangs')
})

t.test('--json says the same to programs', async t => {
  const { broker } = await startBroker(t)
  const run = async (...words: string[]) => {
    const { code, stdout } = await typed(transactions, ['--bootstrap-server', broker.address, ...words, '--json'])
    return { code, said: JSON.parse(stdout) as unknown }
  }
  t.same(await run('list'), { code: 0, said: { version: 1, transactions: [] } })
  t.match(await run('describe', '--transactional-id', 'x'), {
    code: 1,
    said: { version: 1, error: { name: 'TRANSACTIONAL_ID_NOT_FOUND' } },
  })
})
