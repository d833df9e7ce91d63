/**
 * Every API asks whether it may: with an authorizer and no entry, an anonymous client gets nothing from any of them, and each
 * names what is missing. `KafkaApis` of Kafka 4.3 says which permission each needs.
 */
import t, { type Test } from 'tap'
import type { Broker } from '../../src/broker/broker.ts'
import { handlers } from '../../src/broker/handlers/index.ts'
import { type AclOperation, type AclResource, operationCode, resourceCode } from '../../src/metadata/acls.ts'
import type { Connection } from '../../src/net/connection.ts'
import { errorName } from '../../src/protocol/errors.ts'
import { FindCoordinator } from '../../src/protocol/generated/apis/10-find-coordinator.ts'
import { CreateAcls } from '../../src/protocol/generated/apis/30-create-acls.ts'
import { batchOf, createTopic, directory, startBroker } from './start.ts'

const FEW = { 'offsets.topic.num.partitions': '1', 'transaction.state.log.num.partitions': '1' }
const AUTHORIZER = { 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer' }

async function start(t: Test, settings: Record<string, string> = AUTHORIZER) {
  const dir = directory(t)
  const first = await startBroker(t, FEW, dir)
  const before = await first.connect()
  const topicId = await createTopic(before, 'orders')
  for (const keyType of [0, 1]) await before.send(FindCoordinator, 4, { keyType, coordinatorKeys: ['x'] })
  await first.broker.close()
  const { broker, connect } = await startBroker(t, { ...FEW, ...settings }, dir)
  return { broker, connection: await connect(), topicId }
}

/** By the broker itself, whom nobody asks. */
async function allow(broker: Broker, operation: AclOperation, resource: AclResource, resourceName = 'kafka-cluster') {
  const anonymous = { principal: 'User:ANONYMOUS', host: '*', permissionType: 3, resourcePatternType: 3 }
  const creation = { resourceType: resourceCode(resource), resourceName, operation: operationCode(operation) }
  const { results } = await broker.controller.forward(CreateAcls, { creations: [{ ...anonymous, ...creation }] }, '')
  if (results[0]?.errorCode) throw new Error(results[0].errorMessage ?? '')
}

/** All error codes of an answer that are not 0. */
function errorsIn(value: unknown, found = new Set<string>()): string[] {
  if (Array.isArray(value)) for (const each of value) errorsIn(each, found)
  else if (value !== null && typeof value === 'object' && !Buffer.isBuffer(value))
    for (const [key, inner] of Object.entries(value)) {
      if (/errorcode$/i.test(key) && inner !== 0) found.add(errorName(inner as number))
      else errorsIn(inner, found)
    }
  return [...found]
}

const group = { groupId: 'g' }
const producer = { transactionalId: 'x', producerId: 1, producerEpoch: 0 }
const partition = { partition: 0, partitionIndex: 0, index: 0 }
const NOT = { topic: 'TOPIC_AUTHORIZATION_FAILED', group: 'GROUP_AUTHORIZATION_FAILED' }
const ID = 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'
const CLUSTER = 'CLUSTER_AUTHORIZATION_FAILED'
const filter = {
  resourceTypeFilter: 1,
  resourceNameFilter: null,
  patternTypeFilter: 1,
  principalFilter: null,
  hostFilter: null,
  operation: 1,
  permissionType: 1,
}
const creation = {
  resourceType: 2,
  resourceName: 'x',
  resourcePatternType: 3,
  principal: 'User:a',
  host: '*',
  operation: 3,
  permissionType: 3,
}

interface Row {
  version?: number
  request: unknown
  /** What is missing; 'nothing' for an answer that is empty, or tells nothing that is secret. */
  error: string
}

/** By API key. What an API needs more of than its row says has a test of its own. */
const rows: Readonly<Record<number, Row>> = {
  0: {
    version: 12,
    request: {
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: 'orders', partitionData: [{ ...partition, records: batchOf(['a']) }] }],
    },
    error: NOT.topic,
  },
  1: {
    version: 12,
    request: {
      maxWaitMs: 0,
      minBytes: 1,
      maxBytes: 1000,
      topics: [{ topic: 'orders', partitions: [{ ...partition, fetchOffset: 0, partitionMaxBytes: 1000 }] }],
      forgottenTopicsData: [],
    },
    error: NOT.topic,
  },
  2: {
    request: {
      replicaId: -1,
      isolationLevel: 0,
      topics: [{ name: 'orders', partitions: [{ ...partition, timestamp: -1 }] }],
    },
    error: NOT.topic,
  },
  3: { request: { topics: [{ name: 'orders' }, { name: 'nowhere' }], allowAutoTopicCreation: true }, error: NOT.topic },
  8: {
    version: 9,
    request: {
      ...group,
      memberId: '',
      topics: [{ name: 'orders', partitions: [{ ...partition, committedOffset: 1, committedMetadata: '' }] }],
    },
    error: NOT.group,
  },
  9: { version: 8, request: { groups: [{ ...group, memberId: null, topics: null }] }, error: NOT.group },
  10: { request: { keyType: 0, coordinatorKeys: ['g'] }, error: NOT.group },
  11: {
    request: {
      ...group,
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 1000,
      memberId: '',
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata: Buffer.alloc(0) }],
    },
    error: NOT.group,
  },
  12: { request: { ...group, generationId: 1, memberId: 'm' }, error: NOT.group },
  13: { request: { ...group, members: [{ memberId: 'm' }] }, error: NOT.group },
  14: { request: { ...group, generationId: 1, memberId: 'm', assignments: [] }, error: NOT.group },
  15: { request: { groups: ['g'] }, error: NOT.group },
  16: { request: { statesFilter: [], typesFilter: [] }, error: 'nothing' },
  18: { request: { clientSoftwareName: 'a', clientSoftwareVersion: '1' }, error: 'nothing' },
  19: {
    request: { topics: [{ name: 'new', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }] },
    error: NOT.topic,
  },
  20: { request: { topics: [{ name: 'orders' }], timeoutMs: 1000 }, error: NOT.topic },
  21: {
    request: { topics: [{ name: 'orders', partitions: [{ ...partition, offset: 0 }] }], timeoutMs: 1000 },
    error: NOT.topic,
  },
  22: { request: { transactionalId: null, transactionTimeoutMs: 1000 }, error: CLUSTER },
  23: {
    request: { replicaId: -1, topics: [{ topic: 'orders', partitions: [{ ...partition, leaderEpoch: 0 }] }] },
    error: NOT.topic,
  },
  24: {
    version: 3,
    request: {
      v3AndBelowTransactionalId: 'x',
      v3AndBelowProducerId: 1,
      v3AndBelowProducerEpoch: 0,
      v3AndBelowTopics: [{ name: 'orders', partitions: [0] }],
      transactions: [],
    },
    error: ID,
  },
  25: { request: { ...producer, ...group }, error: ID },
  26: { request: { ...producer, committed: true }, error: ID },
  27: {
    request: {
      markers: [
        {
          ...producer,
          transactionResult: true,
          coordinatorEpoch: 0,
          topics: [{ name: 'orders', partitionIndexes: [0] }],
        },
      ],
    },
    error: CLUSTER,
  },
  28: {
    request: {
      ...producer,
      ...group,
      topics: [{ name: 'orders', partitions: [{ ...partition, committedOffset: 1, committedMetadata: '' }] }],
    },
    error: ID,
  },
  29: { request: filter, error: CLUSTER },
  30: { request: { creations: [creation] }, error: CLUSTER },
  31: { request: { filters: [filter] }, error: CLUSTER },
  32: {
    request: { resources: [{ resourceType: 2, resourceName: 'orders', configurationKeys: null }] },
    error: NOT.topic,
  },
  33: {
    request: { resources: [{ resourceType: 2, resourceName: 'orders', configs: [] }], validateOnly: false },
    error: NOT.topic,
  },
  34: { request: { dirs: [{ path: '/', topics: [{ name: 'orders', partitions: [0] }] }] }, error: CLUSTER },
  35: { request: { topics: null }, error: CLUSTER },
  37: {
    request: { topics: [{ name: 'orders', count: 2, assignments: null }], timeoutMs: 1000, validateOnly: false },
    error: NOT.topic,
  },
  42: { request: { groupsNames: ['g'] }, error: NOT.group },
  43: { request: { topicPartitions: [{ topic: 'orders', partitions: [0] }] }, error: CLUSTER },
  44: {
    request: { resources: [{ resourceType: 2, resourceName: 'orders', configs: [] }], validateOnly: false },
    error: NOT.topic,
  },
  45: { request: { topics: [{ name: 'orders', partitions: [{ ...partition, replicas: null }] }] }, error: CLUSTER },
  46: { request: { topics: null }, error: CLUSTER },
  47: { request: { ...group, topics: [{ name: 'orders', partitions: [partition] }] }, error: NOT.group },
  48: { request: { components: [], strict: false }, error: CLUSTER },
  49: { request: { entries: [{ entity: [], ops: [] }], validateOnly: false }, error: CLUSTER },
  50: { request: { users: null }, error: CLUSTER },
  51: { request: { deletions: [{ name: 'a', mechanism: 1 }], upsertions: [] }, error: CLUSTER },
  55: { request: { topics: [{ topicName: '__cluster_metadata', partitions: [partition] }] }, error: CLUSTER },
  57: {
    request: { featureUpdates: [{ feature: 'group.version', maxVersionLevel: 0, upgradeType: 2 }] },
    error: CLUSTER,
  },
  60: { request: {}, error: 'nothing' },
  61: { request: { topics: [{ name: 'orders', partitionIndexes: [0] }] }, error: NOT.topic },
  64: { request: { brokerId: 7 }, error: CLUSTER },
  65: { request: { transactionalIds: ['x'] }, error: ID },
  66: { request: { stateFilters: [], producerIdFilters: [] }, error: 'nothing' },
  68: {
    request: { ...group, memberId: 'm', memberEpoch: 0, subscribedTopicNames: ['orders'], topicPartitions: [] },
    error: NOT.group,
  },
  69: { request: { groupIds: ['g'], includeAuthorizedOperations: false }, error: NOT.group },
  74: { request: { resourceTypes: [] }, error: CLUSTER },
  75: { request: { topics: [{ name: 'orders' }], responsePartitionLimit: 10, cursor: null }, error: NOT.topic },
}

