import t from 'tap'
import { brokerFamily, logDirs, serverConfig, topicConfig, topicDefault } from '../../src/config/server.ts'

const given = (values: Record<string, string>) => serverConfig(new Map(Object.entries(values)))

t.test('a node that runs by itself needs no settings', async t => {
  const { values, warnings, given: names } = given({})
  t.match(values, {
    'node.id': 1,
    'process.roles': ['broker', 'controller'],
    'controller.listener.names': ['CONTROLLER'],
  })
  t.same(warnings, [])
  t.equal(names.size, 0, 'nothing was given')
})

t.test('node.id and broker.id are one number', async t => {
  t.match(given({ 'broker.id': '7' }), { values: { 'node.id': 7, 'broker.id': 7 } })
  t.equal(given({ 'node.id': '3' }).given.get('broker.id'), '3')
})

t.test('a name that nobody knows is a warning, with the near one; those of plugins are let be', async t => {
  t.same(given({ 'log.retention.huors': '1' }).warnings, [
    'Unknown property log.retention.huors=1 is ignored. Did you mean log.retention.hours?',
  ])
  t.same(given({ 'listener.name.internal.ssl.keystore.type': 'PEM', 'metrics.x': '1' }).warnings, [])
  t.throws(() => given({ 'num.partitions': 'many' }), { name: 'ConfigError', key: 'num.partitions' })
})

t.test('data lies in log.dirs, or in log.dir', async t => {
  t.same(logDirs(given({ 'log.dirs': '/a, /b' }).values), ['/a', '/b'])
  t.same(logDirs(given({ 'log.dir': '/c' }).values), ['/c'])
  t.same(logDirs(given({}).values), ['/tmp/kafka-logs'])
})

t.test('a topic’s default is the broker’s, by the strongest of its names and in the topic’s unit', async t => {
  const of = (names: Record<string, string>) => topicDefault('retention.ms', new Map(Object.entries(names)))
  t.same(of({}), { value: 604_800_000, from: undefined })
  t.same(of({ 'log.retention.hours': '2' }), { value: 7_200_000, from: 'log.retention.hours' })
  t.same(of({ 'log.retention.hours': '2', 'log.retention.minutes': '1' }), {
    value: 60_000,
    from: 'log.retention.minutes',
  })
  t.same(of({ 'log.retention.ms': '5', 'log.retention.hours': '2' }), { value: 5, from: 'log.retention.ms' })
  t.same(of({ 'log.retention.hours': '-1' }), { value: -1, from: 'log.retention.hours' }, 'for ever, in any unit')
})

t.test('a topic’s own settings are stronger; one that no longer parses is as if it were not there', async t => {
  const broker = new Map([['log.retention.ms', '5']])
  t.equal(topicConfig(new Map([['retention.ms', '7']]), broker)['retention.ms'], 7)
  t.equal(topicConfig(new Map(), broker)['retention.ms'], 5)
  t.equal(topicConfig(new Map([['retention.ms', 'soon']]), broker)['retention.ms'], 5)
})

t.test('a listener’s own setting is followed by that of all listeners', async t => {
  t.same(brokerFamily('listener.name.internal.max.connections'), [
    'listener.name.internal.max.connections',
    'max.connections',
  ])
  t.same(brokerFamily('num.partitions'), ['num.partitions'])
})
