import t, { type Test } from 'tap'
import { type Answers, askCoordinators } from '../../../src/client/admin/coordinated.ts'
import { Cluster } from '../../../src/client/cluster.ts'
import { KafkaError } from '../../../src/protocol/errors.ts'
import { FindCoordinator } from '../../../src/protocol/generated/apis/10-find-coordinator.ts'
import { FakeBroker } from '../fake-broker.ts'

/** The coordinator of a key is the broker of its last digit. */
async function setUp(t: Test, claim?: { min: number; max: number }) {
  const broker = await FakeBroker.start()
  if (claim) broker.claims.set('FindCoordinator', claim)
  const row = (key: string) => ({
    key,
    nodeId: Number(key.at(-1)),
    host: '127.0.0.1',
    port: 1,
    errorCode: 0,
    errorMessage: null,
  })
  broker.on(FindCoordinator, ({ key, coordinatorKeys }, { version }) => {
    if (version >= 4) return { coordinators: coordinatorKeys.map(row) }
    const { nodeId, host, port } = row(key)
    return { nodeId, host, port }
  })
  const backoff = { firstMs: 1, maxMs: 4 }
  const cluster = await Cluster.connect({
    bootstrapServers: broker.bootstrap,
    apiTimeoutMs: 400,
    retryBackoff: backoff,
  })
  t.teardown(async () => {
    await cluster.close()
    await broker.close()
  })
  return { broker, cluster }
}

t.test('each coordinator is asked once for all of its keys; answers come in the order of the keys', async t => {
  const { broker, cluster } = await setUp(t)
  const asked: string[] = []
  const answers = await askCoordinators(cluster, 'group', ['a1', 'b2', 'c1', 'a1'], async ({ id }, keys) => {
    asked.push(`${id}: ${keys}`)
    return new Map(keys.map(key => [key, key.toUpperCase()]))
  })
  t.same(
    [...answers],
    [
      ['a1', 'A1'],
      ['b2', 'B2'],
      ['c1', 'C1'],
    ],
  )
  t.same(asked.sort(), ['1: a1,c1', '2: b2'])
  t.equal(broker.of('FindCoordinator').length, 1, 'all are looked up together')
})

t.test('what may pass is asked again, for those keys alone; what lasts is not', async t => {
  const { broker, cluster } = await setUp(t)
  const asked: string[] = []
  const answers = await askCoordinators<string>(cluster, 'group', ['a1', 'b1', 'c1', 'd1'], async (_, keys) => {
    asked.push(keys.join())
    const rows: Answers<string> = new Map([['a1', 'yes']])
    rows.set('b1', new KafkaError('GROUP_AUTHORIZATION_FAILED', 'no'))
    if (asked.length > 1) rows.set('c1', 'moved').set('d1', 'late')
    else rows.set('c1', new KafkaError('NOT_COORDINATOR', 'moved')) // d1 has no answer.
    return new Map(keys.flatMap(key => (rows.has(key) ? [[key, rows.get(key)!] as const] : [])))
  })
  t.same(asked, ['a1,b1,c1,d1', 'c1,d1'])
  t.same([answers.get('a1'), answers.get('c1'), answers.get('d1')], ['yes', 'moved', 'late'])
  t.match(answers.get('b1'), { name: 'GROUP_AUTHORIZATION_FAILED' })
  t.equal(broker.of('FindCoordinator').length, 2, 'who coordinates is asked anew')
})

t.test('when the time is over, each key has the error that it waited for', async t => {
  const { cluster } = await setUp(t)
  const answers = await askCoordinators<string>(cluster, 'group', ['a1', 'b2', 'c3'], async ({ id }) => {
    if (id === 1) throw new KafkaError('COORDINATOR_LOAD_IN_PROGRESS', 'loading')
    return new Map(id === 2 ? [['b2', 'fine']] : [])
  })
  t.match(answers.get('a1'), { name: 'COORDINATOR_LOAD_IN_PROGRESS' })
  t.equal(answers.get('b2'), 'fine')
  t.match(answers.get('c3'), { message: 'The coordinator gave no answer for "c3"' })
})

t.test('a bug is no answer', async t => {
  const { cluster } = await setUp(t)
  const broken = async () => {
    throw new TypeError('broken')
  }
  await t.rejects(askCoordinators(cluster, 'group', ['a1'], broken), { name: 'TypeError' })
})

t.test('an old broker is asked for one key at a time', async t => {
  const { broker, cluster } = await setUp(t, { min: 0, max: 3 })
  const answers = await askCoordinators(
    cluster,
    'transaction',
    ['a1', 'b2'],
    async ({ id }, keys) => new Map([[keys[0]!, id]]),
  )
  t.same(
    [...answers],
    [
      ['a1', 1],
      ['b2', 2],
    ],
  )
  t.match(
    broker.of('FindCoordinator').map(({ body }) => body),
    [
      { key: 'a1', keyType: 1 },
      { key: 'b2', keyType: 1 },
    ],
  )
})