t.test('every API that is served is in the table', async t => {
  t.same(
    handlers.map(({ api }) => api.key).sort((a, b) => a - b),
    Object.keys(rows).map(Number),
  )
})

t.test('who is allowed nothing gets nothing, from any API, and nothing changes', async t => {
  const { broker, connection } = await start(t)
  for (const { api } of handlers) {
    const row = rows[api.key]!
    const version = row.version ?? api.max
    // biome-ignore lint/suspicious/noExplicitAny: requests of every API
    const answer = await connection.send(api as any, version, row.request)
    t.same(errorsIn(answer), row.error === 'nothing' ? [] : [row.error], api.name)
  }
  t.same(
    [...broker.metadata.topics.keys()].filter(name => !name.startsWith('__')),
    ['orders'],
  )
  t.equal(broker.metadata.acls.size, 0)
})

t.test('without an authorizer, and for super users, the same table has none of these errors', async t => {
  for (const settings of [{}, { ...AUTHORIZER, 'super.users': 'User:ANONYMOUS' }]) {
    const { connection } = await start(t, settings)
    for (const { api } of handlers) {
      // What may wait for a group, and what takes the topic away, is not asked.
      if ([11, 20].includes(api.key)) continue
      const row = rows[api.key]!
      // biome-ignore lint/suspicious/noExplicitAny: requests of every API
      const answer = await connection.send(api as any, row.version ?? api.max, row.request)
      t.notOk(
        errorsIn(answer).some(error => error.endsWith('AUTHORIZATION_FAILED')),
        api.name,
      )
    }
  }
})

