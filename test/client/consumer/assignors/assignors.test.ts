/**
 * Held against Kafka's own: fixtures/assignors.jsonl.gz is what its classes said to random groups over several rounds
 * (test/real/Assignors.java), with racks, static members, mixed wishes, late members and two that claim the same.
 */
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import t from 'tap'
import { assignors, rebalanceProtocolOf } from '../../../../src/client/consumer/assignors/index.ts'
import { assignorNames } from '../../../../src/client/consumer/assignors/names.ts'
import { type MemberSubscription, NO_GENERATION } from '../../../../src/client/consumer/assignors/types.ts'
import type { TopicPartition } from '../../../../src/client/offsets.ts'
import { ConfigError } from '../../../../src/config/define.ts'

interface Case {
  assignor: string
  topics: Record<string, string[][]>
  members: {
    id: string
    instance: string | null
    rack: string | null
    topics: string[]
    owned: string[]
    had: string[]
    generation: number
    userData: string | null
  }[]
  assignment: Record<string, string[]>
}

const file = path.resolve(import.meta.dirname, '../../../../fixtures/assignors.jsonl.gz')
const cases: Case[] = zlib
  .gunzipSync(fs.readFileSync(file))
  .toString()
  .trim()
  .split('\n')
  .map(line => JSON.parse(line))

const assignorsOf = (names: readonly string[]) => assignorNames(names).map(name => assignors[name])
const at = (text: string): TopicPartition => {
  const dash = text.lastIndexOf('-')
  return { topic: text.slice(0, dash), partition: Number(text.slice(dash + 1)) }
}
const membersOf = ({ members }: Case): MemberSubscription[] =>
  members.map(({ id, instance, rack, topics, owned, generation, userData }) => ({
    memberId: id,
    groupInstanceId: instance,
    rackId: rack,
    topics,
    ownedPartitions: owned.map(at),
    generationId: generation,
    userData: userData === null ? null : Buffer.from(userData, 'hex'),
  }))

for (const name of ['range', 'roundrobin', 'sticky', 'cooperative-sticky'])
  t.test(`${name} assigns as Kafka's class does`, async t => {
    const [assignor] = assignorsOf([name])
    const own = cases.filter(({ assignor }) => assignor === name)
    t.ok(own.length > 400)
    for (const [i, each] of own.entries()) {
      const assignment = assignor!.assign(new Map(Object.entries(each.topics)), membersOf(each))
      const found = Object.fromEntries(
        [...assignment].map(([id, list]) => [id, list.map(({ topic, partition }) => `${topic}-${partition}`).sort()]),
      )
      const wanted = Object.fromEntries(Object.entries(each.assignment).map(([id, list]) => [id, [...list].sort()]))
      t.same(found, wanted, `group ${i}`)
      // The first difference says enough.
      if (!t.passing()) return
    }
  })

t.test('user data has the bytes of Kafka', async t => {
  for (const { assignor: name, members } of cases)
    for (const { had, generation, userData } of members) {
      const [assignor] = assignorsOf([name])
      const memory = generation < 0 ? undefined : { partitions: had.map(at), generationId: generation }
      // Java groups topics in an order of its own.
      const inOrder = had.map(text => text[0]!)
      if (inOrder.some((topic, i) => i > 0 && topic < inOrder[i - 1]!)) continue
      t.equal(assignor!.userData?.(memory)?.toString('hex') ?? null, userData)
      if (!t.passing()) return
    }
})

t.test('user data that cannot be read is no claim, and older forms are', async t => {
  const [sticky, cooperative] = assignorsOf(['sticky', 'cooperative-sticky'])
  const topics = new Map([['a', [[], []]]])
  const member = (memberId: string, userData: string | null, owned: string[] = []): MemberSubscription => ({
    memberId,
    groupInstanceId: null,
    rackId: null,
    topics: ['a'],
    ownedPartitions: owned.map(at),
    generationId: NO_GENERATION,
    userData: userData === null ? null : Buffer.from(userData, 'hex'),
  })
  // v0: partition 1 of topic a, and no generation.
  const old = '00000001' + '0001' + '61' + '00000001' + '00000001'
  for (const [claim, kept] of [
    [old, 1],
    [`${old}00000007`, 1],
    ['ff', 0],
    ['7fffffff', 0],
    ['', 0],
  ] as const)
    t.equal(sticky!.assign(topics, [member('m', claim), member('n', null)]).get('m')![0]!.partition, kept, claim)
  for (const userData of [null, '', '0000', '00000003'])
    t.equal(
      cooperative!.assign(topics, [member('m', userData, ['a-1']), member('n', userData)]).get('m')![0]!.partition,
      1,
      'owned partitions are told in a field since subscription v1',
    )
})

t.test('assignors go by their name and by their class', async t => {
  const names = (list: string[]) => assignorsOf(list).map(({ name }) => name)
  t.same(names(['class org.apache.kafka.clients.consumer.RangeAssignor', 'cooperative-sticky']), [
    'range',
    'cooperative-sticky',
  ])
  t.same(names(['StickyAssignor', 'org.apache.kafka.clients.consumer.RoundRobinAssignor']), ['sticky', 'roundrobin'])
  for (const wrong of [['com.example.Mine'], [], ['range', 'RangeAssignor']])
    t.throws(() => assignorsOf(wrong), ConfigError, wrong.join())
  t.equal(rebalanceProtocolOf(assignorsOf(['range', 'cooperative-sticky'])), 'eager')
  t.equal(rebalanceProtocolOf(assignorsOf(['cooperative-sticky'])), 'cooperative')
})
