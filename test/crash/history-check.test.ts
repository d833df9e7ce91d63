/** A checker that finds nothing is worth as much as what it finds when there is something. */
import t from 'tap'
import { type Anomalies, COPY, check, type Op, type Read, SOURCE, type Write } from './history-check.ts'

const who = 'a'
const send = (value: string, offset?: number, type: 'ok' | 'info' = 'ok'): Op[] => {
  const write: Write = { topic: SOURCE, partition: 0, value }
  return [
    { f: 'send', type: 'invoke', who, at: 0, write },
    { f: 'send', type, who, at: 1, write: { ...write, ...(offset !== undefined && { offset }) } },
  ]
}
const txn = (type: 'ok' | 'fail' | 'info', ...writes: [value: string, partition: number, offset?: number][]): Op[] => {
  const all = writes.map(([value, partition, offset]) => ({
    topic: 'moved',
    partition,
    value,
    ...(offset !== undefined && { offset }),
  }))
  return [
    { f: 'txn', type: 'invoke', who, at: 0, writes: all },
    { f: 'txn', type, who, at: 1, writes: all },
  ]
}
const final = (...reads: Read[]): Op => ({ f: 'final', type: 'ok', who: 'final', at: 9, reads })
const poll = (session: number, ...reads: Read[]): Op => ({ f: 'poll', type: 'ok', who: 'r', at: 2, session, reads })
const plain = (offset: number, value: string): Read => [SOURCE, 0, offset, value]

const found = (anomalies: Anomalies) =>
  Object.entries(anomalies)
    .filter(([, list]) => list.length > 0)
    .map(([name, list]) => `${name}: ${list.length}`)

t.test('a history in which nothing went wrong', async t => {
  const history: Op[] = [
    ...send('v1', 0),
    ...send('v2', 1),
    ...send('v3', undefined, 'info'),
    ...txn('ok', ['w1', 0, 0], ['w2', 1, 0]),
    ...txn('fail', ['w3', 0, 2]),
    ...txn('info', ['w4', 0, 4], ['w5', 1, 2]),
    poll(1, plain(0, 'v1'), plain(1, 'v2')),
    poll(2, plain(0, 'v1')),
    { f: 'kill', type: 'info', who: 'nemesis', at: 5 },
    final(plain(0, 'v1'), plain(1, 'v2'), ['moved', 0, 0, 'w1'], ['moved', 1, 0, 'w2'], [COPY, 0, 0, 'v1']),
    ...txn('info', ['v1', 0]).map(op => ({ ...op, writes: [{ topic: COPY, partition: 0, value: 'v1' }] }) as Op),
    { f: 'committed', type: 'ok', who: 'final', at: 9, offsets: [[0, 1]] },
  ]
  t.same(found(check(history)), [])
})

const cases: [why: string, history: Op[], anomaly: string][] = [
  ['an acknowledged write is gone', [...send('v1', 0), final()], 'lost: 1'],
  ['it is somewhere else than was said', [...send('v1', 0), final(plain(1, 'v1'))], 'lost: 1'],
  [
    'a committed transaction is gone in part',
    [...txn('ok', ['w1', 0], ['w2', 1]), final(['moved', 0, 0, 'w1'])],
    'lost: 1',
  ],
  ['a value twice', [...send('v1', 0), final(plain(0, 'v1'), plain(1, 'v1'))], 'duplicate: 1'],
  [
    'a value at another offset than a reader saw',
    [...send('v1', 0), poll(1, plain(3, 'v1')), final(plain(0, 'v1'))],
    'duplicate: 1',
  ],
  [
    'another value at an offset that a reader saw',
    [...send('v1', 0), ...send('v2', undefined, 'info'), poll(1, plain(0, 'v2')), final(plain(0, 'v1'))],
    'conflict: 1',
  ],
  ['an aborted value in the end', [...txn('fail', ['w1', 0]), final(['moved', 0, 0, 'w1'])], 'abortedRead: 1'],
  [
    'an aborted value for a moment',
    [...txn('fail', ['w1', 0]), poll(1, ['moved', 0, 0, 'w1']), final()],
    'abortedRead: 1',
  ],
  ['a value that nobody sent', [final(plain(0, 'v1'))], 'unsent: 1'],
  [
    'a reader goes back',
    [
      ...send('v1', 0),
      ...send('v2', 1),
      poll(1, plain(1, 'v2')),
      poll(1, plain(0, 'v1')),
      final(plain(0, 'v1'), plain(1, 'v2')),
    ],
    'pollBack: 1',
  ],
  [
    'a producer’s later write comes before its earlier one',
    [...send('v1', 1), ...send('v2', 0), final(plain(0, 'v2'), plain(1, 'v1'))],
    'sendBack: 1',
  ],
  [
    'a transaction nobody knows the end of is there in part',
    [...txn('info', ['w1', 0, 0], ['w2', 1, 0]), final(['moved', 0, 0, 'w1'])],
    'torn: 1',
  ],
]
for (const [why, history, anomaly] of cases)
  t.test(why, async t => {
    const anomalies = found(check(history))
    t.ok(anomalies.includes(anomaly), `${anomaly} among ${anomalies}`)
  })

t.test('what was copied and what was committed are one', async t => {
  const copied = (offset: number, value: string): Read => [COPY, 0, offset, value]
  const asked = txn('info', ['v1', 0]).map(
    op => ({ ...op, writes: ['v1', 'v2'].map(value => ({ topic: COPY, partition: 0, value })) }) as Op,
  )
  const both = [...send('v1', 0), ...send('v2', 1), ...asked]
  const at = (offset: number): Op => ({ f: 'committed', type: 'ok', who: 'final', at: 9, offsets: [[0, offset]] })
  t.same(found(check([...both, final(plain(0, 'v1'), plain(1, 'v2'), copied(0, 'v1')), at(1)])), [])
  t.same(found(check([...both, final(plain(0, 'v1'), plain(1, 'v2'), copied(0, 'v1')), at(2)])), ['copy: 1'])
  t.same(found(check([...both, final(plain(0, 'v1'), plain(1, 'v2'), copied(0, 'v1'), copied(1, 'v2')), at(1)])), [
    'copy: 1',
  ])
})
