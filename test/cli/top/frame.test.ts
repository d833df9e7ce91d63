/** What top shows: rates out of two looks, and nothing that goes backwards. */
import t from 'tap'
import { frameOf, type GroupSample, type Sample, sorted, type TopicSample } from '../../../src/cli/top/frame.ts'
import { groupTable, lasting, linesOf, rated, sized, topicTable } from '../../../src/cli/top/lines.ts'

const topic = (name: string, more: Partial<TopicSample> = {}): TopicSample => ({
  ...{ name, partitions: 1, records: 0, end: 0, bytes: 0 },
  ...more,
})
const group = (id: string, lag: number, committed: Record<string, number>): GroupSample => ({
  ...{ id, state: 'Stable', members: 1, lag, committed: new Map(Object.entries(committed)) },
})
const sample = (at: number, topics: TopicSample[], groups: GroupSample[] = []): Sample => ({ at, topics, groups })

t.test('the first look has no rates', async t => {
  t.match(frameOf(undefined, sample(0, [topic('a', { end: 5 })], [group('g', 3, { a: 2 })])), {
    topics: [{ name: 'a', in: null, out: null, bytesIn: null }],
    groups: [{ id: 'g', out: null, behind: null }],
  })
})

t.test('rates are differences by seconds', async t => {
  const before = sample(
    1000,
    [topic('a', { end: 100, bytes: 1000 })],
    [group('g', 80, { a: 20 }), group('h', 0, { a: 9 })],
  )
  const now = sample(
    3000,
    [topic('a', { end: 300, bytes: 5000 })],
    [group('g', 40, { a: 260 }), group('h', 0, { a: 11 })],
  )
  t.match(frameOf(before, now), {
    topics: [{ in: 100, out: 121, bytesIn: 2000 }],
    groups: [
      { id: 'g', out: 120, lag: 40, behind: 2 }, // 20 less a second
      { id: 'h', out: 1, behind: 0 },
    ],
  })
})

t.test('what is new, gone, made again or has grown behind is no rate that goes backwards', async t => {
  const before = sample(0, [topic('a', { end: 100, bytes: 9 }), topic('gone')], [group('g', 1, { a: 50 })])
  const now = sample(
    1000,
    [topic('a', { end: 3, bytes: undefined }), topic('new', { end: 7 })],
    [group('g', 9, { a: 0 })],
  )
  t.match(frameOf(before, now), {
    topics: [
      { name: 'a', in: 0, out: 0, bytesIn: null },
      { name: 'new', in: null },
    ],
    groups: [{ out: 0, behind: null }],
  })
  t.match(frameOf(before, { ...now, at: 0 }), { topics: [{ in: null }] }, 'no time has passed')
})

t.test('each order has the most first, names break ties, and all can be turned round', async t => {
  const frame = frameOf(
    sample(0, [topic('a'), topic('b'), topic('c')], [group('g', 1, { a: 0 }), group('h', 5, { a: 0 })]),
    sample(
      1000,
      [topic('a', { end: 1, bytes: 9 }), topic('b', { end: 5 }), topic('c', { end: 5 })],
      [group('g', 1, { a: 4 }), group('h', 5, { a: 1 })],
    ),
  )
  const names = (...args: [Parameters<typeof sorted>[1], boolean?]) => {
    const { topics, groups } = sorted(frame, ...args)
    return `${topics.map(({ name }) => name).join('')} ${groups.map(({ id }) => id).join('')}`
  }
  t.equal(names('in'), 'bca gh')
  t.equal(names('size'), 'abc gh')
  t.equal(names('out'), 'abc gh')
  t.equal(names('lag'), 'abc hg')
  t.equal(names('name', true), 'cba hg')
})

t.test('a table has texts to the left and numbers to the right', async t => {
  const frame = frameOf(
    sample(0, [topic('orders', { end: 0, bytes: 0 })], [group('g', 0, { orders: 0 })]),
    sample(1000, [topic('orders', { end: 1234, records: 1234, bytes: 2048 })], [group('g', 1224, { orders: 10 })]),
  )
  t.same(linesOf(topicTable(frame)), [
    'TOPIC   PARTITIONS  RECORDS      SIZE   IN/S   BYTES/S  OUT/S',
    'orders           1    1,234  2.00 KiB  1,234  2.00 KiB     10',
  ])
  t.same(linesOf(groupTable(frame)), [
    'GROUP  STATE   MEMBERS    LAG  OUT/S  BEHIND',
    'g      Stable        1  1,224     10       -',
  ])
  t.same(linesOf(groupTable({ topics: [], groups: [] })), ['GROUP  STATE  MEMBERS  LAG  OUT/S  BEHIND'])
})

t.test('figures for people', async t => {
  t.same([0, 999, 1024, 1_500_000, 3e12, null].map(sized), ['0 B', '999 B', '1.00 KiB', '1.43 MiB', '2.73 TiB', '-'])
  t.same([null, 0, 0.31, 12.3, 4321].map(rated), ['-', '0', '0.31', '12', '4,321'])
  t.same([0, 89, 90, 7200, 200_000].map(lasting), ['0s', '89s', '2m', '2h', '2d'])
})
