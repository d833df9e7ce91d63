import t from 'tap'
import { Producer, type ProducerConfigs, type RecordMetadata } from '../../../src/client/producer/producer.ts'
import { serdes } from '../../../src/client/serde.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { errorCodes, KafkaError } from '../../../src/protocol/errors.ts'
import { Produce } from '../../../src/protocol/generated/apis/00-produce.ts'
import { InitProducerId } from '../../../src/protocol/generated/apis/22-init-producer-id.ts'
import { until } from '../../kit/until.ts'
import { FakeBroker, type FakeTopic, SILENCE, topicId } from '../fake-broker.ts'
import { type Fault, Ledger } from './ledger.ts'

async function setUp(
  t: { teardown(fn: () => unknown): unknown },
  topics: Record<string, FakeTopic | number>,
  configs: Record<string, string> = {},
): Promise<{ broker: FakeBroker; ledger: Ledger; producer: Producer; configs: ProducerConfigs }> {
  const broker = await FakeBroker.start(topics)
  const ledger = new Ledger(broker)
  const all = {
    'bootstrap.servers': broker.bootstrap,
    'linger.ms': '0',
    'retry.backoff.ms': '2',
    'retry.backoff.max.ms': '10',
    'reconnect.backoff.ms': '1',
    'reconnect.backoff.max.ms': '5',
    'max.block.ms': '2000',
    ...configs,
  }
  const producer = new Producer(all)
  t.teardown(async () => {
    await producer.close(0)
    await broker.close()
  })
  return { broker, ledger, producer, configs: all }
}

t.test('send() resolves with where the record is', async t => {
  const { producer, ledger } = await setUp(t, { orders: 1 })
  const [first, second] = await Promise.all([
    producer.send({ topic: 'orders', value: 'one', timestamp: 1111 }),
    producer.send({ topic: 'orders', key: 'k', value: null, headers: [{ key: 'h', value: Buffer.from('v') }] }),
  ])
  t.same(first, { topic: 'orders', partition: 0, offset: 0, timestamp: 1111 })
  t.match(second, { offset: 1 })
  const [one, two] = ledger.records.get('orders-0')!
  t.match(one, { key: null, headers: [], timestamp: 1111 })
  t.equal(two!.value, null)
  t.equal(String(two!.key), 'k')
  t.same(two!.headers, [{ key: 'h', value: Buffer.from('v') }])
})

t.test('a topic that is made anew while its answer is on the way: the answer still finds its batch', async t => {
  const { producer, broker } = await setUp(t, { orders: 1 })
  const anew = topicId('anew')
  broker.on(Produce, ({ topicData }) => {
    const id = topicData[0]!.topicId
    broker.topics.set('orders', { partitions: 1, id: anew })
    broker.tell(producer.cluster)
    const row = id === anew ? { errorCode: 0, baseOffset: 7 } : { errorCode: errorCodes.UNKNOWN_TOPIC_ID.code }
    return { responses: [{ topicId: id, partitionResponses: [{ index: 0, baseOffset: -1, ...row }] }] }
  })
  t.match(await producer.send({ topic: 'orders', value: 'one' }), { offset: 7 })
  t.same(
    broker.of('Produce').map(({ body }) => body.topicData[0].topicId),
    [topicId('orders'), anew],
  )
})

t.test('records of one turn leave in one batch a partition, and one request a broker', async t => {
  const { producer, broker, ledger } = await setUp(t, { orders: 3 })
  const sends = Array.from({ length: 30 }, (_, i) =>
    producer.send({ topic: 'orders', partition: i % 3, value: String(i) }),
  )
  await Promise.all(sends)
  t.equal(ledger.headers.length, 3)
  t.equal(broker.of('Produce').length, 1)
  t.equal(ledger.headers[0]!.producerId, 4001)
})

