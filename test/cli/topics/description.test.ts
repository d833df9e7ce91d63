/** What one broker cannot show: leaders that are gone, replicas that move. */
import t from 'tap'
import { descriptionLines, type Reassignment, type Wanted } from '../../../src/cli/topics/description.ts'
import type { ConfigEntry } from '../../../src/client/admin/configs.ts'
import type { TopicDescription } from '../../../src/client/admin/topics.ts'
import { ZERO_UUID } from '../../../src/lib/uuid.ts'

const partition = (index: number, more = {}) => ({
  index,
  leader: 1,
  leaderEpoch: 0,
  replicas: [1, 2, 3],
  isr: [1, 2, 3],
  elr: [],
  lastKnownElr: [],
  offline: [],
  ...more,
})
const config = (name: string, value: string, source: number): ConfigEntry => ({
  name,
  value,
  source,
  readOnly: false,
  sensitive: false,
  type: 0,
  documentation: null,
  synonyms: [],
})
const topic: TopicDescription = {
  name: 'orders',
  topicId: 'AQIDBAUGBwgJCgsMDQ4PEA',
  internal: false,
  error: undefined,
  partitions: [
    partition(1, { leader: -1, isr: [] }),
    partition(0),
    partition(2, { isr: [1, 2] }),
    partition(3, { leader: 9, isr: [1] }),
    partition(4, { replicas: [1, 2, 3, 4], isr: [1, 2, 3], elr: null, lastKnownElr: [4] }),
  ],
}
const configs = [config('min.insync.replicas', '2', 4), config('retention.ms', '604800000', 5)]
const nothing: Wanted = {
  underReplicated: false,
  underMinIsr: false,
  atMinIsr: false,
  unavailable: false,
  withOverrides: false,
}
const moving = new Map<number, Reassignment>([[4, { replicas: [1, 2, 3, 4], adding: [4], removing: [1] }]])

const lines = (wanted: Partial<Wanted> = {}, more = {}) => [
  ...descriptionLines(
    { topic, configs, reassignments: moving, ...more },
    { ...nothing, ...wanted },
    new Set([1, 2, 3]),
  ),
]
const numbers = (wanted: Partial<Wanted>) => lines(wanted).map(line => /Partition: (\d)/.exec(line)?.[1])

t.test('a topic, then its partitions by number', async t => {
  t.same(lines(), [
    'Topic: orders\tTopicId: AQIDBAUGBwgJCgsMDQ4PEA\tPartitionCount: 5\tReplicationFactor: 3\tConfigs: min.insync.replicas=2',
    '\tTopic: orders\tPartition: 0\tLeader: 1\tReplicas: 1,2,3\tIsr: 1,2,3\tElr: \tLastKnownElr: ',
    '\tTopic: orders\tPartition: 1\tLeader: none\tReplicas: 1,2,3\tIsr: \tElr: \tLastKnownElr: ',
    '\tTopic: orders\tPartition: 2\tLeader: 1\tReplicas: 1,2,3\tIsr: 1,2\tElr: \tLastKnownElr: ',
    '\tTopic: orders\tPartition: 3\tLeader: 9\tReplicas: 1,2,3\tIsr: 1\tElr: \tLastKnownElr: ',
    '\tTopic: orders\tPartition: 4\tLeader: 1\tReplicas: 1,2,3,4\tIsr: 1,2,3\tAdding Replicas: 4\tRemoving Replicas: 1\tElr: N/A\tLastKnownElr: 4',
  ])
})

t.test('the reports show only what is wrong', async t => {
  t.same(numbers({ underReplicated: true }), ['1', '2', '3'], 'a replica that is being added does not count yet')
  t.same(numbers({ unavailable: true }), ['1', '3'], 'no leader, or one that is gone')
  t.same(numbers({ underMinIsr: true }), ['1', '3'])
  t.same(numbers({ atMinIsr: true }), ['2'])
})

t.test('overrides are topics with settings of their own, without partitions', async t => {
  t.equal(lines({ withOverrides: true }).length, 1)
  t.same(lines({ withOverrides: true }, { configs: configs.slice(1) }), [])
})

t.test('an old broker knows no ids', async t => {
  const [first] = lines({}, { topic: { ...topic, topicId: ZERO_UUID } })
  t.notMatch(first, 'TopicId')
})