const api = (key: number) => handlers.find(each => each.api.key === key)!.api
const ask = async (connection: Connection, key: number, change: object = {}, version?: number) => {
  const row = rows[key]!
  const request = { ...(row.request as object), ...change }
  // biome-ignore lint/suspicious/noExplicitAny: requests of every API
  return (await connection.send(api(key) as any, version ?? row.version ?? api(key).max, request)) as any
}

t.test('a group’s member needs its topics, too; each topic has its own row, in the order of the request', async t => {
  const { broker, connection } = await start(t)
  await allow(broker, 'READ', 'GROUP', 'g')
  await allow(broker, 'READ', 'TOPIC', 'bills')
  const topics = ['orders', 'bills'].map(name => ({
    name,
    partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }],
  }))
  const committed = await ask(connection, 8, { topics })
  t.same(
    committed.topics.map((each: { name: string }) => [each.name, ...errorsIn(each)]),
    [
      ['orders', NOT.topic],
      ['bills', 'UNKNOWN_TOPIC_OR_PARTITION'],
    ],
  )
  t.same(errorsIn(await ask(connection, 68)), [NOT.topic])
  const fetched = await ask(connection, 9, {
    groups: [{ groupId: 'g', memberId: null, topics: topics.map(({ name }) => ({ name, partitionIndexes: [0] })) }],
  })
  t.same(errorsIn(fetched.groups[0].topics[0]), [NOT.topic])
  t.same(errorsIn(fetched.groups[0].topics[1]), [])
})