t.test('a key decides the partition; without one, records stay together', async t => {
  const { producer, ledger } = await setUp(t, { orders: 7 })
  const rows = await Promise.all(['a', 'ab', 'a', 'ab'].map(key => producer.send({ topic: 'orders', key, value: key })))
  t.same(
    rows.map(({ partition }) => partition),
    [5, 0, 5, 0],
  )
  const plain = await Promise.all(Array.from({ length: 20 }, () => producer.send({ topic: 'orders', value: 'x' })))
  t.equal(new Set(plain.map(({ partition }) => partition)).size, 1)
  t.equal(ledger.records.size, new Set([5, 0, plain[0]!.partition]).size)
})

t.test('without keys every partition gets its share, in small batches too', async t => {
  const { producer, ledger } = await setUp(t, { orders: 4 }, { 'batch.size': '300' })
  for (let i = 0; i < 200; i++) await producer.send({ topic: 'orders', value: Buffer.alloc(50) })
  t.equal(ledger.records.size, 4)
  for (const [key, { length }] of ledger.records) t.ok(length > 15, `${key}: ${length} of 200`)
})

t.test('a partition that is not there is refused by name', async t => {
  const { producer } = await setUp(t, { orders: 2 })
  await t.rejects(producer.send({ topic: 'orders', partition: 2, value: 'x' }), {
    name: 'UNKNOWN_TOPIC_OR_PARTITION',
    message: /partitions 0 to 1, and no 2/,
  })
})

t.test('a topic that never comes is refused after max.block.ms', async t => {
  const { producer } = await setUp(t, {}, { 'max.block.ms': '50' })
  await t.rejects(producer.send({ topic: 'nowhere', value: 'x' }), { name: 'UNKNOWN_TOPIC_OR_PARTITION' })
})

t.test('new partitions are used once metadata shows them', async t => {
  const { producer, broker, ledger } = await setUp(t, { orders: 1 })
  await producer.send({ topic: 'orders', value: 'x' })
  broker.topics.set('orders', { partitions: 2 })
  await producer.cluster.update()
  t.match(await producer.send({ topic: 'orders', partition: 1, value: 'y' }), { partition: 1, offset: 0 })
  t.same(ledger.of('orders', 1), ['y'])
})

t.test('a record larger than max.request.size is refused at once, and harms no other', async t => {
  const { producer, ledger } = await setUp(t, { orders: 1 }, { 'max.request.size': '1000' })
  const sends = [
    producer.send({ topic: 'orders', value: 'small' }),
    producer.send({ topic: 'orders', value: Buffer.alloc(1000) }),
    producer.send({ topic: 'orders', value: 'also small' }),
  ]
  await t.rejects(sends[1]!, { name: 'MESSAGE_TOO_LARGE', message: /max\.request\.size/ })
  await Promise.all([sends[0], sends[2]])
  t.same(ledger.of('orders'), ['small', 'also small'])
})

t.test('a batch that the broker finds too large arrives in parts, in order', async t => {
  const { producer, ledger } = await setUp(t, { orders: 1 }, { 'batch.size': '4000', 'linger.ms': '20' })
  ledger.fault = (_, { size }) => (size > 700 ? 'MESSAGE_TOO_LARGE' : undefined)
  const values = Array.from({ length: 60 }, (_, i) => `${i}`.padEnd(90, '.'))
  const rows = await Promise.all(values.map(value => producer.send({ topic: 'orders', value })))
  t.same(ledger.of('orders'), values)
  t.same(
    rows.map(({ offset }) => offset),
    values.map((_, i) => i),
  )
  for (const value of values) await producer.enqueue({ topic: 'orders', value })
  await producer.flush()
  t.same(ledger.of('orders'), [...values, ...values], 'flush() waits for the parts, too')
  ledger.fault = () => 'MESSAGE_TOO_LARGE'
  await t.rejects(producer.send({ topic: 'orders', value: 'one alone' }), { name: 'MESSAGE_TOO_LARGE' })
})

