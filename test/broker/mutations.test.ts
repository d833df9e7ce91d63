/** controller_mutation_rate and connection_creation_rate, by a broker: who is over them, what is told, and when it is over. */
import net from 'node:net'
import t, { type Test } from 'tap'
import { Broker } from '../../src/broker/broker.ts'
import { VirtualClock } from '../../src/lib/clock.ts'
import { errorName } from '../../src/protocol/errors.ts'
import { Metadata } from '../../src/protocol/generated/apis/03-metadata.ts'
import { CreateTopics } from '../../src/protocol/generated/apis/19-create-topics.ts'
import { DeleteTopics } from '../../src/protocol/generated/apis/20-delete-topics.ts'
import { CreatePartitions } from '../../src/protocol/generated/apis/37-create-partitions.ts'
import { AlterClientQuotas } from '../../src/protocol/generated/apis/49-alter-client-quotas.ts'
import { connectTo, directory } from './start.ts'

const turns = async (count = 50) => {
  for (let i = 0; i < count; i++) await new Promise(resolve => setImmediate(resolve))
}

async function start(t: Test, entityType: string, entityName: string | null, key: string, value: number) {
  const clock = new VirtualClock(1_700_000_000_000)
  // Tokens of ten seconds: ten times the rate at once.
  const configs = {
    'log.dirs': directory(t),
    listeners: 'PLAINTEXT://127.0.0.1:0',
    'controller.quota.window.num': '10',
  }
  const broker = await Broker.start({ clock, configs })
  t.teardown(() => broker.close())
  const connection = await connectTo(t, broker, 'app')
  const limit = async (value: number | undefined) => {
    const ops = [{ key, value: value ?? 0, remove: value === undefined }]
    const entries = [{ entity: [{ entityType, entityName }], ops }]
    const answer = await (await connectTo(t, broker, 'admin')).send(AlterClientQuotas, 1, {
      entries,
      validateOnly: false,
    })
    t.equal(answer.entries[0]!.errorCode, 0)
  }
  await limit(value)
  const create = async (counts: Record<string, number>, { version = 7, validateOnly = false } = {}) => {
    const topics = Object.entries(counts).map(([name, numPartitions]) => ({
      ...{ name, numPartitions, replicationFactor: 1, assignments: [], configs: [] },
    }))
    const answer = await connection.send(CreateTopics, version, { topics, timeoutMs: 0, validateOnly })
    return { errors: answer.topics.map(row => errorName(row.errorCode)), throttleTimeMs: answer.throttleTimeMs, answer }
  }
  return { broker, clock, connection, create, limit }
}

t.test('topics over the rate are refused one by one, with the time until there is room', async t => {
  const { broker, clock, create, connection } = await start(t, 'client-id', 'app', 'controller_mutation_rate', 2)
  t.match(await create({ a: 25 }), { errors: ['NONE'], throttleTimeMs: 0 }, 'as long as there are tokens, any size')
  const second = await create({ b: 1, 'not a name': 3, c: 1 })
  t.same(second.errors, ['THROTTLING_QUOTA_EXCEEDED', 'INVALID_TOPIC_EXCEPTION', 'THROTTLING_QUOTA_EXCEEDED'])
  t.equal(second.answer.topics[0]!.errorMessage, null, 'as on Apache Kafka')
  t.equal(second.throttleTimeMs, 2500, '5 of 20 too many, at 2 a second')
  t.notOk(broker.metadata.topics.has('b'))
  let answered = false
  const next = connection.send(Metadata, 12, { topics: null }).then(() => {
    answered = true
  })
  await turns()
  t.notOk(answered, 'nobody listens meanwhile')
  clock.advance(2500)
  await next
  t.match(await create({ b: 1, c: 1 }), { errors: ['NONE', 'THROTTLING_QUOTA_EXCEEDED'] }, 'there was room for one')
  t.ok(broker.metadata.topics.has('b'))
})

t.test('deleting and growing count, too; what is refused for other reasons does not', async t => {
  const { clock, create, connection } = await start(t, 'user', 'ANONYMOUS', 'controller_mutation_rate', 1)
  await create({ a: 4, b: 4 })
  t.match(await create({ a: 100 }), { errors: ['TOPIC_ALREADY_EXISTS'] })
  const grow = async (count: number) => {
    const topics = [{ name: 'a', count, assignments: null }]
    const answer = await connection.send(CreatePartitions, 3, { topics, timeoutMs: 0, validateOnly: false })
    return errorName(answer.results[0]!.errorCode)
  }
  t.equal(await grow(3), 'INVALID_PARTITIONS')
  t.equal(await grow(7), 'NONE') // 11 of 10
  const remove = async (name: string) => {
    const answer = await connection.send(DeleteTopics, 6, {
      topics: [{ name, topicId: 'AAAAAAAAAAAAAAAAAAAAAA' }],
      topicNames: [],
      timeoutMs: 0,
    })
    return { error: errorName(answer.responses[0]!.errorCode), throttleTimeMs: answer.throttleTimeMs }
  }
  t.same(await remove('b'), { error: 'THROTTLING_QUOTA_EXCEEDED', throttleTimeMs: 1000 })
  clock.advance(1000)
  t.same(await remove('b'), { error: 'NONE', throttleTimeMs: 0 })
  t.same(await remove('nobody'), { error: 'UNKNOWN_TOPIC_OR_PARTITION', throttleTimeMs: 0 })
})

t.test('an older client is served, and not listened to for as long', async t => {
  const { broker, clock, create } = await start(t, 'client-id', null, 'controller_mutation_rate', 2)
  t.match(await create({ a: 30 }, { version: 5 }), { errors: ['NONE'], throttleTimeMs: 5000 })
  const next = create({ b: 1 }, { version: 5 })
  await turns()
  t.notOk(broker.metadata.topics.has('b'))
  clock.advance(5000)
  t.match(await next, { errors: ['NONE'], throttleTimeMs: 500 })
})

t.test('without the quota nobody is counted', async t => {
  const { create, limit } = await start(t, 'client-id', 'app', 'controller_mutation_rate', 1)
  await limit(undefined)
  for (const name of ['a', 'b', 'c']) t.match(await create({ [name]: 50 }), { errors: ['NONE'], throttleTimeMs: 0 })
})

t.test('an address that connects too often is left waiting, and closed', async t => {
  const { broker, clock, connection, limit } = await start(t, 'ip', '127.0.0.1', 'connection_creation_rate', 1)
  const [host, port] = broker.address.split(':')
  const connect = () =>
    new Promise<net.Socket>(resolve => {
      const socket = net.connect(Number(port), host, () => resolve(socket))
      t.teardown(() => socket.destroy())
    })
  const admitted: net.Socket[] = []
  // One a second over eleven windows, the first of which is just beginning.
  for (let i = 0; i < 10; i++) admitted.push(await connect())
  const over = await connect()
  let closed = false
  over.on('close', () => {
    closed = true
  })
  over.resume()
  await turns()
  t.notOk(closed, 'not at once: it would come again at once')
  t.equal(connection.closed, false)
  await connection.send(Metadata, 12, { topics: null }) // who is in already is served
  clock.advance(1000)
  while (!closed) await turns(1)
  t.ok(admitted.every(socket => !socket.destroyed))
  clock.advance(12_000) // its windows are over
  await limit(undefined)
  for (let i = 0; i < 20; i++) await connect()
  await (await connectTo(t, broker)).send(Metadata, 12, { topics: null })
})
