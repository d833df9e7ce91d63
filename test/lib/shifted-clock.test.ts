import t from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import { ShiftedClock } from '../../src/lib/shifted-clock.ts'
import { DAYS } from '../../src/lib/units.ts'

const START = Date.UTC(2026, 0, 1)

t.test('time goes by as the base says, and as it is moved', async t => {
  const base = new VirtualClock(START)
  const clock = new ShiftedClock(base)
  base.advance(10)
  t.equal(clock.now(), START + 10)
  clock.advance('7d')
  t.equal(clock.now(), START + 10 + 7 * DAYS)
  t.equal(clock.monotonic() - base.monotonic(), 7 * DAYS)
  base.advance(5)
  t.equal(clock.now(), START + 15 + 7 * DAYS)
})

t.test('timers on the way fire once, in order, at the time they were set for', async t => {
  const clock = new ShiftedClock(new VirtualClock(START))
  const fired: string[] = []
  const note = (name: string) => () => fired.push(`${name} ${clock.now() - START}`)
  clock.after(30, note('c'))
  clock.after(10, () => {
    note('a')()
    clock.after(5, note('b'))
  })
  clock.after(30, note('d'))
  clock.after(20, note('cancelled')).cancel()
  clock.after(101, note('later'))
  clock.advance(100)
  t.same(fired, ['a 10', 'b 15', 'c 30', 'd 30'])
  clock.advance(1)
  t.same(fired.at(-1), 'later 101')
  t.equal(fired.length, 5)
})

t.test('what is still to come rings by the new time', async t => {
  const base = new VirtualClock(START)
  const clock = new ShiftedClock(base)
  const fired: number[] = []
  clock.after(1000, () => fired.push(clock.now() - START))
  clock.advance(900)
  base.advance(99)
  t.same(fired, [])
  base.advance(1)
  t.same(fired, [1000])
  base.advance(10_000)
  t.same(fired, [1000], 'and once')
})
