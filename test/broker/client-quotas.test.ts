import t, { type Test } from 'tap'
import { Broker } from '../../src/broker/broker.ts'
import { ClientQuotas } from '../../src/broker/client-quotas.ts'
import { VirtualClock } from '../../src/lib/clock.ts'
import { entityKey } from '../../src/metadata/quotas.ts'
import { Produce } from '../../src/protocol/generated/apis/00-produce.ts'
import { Fetch } from '../../src/protocol/generated/apis/01-fetch.ts'
import { Metadata } from '../../src/protocol/generated/apis/03-metadata.ts'
import { AlterClientQuotas } from '../../src/protocol/generated/apis/49-alter-client-quotas.ts'
import { batchOf, connectTo, createTopic, directory, fetchRequest } from './start.ts'

const WINDOWS = { count: 11, ms: 1000 }

type Entity = [type: 'user' | 'client-id', name: string | null][]
const quotas = (...rows: [entity: Entity, bound: number][]) =>
  new Map(
    rows.map(([entity, bound]) => [
      entityKey(entity.map(([entityType, entityName]) => ({ entityType, entityName }))),
      new Map([['producer_byte_rate', bound]]),
    ]),
  )
const client = (user: string, clientId: string | null) => ({ principal: `User:${user}`, clientId })

function start(...rows: Parameters<typeof quotas>) {
  const clock = new VirtualClock()
  const measured = new ClientQuotas({ clock, windows: () => WINDOWS, controllerWindows: () => WINDOWS })
  measured.load(quotas(...rows))
  return { clock, measured }
}

t.test('the most exact quota counts', async t => {
  // Each is the bound of its own level, and what exceeds it by how much says which one was found.
  const rows: [Entity, number][] = [
    [
      [
        ['user', 'a'],
        ['client-id', 'c'],
      ],
      1,
    ],
    [
      [
        ['user', 'a'],
        ['client-id', null],
      ],
      2,
    ],
    [[['user', 'a']], 3],
    [
      [
        ['user', null],
        ['client-id', 'c'],
      ],
      4,
    ],
    [
      [
        ['user', null],
        ['client-id', null],
      ],
      5,
    ],
    [[['user', null]], 6],
    [[['client-id', 'c']], 7],
    [[['client-id', null]], 8],
  ]
  const boundOf = (left: typeof rows, user: string, clientId: string) => {
    const { measured } = start(...left)
    const throttleMs = measured.record('producer_byte_rate', client(user, clientId), 1000)
    return throttleMs === 0 ? undefined : Math.round(100 / (throttleMs / 10_000 + 1))
  }
  for (let i = 0; i < rows.length; i++) t.equal(boundOf(rows.slice(i), 'a', 'c'), i + 1, `level ${i + 1}`)
  t.equal(boundOf([], 'a', 'c'), undefined)
  t.equal(boundOf(rows, 'a', 'other'), 2)
  t.equal(boundOf(rows, 'b', 'c'), 4)
  t.equal(boundOf(rows, 'b', 'other'), 5)
})

t.test('who shares a quota shares its rate', async t => {
  const bound = 100
  const user = start([[['user', 'a']], bound]).measured
  t.equal(user.record('producer_byte_rate', client('a', 'one'), 1000), 0)
  t.ok(user.record('producer_byte_rate', client('a', 'two'), 1000) > 0, 'another client of the same user')
  t.equal(user.record('producer_byte_rate', client('b', 'one'), 1e9), 0)
  const eachUser = start([[['user', null]], bound]).measured
  t.equal(eachUser.record('producer_byte_rate', client('a', 'one'), 1000), 0)
  t.equal(eachUser.record('producer_byte_rate', client('b', 'one'), 1000), 0, 'a default is one for each')
  const eachClient = start([[['client-id', null]], bound]).measured
  t.equal(eachClient.record('producer_byte_rate', client('a', null), 1000), 0)
  t.ok(eachClient.record('producer_byte_rate', client('b', null), 1000) > 0, 'without an id all are one')
})

t.test('a quota that changes is in force at once, over what was measured', async t => {
  const { measured } = start([[['user', 'a']], 1000])
  t.equal(measured.record('producer_byte_rate', client('a', 'c'), 5000), 0)
  measured.load(quotas([[['user', 'a']], 100]))
  t.ok(measured.record('producer_byte_rate', client('a', 'c'), 1) > 0)
  measured.load(new Map())
  t.notOk(measured.has('producer_byte_rate'))
  t.equal(measured.record('producer_byte_rate', client('a', 'c'), 1e9), 0)
})

t.test('a fetch brings no more than all windows allow; time is made up for within one window', async t => {
  const { measured } = start()
  t.equal(measured.fetchMax(client('a', 'c')), Number.POSITIVE_INFINITY)
  const key = entityKey([{ entityType: 'user', entityName: 'a' }])
  measured.load(
    new Map([
      [
        key,
        new Map([
          ['consumer_byte_rate', 100],
          ['request_percentage', 1],
        ]),
      ],
    ]),
  )
  t.equal(measured.fetchMax(client('a', 'c')), 1000)
  t.equal(measured.fetchMax(client('b', 'c')), Number.POSITIVE_INFINITY)
  t.equal(measured.record('request_percentage', client('a', 'c'), 1e6), 1000)
})

