import t from 'tap'
import { Bell, pause, within } from '../../src/client/wait.ts'
import { VirtualClock } from '../../src/lib/clock.ts'

const turn = () => new Promise(resolve => setImmediate(resolve))
/** 'waiting' until it is something else. */
function state<T>(promise: Promise<T>): () => T | 'waiting' {
  let now: T | 'waiting' = 'waiting'
  promise.then(value => {
    now = value
  })
  return () => now
}

t.test('pause() takes its time, and none for none', async t => {
  const clock = new VirtualClock()
  const paused = state(pause(clock, 100).then(() => 'over'))
  clock.advance(99)
  await turn()
  t.equal(paused(), 'waiting')
  clock.advance(1)
  await turn()
  t.equal(paused(), 'over')
  await pause(clock, 0)
  await pause(clock, -5)
})

t.test('a bell wakes all who wait, once; who comes later waits for the next', async t => {
  const clock = new VirtualClock()
  const bell = new Bell()
  const first = [state(bell.wait(clock)), state(bell.wait(clock, 1000))]
  bell.ring()
  const later = state(bell.wait(clock))
  await turn()
  t.same(
    first.map(each => each()),
    [true, true],
  )
  t.equal(later(), 'waiting')
  bell.ring()
  bell.ring() // Nobody hears it.
  await turn()
  t.equal(later(), true)
})

t.test('a bell that does not ring in time is not waited for, and not heard', async t => {
  const clock = new VirtualClock()
  const bell = new Bell()
  const short = state(bell.wait(clock, 50))
  const long = state(bell.wait(clock))
  clock.advance(50)
  await turn()
  t.equal(short(), false)
  t.equal(long(), 'waiting')
  t.equal(await bell.wait(clock, 0), false, 'no time at all')
  bell.ring()
  await turn()
  t.same([short(), long()], [false, true])
})

t.test('within() says whether work was over in time, and throws what it threw', async t => {
  const clock = new VirtualClock()
  let finish = () => {}
  const work = new Promise<void>(resolve => {
    finish = resolve
  })
  const late = state(within(clock, work, 10))
  clock.advance(10)
  await turn()
  t.equal(late(), false)
  const early = state(within(clock, work, 10))
  const ever = state(within(clock, work, Number.POSITIVE_INFINITY))
  finish()
  await turn()
  t.same([early(), ever()], [true, true])
  await t.rejects(within(clock, Promise.reject(new Error('broken')), 10), { message: 'broken' })
})
