import t from 'tap'
import { MetadataCache, NO_NODE } from '../../src/client/metadata.ts'
import { ZERO_UUID } from '../../src/lib/uuid.ts'
import type { MetadataResponse } from '../../src/protocol/generated/apis/03-metadata.ts'

const ID = 'Xb2k1lQ5R0a8bW8Sg7m1Vw'
const OTHER = 'AAAAAAAAAAAAAAAAAAAAAQ'
const broker = (nodeId: number) => ({ nodeId, host: `b${nodeId}`, port: 9092, rack: null })

/** Partitions as `leader@epoch`. */
function answer(topics: Record<string, string[] | number>, { id = ID, brokers = [1, 2] } = {}): MetadataResponse {
  return {
    throttleTimeMs: 0,
    errorCode: 0,
    clusterId: 'c',
    controllerId: 1,
    clusterAuthorizedOperations: 0,
    brokers: brokers.map(broker),
    topics: Object.entries(topics).map(([name, partitions]) => ({
      name,
      topicId: id,
      isInternal: false,
      topicAuthorizedOperations: 0,
      errorCode: typeof partitions === 'number' ? partitions : 0,
      partitions: (typeof partitions === 'number' ? [] : partitions).map((text, partitionIndex) => {
        const [leaderId = -1, leaderEpoch = -1] = text.split('@').map(Number)
        const nodes = { replicaNodes: [1, 2], isrNodes: [1], offlineReplicas: [] }
        return { errorCode: 0, partitionIndex, leaderId, leaderEpoch, ...nodes }
      }),
    })),
  }
}
const knowing = (topics: Record<string, string[] | number>) => {
  const cache = new MetadataCache()
  cache.apply(answer(topics), 100)
  return cache
}
const leaders = (cache: MetadataCache, topic = 'orders') =>
  cache.topic(topic)?.partitions.map(({ leader, leaderEpoch }) => `${leader}@${leaderEpoch}`)

t.test('what an answer says is known, by name and by id', async t => {
  const cache = knowing({ orders: ['1@5', '2@3'] })
  t.match(cache, { clusterId: 'c', controllerId: 1 })
  t.match(cache.brokers.get(2), { id: 2, host: 'b2', port: 9092 })
  t.same(leaders(cache), ['1@5', '2@3'])
  t.equal(cache.nameOf(ID), 'orders')
  t.equal(cache.leaderOf('orders', 1), 2)
  t.equal(cache.leaderOf('orders', 2), NO_NODE)
  t.equal(cache.leaderOf('nowhere', 0), NO_NODE)
  t.equal(cache.age('orders', 350), 250)
  t.equal(cache.age('nowhere', 350), Number.POSITIVE_INFINITY)
})

t.test('an older epoch loses, partition by partition; of a topic that was made anew it does not', async t => {
  const cache = knowing({ orders: ['1@5', '1@5', '1@5'] })
  cache.apply(answer({ orders: ['2@4', '2@5', '2@6'] }), 200)
  t.same(leaders(cache), ['1@5', '2@5', '2@6'])
  cache.apply(answer({ orders: ['2@0', '2@0', '2@0'] }, { id: OTHER }), 300)
  t.same(leaders(cache), ['2@0', '2@0', '2@0'])
  t.equal(cache.nameOf(ID), undefined, 'its old id stands for nothing')
  t.equal(cache.nameOf(OTHER), 'orders')
})

t.test('brokers that know no epochs are believed, and ones without ids give none', async t => {
  const cache = knowing({ orders: ['1@5'] })
  cache.apply(answer({ orders: ['2@-1'] }), 200)
  t.same(leaders(cache), ['2@-1'])
  cache.apply(answer({ old: ['1@-1'] }, { id: ZERO_UUID }), 200)
  t.equal(cache.nameOf(ZERO_UUID), undefined)
})

t.test(
  'a topic that has an error is forgotten, and why; one that an answer about all does not name is gone',
  async t => {
    const cache = knowing({ orders: ['1@5'], payments: ['1@1'] })
    cache.apply(answer({ orders: 29 }), 200)
    t.equal(cache.topic('orders'), undefined)
    t.equal(cache.errorOf('orders'), 'TOPIC_AUTHORIZATION_FAILED')
    t.same(leaders(cache, 'payments'), ['1@1'], 'the answer was not about it')
    cache.apply(answer({ orders: ['2@6'] }), 300, true)
    t.equal(cache.errorOf('orders'), undefined)
    t.equal(cache.topic('payments'), undefined)
    t.equal(cache.errorOf('payments'), 'UNKNOWN_TOPIC_OR_PARTITION')
    t.equal(cache.nameOf(ID), 'orders')
  },
)

t.test('a hint of the new leader is news when its epoch is newer and its address is known', async t => {
  const cache = knowing({ orders: ['1@5', '1@5'] })
  const before = cache.topic('orders')
  const moved = (leaderId: number, leaderEpoch: number, nodes: number[] = []) =>
    cache.leaderMoved('orders', 0, { leaderId, leaderEpoch }, nodes.map(broker))
  t.notOk(moved(2, 5), 'the same epoch')
  t.notOk(moved(-1, 6), 'nobody')
  t.notOk(moved(3, 6), 'a broker that nobody knows')
  t.notOk(cache.leaderMoved('orders', 9, { leaderId: 2, leaderEpoch: 6 }, []))
  t.notOk(cache.leaderMoved('nowhere', 0, { leaderId: 2, leaderEpoch: 6 }, []))
  t.equal(cache.topic('orders'), before, 'nothing changed')
  t.ok(moved(2, 6))
  t.ok(moved(3, 7, [3]))
  t.same(leaders(cache), ['3@7', '1@5'])
  t.match(cache.brokers.get(3), { host: 'b3' })
  t.same(before!.partitions[0]!.leader, 1, 'who holds the old picture keeps it')
})
