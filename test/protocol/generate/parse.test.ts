import t from 'tap'
import { parse } from '../../../src/protocol/generate/parse.ts'

const NONE = { min: 0, max: -1 }

t.test('a definition: the API, its messages, fields by indentation, comments where they belong', async t => {
  const { api, messages } = parse(
    'apis/00-produce',
    `# Writes records.
# Twice.
api 0 Produce broker,controller advertised 0 unstable 13

message ProduceRequest 3-13 flexible 9+
  acks: int16
  topicData: [TopicProduceData]
    # By name.
    name: string 0-12 ignorable
    topicId: uuid 13+
    partitions: [Partition] nullable 5+
      index: int32 = -1
  # Nobody's: a blank line follows.

  leader: LeaderIdAndEpoch 10+ tag 0

message ProduceResponse 3-13 flexible 9+
`,
  )
  t.match(api, {
    key: 0,
    name: 'Produce',
    listeners: ['broker', 'controller'],
    advertisedMin: 0,
    unstable: 13,
    comment: 'Writes records.\nTwice.',
  })
  const [request, response] = messages
  t.match(request, { name: 'ProduceRequest', versions: { min: 3, max: 13 }, flexible: { min: 9, max: 13 }, line: 5 })
  t.same(
    request!.fields.map(({ name, line, comment }) => [name, line, comment]),
    [
      ['acks', 6, ''],
      ['topicData', 7, ''],
      ['leader', 15, ''],
    ],
  )
  const [topic, partition, leader] = request!.structs
  t.match(topic, {
    name: 'TopicProduceData',
    versions: { min: 3, max: 13 },
    fields: [
      { name: 'name', versions: { min: 3, max: 12 }, ranged: true, ignorable: true, comment: 'By name.' },
      { name: 'topicId', versions: { min: 13, max: 13 }, ranged: true, ignorable: false },
      { name: 'partitions', array: true, versions: { min: 3, max: 13 }, ranged: false, nullable: { min: 5, max: 13 } },
    ],
  })
  t.match(partition, { name: 'Partition', fields: [{ name: 'index', type: 'int32', default: '-1', nullable: NONE }] })
  t.match(leader, { name: 'LeaderIdAndEpoch', versions: { min: 10, max: 13 }, fields: [] })
  t.match(request!.fields[2], { tag: 0, array: false, versions: { min: 10, max: 13 } })
  t.match(response, { name: 'ProduceResponse', fields: [], line: 17 })
})

t.test('a field says as little as it can: the rest it has of the struct it stands in', async t => {
  const [message] = parse(
    'records/x',
    `message X 1-5
  a: string? flexible none
  b: [Inner]? 3-4
    c: int8 2+
    d: bytes?
    e: bool 4`,
  ).messages
  t.match(message!.fields[0], { nullable: { min: 1, max: 5 }, flexible: NONE, tag: undefined, default: undefined })
  t.match(message!.structs[0], { versions: { min: 3, max: 4 } })
  const [c, d, e] = message!.structs[0]!.fields
  t.match(c, { versions: { min: 2, max: 5 } }, 'as written; check.ts says that 3-4 is all there is')
  t.match(d, { versions: { min: 3, max: 4 }, nullable: { min: 3, max: 4 } })
  t.match(e, { versions: { min: 4, max: 4 } })
})

t.test('a struct is described where it is first named, and lives wherever it is named', async t => {
  const [message] = parse(
    'records/x',
    `message X 0-9
  old: [Replica] 0-2
    id: int32
    inner: Inner
      value: int8
  new: [Replica] 5-7`,
  ).messages
  t.same(
    message!.structs.map(({ name, versions }) => [name, versions]),
    [
      ['Replica', { min: 0, max: 7 }],
      ['Inner', { min: 0, max: 7 }],
    ],
  )
  t.match(message!.structs[0]!.fields[0], { name: 'id', versions: { min: 0, max: 7 } })
})

// Each names the file, the line, what is wrong, and what was possible.
t.test('what cannot be read is refused where it stands', async t => {
  const field = (line: string) => `message X 0-3\n  a: int8\n${line}`
  const rows: [text: string, message: string][] = [
    ['apy 0 Produce broker', 'x:1: expected: api or message: apy 0 Produce broker'],
    ['\tapi', 'x:1: expected: api or message: api'],
    ['api 0 Produce', 'x:1: expected: api KEY NAME LISTENERS [advertised MIN] [unstable VERSION]: api 0 Produce'],
    ['api zero Produce broker', 'x:1: "zero" is no number: expected digits: api zero Produce broker'],
    ['api 0 X none listed 3', 'x:1: "listed" is none of advertised, unstable: api 0 X none listed 3'],
    ['message X', 'x:1: expected: message NAME VERSIONS [flexible VERSIONS] [key N]: message X'],
    ['message X 1..2', 'x:1: "1..2" is no range of versions: expected 3, 3-7 or 3+: message X 1..2'],
    ['message X 0 key a', 'x:1: "a" is no number: expected digits: message X 0 key a'],
    ['# first\n  a: int8', 'x:2: expected: message NAME VERSIONS, before its fields: a: int8'],
    [field('      b: int8'), 'x:3: expected two spaces more than the line above, or fewer: b: int8'],
    [field('   b: int8'), 'x:3: expected two spaces more than the line above, or fewer: b: int8'],
    [field('    b: int8'), 'x:3: expected two spaces more than the line above, or fewer: b: int8'],
    [
      field('  b int8'),
      'x:3: expected: name: type [VERSIONS [ignorable]] [nullable VERSIONS] [tag N] [= DEFAULT]: b int8',
    ],
    [field('  b:'), 'x:3: expected: name: type [VERSIONS [ignorable]] [nullable VERSIONS] [tag N] [= DEFAULT]: b:'],
    [field('  b: []int8'), 'x:3: "[]int8" is no type: expected type, type?, [type] or [type]?: b: []int8'],
    [field('  b: [int8?]'), 'x:3: "[int8?]" is no type: expected type, type?, [type] or [type]?: b: [int8?]'],
    [field('  b: int8 1- tag 0'), 'x:3: "1-" is no range of versions: expected 3, 3-7 or 3+: b: int8 1- tag 0'],
    [field('  b: int8 tagged 0'), 'x:3: "tagged" is none of nullable, flexible, tag, =: b: int8 tagged 0'],
    [field('  b: int8 tag'), 'x:3: "tag" needs a value: b: int8 tag'],
    [field('  b: int8 tag -1'), 'x:3: "-1" is no number: expected digits: b: int8 tag -1'],
    [field('  b: int8 tag 0 tag 1'), 'x:3: "tag" was said twice: b: int8 tag 0 tag 1'],
    [
      field('  b: int8 tag 0 ignorable = 1'),
      'x:3: "ignorable" is none of nullable, flexible, tag, =: b: int8 tag 0 ignorable = 1',
    ],
    [field('  b: string nullable x'), 'x:3: "x" is no range of versions: expected 3, 3-7 or 3+: b: string nullable x'],
  ]
  for (const [text, message] of rows) t.throws(() => parse('x', text), { message })
})