t.test('what is refused for now is sent again; the order stays', async t => {
  const { producer, ledger } = await setUp(t, { orders: 1 })
  let refusals = 3
  ledger.fault = () => (refusals-- > 0 ? 'NOT_ENOUGH_REPLICAS' : undefined)
  const values = Array.from({ length: 20 }, (_, i) => String(i))
  await Promise.all(
    values.map(async (value, i) => {
      for (let turn = 0; turn < i; turn++) await new Promise(resolve => setImmediate(resolve))
      return producer.send({ topic: 'orders', value })
    }),
  )
  t.same(ledger.of('orders'), values)
})

t.test('what is refused for good fails by its reason, and the rest goes on in a new epoch', async t => {
  const { producer, ledger } = await setUp(t, { orders: 1 })
  await producer.send({ topic: 'orders', value: 'before' })
  ledger.fault = (_, { baseSequence, producerEpoch }) =>
    baseSequence === 1 && producerEpoch === 0 ? 'INVALID_TIMESTAMP' : undefined
  await t.rejects(producer.send({ topic: 'orders', value: 'bad' }), { name: 'INVALID_TIMESTAMP' })
  t.match(await producer.send({ topic: 'orders', value: 'after' }), { offset: 1 })
  t.same(ledger.of('orders'), ['before', 'after'])
  t.match(ledger.headers.at(-1), { producerEpoch: 1, baseSequence: 0 })
})

t.test('one wrong record gets its reason, its neighbours that they were neighbours', async t => {
  const { producer, broker } = await setUp(t, { orders: 1 })
  broker.on(Produce, ({ topicData }) => ({
    responses: topicData.map(({ name, topicId }) => ({
      name,
      topicId,
      partitionResponses: [
        {
          index: 0,
          errorCode: 87,
          baseOffset: -1,
          errorMessage: 'One or more records have been rejected',
          recordErrors: [{ batchIndex: 1, batchIndexErrorMessage: 'it has no key' }],
        },
      ],
    })),
  }))
  const sends = ['a', 'b', 'c'].map(value => producer.send({ topic: 'orders', value }))
  for (const send of sends) send.catch(() => {})
  await t.rejects(sends[0]!, { name: 'INVALID_RECORD', message: /another record of the same batch/ })
  await t.rejects(sends[1]!, { name: 'INVALID_RECORD', message: 'it has no key' })
  await t.rejects(sends[2]!, { name: 'INVALID_RECORD', message: /another record/ })
})

t.test('a producer that was forgotten loses nothing that it sends', async t => {
  const { producer, ledger } = await setUp(t, { orders: 1 })
  await producer.send({ topic: 'orders', value: 'a' })
  let once = true
  ledger.fault = () => {
    if (!once) return undefined
    once = false
    return 'UNKNOWN_PRODUCER_ID'
  }
  await producer.send({ topic: 'orders', value: 'b' })
  t.same(ledger.of('orders'), ['a', 'b'])
  t.equal(ledger.headers.at(-1)!.producerEpoch, 1)
})

t.test('the leader that a refusal names is asked at once', async t => {
  const { producer, broker } = await setUp(
    t,
    { orders: { partitions: 1, leaderEpoch: 1 } },
    { 'retry.backoff.ms': '60000' },
  )
  const other = await FakeBroker.start({}, 2)
  t.teardown(() => other.close())
  const ledger = new Ledger(broker, other)
  broker.on(Produce, ({ topicData }) => ({
    responses: topicData.map(({ name, topicId }) => ({
      name,
      topicId,
      partitionResponses: [{ index: 0, errorCode: 6, baseOffset: -1, currentLeader: { leaderId: 2, leaderEpoch: 2 } }],
    })),
    nodeEndpoints: [{ nodeId: 2, host: '127.0.0.1', port: other.port, rack: null }],
  }))
  t.match(await producer.send({ topic: 'orders', value: 'x' }), { offset: 0 })
  t.equal(other.of('Produce').length, 1)
  t.same(ledger.of('orders'), ['x'])
})

