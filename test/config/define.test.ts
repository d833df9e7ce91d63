import t from 'tap'
import { adminConfigs } from '../../src/config/admin.ts'
import { brokerConfigs } from '../../src/config/broker.ts'
import { clientMetricsConfigs } from '../../src/config/client-metrics.ts'
import { consumerConfigs } from '../../src/config/consumer.ts'
import {
  type Definition,
  type Definitions,
  editDistance,
  formatAs,
  formatValue,
  LONG_MAX,
  nearest,
  parseValue,
  resolve,
} from '../../src/config/define.ts'
import { groupConfigs } from '../../src/config/group.ts'
import { producerConfigs } from '../../src/config/producer.ts'
import { brokerFamily } from '../../src/config/server.ts'
import { topicConfigs } from '../../src/config/topic.ts'
import { configs, type Fact } from './facts.ts'

const tables = {
  topic: topicConfigs,
  broker: brokerConfigs,
  group: groupConfigs,
  'client-metrics': clientMetricsConfigs,
  producer: producerConfigs,
  consumer: consumerConfigs,
  admin: adminConfigs,
} as const satisfies Record<keyof typeof configs, Definitions>

/** What our table says of a setting, in the facts' words. */
const shape = (definition: Definition) => ({
  type: definition.type,
  default: definition.default === undefined ? 'required' : formatAs(definition, definition.default),
  importance: definition.importance ?? 'medium',
  internal: definition.internal ?? false,
  update: definition.update ?? 'read-only',
  server: definition.broker ?? null,
  synonyms: definition.synonyms ?? null,
  bounds: [definition.min ?? null, definition.max ?? null, definition.or ?? null],
})

const shapeOf = (fact: Fact) => ({
  type: fact.type,
  default: fact.required ? 'required' : (fact.default?.replace('<tmp>', '/tmp') ?? null),
  importance: fact.importance,
  internal: fact.internal ?? false,
  update: fact.update ?? 'read-only',
  server: fact.server ?? null,
  synonyms: scaled(fact.synonyms),
  bounds: boundsOf(fact.valid),
})

const scaled = (synonyms: Fact['synonyms']) => {
  const pairs = synonyms?.flatMap(each => (typeof each === 'string' ? [] : [[each.name, each.times]])) ?? []
  return pairs.length > 0 ? pairs : null
}

/** `[CreateTime, LogAppendTime]`, `(case insensitive) [NONE, REBOOTSTRAP]`; one with a pattern in it is no list. */
function wordsOf(valid: Fact['valid']): string[] | undefined {
  const list = /^(?:\(case insensitive\) )?\[([\w-]+(?:, [\w-]+)*)\]$/.exec(typeof valid === 'string' ? valid : '')?.[1]
  return list?.split(', ')
}

/** `[1,...,9] or -1`, `[0,...]` */
function boundsOf(valid: Fact['valid']): (number | null)[] {
  const texts = (Array.isArray(valid) ? valid : [valid]).filter(each => typeof each === 'string')
  for (const text of texts) {
    const match = /^\[(-?[\d.]+),\.\.\.(?:,(-?[\d.]+))?\](?: or (-?\d+))?$/.exec(text)
    if (match) return [match[1], match[2], match[3]].map(each => (each === undefined ? null : Number(each)))
  }
  return [null, null, null]
}

for (const [what, facts] of Object.entries(configs) as [keyof typeof configs, readonly Fact[]][])
  t.test(`every setting of a ${what} is Kafka’s: its type, default, bounds, and who may change it`, async t => {
    const table: Definitions = tables[what]
    t.same(Object.keys(table).sort(), facts.map(({ name }) => name).sort())
    for (const fact of facts) {
      const definition = table[fact.name]
      const names = fact.synonyms?.filter(each => typeof each === 'string') ?? []
      if (names.length > 0) t.same(brokerFamily(fact.name), names, `other names of ${fact.name}`)
      if (definition) t.same(shape(definition), shapeOf(fact), fact.name)
    }
  })

t.test('values that facts allow are taken, others refused', async t => {
  for (const [what, facts] of Object.entries(configs) as [keyof typeof configs, readonly Fact[]][])
    for (const { name, valid, default: text } of facts) {
      const definition = (tables[what] as Definitions)[name]
      if (!definition) continue
      if (text !== null && text !== undefined && !text.includes('<'))
        t.doesNotThrow(() => parseValue(name, definition, text), `${name}=${text}, its default`)
      const [min, max, or] = boundsOf(valid)
      if (typeof min === 'number') {
        t.doesNotThrow(() => parseValue(name, definition, String(min)), `${name}=${min}`)
        if (min - 1 !== or && definition.type !== 'double')
          t.throws(() => parseValue(name, definition, String(min - 1)))
      }
      if (typeof max === 'number') t.doesNotThrow(() => parseValue(name, definition, String(max)), `${name}=${max}`)
      if (typeof max === 'number' && definition.type !== 'double')
        t.throws(() => parseValue(name, definition, String(max + 1)), { name: 'ConfigError' }, `${name}=${max + 1}`)
      const words = wordsOf(valid)
      for (const word of words ?? []) {
        t.doesNotThrow(() => parseValue(name, definition, word), `${name}=${word}`)
        if (String(valid).startsWith('(case insensitive)'))
          t.doesNotThrow(() => parseValue(name, definition, word.toLowerCase()), `${name}=${word.toLowerCase()}`)
      }
      if (words)
        t.throws(() => parseValue(name, definition, 'no such value'), { name: 'ConfigError' }, `${what} ${name}`)
      if (typeof valid === 'object' && !Array.isArray(valid)) {
        for (const value of valid.values) t.doesNotThrow(() => parseValue(name, definition, value), `${name}=${value}`)
        if (valid.values.length > 0) t.throws(() => parseValue(name, definition, 'no such value'))
        const empty = () => parseValue(name, definition, '')
        if (valid.isEmptyAllowed) t.doesNotThrow(empty, `${name}=`)
        else t.throws(empty, { name: 'ConfigError' }, `${name}=`)
      }
    }
})

