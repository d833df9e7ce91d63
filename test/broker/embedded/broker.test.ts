import fs from 'node:fs'
import t from 'tap'
import { Admin, Broker, Consumer, Producer } from '../../../src/index.ts'
import { directory } from '../start.ts'

t.test('it starts on a free port, with its topics, and leaves nothing behind', async t => {
  const broker = await Broker.start({ topics: { orders: 3, names: { configs: { 'cleanup.policy': 'compact' } } } })
  t.match(broker.bootstrapServers, /^127\.0\.0\.1:[1-9]\d+$/)
  t.ok(fs.existsSync(broker.dir))
  const admin = await Admin.connect(broker.bootstrapServers)
  t.same([...(await admin.listTopics())].map(({ name }) => name).sort(), ['names', 'orders'])
  await admin.close()
  await broker.close()
  t.notOk(fs.existsSync(broker.dir))
})

t.test('a directory that was given stays', async t => {
  const dir = directory(t)
  const first = await Broker.start({ configs: { 'log.dirs': dir }, topics: { orders: 1 } })
  await first.close()
  t.ok(fs.existsSync(dir))
  const second = await Broker.start({ configs: { 'log.dirs': dir } })
  t.teardown(() => second.close())
  const admin = await Admin.connect(second.bootstrapServers)
  t.teardown(() => admin.close())
  t.same(
    [...(await admin.listTopics())].map(({ name }) => name),
    ['orders'],
  )
})

t.test('a topic that cannot be fails the start, and nothing stays', async t => {
  await t.rejects(Broker.start({ topics: { 'no/name': 1 } }), {
    name: 'INVALID_TOPIC_EXCEPTION',
    message: /Cannot create the topic "no\/name"/,
  })
})

t.test('faults: an error twice, then the record is there; once', async t => {
  const broker = await Broker.start({ topics: { orders: 1 } })
  t.teardown(() => broker.close())
  broker.faults.add({ api: 'Produce', error: 'NOT_LEADER_OR_FOLLOWER', times: 2 })
  const producer = new Producer({ 'bootstrap.servers': broker.bootstrapServers, 'retry.backoff.ms': '1' })
  t.teardown(() => producer.close())
  t.match(await producer.send({ topic: 'orders', value: 'one' }), { offset: 0 })
  t.same(
    broker.requests.entries('Produce').map(({ state, error }) => error ?? state),
    ['NOT_LEADER_OR_FOLLOWER', 'NOT_LEADER_OR_FOLLOWER', 'answered'],
  )
})

t.test('faults: an answer that is lost does not write the record twice', async t => {
  const broker = await Broker.start({ topics: { orders: 1 } })
  t.teardown(() => broker.close())
  broker.faults.add({ api: 'Produce', drop: 'after', times: 1 })
  const producer = new Producer({ 'bootstrap.servers': broker.bootstrapServers, 'reconnect.backoff.ms': '1' })
  t.teardown(() => producer.close())
  await producer.send({ topic: 'orders', value: 'one' })
  t.match(await producer.send({ topic: 'orders', value: 'two' }), { offset: 1 })
  t.same(
    broker.requests.entries('Produce').map(({ state }) => state),
    ['dropped', 'answered', 'answered'],
  )
})

t.test('faults: a delay holds back, a chance is repeated by its seed, a wrong name is said', async t => {
  const errors = async (seed: number) => {
    const broker = await Broker.start({ seed })
    try {
      broker.faults.add({ api: 'ListGroups', error: 'COORDINATOR_LOAD_IN_PROGRESS', chance: 0.5 })
      broker.faults.add({ api: 'DescribeCluster', delay: '30ms' })
      const admin = await Admin.connect(broker.bootstrapServers)
      const began = performance.now()
      await admin.describeCluster()
      t.ok(performance.now() - began >= 29)
      await admin.close()
      t.throws(() => broker.faults.add({ api: 'Prodcue', delay: 1 }), /There is no API "Prodcue"/)
      t.throws(() => broker.faults.add({ error: 'OOPS' as 'NONE' }), /There is no error "OOPS"/)
      t.throws(() => broker.faults.add({ api: 'Produce' }), /needs an error, a delay, or a drop/)
      const info = { api: 'ListGroups', version: 5, clientId: null, request: {} }
      return Array.from({ length: 20 }, () => (broker.faults.pick(info) ? 'x' : '.')).join('')
    } finally {
      await broker.close()
    }
  }
  const first = await errors(7)
  t.match(first, /x.*\.|\..*x/)
  t.equal(await errors(7), first)
  t.not(await errors(8), first)
})

