import t from 'tap'
import { VirtualClock } from '../../../src/lib/clock.ts'
import { Pace, Slices } from '../../../src/log/cleaner/slices.ts'

const UNLIMITED = () => Number.POSITIVE_INFINITY

t.test('works take turns, and there is one slice between two looks at the sockets', async t => {
  const pace = new Pace(new VirtualClock(0), UNLIMITED)
  let look = 0
  let working = 3
  const count = () => {
    look++
    if (working > 0) setImmediate(count)
  }
  setImmediate(count)
  const slices: { who: string; look: number }[] = []
  const work = async (who: string) => {
    const own = new Slices(pace, () => false)
    for (let i = 0; i < 4; i++) {
      const since = performance.now()
      while (performance.now() - since < 7);
      await own.spent(1)
      slices.push({ who, look })
    }
    working--
  }
  await Promise.all(['a', 'b', 'c'].map(work))
  t.equal(slices.map(({ who }) => who).join(''), 'abc'.repeat(4))
  t.equal(new Set(slices.map(({ look }) => look)).size, 12, slices.map(({ look }) => look).join(' '))
})

t.test('works share the rate, and nothing is saved up while there is nothing to do', async t => {
  const clock = new VirtualClock(0)
  const pace = new Pace(clock, () => 1000)
  const done: string[] = []
  const spend = (who: string, bytes: number) =>
    new Slices(pace, () => false).spent(bytes).then(() => done.push(`${who} at ${clock.monotonic()}`))
  const pass = async (ms: number) => {
    for (let i = 0; i < ms; i += 50) {
      clock.advance(50)
      await new Promise(resolve => setTimeout(resolve))
    }
  }
  const both = [spend('a', 500), spend('b', 500)]
  await pass(1000)
  await Promise.all(both)
  clock.advance(3_600_000)
  const later = spend('c', 200)
  await pass(200)
  await later
  t.same(done, ['a at 500', 'b at 1000', 'c at 3601200'])
})

t.test('who is told to stop does so at the next look', async t => {
  const clock = new VirtualClock(0)
  let stopped = false
  const resting = new Slices(new Pace(clock, () => 1), () => stopped).spent(1_000_000)
  stopped = true
  clock.advance(100)
  await t.rejects(resting, { name: 'CleaningStopped' })
})
