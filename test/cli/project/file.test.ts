/** tskafka.yaml: what it may say, and what is said of what it may not. */
import t from 'tap'
import { parseProject } from '../../../src/cli/project/file.ts'

const topics = (text: string) => parseProject(text, 'tskafka.yaml').topics

t.test('a topic is a count, a table, or nothing but its name', async t => {
  t.match(topics('topics:\n  a: 3\n  b:\n  c: {partitions: 2, replication-factor: 1}\n'), [
    { name: 'a', line: 2, partitions: 3, replicationFactor: undefined, seed: [] },
    { name: 'b', line: 3, partitions: undefined },
    { name: 'c', line: 4, partitions: 2, replicationFactor: 1 },
  ])
})

t.test('settings are text as it is written; a list has commas, null takes back', async t => {
  const [topic] = topics(
    'topics:\n  a:\n    configs:\n      cleanup.policy: [compact, delete]\n      min.cleanable.dirty.ratio: 0.10\n      retention.ms: null\n      preallocate: true\n',
  )
  t.same(
    [...topic!.configs],
    [
      ['cleanup.policy', 'compact,delete'],
      ['min.cleanable.dirty.ratio', '0.10'],
      ['retention.ms', null],
      ['preallocate', 'true'],
    ],
  )
})

t.test('a record is a text, or its fields; what is no text becomes JSON', async t => {
  const text = `topics:
  a:
    seed:
      - hello
      - 1.50
      -
      - {key: k, value: {rate: 1.07, list: [1, two]}, headers: {source: ecb, none: null}, partition: 0, timestamp: 5}
      - {key: gone, value: null}
`
  t.same(topics(text)[0]!.seed, [
    { value: 'hello' },
    { value: '1.50' },
    { value: null },
    {
      key: 'k',
      value: '{"rate":1.07,"list":[1,"two"]}',
      headers: [
        { key: 'source', value: Buffer.from('ecb') },
        { key: 'none', value: null },
      ],
      partition: 0,
      timestamp: 5,
    },
    { key: 'gone', value: null, headers: [], partition: undefined, timestamp: undefined },
  ])
})

t.test('an alias is what it stands for', async t => {
  const text =
    'topics:\n  a: &usual\n    partitions: 2\n    configs: &c {retention.ms: 5}\n  b: *usual\n  c: {configs: *c, seed: [{value: {x: *c}}]}\n'
  const [, b, c] = topics(text)
  t.match(b, { name: 'b', partitions: 2, configs: new Map([['retention.ms', '5']]) })
  t.match(c, { configs: new Map([['retention.ms', '5']]), seed: [{ value: '{"x":{"retention.ms":5}}' }] })
})

t.test('a quota is of a user, a client, both, an address, or all others', async t => {
  const text = `quotas:
  - { user: alice, client-id: <default>, producer_byte_rate: 1024, request_percentage: null }
  - { ip: 10.0.0.1, connection_creation_rate: 5 }
`
  t.same(parseProject(text, 'f').quotas, [
    {
      entity: new Map([
        ['user', 'alice'],
        ['client-id', null],
      ]),
      limits: new Map([
        ['producer_byte_rate', 1024],
        ['request_percentage', null],
      ]),
    },
    { entity: new Map([['ip', '10.0.0.1']]), limits: new Map([['connection_creation_rate', 5]]) },
  ])
})

t.test('what is wrong is said with its line, its name, and the near one', async t => {
  const rows: [text: string, message: RegExp][] = [
    ['', /^tskafka.yaml:1: topics is missing, such as/],
    ['topic:\n  a: 1\n', /^tskafka.yaml:1: topic is no field of the file. Did you mean topics\?$/],
    ['topics: 3\n', /^tskafka.yaml:1: topics is a table of topics by name/],
    [
      'topics:\n  a:\n    partition: 3\n',
      /^tskafka.yaml:3: partition is no field of topic a. Did you mean partitions\?$/,
    ],
    ['topics:\n  a:\n    zzzzzzzzzzz: 3\n', /^tskafka.yaml:3: zzz+ is no field of topic a: it has partitions, rep/],
    ['topics:\n  a: 0\n', /^tskafka.yaml:2: partitions of a must be a whole number of 1 or more, and is "0"$/],
    ['topics:\n  a: three\n', /^tskafka.yaml:2: partitions of a .*"three"$/],
    ['topics:\n  a: {partitions: [1]}\n', /^tskafka.yaml:2: partitions of a .*a table or a list$/],
    ['topics:\n  a b: 1\n', /^tskafka.yaml:2: "a b" cannot be a topic/],
    ['topics:\n  ..: 1\n', /^tskafka.yaml:2: ".." cannot be a topic/],
    ['topics:\n  a: 1\n  b: 1\n  a: 2\n', /^tskafka.yaml:4: Map keys must be unique/],
    ['topics:\n  a:\n    configs:\n      retention.mss: 1\n', /^tskafka.yaml:4: .*Did you mean retention.ms\?$/],
    ['topics:\n  a:\n    configs: [1]\n', /^tskafka.yaml:3: configs is a table/],
    ['topics:\n  a:\n    seed: hello\n', /^tskafka.yaml:3: seed is a list of records: begin each with "- "$/],
    [
      'topics:\n  a:\n    seed:\n      - {id: 1}\n',
      /^tskafka.yaml:4: id is no field of a record of a: it has key, value/,
    ],
    ['topics:\n  a:\n    seed:\n      - {key: 1}\n', /^tskafka.yaml:4: a record needs its value/],
    [
      'topics:\n  a: {partitions: 2, seed: [{value: x, partition: 2}]}\n',
      /^tskafka.yaml:2: partition 2 is not in a: it has 0/,
    ],
    ['quotas:\n  user: alice\n', /^tskafka.yaml:2: quotas is a list: begin each with "- "/],
    ['quotas:\n  - { producer_byte_rate: 1 }\n', /^tskafka.yaml:2: a quota says whose it is: user, client-id, ip;/],
    ['quotas:\n  - { user: alice }\n', /^tskafka.yaml:2: a quota says what is limited: consumer_byte_rate,/],
    ['quotas:\n  - { user: a, producer_byte_rat: 1 }\n', /^tskafka.yaml:2: .* Did you mean producer_byte_rate\?$/],
    [
      'quotas:\n  - { user: a, producer_byte_rate: 0 }\n',
      /^tskafka.yaml:2: .* must be a number above 0, or null .*"0"$/,
    ],
    [
      'topics:\n  a:\n    configs: {cleanup.policy: [delete, compact]}\n    seed:\n      - {key: k, value: x}\n      - x\n',
      /^tskafka.yaml:6: a is compacted, so its records need a key/,
    ],
    ['topics:\n  a: *nowhere\n', /^tskafka.yaml:2: .*nowhere/],
    ['topics:\n\ta: 1\n', /^tskafka.yaml:2: Tabs are not allowed/],
    ['topics: [\n', /^tskafka.yaml:\d: /],
    ['topics:\n  a: {partitions: {\n', /^tskafka.yaml:\d: /],
  ]
  for (const [text, message] of rows)
    t.throws(() => parseProject(text, 'tskafka.yaml'), { name: 'UsageError', message }, JSON.stringify(text))
})
