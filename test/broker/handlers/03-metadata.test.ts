import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { Metadata, type MetadataRequestInit } from '../../../src/protocol/generated/apis/03-metadata.ts'
import { connectTo, createTopic, startBroker, startWithTopic } from '../start.ts'

const ask = (topics: string[] | null, more: Partial<MetadataRequestInit> = {}): MetadataRequestInit => ({
  topics: topics?.map(name => ({ name })) ?? null,
  allowAutoTopicCreation: false,
  ...more,
})

t.test('every version tells brokers, topics and leaders', async t => {
  const { connection, broker, topicId } = await startWithTopic(t, { partitions: 2 })
  for (let version = 0; version <= Metadata.max; version++) {
    const response = await connection.send(Metadata, version, {
      ...ask(['orders']),
      ...(version < 4 ? { allowAutoTopicCreation: true } : {}),
    })
    t.match(response.brokers, [
      { nodeId: broker.nodeId, host: '127.0.0.1', port: Number(broker.address.split(':')[1]) },
    ])
    if (version >= 1) t.equal(response.controllerId, broker.nodeId)
    if (version >= 2) t.equal(response.clusterId, broker.clusterId)
    t.match(response.topics, [
      {
        errorCode: 0,
        name: 'orders',
        isInternal: false,
        ...(version >= 10 ? { topicId } : {}),
        partitions: [0, 1].map(partitionIndex => ({
          errorCode: 0,
          partitionIndex,
          leaderId: broker.nodeId,
          replicaNodes: [broker.nodeId],
          isrNodes: [broker.nodeId],
          offlineReplicas: [],
          leaderEpoch: version >= 7 ? 0 : -1,
        })),
      },
    ])
  }
})

t.test('all topics: null, and in version 0 none', async t => {
  const { connection } = await startWithTopic(t)
  await createTopic(connection, 'payments')
  const names = async (version: number, topics: string[] | null) =>
    (
      await connection.send(Metadata, version, {
        ...ask(topics),
        ...(version < 4 ? { allowAutoTopicCreation: true } : {}),
      })
    ).topics
      .map(({ name }) => name)
      .sort()
  t.same(await names(0, []), ['orders', 'payments'])
  t.same(await names(1, null), ['orders', 'payments'])
  t.same(await names(1, []), [])
  t.same(await names(12, null), ['orders', 'payments'])
  t.same(await names(12, []), [])
})

t.test('by topic id', async t => {
  const { connection, topicId } = await startWithTopic(t)
  const unknown = 'bbbbbbbbbbbbbbbbbbbbbg'
  const { topics } = await connection.send(Metadata, 12, {
    topics: [
      { topicId, name: null },
      { topicId: unknown, name: null },
    ],
    allowAutoTopicCreation: false,
  })
  const byId = new Map(topics.map(topic => [topic.topicId, topic]))
  t.match(byId.get(topicId), { name: 'orders', errorCode: 0 })
  t.match(byId.get(unknown), { name: null })
  t.equal(errorName(byId.get(unknown)!.errorCode), 'UNKNOWN_TOPIC_ID')
})

t.test('a topic that is not there is made where both the client and the broker allow it', async t => {
  const { broker, connect } = await startBroker(t, { 'num.partitions': '3' })
  const connection = await connect()
  const error = async (name: string, allow: boolean) => {
    const { topics } = await connection.send(Metadata, 12, ask([name], { allowAutoTopicCreation: allow }))
    return `${errorName(topics[0]!.errorCode)} ${topics[0]!.partitions.length}`
  }
  t.equal(await error('orders', false), 'UNKNOWN_TOPIC_OR_PARTITION 0')
  t.equal(await error('orders', true), 'NONE 3', 'and it is in the same answer')
  t.equal(await error('orders', false), 'NONE 3')
  t.equal(await error('not/legal', true), 'INVALID_TOPIC_EXCEPTION 0')
  t.equal(await error('x'.repeat(250), true), 'INVALID_TOPIC_EXCEPTION 0')
  const others = await Promise.all([connectTo(t, broker), connectTo(t, broker)])
  const both = await Promise.all(
    others.map(each => each.send(Metadata, 12, ask(['same'], { allowAutoTopicCreation: true }))),
  )
  t.same(
    both.map(({ topics }) => errorName(topics[0]!.errorCode)),
    ['NONE', 'NONE'],
    'two ask at once',
  )
  t.equal(both[0]!.topics[0]!.topicId, both[1]!.topics[0]!.topicId)
})

t.test('auto.create.topics.enable=false', async t => {
  const { connect } = await startBroker(t, { 'auto.create.topics.enable': 'false' })
  const { topics } = await (await connect()).send(Metadata, 12, ask(['orders'], { allowAutoTopicCreation: true }))
  t.equal(errorName(topics[0]!.errorCode), 'UNKNOWN_TOPIC_OR_PARTITION')
})

t.test('operations are told when asked for', async t => {
  const { connection } = await startWithTopic(t)
  const all = { includeClusterAuthorizedOperations: true, includeTopicAuthorizedOperations: true }
  t.match(await connection.send(Metadata, 8, ask(['orders'], all)), {
    clusterAuthorizedOperations: 8096,
    topics: [{ topicAuthorizedOperations: 3576 }],
  })
  t.match(await connection.send(Metadata, 8, ask(['orders'])), {
    clusterAuthorizedOperations: -(2 ** 31),
    topics: [{ topicAuthorizedOperations: -(2 ** 31) }],
  })
})

t.test('each client is told the address it connected to, unless advertised.listeners says otherwise', async t => {
  const { broker } = await startBroker(t, {
    listeners: 'PLAINTEXT://127.0.0.1:0,LAN://127.0.0.1:0',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,LAN:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'advertised.listeners': 'LAN://kafka.example:19092',
  })
  const told = async (address: string) => {
    const connection = await connectTo(t, { address } as typeof broker)
    const { brokers } = await connection.send(Metadata, 12, ask([]))
    return brokers.map(({ host, port }) => `${host}:${port}`)
  }
  t.equal(broker.addresses.length, 2)
  t.same(await told(broker.addresses[0]!), [broker.address])
  t.same(await told(broker.addresses[1]!), ['kafka.example:19092'])
})
