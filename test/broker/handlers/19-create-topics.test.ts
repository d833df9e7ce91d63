import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { CreateTopics } from '../../../src/protocol/generated/apis/19-create-topics.ts'
import { batchOf, fetchFrom, produceTo, startBroker } from '../start.ts'

const topic = (name: string, more: object = {}) => ({
  name,
  numPartitions: 1,
  replicationFactor: 1,
  assignments: [],
  configs: [],
  ...more,
})

t.test('every version creates, and the topic is usable the moment the answer is there', async t => {
  const { connect } = await startBroker(t)
  const connection = await connect()
  for (let version = CreateTopics.min; version <= CreateTopics.max; version++) {
    const name = `v${version}`
    const { topics } = await connection.send(CreateTopics, version, { topics: [topic(name, { numPartitions: 2 })] })
    t.match(topics, [{ name, errorCode: 0 }])
    if (version >= 5) t.match(topics, [{ numPartitions: 2, replicationFactor: 1 }])
    t.match(await produceTo(connection, name, 1, batchOf(['a'])), { errorCode: 0, baseOffset: 0 })
    t.same((await fetchFrom(connection, name, 1, 0)).values, ['0 a'])
  }
})

t.test('each topic has its own answer', async t => {
  const { connect } = await startBroker(t)
  const connection = await connect()
  const { topics } = await connection.send(CreateTopics, 7, {
    topics: [
      topic('fine'),
      topic('not/legal'),
      topic('wide', { replicationFactor: 2 }),
      topic('none', { numPartitions: 0 }),
      topic('odd', { configs: [{ name: 'retention.ms', value: 'soon' }] }),
    ],
  })
  t.same(
    new Map(topics.map(({ name, errorCode }) => [name, errorName(errorCode)])),
    new Map([
      ['fine', 'NONE'],
      ['not/legal', 'INVALID_TOPIC_EXCEPTION'],
      ['wide', 'INVALID_REPLICATION_FACTOR'],
      ['none', 'INVALID_PARTITIONS'],
      ['odd', 'INVALID_CONFIG'],
    ]),
  )
  const again = await connection.send(CreateTopics, 7, { topics: [topic('fine')] })
  t.equal(errorName(again.topics[0]!.errorCode), 'TOPIC_ALREADY_EXISTS')
})

t.test('validateOnly creates nothing', async t => {
  const { broker, connect } = await startBroker(t)
  const { topics } = await (await connect()).send(CreateTopics, 7, { topics: [topic('orders')], validateOnly: true })
  t.match(topics, [{ errorCode: 0 }])
  t.equal(broker.metadata.topics.has('orders'), false)
})

t.test('a thousand partitions, at once usable', async t => {
  const { connect } = await startBroker(t)
  const connection = await connect()
  await connection.send(CreateTopics, 7, { topics: [topic('wide', { numPartitions: 1000 })] })
  for (const partition of [0, 500, 999])
    t.match(await produceTo(connection, 'wide', partition, batchOf(['a'])), { errorCode: 0 })
})
