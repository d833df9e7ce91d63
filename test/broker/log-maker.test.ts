import t from 'tap'
import { LogMaker } from '../../src/broker/log-maker.ts'
import { createLogger } from '../../src/lib/logger.ts'
import type { MetadataCache, TopicState } from '../../src/metadata/cache.ts'

const turn = () => new Promise(resolve => setImmediate(resolve))
const topicOf = (name: string, count: number, id = name) =>
  ({
    name,
    id,
    internal: false,
    partitions: Array.from({ length: count }, () => ({ replicas: [2, 1], directories: ['dir2', 'dir1'] })),
  }) as unknown as TopicState

/** Node 1, with metadata that a test writes by hand. */
function start({ fails = '' } = {}) {
  const topics = new Map<string, TopicState>()
  const made: string[] = []
  const log: string[] = []
  const metadata = { topics, partition: (name: string, index: number) => topics.get(name)?.partitions[index] }
  const maker = new LogMaker({
    nodeId: 1,
    metadata: metadata as unknown as MetadataCache,
    openLog({ topic, index, topicId, directoryId }) {
      if (`${topic}-${index}` === fails)
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC', syscall: 'mkdir' })
      made.push(`${topic}-${index} ${topicId} ${directoryId}`)
    },
    logger: createLogger({ write: line => log.push(line) }),
  })
  const make = (topic: TopicState) => {
    topics.set(topic.name, topic)
    maker.make(topic)
  }
  return { maker, make, topics, made, log }
}

t.test('the first are there at once, the others a few a turn, in the directories that the metadata names', async t => {
  const { make, made } = start()
  make(topicOf('orders', 20))
  t.equal(made.length, 4)
  t.equal(made[0], 'orders-0 orders dir1')
  make(topicOf('bills', 1))
  t.equal(made.length, 4, 'in line')
  await turn()
  t.equal(made.length, 8)
  for (let i = 0; i < 4; i++) await turn()
  t.equal(made.length, 21)
  t.equal(new Set(made).size, 21)
})

t.test('what is not ours, what was deleted meanwhile, and a large topic are left', async t => {
  const { maker, make, topics, made } = start()
  make({ ...topicOf('theirs', 1), partitions: [{ replicas: [2], directories: ['dir2'] }] } as unknown as TopicState)
  make(topicOf('large', 101))
  t.same(made, [])
  make(topicOf('orders', 20))
  topics.set('orders', topicOf('orders', 20, 'another'))
  for (let i = 0; i < 6; i++) await turn()
  t.equal(made.length, 4)
  make(topicOf('bills', 20))
  maker.stop()
  await turn()
  t.equal(made.length, 8)
})

t.test('a disk that fails is told, and the others are made', async t => {
  const { make, made, log } = start({ fails: 'orders-1' })
  make(topicOf('orders', 3))
  t.equal(made.length, 2)
  t.match(log.join(''), /orders-1 cannot be made: .*no space left/)
})