t.test('what is not acknowledged within delivery.timeout.ms fails, and what comes later does not', async t => {
  const { producer, broker, ledger } = await setUp(
    t,
    { orders: 1 },
    { 'delivery.timeout.ms': '700', 'request.timeout.ms': '700', 'linger.ms': '0' },
  )
  await producer.send({ topic: 'orders', value: 'a' })
  ledger.fault = () => 'NOT_ENOUGH_REPLICAS'
  await t.rejects(producer.send({ topic: 'orders', value: 'b' }), {
    name: 'REQUEST_TIMED_OUT',
    message: /delivery\.timeout/,
  })
  ledger.fault = () => undefined
  await producer.send({ topic: 'orders', value: 'c' })
  t.same(ledger.of('orders'), ['a', 'c'])
  broker.on(Produce, () => SILENCE)
  await t.rejects(producer.send({ topic: 'orders', value: 'd' }), { name: 'REQUEST_TIMED_OUT' }, 'nor one in flight')
})

t.test('a broker that is not there does not use up the retries', async t => {
  const { producer, broker, ledger, configs } = await setUp(t, { orders: 1 }, { retries: '2' })
  await producer.send({ topic: 'orders', value: 'a' })
  broker.hangUp()
  let cuts = 1
  ledger.fault = (): Fault => (cuts-- > 0 ? 'lost' : undefined)
  await producer.send({ topic: 'orders', value: 'b' })
  t.same(ledger.of('orders'), ['a', 'b'], 'written once, although its answer was lost')
  t.ok(configs)
})

t.test('retries are counted', async t => {
  const { producer, ledger } = await setUp(t, { orders: 1 }, { retries: '2' })
  let tries = 0
  ledger.fault = () => {
    tries++
    return 'NOT_ENOUGH_REPLICAS'
  }
  await t.rejects(producer.send({ topic: 'orders', value: 'a' }), { name: 'NOT_ENOUGH_REPLICAS' })
  t.equal(tries, 3)
})

t.test('buffer.memory holds senders back, in order, and no longer than max.block.ms', async t => {
  const { producer, ledger } = await setUp(
    t,
    { orders: 1 },
    { 'buffer.memory': '2000', 'batch.size': '500', 'max.block.ms': '600' },
  )
  const values = Array.from({ length: 100 }, (_, i) => `${i}`.padEnd(200, '.'))
  const taken: number[] = []
  await Promise.all(
    values.map(async (value, i) => {
      const { written } = await producer.enqueue({ topic: 'orders', value })
      taken.push(i)
      return written
    }),
  )
  t.same(ledger.of('orders'), values)
  t.same(
    taken,
    values.map((_, i) => i),
  )
  ledger.fault = () => 'NOT_ENOUGH_REPLICAS'
  const late = await Promise.allSettled(
    values
      .slice(0, 30)
      .map(value => producer.enqueue({ topic: 'orders', value }).then(({ written }) => void written.catch(() => {}))),
  )
  const refused = late.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]
  t.ok(refused.length > 0)
  t.match(refused[0]!.reason, { name: 'REQUEST_TIMED_OUT', message: /buffer\.memory/ })
})

t.test('append() takes lines by the thousand without a promise each, and tells of those that were lost', async t => {
  const { producer, ledger } = await setUp(t, { orders: 2 }, { 'batch.size': '1000', 'buffer.memory': '10000' })
  const source = Buffer.from('abcdefghij'.repeat(10))
  await producer.ready('orders')
  for (let i = 0; i < 1000; i++) {
    const from = i % 50
    const bounds = Int32Array.of(
      from,
      from + 9,
      from + 9,
      from + 20,
      from + 20,
      from + 30,
      from + 32,
      from + 32,
      from + 32,
      from + 50,
    )
    if (!producer.append('orders', source, bounds, 5, 1000 + i)) await producer.ready('orders')
  }
  await producer.flush()
  t.equal(ledger.of('orders', 0).length + ledger.of('orders', 1).length, 5000)
  t.equal(ledger.records.size, 2)
  let lost = 0
  producer.onLost = (batch, error) => {
    t.equal(error.name, 'INVALID_REQUIRED_ACKS')
    lost += batch.count
  }
  ledger.fault = () => 'INVALID_REQUIRED_ACKS'
  for (let i = 0; i < 10; i++) producer.append('orders', source, Int32Array.of(0, 5), 1, 1)
  await producer.flush()
  t.equal(lost, 10)
})

