import fs from 'node:fs'
import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { DeleteTopics } from '../../../src/protocol/generated/apis/20-delete-topics.ts'
import { batchOf, createTopic, fetchFrom, produceTo, startBroker, startWithTopic } from '../start.ts'

t.test('every version deletes; the name is free at once, and its records are gone', async t => {
  const { connect } = await startBroker(t)
  const connection = await connect()
  for (let version = DeleteTopics.min; version <= DeleteTopics.max; version++) {
    const topicId = await createTopic(connection, 'orders')
    t.match(await produceTo(connection, 'orders', 0, batchOf([`v${version}`])), { baseOffset: 0 })
    const request = version < 6 ? { topicNames: ['orders'] } : { topics: [{ name: null, topicId }] }
    const { responses } = await connection.send(DeleteTopics, version, { ...request, timeoutMs: 1000 })
    t.match(responses, [{ errorCode: 0, name: 'orders' }])
    t.match(await produceTo(connection, 'orders', 0, batchOf(['x'])), { error: 'UNKNOWN_TOPIC_OR_PARTITION' })
    t.match(await fetchFrom(connection, 'orders', 0, 0), { error: 'UNKNOWN_TOPIC_OR_PARTITION' })
  }
})

t.test('the directory is renamed at once', async t => {
  const { connection, dir } = await startWithTopic(t)
  await connection.send(DeleteTopics, 6, { topics: [{ name: 'orders' }], timeoutMs: 1000 })
  const names = fs.readdirSync(dir).filter(name => name.startsWith('orders'))
  t.notOk(names.includes('orders-0'))
  t.ok(names.every(name => name.endsWith('-delete')))
})

t.test('each topic has its own answer', async t => {
  const { connection } = await startWithTopic(t)
  const { responses } = await connection.send(DeleteTopics, 6, {
    topics: [{ name: 'orders' }, { name: 'nowhere' }, { name: null, topicId: 'bbbbbbbbbbbbbbbbbbbbbg' }],
    timeoutMs: 1000,
  })
  t.same(responses.map(({ errorCode }) => errorName(errorCode)).sort(), [
    'NONE',
    'UNKNOWN_TOPIC_ID',
    'UNKNOWN_TOPIC_OR_PARTITION',
  ])
})

t.test('a fetch that waits for the topic learns that it is gone', async t => {
  const { connection, connect, broker } = await startWithTopic(t)
  const waiting = fetchFrom(connection, 'orders', 0, 0, { maxWaitMs: 10_000 })
  while (broker.waiting.size === 0) await new Promise(resolve => setTimeout(resolve, 1))
  await (await connect()).send(DeleteTopics, 6, { topics: [{ name: 'orders' }], timeoutMs: 1000 })
  t.match(await waiting, { error: 'UNKNOWN_TOPIC_OR_PARTITION' })
})
