import t from 'tap'
import type { brokerConfigs } from '../../src/config/broker.ts'
import { defineConfigs, LONG_MAX } from '../../src/config/define.ts'
import { type ConfigValue, type GivenConfigs, textsOf, unknownNames } from '../../src/config/given.ts'
import { producerConfigs } from '../../src/config/producer.ts'

t.test('values are as a file would have them', async t => {
  const rows: [ConfigValue, string][] = [
    ['as it is ', 'as it is '],
    ['', ''],
    [5, '5'],
    [-1, '-1'],
    [0.5, '0.5'],
    [LONG_MAX, '9223372036854775807'],
    [true, 'true'],
    [false, 'false'],
    [['a:1', 'b:2'], 'a:1,b:2'],
    [[], ''],
  ]
  for (const [value, text] of rows) t.same(textsOf({ name: value }), { name: text })
  t.same(textsOf({ a: 1, b: undefined, c: 'x' }), { a: '1', c: 'x' }, 'undefined is not given')
})

t.test('what is no value is refused, with its name', async t => {
  for (const value of [null, {}, { a: 1 }, [1], () => {}, 5n]) {
    const given = { 'linger.ms': value } as never
    t.throws(() => textsOf(given), { name: 'ConfigError', key: 'linger.ms', message: /It must be text, a number/ })
  }
})

t.test('a name that nobody reads, and the one that was meant', async t => {
  t.same(unknownNames({ 'linger.ms': 5, acks: 'all' }, producerConfigs, 'producer'), [])
  t.same(unknownNames({ 'linger.sm': 5, 'message.copy.max.bytes': 1 }, producerConfigs, 'producer'), [
    'linger.sm is not a setting of this producer: did you mean linger.ms?',
    'message.copy.max.bytes is not a setting of this producer',
  ])
  t.same(unknownNames({ toString: 1 }, producerConfigs, 'producer').length, 1, 'what every object has is no setting')
})

t.test('the compiler knows names and types', async t => {
  const table = defineConfigs({
    on: { type: 'boolean', default: true },
    ms: { type: 'long', default: 1 },
    hosts: { type: 'list', default: [] },
    mode: { type: 'string', default: 'a', values: ['a', 'b'] },
  })
  const right: GivenConfigs<typeof table>[] = [
    { on: false, ms: 5, hosts: ['x'], mode: 'b' },
    { on: 'false', ms: '5', hosts: 'x,y', mode: 'B', other: 7 },
    { on: undefined },
    {} as Record<string, string>,
  ]
  const wrong: GivenConfigs<typeof table>[] = [
    // @ts-expect-error a number is no boolean
    { on: 1 },
    // @ts-expect-error nor a boolean a number
    { ms: true },
    // @ts-expect-error a list holds texts
    { hosts: [1] },
    // @ts-expect-error whatever its name
    { other: {} },
  ]
  t.equal(right.length + wrong.length, 8)
  const broker: GivenConfigs<typeof brokerConfigs> = { 'num.partitions': 3, 'auto.create.topics.enable': false }
  t.same(textsOf(broker), { 'num.partitions': '3', 'auto.create.topics.enable': 'false' })
})
