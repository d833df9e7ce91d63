/** Work comes again so long after it was done, whatever became of it, and never after a stop. */
import t from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import { Rhythm } from '../../src/log/rhythm.ts'

const settled = () => new Promise(resolve => setImmediate(resolve))

t.test('the next time is counted from the end of the last, and a failure is told', async t => {
  const clock = new VirtualClock(0)
  const errors: unknown[] = []
  const rhythm = new Rhythm(clock, error => errors.push(error))
  const ends: ((error?: Error) => void)[] = []
  rhythm.every(100, () => new Promise<void>((done, fail) => ends.push(error => (error ? fail(error) : done()))))
  clock.advance(99)
  t.equal(ends.length, 0)
  clock.advance(1)
  clock.advance(1000)
  t.equal(ends.length, 1, 'it is not begun again before it is done')
  ends[0]!(new Error('EIO'))
  await settled()
  t.match(errors, [/EIO/])
  clock.advance(100)
  t.equal(ends.length, 2)
  rhythm.stop()
  ends[1]!()
  await settled()
  clock.advance(1000)
  t.equal(ends.length, 2, 'what was being done when it was stopped is the last')
})

t.test('a stop takes back what has not begun', async t => {
  const clock = new VirtualClock(0)
  const rhythm = new Rhythm(clock, () => {})
  let count = 0
  for (const intervalMs of [10, 20]) rhythm.every(intervalMs, async () => void count++)
  rhythm.stop()
  clock.advance(1000)
  await settled()
  t.equal(count, 0)
})
