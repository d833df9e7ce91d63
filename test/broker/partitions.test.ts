import t from 'tap'
import { Partitions } from '../../src/broker/partitions.ts'
import { Waiting } from '../../src/broker/waiting.ts'
import { VirtualClock } from '../../src/lib/clock.ts'
import type { PartitionLog } from '../../src/log/partition-log.ts'
import type { MetadataCache } from '../../src/metadata/cache.ts'

/** Metadata that a test writes by hand; this broker is node 1. */
function start() {
  const topics = new Map<string, { id: string; partitions: { leader: number; leaderEpoch: number }[] }>()
  const metadata = {
    topics,
    partition: (topic: string, index: number) => {
      const state = topics.get(topic)?.partitions[index]
      return state && { replicas: [1], directories: [`dir of ${topic}`], ...state }
    },
  }
  const waiting = new Waiting(new VirtualClock())
  const opened: string[] = []
  /** What logs were told: whose epoch begins. */
  const led: string[] = []
  const partitions = new Partitions({
    nodeId: 1,
    metadata: metadata as unknown as MetadataCache,
    waiting,
    hasLog: topic => topic !== 'unused',
    isOffline: directoryId => directoryId === 'dir of lost',
    openLog: ({ topic, index, topicId: id }) => {
      opened.push(`${topic}-${index} ${id}`)
      const lead = (epoch: number) => led.push(`${topic}-${index} ${epoch}`)
      return { topic, index, id, lead } as unknown as PartitionLog
    },
  })
  return { topics, partitions, waiting, opened, led }
}

t.test('a partition is opened when it is first asked for, and once', async t => {
  const { topics, partitions, opened, led } = start()
  topics.set('orders', { id: 'A', partitions: [{ leader: 1, leaderEpoch: 3 }] })
  const partition = partitions.leader('orders', 0)
  t.match(partition, { topic: 'orders', index: 0, topicId: 'A', leaderEpoch: 3 })
  t.equal(partitions.leader('orders', 0), partition)
  t.same(opened, ['orders-0 A'])
  t.same(led, ['orders-0 3'], 'its log knows who begins there')
  topics.set('orders', { id: 'A', partitions: [{ leader: 1, leaderEpoch: 5 }] })
  partitions.refresh('orders')
  t.same(led, ['orders-0 3', 'orders-0 5'])
})

t.test('who does not lead, what is not there, and epochs that differ', async t => {
  const { topics, partitions } = start()
  topics.set('orders', {
    id: 'A',
    partitions: [
      { leader: 1, leaderEpoch: 3 },
      { leader: 2, leaderEpoch: 0 },
      { leader: -1, leaderEpoch: 0 },
    ],
  })
  t.throws(() => partitions.leader('nowhere', 0), { name: 'UNKNOWN_TOPIC_OR_PARTITION' })
  t.throws(() => partitions.leader('orders', 3), { name: 'UNKNOWN_TOPIC_OR_PARTITION' })
  t.throws(() => partitions.leader('orders', -1), { name: 'UNKNOWN_TOPIC_OR_PARTITION' })
  t.throws(() => partitions.leader('orders', 1), { name: 'NOT_LEADER_OR_FOLLOWER', message: /broker 2 does/ })
  t.throws(() => partitions.leader('orders', 2), { name: 'NOT_LEADER_OR_FOLLOWER' })
  t.same(partitions.currentLeader('orders', 1), { leaderId: 2, leaderEpoch: 0 })
  t.same(partitions.currentLeader('nowhere', 1), { leaderId: -1, leaderEpoch: -1 })
  t.throws(() => partitions.leader('orders', 0, 2), {
    name: 'FENCED_LEADER_EPOCH',
    message: /the leader epoch of orders-0 is 3, the request says 2/,
  })
  t.throws(() => partitions.leader('orders', 0, 4), { name: 'UNKNOWN_LEADER_EPOCH' })
  t.equal(partitions.leader('orders', 0, 3).leaderEpoch, 3)
})

t.test('a change of the metadata is in force at once; those who wait for what is gone are let go', async t => {
  const { topics, partitions, waiting, opened } = start()
  const orders = (leader: number, leaderEpoch: number, id = 'A') => {
    topics.set('orders', { id, partitions: [{ leader, leaderEpoch }] })
    partitions.refresh('orders')
  }
  orders(1, 3)
  const first = partitions.leader('orders', 0)
  let over = false
  const wait = () => {
    over = false
    void waiting
      .until(() => false, [partitions.leader('orders', 0)], 1000)
      .then(() => {
        over = true
      })
  }
  const settle = () => new Promise(resolve => setImmediate(resolve))
  wait()
  orders(1, 4)
  await settle()
  t.equal(partitions.leader('orders', 0), first, 'the same, in a new epoch')
  t.equal(first.leaderEpoch, 4)
  t.equal(over, false)

  orders(2, 5)
  await settle()
  t.equal(over, true)
  t.throws(() => partitions.leader('orders', 0), { name: 'NOT_LEADER_OR_FOLLOWER' })

  orders(1, 6)
  wait()
  orders(1, 0, 'B')
  await settle()
  t.equal(over, true, 'deleted, and made again')
  t.equal(partitions.leader('orders', 0).topicId, 'B')
  t.same(opened, ['orders-0 A', 'orders-0 A', 'orders-0 B'])
  partitions.refresh('nowhere')
})

t.test('what lies in a directory that is offline has no leader, and says why', async t => {
  const { topics, partitions, opened } = start()
  topics.set('lost', { id: 'A', partitions: [{ leader: -1, leaderEpoch: 3 }] })
  t.throws(() => partitions.leader('lost', 0), { name: 'KAFKA_STORAGE_ERROR' })
  t.same(opened, [])
})

t.test('one that has no log yet is empty, in the epoch of its leader; nothing is opened', async t => {
  const { topics, partitions, opened } = start()
  topics.set('unused', {
    id: 'A',
    partitions: [
      { leader: 1, leaderEpoch: 3 },
      { leader: 2, leaderEpoch: 3 },
    ],
  })
  topics.set('used', { id: 'B', partitions: [{ leader: 1, leaderEpoch: 3 }] })
  t.equal(partitions.unusedIn('unused', 0), 3)
  t.equal(partitions.unusedIn('unused', 0, 3), 3)
  t.equal(partitions.unusedIn('unused', 0, 2), undefined, 'another epoch is an error, and leader() says it')
  t.equal(partitions.unusedIn('unused', 1), undefined, 'another leads')
  t.equal(partitions.unusedIn('used', 0), undefined)
  t.equal(partitions.unusedIn('nowhere', 0), undefined)
  t.same(opened, [])
})
