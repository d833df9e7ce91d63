import t from 'tap'
import { ANY, Cluster, type ClusterOptions } from '../../src/client/cluster.ts'
import { errorName, KafkaError } from '../../src/protocol/errors.ts'
import { Metadata } from '../../src/protocol/generated/apis/03-metadata.ts'
import { FindCoordinator } from '../../src/protocol/generated/apis/10-find-coordinator.ts'
import { Heartbeat } from '../../src/protocol/generated/apis/12-heartbeat.ts'
import { CreateTopics } from '../../src/protocol/generated/apis/19-create-topics.ts'
import { FakeBroker, HANG_UP } from './fake-broker.ts'

const quick: Partial<ClusterOptions> = {
  retryBackoff: { firstMs: 1, maxMs: 5 },
  reconnectBackoff: { firstMs: 1, maxMs: 5 },
}

t.test('the highest version that both sides speak is used', async t => {
  await using broker = await FakeBroker.start({ orders: 3 })
  broker.claims.set('Metadata', { min: 0, max: 7 })
  await using cluster = await Cluster.connect({ bootstrapServers: broker.bootstrap, ...quick })
  t.equal((await cluster.topic('orders')).partitions.length, 3)
  t.same([...new Set(broker.of('Metadata').map(({ version }) => version))], [7])
})

t.test('an API the broker lacks, and a version gap, are told apart from a failure', async t => {
  await using broker = await FakeBroker.start()
  broker.claims.set('CreateTopics', null)
  broker.claims.set('Heartbeat', { min: 9, max: 10 })
  await using cluster = await Cluster.connect({ bootstrapServers: broker.bootstrap, ...quick })
  const init = { topics: [], timeoutMs: 1, validateOnly: false }
  await t.rejects(cluster.request(CreateTopics, ANY, init), {
    name: 'UNSUPPORTED_VERSION',
    message: /does not serve CreateTopics/,
  })
  t.equal(await cluster.serves(CreateTopics), false)
  await t.rejects(cluster.request(Heartbeat, ANY, { groupId: 'g', generationId: 1, memberId: 'm' }), {
    name: 'UNSUPPORTED_VERSION',
    message: /serves Heartbeat in versions 9 to 10; versions 0 to 4 are needed/,
  })
  await t.rejects(cluster.request(Metadata, ANY, { topics: [] }, { minVersion: 14 }), { name: 'UNSUPPORTED_VERSION' })
})

t.test('a broker that does not know our ApiVersions is asked again in its own', async t => {
  await using broker = await FakeBroker.start({ orders: 1 })
  broker.claims.set('ApiVersions', { min: 0, max: 2 })
  await using cluster = await Cluster.connect({ bootstrapServers: broker.bootstrap, ...quick })
  t.equal((await cluster.topic('orders')).name, 'orders')
  t.same(
    broker.of('ApiVersions').map(({ version }) => version),
    [4, 2],
  )
})

t.test('any bootstrap server that answers will do', async t => {
  await using broker = await FakeBroker.start()
  const dead = await FakeBroker.start()
  const { bootstrap } = dead
  await dead.close()
  await using cluster = await Cluster.connect({ bootstrapServers: `${bootstrap},${broker.bootstrap}`, ...quick })
  t.equal(cluster.clusterId, 'fake')
})

t.test('when no server answers, the error names the address', async t => {
  const dead = await FakeBroker.start()
  const { bootstrap, port } = dead
  await dead.close()
  await t.rejects(Cluster.connect({ bootstrapServers: bootstrap, ...quick }), {
    name: 'NETWORK_EXCEPTION',
    message: new RegExp(`127.0.0.1:${port}`),
  })
})

t.test('a topic that is not there is an error of its own name, at once', async t => {
  await using broker = await FakeBroker.start()
  await using cluster = await Cluster.connect({ bootstrapServers: broker.bootstrap, ...quick })
  await t.rejects(cluster.topic('nowhere'), {
    name: 'UNKNOWN_TOPIC_OR_PARTITION',
    message: /There is no topic "nowhere"/,
  })
})

t.test('retry() waits for a leader, and finds it where it moved', async t => {
  await using one = await FakeBroker.start({ orders: { partitions: 1, leaders: [-1], leaderEpoch: 5 } }, 1)
  await using two = await FakeBroker.start({}, 2)
  one.others.push(two)
  await using cluster = await Cluster.connect({ bootstrapServers: one.bootstrap, ...quick })
  cluster.tracked.add('orders')
  const found = cluster.retry(() => cluster.leaderOf('orders', 0))
  await new Promise(resolve => setTimeout(resolve, 20))
  one.topics.set('orders', { partitions: 1, leaders: [2], leaderEpoch: 6 })
  two.topics.set('orders', { partitions: 1, leaders: [2], leaderEpoch: 6 })
  two.others.push(one)
  t.match(await found, { leader: 2, leaderEpoch: 6 })
})

t.test('retry() ends with the cluster: nobody waits for its timeout then', { timeout: 10_000 }, async t => {
  await using broker = await FakeBroker.start()
  const cluster = await Cluster.connect({ bootstrapServers: broker.bootstrap, ...quick, apiTimeoutMs: 60_000 })
  const looking = cluster.retry(() => cluster.topic('nowhere'))
  const refreshing = cluster.retry(() => cluster.refresh(['nowhere']).then(() => cluster.leaderOf('nowhere', 0)))
  await cluster.close()
  await t.rejects(looking)
  await t.rejects(refreshing)
})