t.test('a transaction needs its id, its group, and its topics', async t => {
  const { broker, connection } = await start(t)
  t.same(errorsIn(await ask(connection, 22, { transactionalId: 'x' })), [ID])
  await allow(broker, 'WRITE', 'TRANSACTIONAL_ID', 'x')
  t.same(errorsIn(await ask(connection, 22, { transactionalId: 'x' })), [])
  t.same(errorsIn(await ask(connection, 25)), [NOT.group])
  t.same(errorsIn(await ask(connection, 28)), [NOT.group])
  t.same(errorsIn(await ask(connection, 24)), [NOT.topic])
  const none = {
    v3AndBelowTransactionalId: '',
    v3AndBelowProducerId: 0,
    v3AndBelowProducerEpoch: 0,
    v3AndBelowTopics: [],
  }
  t.same(errorsIn(await ask(connection, 24, none, 5)), [CLUSTER], 'brokers ask for others')
})

t.test('who may write somewhere may do so idempotently (KIP-679)', async t => {
  const { broker, connection } = await start(t)
  await allow(broker, 'WRITE', 'TOPIC', 'bills')
  t.same(errorsIn(await ask(connection, 22)), [])
})

t.test('topics: what may be seen, what may be done, and what may be made', async t => {
  const { broker, connection, topicId } = await start(t)
  const everything = await ask(connection, 3, { topics: null })
  t.same(everything.topics, [], 'all topics are those that may be seen')
  t.match((await ask(connection, 3, { topics: [{ topicId, name: null }] })).topics, [
    { name: null, topicId, errorCode: 29 },
  ])
  await allow(broker, 'WRITE', 'TOPIC', 'orders')
  const seen = await ask(connection, 3, { topics: null, includeTopicAuthorizedOperations: true }, 12)
  const bits = (...operations: AclOperation[]) => operations.reduce((sum, name) => sum | (1 << operationCode(name)), 0)
  t.match(seen.topics, [{ name: 'orders', topicAuthorizedOperations: bits('WRITE', 'DESCRIBE') }])
  t.same(errorsIn(await ask(connection, 3, { topics: [{ name: 'new' }] })), [NOT.topic])
  await allow(broker, 'DESCRIBE', 'TOPIC', 'new')
  t.same(errorsIn(await ask(connection, 3, { topics: [{ name: 'new' }] })), [NOT.topic], 'seen, and not to be made')
  await allow(broker, 'CREATE', 'TOPIC', 'new')
  const made = await ask(connection, 19)
  t.match(made.topics, [{ errorCode: 0, topicConfigErrorCode: 29, numPartitions: -1, configs: null }])
  await allow(broker, 'CREATE', 'CLUSTER')
  await allow(broker, 'DESCRIBE_CONFIGS', 'TOPIC', 'other')
  const other = { name: 'other', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }
  t.match((await ask(connection, 19, { topics: [other] })).topics, [
    { errorCode: 0, topicConfigErrorCode: 0, numPartitions: 1 },
  ])
})

t.test('the cluster: settings, operations, entries', async t => {
  const { broker, connection } = await start(t)
  t.equal((await ask(connection, 60, { includeClusterAuthorizedOperations: true })).clusterAuthorizedOperations, 0)
  await allow(broker, 'ALTER', 'CLUSTER')
  const bits = (1 << operationCode('ALTER')) | (1 << operationCode('DESCRIBE'))
  t.equal((await ask(connection, 60, { includeClusterAuthorizedOperations: true })).clusterAuthorizedOperations, bits)
  t.same(errorsIn(await ask(connection, 29)), [])
  const broker1 = { resourceType: 4, resourceName: '', configurationKeys: null }
  t.same(errorsIn(await ask(connection, 32, { resources: [broker1] })), [CLUSTER])
  t.same(errorsIn(await ask(connection, 44, { resources: [{ ...broker1, configs: [] }] })), [CLUSTER])
  t.same(errorsIn(await ask(connection, 44, { resources: [{ resourceType: 8, resourceName: '1', configs: [] }] })), [
    CLUSTER,
  ])
  t.same(errorsIn(await ask(connection, 44, { resources: [{ resourceType: 32, resourceName: 'g', configs: [] }] })), [
    NOT.group,
  ])
})
