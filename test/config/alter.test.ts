import t from 'tap'
import { altered, type Change, operations, resourceTypes } from '../../src/config/alter.ts'

const { set, delete: unset, append, subtract } = operations
const change = (name: string, operation: number, value: string | null = null): Change => ({ name, operation, value })
const topic = (current: Record<string, string>, ...changes: Change[]) =>
  Object.fromEntries(altered(resourceTypes.topic, 'orders', new Map(Object.entries(current)), changes))

t.test('only what changes is answered', async t => {
  t.same(topic({}, change('retention.ms', set, '5')), { 'retention.ms': '5' })
  t.same(topic({ 'retention.ms': '5' }, change('retention.ms', set, '5')), {})
  t.same(topic({ 'retention.ms': '5' }, change('retention.ms', unset)), { 'retention.ms': null })
  t.same(topic({}, change('retention.ms', unset)), {})
  t.same(topic({ 'retention.ms': '5' }, change('retention.ms', set, null)), { 'retention.ms': null })
})

t.test('lists grow and shrink, from the default on', async t => {
  t.same(topic({}, change('cleanup.policy', append, 'compact')), { 'cleanup.policy': 'delete,compact' })
  t.same(topic({}, change('cleanup.policy', append, 'delete')), { 'cleanup.policy': 'delete' })
  t.same(topic({ 'cleanup.policy': 'delete,compact' }, change('cleanup.policy', subtract, 'delete')), {
    'cleanup.policy': 'compact',
  })
  t.throws(() => topic({}, change('retention.ms', append, '1')), {
    message: "Can't APPEND to key retention.ms because its type is not LIST.",
  })
})

t.test('what cannot be is refused, with the protocol’s name for it', async t => {
  const refused = (type: number, name: string, value: string, resource = 'x') => {
    try {
      altered(type, resource, new Map(), [change(name, set, value)])
    } catch (error) {
      const { reason, message } = error as { reason: string; message: string }
      return `${reason}: ${message}`
    }
    return 'taken'
  }
  const { topic, broker, group, clientMetrics } = resourceTypes
  t.match(refused(topic, 'retention.mss', '1'), /INVALID_CONFIG: Unknown topic config name: retention.mss/)
  t.match(refused(topic, 'retention.ms', '-2'), /INVALID_CONFIG: .*at least -1/)
  t.match(
    refused(topic, 'follower.replication.throttled.replicas', 'x'.repeat(32_768)),
    /INVALID_CONFIG: .*32767 bytes/,
  )
  t.match(refused(group, 'no.such', '1'), /INVALID_CONFIG: Unknown group config name/)
  t.match(refused(clientMetrics, 'no.such', '1'), /INVALID_REQUEST: Unknown client metrics configuration: no.such/)
  t.match(refused(broker, 'log.dirs', '/x'), /INVALID_REQUEST: Cannot update these configs dynamically: \[log.dirs\]/)
  t.match(
    refused(broker, 'ssl.keystore.location', '/x', ''),
    /INVALID_REQUEST: .*default cluster level.*\[ssl.keystore.location\]/,
  )
  t.equal(refused(broker, 'my.plugin', '1'), 'taken', 'it may be a plugin’s')
  const invalid = 'INVALID_REQUEST: Invalid value'
  t.equal(
    refused(broker, 'background.threads', 'abc'),
    `${invalid} abc for configuration background.threads: Not a number of type INT`,
  )
  t.equal(
    refused(broker, 'leader.replication.throttled.rate', '-1'),
    `${invalid} -1 for configuration leader.replication.throttled.rate: Value must be at least 0`,
  )
  t.match(refused(99, 'x', '1'), /INVALID_REQUEST: Unknown resource type 99/)
  t.throws(() => altered(topic, 'x', new Map(), [change('cleanup.policy', 9, 'a')]), { message: /Unknown operation 9/ })
})

t.test('a broker’s setting is written again, the same or not', async t => {
  const current = new Map([['background.threads', '12']])
  const next = altered(resourceTypes.broker, '1', current, [change('background.threads', set, '12')])
  t.same(Object.fromEntries(next), { 'background.threads': '12' })
})