t.test('every codec arrives', async t => {
  for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) {
    const { producer, ledger } = await setUp(t, { orders: 1 }, { 'compression.type': codec })
    const values = Array.from({ length: 200 }, (_, i) => `value ${i}`)
    await Promise.all(values.map(value => producer.send({ topic: 'orders', value })))
    t.same(ledger.of('orders'), values, codec)
    t.equal(ledger.headers[0]!.compression, codec)
  }
})

t.test('compression levels: the higher, the smaller; lz4 has one', async t => {
  const values = Array.from(
    { length: 300 },
    (_, i) => `{"id":${i},"user":${(i * 7919) % 1009},"at":${(i * 31) ^ (i >> 3)}}`,
  )
  const sizeAt = async (codec: string, level: string) => {
    const { producer, ledger } = await setUp(
      t,
      { orders: 1 },
      { 'compression.type': codec, [`compression.${codec}.level`]: level, 'linger.ms': '20' },
    )
    await Promise.all(values.map(value => producer.send({ topic: 'orders', value, timestamp: 1000 })))
    t.same(ledger.of('orders'), values, `${codec} ${level}`)
    t.equal(ledger.headers.length, 1)
    return ledger.headers[0]!.size
  }
  t.ok((await sizeAt('gzip', '9')) < (await sizeAt('gzip', '1')))
  t.ok((await sizeAt('zstd', '22')) < (await sizeAt('zstd', '-7')))
  t.equal(await sizeAt('lz4', '17'), await sizeAt('lz4', '1'))
})

t.test('acks=0 asks for no answer, and knows no offset', async t => {
  const { producer, broker } = await setUp(t, { orders: 1 }, { acks: '0' })
  const arrived: number[] = []
  broker.on(Produce, ({ acks }) => {
    arrived.push(acks)
    return SILENCE
  })
  t.match(await producer.send({ topic: 'orders', value: 'x' }), { offset: -1 })
  await until('it arrived', () => arrived.length > 0)
  t.same(arrived, [0])
  t.same(broker.of('InitProducerId'), [], 'nor is it idempotent')
})

t.test('a producer id that cannot be had fails what waits for it', async t => {
  const { producer, broker } = await setUp(t, { orders: 1 })
  broker.on(InitProducerId, () => ({ errorCode: 31, producerId: -1, producerEpoch: -1 }))
  await t.rejects(producer.send({ topic: 'orders', value: 'x' }), { name: 'CLUSTER_AUTHORIZATION_FAILED' })
})

t.test('close() writes what there is; with a limit it gives up the rest', async t => {
  const { producer, ledger } = await setUp(t, { orders: 1 }, { 'linger.ms': '5000' })
  const sent = producer.send({ topic: 'orders', value: 'x' })
  await producer.partitionsFor('orders')
  await producer.close()
  t.match(await sent, { offset: 0 })
  await t.rejects(producer.send({ topic: 'orders', value: 'y' }), { name: 'NETWORK_EXCEPTION', message: /closed/ })
  t.same(ledger.of('orders'), ['x'])

  const { producer: other, broker } = await setUp(t, { orders: 1 })
  broker.on(Produce, () => SILENCE)
  await other.partitionsFor('orders')
  const never = other.send({ topic: 'orders', value: 'x' })
  never.catch(() => {})
  await other.close(50)
  await t.rejects(never, { name: 'NETWORK_EXCEPTION' })
})