t.test('values are parsed as Kafka’s ConfigDef does', async t => {
  const cases: [Definition['type'], string, unknown][] = [
    ['boolean', 'TRUE', true],
    ['boolean', ' false ', false],
    ['int', '+12', 12],
    ['int', ' -1 ', -1],
    ['int', '2147483647', 2147483647],
    ['short', '-32768', -32768],
    ['long', '9223372036854775807', LONG_MAX],
    ['double', '0.250', 0.25],
    ['double', '1e-3', 0.001],
    ['list', ' a , b ', ['a', 'b']],
    ['list', '', []],
    ['string', ' a ', 'a'],
    ['password', ' a ', ' a '],
  ]
  for (const [type, text, value] of cases)
    t.same(parseValue('x', { type, default: null }, text), value, `${type} ${text}`)
  const wrong: [Definition['type'], string][] = [
    ['boolean', 'yes'],
    ['int', '2147483648'],
    ['int', '1.5'],
    ['int', ''],
    ['short', '32768'],
    ['long', '9223372036854775808'],
    ['double', 'half'],
    ['double', ''],
  ]
  for (const [type, text] of wrong)
    t.throws(() => parseValue('x', { type, default: null }, text), { name: 'ConfigError', key: 'x' }, `${type} ${text}`)
})

t.test('an error names the setting, the value, and what could be', async t => {
  const said = (definition: Definition, text: string | null) => {
    try {
      parseValue('retention.ms', definition, text)
    } catch (error) {
      return (error as Error).message
    }
    return undefined
  }
  const start = (value: string) => `Invalid value ${value} for configuration retention.ms: `
  t.equal(said({ type: 'long', min: -1 }, '-2'), `${start('-2')}Value must be at least -1`)
  t.equal(said({ type: 'int', max: 9 }, '10'), `${start('10')}Value must be no more than 9`)
  t.equal(said({ type: 'long' }, 'soon'), `${start('soon')}Not a number of type LONG`)
  t.equal(said({ type: 'string', values: ['a', 'b'] }, 'c'), `${start('c')}String must be one of: a, b`)
  const empty = "Configuration 'retention.ms' must not be empty. Valid values include:"
  t.equal(said({ type: 'list', nonEmpty: true }, ''), `${empty} any non-empty value`)
  t.equal(said({ type: 'list', nonEmpty: true, values: ['a', 'b'] }, ' '), `${empty} [a, b]`)
  for (const text of ['a,', ',a', 'a,,b', ','])
    t.equal(said({ type: 'list' }, text), "Configuration 'retention.ms' values must not be empty.", text)
  t.equal(said({ type: 'string', default: 'x' }, null), `${start('null')}it must have a value`)
  t.equal(said({ type: 'string', default: null }, null), undefined)
})

t.test('a list has each word once, where it came first', async t => {
  t.same(parseValue('log.dirs', { type: 'list', nonEmpty: true }, 'b, a ,b,a'), ['b', 'a'])
})

t.test('values are printed as Java prints them', async t => {
  t.equal(formatValue(null), null)
  t.equal(formatValue(['a', 'b']), 'a,b')
  t.equal(formatValue(LONG_MAX), '9223372036854775807')
  t.equal(formatValue(true), 'true')
  const doubles: [number, string][] = [
    [0.5, '0.5'],
    [1, '1.0'],
    [0, '0.0'],
    [0.001, '0.001'],
    [0.0001, '1.0E-4'],
    [9999999, '9999999.0'],
    [1e7, '1.0E7'],
    [Number.MAX_VALUE, '1.7976931348623157E308'],
    [-0.25, '-0.25'],
  ]
  for (const [value, text] of doubles) t.equal(formatAs({ type: 'double' }, value), text)
})

t.test('resolve(): what was given, and defaults; what has none must be given', async t => {
  const table = { a: { type: 'int', default: 1 }, b: { type: 'string' } } as const
  t.same(resolve(table, { b: 'x' }), { a: 1, b: 'x' })
  t.throws(() => resolve(table), { message: 'Missing required configuration "b" which has no default value.' })
})

t.test('nearest(): a slip of the finger is found, a guess is not', async t => {
  const names = ['retention.ms', 'retention.bytes', 'cleanup.policy']
  t.equal(nearest('retention.mss', names), 'retention.ms')
  t.equal(nearest('retentoin.ms', names), 'retention.ms', 'two letters swapped are one slip')
  t.equal(nearest('clenup.policy', names), 'cleanup.policy')
  t.equal(nearest('compression', names), undefined)
  t.equal(editDistance('ab', 'ba', 9), 1)
  t.equal(editDistance('kitten', 'sitting', 9), 3)
  t.equal(editDistance('a', 'abcdef', 3), 3, 'as far as the limit is far enough')
})