t.test('connections of an address, of a name that has it, and of all others', async t => {
  const clock = new VirtualClock()
  const resolve = async (name: string) => (name === 'printer' ? '10.0.0.7' : undefined)
  const measured = new ClientQuotas({ clock, windows: () => WINDOWS, controllerWindows: () => WINDOWS, resolve })
  const rows: [name: string | null, limit: number][] = [
    ['10.0.0.1', 1],
    ['printer', 2],
    ['nobody', 1],
    [null, 3],
  ]
  measured.load(
    new Map(
      rows.map(([entityName, limit]) => [
        entityKey([{ entityType: 'ip', entityName }]),
        new Map([['connection_creation_rate', limit]]),
      ]),
    ),
  )
  await new Promise(setImmediate)
  // At a rate of 1, ten windows of a second take ten; and each that is left waiting does not count.
  const admitted = (ip: string) => Array.from({ length: 50 }, () => measured.connect(ip)).filter(ms => ms === 0).length
  t.equal(admitted('10.0.0.1'), 10)
  t.equal(admitted('10.0.0.7'), 20)
  t.equal(admitted('10.0.0.9'), 30)
  t.equal(measured.connect('10.0.0.1'), 1000, 'never longer than a window')
  clock.advance(12_000)
  t.equal(admitted('10.0.0.1'), 10)
  measured.load(new Map())
  t.equal(admitted('10.0.0.1'), 50)
})

async function startOn(t: Test, clock: VirtualClock) {
  const configs = { 'log.dirs': directory(t), listeners: 'PLAINTEXT://127.0.0.1:0' }
  const broker = await Broker.start({ clock, configs })
  t.teardown(() => broker.close())
  const connection = await connectTo(t, broker, 'app')
  await createTopic(connection, 'orders')
  const limit = async (key: string, value: number) => {
    const ops = [{ key, value, remove: false }]
    const entry = { entity: [{ entityType: 'client-id', entityName: 'app' }], ops }
    await connection.send(AlterClientQuotas, 1, { entries: [entry], validateOnly: false })
  }
  return { broker, connection, limit }
}
const turns = async (count = 50) => {
  for (let i = 0; i < count; i++) await new Promise(resolve => setImmediate(resolve))
}
const produce = (size: number) => ({
  acks: -1,
  timeoutMs: 5000,
  topicData: [{ name: 'orders', partitionData: [{ index: 0, records: batchOf(['x'.repeat(size)]) }] }],
})

t.test('a producer over its quota is answered, told to keep still, and not listened to meanwhile', async t => {
  const clock = new VirtualClock(1_700_000_000_000)
  const { broker, connection, limit } = await startOn(t, clock)
  await limit('producer_byte_rate', 1000)
  t.match(
    await connection.send(Produce, 12, produce(5000)),
    { throttleTimeMs: 0 },
    'it has ten seconds to make up for it',
  )
  const second = await connection.send(Produce, 12, produce(10_000))
  t.match(second.responses[0]!.partitionResponses, [{ errorCode: 0, baseOffset: 1 }])
  const { throttleTimeMs } = second
  t.ok(throttleTimeMs > 4000 && throttleTimeMs < 7000, `${throttleTimeMs} ms`)
  let answered = false
  const third = connection.send(Metadata, 12, { topics: null }).then(() => {
    answered = true
  })
  clock.advance(throttleTimeMs - 1)
  await turns()
  t.notOk(answered)
  const other = await connectTo(t, broker, 'another')
  await other.send(Metadata, 12, { topics: null })
  t.notOk(answered, 'others are listened to')
  clock.advance(1)
  await third
  clock.advance(11_000)
  t.match(await connection.send(Produce, 12, produce(10)), { throttleTimeMs: 0 }, 'its windows are over')
})

t.test('acks=0: nobody is told, and the connection keeps still', async t => {
  const clock = new VirtualClock(1_700_000_000_000)
  const { connection, limit, broker } = await startOn(t, clock)
  await limit('producer_byte_rate', 1000)
  connection.send(Produce, 12, { ...produce(50_000), acks: 0 }).catch(() => {})
  await turns()
  let answered = false
  const next = connection.send(Metadata, 12, { topics: null }).then(
    () => {
      answered = true
    },
    () => {},
  )
  await turns()
  t.notOk(answered)
  clock.advance(60_000)
  await turns()
  t.equal(broker.partitions.leader('orders', 0).log.endOffset, 1)
  connection.close()
  await next
})

t.test('a consumer over its quota gets what it asked for, and keeps still', async t => {
  const clock = new VirtualClock(1_700_000_000_000)
  const { connection, limit } = await startOn(t, clock)
  await connection.send(Produce, 12, produce(8000))
  await limit('consumer_byte_rate', 100)
  const first = await connection.send(Fetch, 12, fetchRequest('orders', 0, 0))
  t.equal(first.responses[0]!.partitions[0]!.records!.length > 8000, true, 'one batch is always given')
  t.ok(first.throttleTimeMs > 60_000, `${first.throttleTimeMs} ms`)
  let answered = false
  const second = connection.send(Fetch, 12, fetchRequest('orders', 0, 1)).then(() => {
    answered = true
  })
  await turns()
  t.notOk(answered)
  clock.advance(first.throttleTimeMs)
  await second
})

t.test('time: a client that takes too much of it keeps still for one window at most', async t => {
  const clock = new VirtualClock(1_700_000_000_000)
  const { connection, limit, broker } = await startOn(t, clock)
  await limit('request_percentage', 1)
  // Listing its topics takes this broker two seconds.
  Object.defineProperty(broker.metadata.topics, 'keys', {
    value: () => {
      clock.advance(2000)
      return ['orders'].values()
    },
  })
  const answer = await connection.send(Metadata, 12, { topics: null })
  t.equal(answer.throttleTimeMs, 1000)
})