t.test('an answer with an older leader epoch does not undo a newer one', async t => {
  await using broker = await FakeBroker.start({ orders: { partitions: 1, leaderEpoch: 7 } })
  await using cluster = await Cluster.connect({ bootstrapServers: broker.bootstrap, ...quick })
  await cluster.refresh(['orders'])
  broker.topics.set('orders', { partitions: 1, leaders: [9], leaderEpoch: 6 })
  await cluster.refresh(['orders'])
  t.match(cluster.known('orders')!.partitions[0], { leader: 1, leaderEpoch: 7 })
})

t.test('a connection that is cut fails what is under way, and the next request opens another', async t => {
  await using broker = await FakeBroker.start({ orders: 1 })
  await using cluster = await Cluster.connect({ bootstrapServers: broker.bootstrap, ...quick })
  let calls = 0
  broker.on(Heartbeat, () => (calls++ === 0 ? HANG_UP : { errorCode: 0 }))
  const beat = () => cluster.request(Heartbeat, ANY, { groupId: 'g', generationId: 1, memberId: 'm' })
  await t.rejects(beat(), { name: 'NETWORK_EXCEPTION' })
  t.equal((await beat()).errorCode, 0)
})

t.test('requests of different purpose do not wait for one another', async t => {
  await using broker = await FakeBroker.start({ orders: 1 })
  await using cluster = await Cluster.connect({ bootstrapServers: broker.bootstrap, ...quick })
  let answerIt = () => {}
  const arrived = new Promise<void>(seen => {
    broker.on(Heartbeat, () => {
      seen()
      return new Promise(resolve => {
        answerIt = () => resolve({ errorCode: 0 })
      })
    })
  })
  const slow = cluster.request(Heartbeat, ANY, { groupId: 'g', generationId: 1, memberId: 'm' }, { channel: 'group' })
  await arrived
  await cluster.refresh(['orders'])
  answerIt()
  t.equal((await slow).errorCode, 0)
})

t.test('update() asks once for all who ask at the same time', async t => {
  await using broker = await FakeBroker.start({ orders: 1, other: 1 })
  await using cluster = await Cluster.connect({ bootstrapServers: broker.bootstrap, ...quick })
  cluster.tracked.add('orders')
  const before = broker.of('Metadata').length
  await Promise.all([cluster.update(), cluster.update(), cluster.update()])
  t.equal(broker.of('Metadata').length, before + 1)
  t.same(broker.of('Metadata').at(-1)!.body.topics[0].name, 'orders')
})

t.test('a coordinator is looked up once, and again after it moved', async t => {
  await using broker = await FakeBroker.start()
  await using cluster = await Cluster.connect({ bootstrapServers: broker.bootstrap, ...quick })
  let errors = 2
  broker.on(Heartbeat, () => ({ errorCode: errors-- > 0 ? 16 : 0 }))
  const result = await cluster.coordinators.retry('group', 'g', async () => {
    const init = { groupId: 'g', generationId: 1, memberId: 'm' }
    const answer = await cluster.coordinators.request('group', 'g', Heartbeat, init)
    if (answer.errorCode !== 0) throw new KafkaError(errorName(answer.errorCode), 'moved')
    return answer
  })
  t.equal(result.errorCode, 0)
  t.equal(broker.of('FindCoordinator').length, 3)
  await cluster.coordinators.request('group', 'g', Heartbeat, { groupId: 'g', generationId: 1, memberId: 'm' })
  t.equal(broker.of('FindCoordinator').length, 3)
})

t.test('an old broker is asked for one coordinator in its own form', async t => {
  await using broker = await FakeBroker.start()
  broker.claims.set('FindCoordinator', { min: 0, max: 2 })
  broker.on(FindCoordinator, request => {
    t.match(request, { key: 'g', keyType: 0 })
    return { nodeId: 1, host: '127.0.0.1', port: broker.port, errorCode: 0, coordinators: [] }
  })
  await using cluster = await Cluster.connect({ bootstrapServers: broker.bootstrap, ...quick })
  t.match(await cluster.coordinators.find('group', 'g'), { port: broker.port })
})

t.test('a closed cluster refuses, and leaves nothing behind that keeps the process', async t => {
  await using broker = await FakeBroker.start()
  const cluster = await Cluster.connect({ bootstrapServers: broker.bootstrap, ...quick })
  await cluster.close()
  await t.rejects(cluster.refresh([]), { name: 'NETWORK_EXCEPTION', message: /closed/ })
})

t.test('what was tried again and again ends with close()', async t => {
  const broker = await FakeBroker.start({})
  const cluster = await Cluster.connect({ bootstrapServers: broker.bootstrap, ...quick })
  await broker.close()
  const began = Date.now()
  const tried = cluster.retry(() => cluster.refresh([]), 60_000)
  tried.catch(() => {})
  await cluster.close()
  await t.rejects(tried, { name: 'NETWORK_EXCEPTION' })
  t.ok(Date.now() - began < 5000, 'not after a minute')
})