t.test('the clock moves retention; idle() waits for what clients do', async t => {
  const broker = await Broker.start({ topics: { orders: { configs: { 'retention.ms': '86400000' } } } })
  t.teardown(() => broker.close())
  const producer = new Producer({ 'bootstrap.servers': broker.bootstrapServers })
  t.teardown(() => producer.close())
  const sent = [1, 2, 3].map(n => producer.send({ topic: 'orders', value: String(n) }))
  await broker.idle()
  t.equal(broker.requests.entries('Produce').at(-1)?.state, 'answered')
  await Promise.all(sent)
  broker.clock.advance('2d')
  await broker.idle()
  const consumer = new Consumer({ 'bootstrap.servers': broker.bootstrapServers, 'auto.offset.reset': 'earliest' })
  t.teardown(() => consumer.close())
  await consumer.subscribe(['orders'])
  t.same((await consumer.poll(200)).length, 0, 'all were older than a day')
  await producer.send({ topic: 'orders', value: 'after' })
  t.match(await consumer.poll(2000), [{ offset: 3 }])
})

t.test(
  'settings are text, or the numbers, booleans and lists that they are; a name nobody knows is a warning',
  async t => {
    const warnings: string[] = []
    const listen = (warning: Error) => warning.name === 'ConfigWarning' && warnings.push(warning.message)
    process.on('warning', listen)
    t.teardown(() => process.off('warning', listen))
    const broker = await Broker.start({
      configs: { 'num.partitions': 3, 'auto.create.topics.enable': true, 'num.partition': 5 },
      topics: { orders: { configs: { 'retention.ms': 60_000, 'cleanup.policy': ['compact', 'delete'] } } },
    })
    t.teardown(() => broker.close())
    const admin = await Admin.connect({ 'bootstrap.servers': [broker.bootstrapServers], 'request.timeout.ms': 5000 })
    t.teardown(() => admin.close())
    await admin.createTopics([{ name: 'more', configs: { 'min.insync.replicas': 1, preallocate: false } }])
    t.match(await admin.describeTopics(['more']), [{ name: 'more', partitions: { length: 3 } }])
    const producer = new Producer({
      'bootstrap.servers': [broker.bootstrapServers],
      'linger.ms': 0,
      'enable.idempotence': false,
      acks: 1,
      'linger.sm': 1,
    })
    t.match(await producer.send({ topic: 'orders', key: 'k', value: 'x' }), { offset: 0 })
    await producer.close()
    const consumer = new Consumer({
      'bootstrap.servers': broker.bootstrapServers,
      'auto.offset.reset': 'earliest',
      'max.poll.records': 10,
      'enable.auto.commit': false,
      'group.idd': 'g',
    })
    t.teardown(() => consumer.close())
    consumer.assign([{ topic: 'orders', partition: 0 }])
    t.match(await consumer.poll(5000), [{ offset: 0 }])
    await t.rejects(Broker.start({ configs: { 'num.partitions': 0.5 } }), {
      name: 'ConfigError',
      key: 'num.partitions',
    })
    t.throws(() => new Producer({ 'bootstrap.servers': 'a:1', 'linger.ms': -1 }), {
      name: 'ConfigError',
      message: /linger.ms/,
    })
    t.same(warnings, [
      'Unknown property num.partition=5 is ignored. Did you mean num.partitions?',
      'linger.sm is not a setting of this producer: did you mean linger.ms?',
      'group.idd is not a setting of this consumer: did you mean group.id?',
    ])
  },
)
