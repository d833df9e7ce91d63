import t from 'tap'
import { producerSettings } from '../../../src/client/producer/settings.ts'

const of = (configs: Record<string, string | number | boolean> = {}) =>
  producerSettings({ 'bootstrap.servers': 'localhost:9092', ...configs })

t.test('without a word it is idempotent, and its parts have Kafka’s defaults', async t => {
  const { idempotent, deliveryTimeoutMs, accumulator, sender, transactions } = of()
  t.equal(idempotent, true)
  t.equal(deliveryTimeoutMs, 120_000)
  t.match(accumulator, {
    batchSize: 16_384,
    maxBytes: 33_554_432,
    idempotent: true,
    transactional: false,
    maxInFlight: 5,
  })
  t.match(sender, { acks: -1, transactionalId: null, lingerMs: 5, requestTimeoutMs: 30_000, retries: 2 ** 31 - 1 })
  t.equal(transactions, undefined)
})

t.test('another setting may speak against idempotence; both asked for is a contradiction', async t => {
  const against: [string, string | number, RegExp][] = [
    ['acks', 1, /acks.*must be all/],
    ['acks', '0', /acks.*must be all/],
    ['retries', 0, /retries.*must be above 0/],
    ['max.in.flight.requests.per.connection', 6, /must be at most 5/],
  ]
  for (const [name, value, message] of against) {
    t.equal(of({ [name]: value }).idempotent, false, `${name}=${value}`)
    t.throws(() => of({ [name]: value, 'enable.idempotence': true }), { name: 'ConfigError', message })
    t.throws(() => of({ [name]: value, 'transactional.id': 'till' }), { name: 'ConfigError', message })
  }
  t.equal(of({ 'enable.idempotence': false }).idempotent, false)
  t.throws(() => of({ 'enable.idempotence': false, 'transactional.id': 'till' }), { message: /needs idempotence/ })
  t.equal(of({ acks: '-1', 'enable.idempotence': true }).sender.acks, -1, '-1 is all')
})

t.test('delivery.timeout.ms is at least linger.ms and request.timeout.ms together', async t => {
  t.equal(of({ 'request.timeout.ms': 200_000 }).deliveryTimeoutMs, 200_005, 'raised, where it was not given')
  t.throws(() => of({ 'request.timeout.ms': 200_000, 'delivery.timeout.ms': 120_000 }), {
    name: 'ConfigError',
    message: /at least linger\.ms \+ request\.timeout\.ms, 200005/,
  })
  t.equal(of({ 'request.timeout.ms': 100, 'linger.ms': 0, 'delivery.timeout.ms': 100 }).deliveryTimeoutMs, 100)
  t.equal(of({ 'linger.ms': 2 ** 40 }).deliveryTimeoutMs, 2 ** 31 - 1, 'an int, as on Kafka')
})

t.test('the level is that of the codec; -1 is gzip’s own', async t => {
  const builder = (type: string, more = {}) => of({ 'compression.type': type, ...more }).sender.builder
  t.same(builder('gzip'), { compression: 'gzip', level: undefined })
  t.same(builder('gzip', { 'compression.gzip.level': 9, 'compression.zstd.level': 1 }), {
    compression: 'gzip',
    level: 9,
  })
  t.same(builder('zstd'), { compression: 'zstd', level: 3 })
  t.same(builder('snappy'), { compression: 'snappy', level: undefined })
})

t.test('a transactional producer, a batch of nothing, and what is missing', async t => {
  t.match(of({ 'transactional.id': 'till', 'transaction.timeout.ms': 5000, 'max.block.ms': 70 }).transactions, {
    transactionalId: 'till',
    timeoutMs: 5000,
    blockMs: 70,
  })
  t.equal(of({ 'batch.size': 0 }).sender.batchSize, 1, 'one record a batch')
  t.throws(() => producerSettings({} as never), { name: 'ConfigError', message: /bootstrap\.servers/ })
})