t.test('serializers make keys and values, by name or given', async t => {
  const { ledger, configs } = await setUp(t, { orders: 1 })
  const named = new Producer<bigint, number>({
    ...configs,
    'key.serializer': 'org.apache.kafka.common.serialization.LongSerializer',
    'value.serializer': 'integer',
  })
  const given = new Producer<string, unknown>(configs, { key: serdes.string, value: serdes.json })
  t.teardown(() => Promise.all([named.close(), given.close()]))
  await named.send({ topic: 'orders', key: 7n, value: 258 })
  await given.send({ topic: 'orders', key: 'k', value: { a: 1 } })
  const [one, two] = ledger.records.get('orders-0')!
  t.same([one!.key!.toString('hex'), one!.value!.toString('hex')], ['0000000000000007', '00000102'])
  t.same([String(two!.key), String(two!.value)], ['k', '{"a":1}'])
})

t.test('settings that contradict each other are refused', async t => {
  const base = { 'bootstrap.servers': 'localhost:1' }
  const wrong: Record<string, string>[] = [
    { 'enable.idempotence': 'true', acks: '1' },
    { 'transactional.id': 't', acks: '0' },
    { 'transactional.id': 't', 'enable.idempotence': 'false' },
    { 'enable.idempotence': 'true', 'max.in.flight.requests.per.connection': '6' },
    { 'delivery.timeout.ms': '1000', 'request.timeout.ms': '2000' },
    { 'security.protocol': 'SSL' },
    { 'value.serializer': 'avro' },
    { 'compression.type': 'brotli' },
  ]
  for (const configs of wrong)
    t.throws(() => new Producer({ ...base, ...configs }), { name: 'ConfigError' }, JSON.stringify(configs))
})

// A broker that refuses, forgets, cuts connections and loses answers. Whatever it does: all that was acknowledged is there,
// once, and in the order in which it was sent.
for (let seed = 1; seed <= 20; seed++)
  t.test(`an unreliable broker, seed ${seed}: acknowledged records are there, once, in order`, async t => {
    const { producer, ledger } = await setUp(t, { orders: 2 }, { 'batch.size': '200', 'delivery.timeout.ms': '60000' })
    const random = seededRandom(seed)
    const faults: Fault[] = [
      'NOT_ENOUGH_REPLICAS',
      'lost',
      'NOT_LEADER_OR_FOLLOWER',
      'UNKNOWN_PRODUCER_ID',
      'INVALID_RECORD',
    ]
    ledger.fault = () => (random.below(4) === 0 ? faults[random.below(faults.length)] : undefined)
    const acknowledged: RecordMetadata[] = []
    const values: string[][] = [[], []]
    const sends: Promise<void>[] = []
    for (let i = 0; i < 300; i++) {
      const partition = random.below(2)
      const sent = producer.send({ topic: 'orders', partition, value: `${i}`.padEnd(40) })
      sends.push(
        sent.then(
          row => {
            acknowledged.push(row)
            values[partition]!.push(`${i}`.padEnd(40))
          },
          (error: unknown) => {
            if (!(error instanceof KafkaError && error.name === 'INVALID_RECORD')) throw error
          },
        ),
      )
      if (random.below(5) === 0) await new Promise(resolve => setImmediate(resolve))
    }
    await Promise.all(sends)
    t.ok(acknowledged.length > 0)
    for (const partition of [0, 1]) {
      const log = ledger.of('orders', partition)
      t.equal(new Set(log).size, log.length, 'once')
      const order = (list: string[]) => list.map(Number)
      t.same(
        order(log),
        [...order(log)].sort((a, b) => a - b),
        'in order',
      )
      t.same(
        order(values[partition]!).sort((a, b) => a - b),
        order(log),
        'all that is there was acknowledged, and the other way round',
      )
    }
  })
