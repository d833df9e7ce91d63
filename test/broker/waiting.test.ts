import t from 'tap'
import { type Waiter, Waiting } from '../../src/broker/waiting.ts'
import { VirtualClock } from '../../src/lib/clock.ts'

const start = () => {
  const clock = new VirtualClock()
  const waiting = new Waiting(clock)
  const watched = () => ({ waiters: new Set<Waiter>() })
  const over: string[] = []
  const wait = (name: string, ready: () => boolean, on: { waiters: Set<Waiter> }[], ms = 500) =>
    waiting.until(ready, on, ms).then(() => over.push(name))
  return { clock, waiting, watched, over, wait }
}
const settle = () => new Promise(resolve => setImmediate(resolve))

t.test('a wake ends the wait of those who have enough, and of nobody else', async t => {
  const { waiting, watched, over, wait } = start()
  const [a, b] = [watched(), watched()]
  let enough = false
  wait('hungry', () => enough, [a])
  wait('content', () => true, [a, b])
  wait('elsewhere', () => true, [b])
  await settle()
  t.same(over, [], 'nobody is asked before a wake')
  waiting.wake(a)
  await settle()
  t.same(over, ['content'])
  t.equal(b.waiters.size, 1, 'and it watches nothing any more')
  enough = true
  waiting.wake(a)
  waiting.wake(b)
  await settle()
  t.same(over, ['content', 'hungry', 'elsewhere'])
  t.equal(waiting.size, 0)
})

t.test('time ends every wait, once', async t => {
  const { clock, waiting, watched, over, wait } = start()
  const a = watched()
  wait('a', () => true, [a], 100)
  wait('b', () => false, [a], 200)
  clock.advance(100)
  await settle()
  t.same(over, ['a'])
  waiting.wake(a)
  clock.advance(100)
  await settle()
  t.same(over, ['a', 'b'])
  t.equal(a.waiters.size, 0)
  t.equal(clock.untilNext, undefined, 'no timer is left behind')
})

t.test('stop() lets everybody go, and those who come later', async t => {
  const { clock, waiting, watched, over, wait } = start()
  const a = watched()
  wait('a', () => false, [a])
  waiting.stop()
  wait('late', () => false, [a])
  await settle()
  t.same(over, ['a', 'late'])
  t.equal(clock.untilNext, undefined)
})
