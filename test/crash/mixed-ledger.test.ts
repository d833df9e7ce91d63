/** What the ledger must find wrong, each made wrong on purpose. */
import t from 'tap'
import type { Offset } from '../../src/protocol/types.ts'
import { check, KINDS, type Kind, Ledger, type Txn, type View, type Write } from './mixed-ledger.ts'

/** A ledger with one of each, and the views of a broker that has lost nothing. */
function scene() {
  const ledger = new Ledger()
  const [p, m1, m2, gone, old, k] = ['p', 'm', 'm', 'm', 'k1:', 'k1:'].map(prefix => ledger.value(prefix))
  ledger.plain.push({ kind: 'plain', partition: 0, value: p!, offset: 0 })
  const moved = (value: string, at: number): Write => ({ kind: 'moved', partition: 0, value, offset: at })
  const committed: Txn = { who: 'a', writes: [moved(m1!, 0), moved(m2!, 1)], outcome: 'ok' }
  const aborted: Txn = { who: 'a', writes: [moved(gone!, 3)], outcome: 'fail' }
  ledger.txns.push(committed, aborted)
  ledger.keyWrite('k1', { value: old!, acknowledged: true, offset: 0 })
  ledger.keyWrite('k1', { value: k!, acknowledged: true, offset: 1 })
  const views = KINDS.map((kind): View => ({ kind, partition: 0, end: 9, records: [] }))
  const rows = Object.fromEntries(views.map(({ kind, records }) => [kind, records])) as Record<Kind, View['records']>
  const put = (kind: Kind, at: number, value: string | null, key: string | null = null) =>
    rows[kind].push({ offset: at as Offset, key, value })
  put('plain', 0, p!)
  put('moved', 0, m1!)
  put('moved', 1, m2!)
  put('table', 1, k!, 'k1')
  return { ledger, views, rows, put, values: { p, m1, m2, gone, k }, committed }
}
type Scene = ReturnType<typeof scene>

const found = (change: (scene: Scene) => void, settled = true) => {
  const it = scene()
  change(it)
  check(it.ledger, it.ledger.mark(), it.views, settled)
  return it.ledger.anomalies
}

t.test('nothing is wrong', async t => {
  t.same(
    found(() => {}),
    [],
  )
})

const wrong: [string, (scene: Scene) => void, RegExp][] = [
  ['an acknowledged record is gone', ({ rows }) => rows.plain.pop(), /acknowledged as p1, and is undefined/],
  ['a record is there twice', ({ put, values }) => put('plain', 1, values.p!), /twice/],
  ['offsets go back', ({ rows }) => rows.moved.reverse(), /comes after/],
  ['a record that nobody sent', ({ put }) => put('plain', 1, 'x'), /nobody sent/],
  ['a committed record is gone', ({ rows }) => rows.moved.pop(), /was committed/],
  ['an aborted record is there', ({ put, values }) => put('moved', 3, values.gone!), /aborted/],
  [
    'half of a transaction',
    ({ rows, committed }) => Object.assign(committed, { outcome: 'info' }) && rows.moved.pop(),
    /only m2 is there/,
  ],
  ['a reader saw something else there', ({ ledger }) => ledger.read('plain', 0, 0, 'p9'), /was p9/],
  ['a key has an older value', ({ rows }) => Object.assign(rows.table[0]!, { value: 'k1:5' }), /was acknowledged as/],
  ['a key is gone', ({ rows }) => rows.table.pop(), /is gone/],
]
for (const [name, change, expected] of wrong) t.test(name, async t => t.match(found(change).join('\n'), expected))

t.test('what is committed may be seen later, unless everything is settled', async t => {
  const later = ({ rows, views }: Scene) => {
    rows.moved.pop()
    views.find(({ kind }) => kind === 'moved')!.end = 1
  }
  t.same(found(later, false), [])
  t.not(found(later, true).length, 0)
})

t.test('a removed key is gone, or still a tombstone', async t => {
  const removed = (more: (scene: Scene) => void) =>
    found(scene => {
      scene.ledger.keyWrite('k1', { value: null, acknowledged: true, offset: 2 })
      more(scene)
    })
  t.match(removed(() => {}).join(), /k1 is k1:6/)
  t.same(
    removed(({ rows }) => rows.table.pop()),
    [],
  )
  t.same(
    removed(({ put }) => put('table', 2, null, 'k1')),
    [],
  )
})
