import t from 'tap'
import { check, fileName } from '../../../src/protocol/generate/check.ts'
import { parse } from '../../../src/protocol/generate/parse.ts'

const problems = (text: string, file = 'records/x') => check(parse(file, text))
/** A message of versions 0 to 5, flexible from 3 on. */
const fields = (...lines: string[]) =>
  problems(['message X 0-5 flexible 3+', ...lines.map(line => `  ${line}`)].join('\n'))

t.test('a file is called after its API', async t => {
  const rows: [number, string, string][] = [
    [0, 'Produce', '00-produce'],
    [75, 'DescribeTopicPartitions', '75-describe-topic-partitions'],
    [22, 'InitProducerId', '22-init-producer-id'],
  ]
  for (const [key, name, file] of rows) t.equal(fileName(key, name), file)
})

t.test('an API: its file, its two messages, their versions, its listeners', async t => {
  const api = (line: string, request = '2-6 flexible 4+', response = '2-6 flexible 4+') =>
    problems(`${line}\nmessage PingRequest ${request}\nmessage PingResponse ${response}`, 'apis/07-ping')
  t.same(api('api 7 Ping broker,controller advertised 0 unstable 6'), [])
  t.same(api('api 7 Ping none'), [])
  const rows: [string[], string][] = [
    [api('api 8 Ping broker'), '1: this file should be called 08-ping'],
    [api('api 7 Pong broker').slice(0, 1), '1: this file should be called 07-pong'],
    [api('api 7 Pong broker').slice(1), '1: an API has two messages, PongRequest and PongResponse'],
    [api('api 7 Ping zookeeper'), '1: "zookeeper" is no listener: broker, controller, none'],
    [api('api 7 Ping broker', '2-6', '2-7'), '3: PingResponse has other versions than PingRequest, which are 2-6'],
    [
      api('api 7 Ping broker', '2-6 flexible 4+', '2-6 flexible 5+'),
      '3: PingResponse has other versions than PingRequest, which are 2-6',
    ],
    [api('api 7 Ping broker advertised 2'), '1: advertised 2 is not below 2: leave it out'],
    [api('api 7 Ping broker unstable 2'), '1: unstable 2 is not one of 2-6'],
    [api('api 7 Ping broker unstable 7'), '1: unstable 7 is not one of 2-6'],
    [
      api('api 7 Ping broker', '2-6 flexible 4-5', '2-6 flexible 4+'),
      '2: PingRequest is flexible up to version 5: once flexible, always flexible',
    ],
  ]
  for (const [found, problem] of rows) t.same(found, [`apis/07-ping:${problem}`])
})

t.test('a record has the number of its file, a loose structure none', async t => {
  t.same(problems('message TopicRecord 0 key 2', 'records/metadata/02-topic'), [])
  t.same(problems('message TopicRecord 0 key 3', 'records/metadata/02-topic'), [
    'records/metadata/02-topic:1: TopicRecord has key 3, which is not the number of its file',
  ])
  t.same(problems('message TopicRecord 0', 'records/metadata/02-topic'), [
    'records/metadata/02-topic:1: TopicRecord has key none, which is not the number of its file',
  ])
  t.same(problems('message Header 0 key 1', 'records/header/header'), [
    'records/header/header:1: Header has key 1, which is not the number of its file',
  ])
})

t.test('a message is there, and has versions', async t => {
  t.same(problems('# nothing'), ['records/x:1: no message'])
  t.same(problems('message X 7-3'), ['records/x:1: X has no versions'])
})

t.test('all that a field may be', async t => {
  t.same(
    fields(
      'a: int8 1+ ignorable = -1',
      'b: string? 2-3',
      'c: [Inner] nullable 2+',
      '  a: uuid = zero',
      '  b: float64 3+ tag 0',
      'd: bytes? 3+ tag 1 = null',
      'e: int64 3+ tag 0 = 0x7f',
      'f: string = read_committed',
      'g: string flexible none = ""',
      'h: bool = true',
    ),
    [],
  )
})

t.test('a field that makes no sense is said, with its line and what was possible', async t => {
  const rows: [string[], string][] = [
    [['a: int8', 'a: int16'], '3: a is there twice'],
    [
      ['Ab: int8'],
      '2: "Ab" cannot be the name of a field: a small letter first, and none of r, w, v, ver, tag, outer, left, inner, unknownTags, default, class, enum',
    ],
    [
      ['ver: int8'],
      '2: "ver" cannot be the name of a field: a small letter first, and none of r, w, v, ver, tag, outer, left, inner, unknownTags, default, class, enum',
    ],
    [
      ['a: int7'],
      '2: "int7" is no type: bool, int8, int16, uint16, int32, uint32, int64, float64, uuid, offset, timestamp, producerId, leaderEpoch, hash, string, bytes, records, or a Struct',
    ],
    [['a: int8 6+'], '2: a is in no version of X'],
    [['a: int8 3-2'], '2: a is in no version of X'],
    [['a: int8 0+'], '2: a is in every version of X, which are 0-5: leave 0-5 out'],
    [['s: [S] 2-3', '  a: int8 2+'], '3: a is in every version of S, which are 2-3: leave 2-5 out'],
    [['a: int8 ignorable'], '2: a is in every version of X: none can ignore it'],
    [['a: int32?'], '2: a is int32: it cannot be null'],
    [['a: string 2-3 nullable 3+'], '2: a is nullable in versions that lack it: 2-3 have it'],
    [['a: int8 flexible none'], '2: a is int8: only strings and bytes can differ from their message'],
    [['a: [string] flexible none'], '2: a is string: only strings and bytes can differ from their message'],
    [['a: [S]'], '1: S has no fields: describe it where it is first named'],
    [['a: int8 3+ tag 101'], '2: 101 is no tag: 0 to 100'],
    [['a: int8 2+ tag 0'], '2: a is tagged in versions that are not flexible: 3-5 are'],
    [['a: int8 3-4 tag 0'], '2: a is tagged up to 4: a tag is for ever'],
    [['a: string 3+ nullable 4+ tag 0'], '2: a: all versions of a tag are nullable, or none'],
    [['a: int8 3+ tag 1'], '2: tag 1 where 0 is next'],
    [['a: int8 3+ tag 0', 'b: int8 3+ tag 0'], '2: tag 0 where 1 is next'],
    [['a: int8 = 128'], '2: a cannot be 128 by default: -128 to 127'],
    [['a: uint16 = -1'], '2: a cannot be -1 by default: 0 to 65535'],
    [['a: int32 = many'], '2: a cannot be many by default: -2147483648 to 2147483647'],
    [['a: bool = yes'], '2: a cannot be yes by default: true or false'],
    [['a: string = a/b'], '2: a cannot be a/b by default: "", or letters, digits, . _ and -'],
    [['a: uuid = one'], '2: a cannot be one by default: zero'],
    [['a: bytes = 00'], '2: a cannot be 00 by default: null, where it may be, or nothing'],
    [['a: [int8] = 1'], '2: a cannot be 1 by default: null, where it may be, or nothing'],
    [['a: string = null'], '2: a cannot be null by default: it is not nullable'],
    [['a: string nullable 2+ = null'], '2: a cannot be null by default: it is not nullable'],
  ]
  for (const [lines, problem] of rows)
    t.ok(fields(...lines).includes(`records/x:${problem}`), `${lines}: ${fields(...lines)}`)
})
