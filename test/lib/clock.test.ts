import t from 'tap'
import { sleep, systemClock, VirtualClock } from '../../src/lib/clock.ts'

t.test('VirtualClock fires timers in order of time, then of creation', async t => {
  const clock = new VirtualClock(1000)
  const fired: string[] = []
  clock.after(20, () => fired.push(`b@${clock.now()}`))
  clock.after(10, () => fired.push(`a@${clock.now()}`))
  clock.after(20, () => fired.push(`c@${clock.now()}`))
  clock.advance(19)
  t.same(fired, ['a@1010'])
  clock.advance(1)
  t.same(fired, ['a@1010', 'b@1020', 'c@1020'])
  t.equal(clock.now(), 1020)
})

t.test('a timer that a timer sets fires in the same advance, at its own time', async t => {
  const clock = new VirtualClock()
  const at: number[] = []
  clock.after(5, () => clock.after(5, () => at.push(clock.now())))
  clock.advance(100)
  t.same(at, [10])
})

t.test('a cancelled timer stays silent, and cancelling twice is harmless', async t => {
  const clock = new VirtualClock()
  const timer = clock.after(5, () => t.fail('cancelled'))
  t.equal(clock.untilNext, 5)
  timer.cancel()
  timer.cancel()
  clock.advance(10)
  t.equal(clock.untilNext, undefined)
})

t.test('the system clock sleeps at least as long as asked, and does not cut a month to nothing', async t => {
  const began = systemClock.monotonic()
  const keep = setInterval(() => {}, 1000)
  systemClock.after(2 ** 40, () => t.fail('fired at once')).cancel()
  const early = systemClock.after(2 ** 40, () => t.fail('an overflowing delay fires at once'))
  await sleep(systemClock, 20)
  early.cancel()
  clearInterval(keep)
  t.ok(systemClock.monotonic() - began >= 19)
})
