/** Rows held against those of Apache Kafka, each field of each: 341 of a broker, 33 of a topic, 17 of a group. */
import t, { type Test } from 'tap'
import { brokerConfigs } from '../../src/config/broker.ts'
import {
  type ConfigRow,
  createdTopic,
  describeBroker,
  describeBrokerDefaults,
  describeClientMetrics,
  describeGroup,
  describeLoggers,
  describeTopic,
  inForce,
} from '../../src/config/describe.ts'
import { serverConfig } from '../../src/config/server.ts'
import { described, mapOf } from './facts.ts'

const { answers } = described
const broker = {
  dynamic: mapOf(described.dynamic),
  dynamicDefault: mapOf(described.dynamicDefault),
  given: serverConfig(mapOf(described.given)).given,
}
const sorted = <T extends { name: string }>(rows: readonly T[]) => [...rows].sort((a, b) => (a.name < b.name ? -1 : 1))

function same(t: Test, ours: readonly ConfigRow[], theirs: (typeof answers)['topic']): void {
  const expected = new Map(theirs.map(row => [row.name, row]))
  t.same(
    sorted(ours).map(({ name }) => name),
    sorted(theirs).map(({ name }) => name),
  )
  for (const { documentation, ...row } of ours) {
    const { documentation: has, ...fact } = expected.get(row.name)!
    t.same(row, fact, row.name)
    if (has) t.ok(documentation, `${row.name} says what it does`)
  }
}

t.test('a topic', async t => same(t, describeTopic(mapOf(described.topic), broker, null), answers.topic))
t.test('a broker', async t => same(t, describeBroker(broker, null), answers.broker))
t.test('what is set for all brokers', async t => same(t, describeBrokerDefaults(broker, null), answers.brokerDefaults))
t.test('a group', async t => same(t, describeGroup(mapOf(described.group), broker, null), answers.group))
t.test('a group without settings of its own', async t =>
  same(t, describeGroup(new Map(), broker, null), answers.otherGroup),
)
t.test('what clients are asked to measure', async t => {
  same(t, describeClientMetrics(mapOf(described.clientMetrics), null), answers.clientMetrics)
  same(t, describeClientMetrics(new Map(), null), answers.otherClientMetrics)
})
t.test('a topic that was just created', async t =>
  t.same(createdTopic(mapOf(described.topic), broker), answers.created),
)

t.test('names choose rows; none is all; an internal setting is shown where it is set', async t => {
  const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name)
  t.same(names(describeTopic(new Map(), broker, ['retention.ms', 'nope', 'internal.segment.bytes'])), ['retention.ms'])
  t.equal(describeTopic(new Map(), broker, []).length, answers.topic.length)
  t.ok(
    names(describeTopic(mapOf({ 'internal.segment.bytes': '100' }), broker, null)).includes('internal.segment.bytes'),
  )
  t.same(names(describeBroker(broker, ['foo.bar', 'node.id'])).sort(), ['foo.bar', 'node.id'])
})

t.test('secrets are not told, nor what nobody knows', async t => {
  const given = mapOf({ 'ssl.keystore.password': 'hush', 'my.plugin.secret': 'hush' })
  const rows = describeBroker({ ...broker, given }, ['ssl.keystore.password', 'my.plugin.secret'])
  t.equal(rows.length, 2)
  for (const { value, isSensitive, synonyms } of rows) {
    t.equal(value, null)
    t.ok(isSensitive)
    t.match(synonyms, [{ value: null }])
  }
})

t.test('throttles of copies are known where they are set, and told as they were written', async t => {
  const name = 'leader.replication.throttled.rate'
  const dynamic = new Map([[name, ' 1000 ']])
  const dynamicDefault = new Map([[name, '5']])
  const written = { isSensitive: false, readOnly: false, configType: 5, documentation: null }
  const [set, all] = [
    { name, value: ' 1000 ', source: 2 },
    { name, value: '5', source: 3 },
  ]
  t.match(describeBroker({ ...broker, dynamic, dynamicDefault }, [name]), [
    { name, value: ' 1000 ', configSource: 2, synonyms: [set, all], ...written },
  ])
  t.match(describeBrokerDefaults({ ...broker, dynamicDefault }, [name]), [
    { name, value: '5', configSource: 3, synonyms: [all], ...written },
  ])
  t.same(describeBroker({ ...broker, dynamic: new Map(), dynamicDefault: new Map() }, [name]), [])
})

t.test('what is set while running puts weaker names of the same out of force', async t => {
  const names = inForce({
    given: mapOf({ 'log.retention.hours': '2', 'log.retention.minutes': '7', 'log.roll.hours': '1' }),
    dynamicDefault: mapOf({ 'log.retention.ms': '5' }),
    dynamic: mapOf({ 'listener.name.plaintext.max.connections': '1' }),
  })
  t.same(Object.fromEntries(names), {
    'log.roll.hours': '1',
    'log.retention.ms': '5',
    'listener.name.plaintext.max.connections': '1',
  })
})

t.test('a value that no longer parses is shown as it was written', async t => {
  const [row] = describeTopic(mapOf({ 'retention.ms': 'soon' }), broker, ['retention.ms'])
  t.match(row, { value: 'soon', configSource: 1 })
})

t.test('loggers have a level and no more', async t => {
  t.same(describeLoggers(new Map([['root', 'INFO']]), null), [
    {
      name: 'root',
      value: 'INFO',
      readOnly: false,
      configSource: 6,
      isSensitive: false,
      synonyms: [],
      configType: 0,
      documentation: null,
    },
  ])
})

t.test('every setting that is shown says what it does', async t => {
  const silent = Object.entries(brokerConfigs as Record<string, { doc?: string; internal?: true }>)
  t.same(
    silent.filter(([, { doc, internal }]) => !doc && !internal).map(([name]) => name),
    [],
  )
})
