import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { DeleteTopics } from '../../src/protocol/generated/apis/20-delete-topics.ts'
import { CreatePartitions } from '../../src/protocol/generated/apis/37-create-partitions.ts'
import { IncrementalAlterConfigs } from '../../src/protocol/generated/apis/44-incremental-alter-configs.ts'
import { creatable, create, node } from './node.ts'

t.test('a topic that was created is there when the answer comes, and after a start, killed or stopped', async t => {
  for (const end of ['stop', 'kill'] as const) {
    const dir = t.testdir()
    const first = node(dir)
    const { topics } = await create(first.controller, [
      creatable('orders', { numPartitions: 3, configs: [{ name: 'retention.ms', value: '1000' }] }),
    ])
    t.match(topics, [{ name: 'orders', numPartitions: 3, replicationFactor: 1, topicId: /.{22}/ }])
    t.match(first.controller.cache.topics.get('orders'), {
      partitions: [{ leader: 1, isr: [1], leaderEpoch: 0 }, {}, {}],
    })
    first[end]()
    const second = node(dir)
    t.equal(second.controller.cache.topics.get('orders')?.id, topics[0]!.topicId)
    t.equal(second.controller.cache.configs(2, 'orders').get('retention.ms'), '1000')
    t.equal(second.controller.replayed, 0, 'the view had it all')
    t.ok(second.controller.brokerEpoch > first.controller.brokerEpoch)
    second.stop()
  }
})

t.test('the view can be thrown away, or be nonsense: the log makes it again', async t => {
  const dir = t.testdir()
  const first = node(dir)
  await create(first.controller, [creatable('orders'), creatable('bills', { numPartitions: 2 })])
  first.stop()
  for (const ruin of [(file: string) => fs.rmSync(file), (file: string) => fs.writeFileSync(file, 'no database')]) {
    for (const suffix of ['-wal', '-shm']) fs.rmSync(path.join(dir, `metadata.db${suffix}`), { force: true })
    ruin(path.join(dir, 'metadata.db'))
    const again = node(dir)
    t.ok(again.controller.replayed > 5)
    t.same([...again.controller.cache.topics.keys()].sort(), ['bills', 'orders'])
    t.equal(again.controller.cache.features.get('metadata.version'), 30)
    again.stop()
  }
})

t.test('CreateTopics refuses what Kafka refuses, topic by topic', async t => {
  const { controller, stop } = node(t.testdir())
  await create(controller, [creatable('a.b')])
  const { topics } = await create(controller, [
    creatable('a.b'),
    creatable('a_b'),
    creatable('bad name'),
    creatable('..'),
    creatable('x'.repeat(250)),
    creatable('none', { numPartitions: 0 }),
    creatable('many', { replicationFactor: 2 }),
    creatable('conf', { configs: [{ name: 'retention.mss', value: '1' }] }),
    creatable('value', { configs: [{ name: 'retention.ms', value: 'soon' }] }),
    creatable('good'),
  ])
  t.same(
    topics.map(({ errorCode = 0 }) => errorCode),
    [36, 17, 17, 17, 17, 37, 38, 40, 40, 0],
  )
  t.match(topics[7], { errorMessage: 'Unknown topic config name: retention.mss' })
  t.same([...controller.cache.topics.keys()], ['a.b', 'good'])
  await create(controller, [creatable('dry')], true)
  t.notOk(controller.cache.topics.has('dry'))
  stop()
})

t.test('partitions are added, settings change, topics go; who listens is told what changed', async t => {
  const { controller, stop } = node(t.testdir())
  const seen: string[] = []
  controller.cache.onChange(({ created, deleted, changed, configs }) =>
    seen.push(
      [
        ...created.map(({ name }) => `+${name}`),
        ...deleted.map(({ name }) => `-${name}`),
        ...changed.map(({ name }) => `~${name}`),
        ...configs,
      ].join(' '),
    ),
  )
  await create(controller, [creatable('orders')])
  await controller.forward(
    CreatePartitions,
    { topics: [{ name: 'orders', count: 4, assignments: null }], timeoutMs: 1, validateOnly: false },
    '',
  )
  t.equal(controller.cache.topics.get('orders')?.partitions.length, 4)
  const configs = [{ name: 'cleanup.policy', configOperation: 2, value: 'compact' }]
  await controller.forward(
    IncrementalAlterConfigs,
    { resources: [{ resourceType: 2, resourceName: 'orders', configs }], validateOnly: false },
    '',
  )
  t.equal(controller.cache.configs(2, 'orders').get('cleanup.policy'), 'delete,compact')
  await controller.forward(
    DeleteTopics,
    { topics: [{ name: 'orders', topicId: 'AAAAAAAAAAAAAAAAAAAAAA' }], topicNames: [], timeoutMs: 1 },
    '',
  )
  t.equal(controller.cache.topics.size, 0)
  t.equal(controller.cache.configs(2, 'orders').size, 0)
  t.same(seen, ['+orders', '~orders', '2 orders', '-orders'])
  stop()
})
