import t from 'tap'
import { Timers } from '../../src/group/timers.ts'
import { VirtualClock } from '../../src/lib/clock.ts'
import { createLogger } from '../../src/lib/logger.ts'

function start() {
  const clock = new VirtualClock()
  const said: string[] = []
  const fired: string[] = []
  const timers = new Timers(clock, createLogger({ write: line => said.push(line) }))
  const schedule = (group: string, name: string, delayMs: number, what = `${group} ${name}`) =>
    timers.schedule(group, name, delayMs, () => fired.push(what))
  return { clock, said, fired, timers, schedule }
}

t.test('a later timer of the same name in the same group takes the place of the one before', async t => {
  const { clock, fired, schedule } = start()
  schedule('g', 'session', 10, 'first')
  schedule('g', 'session', 20, 'second')
  schedule('h', 'session', 15, 'of another group')
  clock.advance(30)
  t.same(fired, ['of another group', 'second'])
})

t.test('a timer is there until it fires, or is cancelled', async t => {
  const { clock, fired, timers, schedule } = start()
  schedule('g', 'a', 10)
  schedule('g', 'b', 10)
  t.ok(timers.has('g', 'a'))
  timers.cancel('g', 'a')
  timers.cancel('g', 'none')
  t.notOk(timers.has('g', 'a'))
  clock.advance(10)
  t.same(fired, ['g b'])
  t.notOk(timers.has('g', 'b'))
})

t.test('a timer may set itself again', async t => {
  const { clock, timers } = start()
  let count = 0
  const again = () => {
    count++
    timers.schedule('g', 'again', 10, again)
  }
  again()
  clock.advance(35)
  t.equal(count, 4)
})

t.test('with a group all of its timers go, and nobody else’s', async t => {
  const { clock, fired, timers, schedule } = start()
  schedule('g', 'a', 10)
  schedule('g', 'b', 10)
  schedule('h', 'a', 10)
  timers.cancelGroup('g')
  clock.advance(10)
  t.same(fired, ['h a'])
})

t.test('what a timer throws is logged, and stops nobody', async t => {
  const { clock, said, fired, timers, schedule } = start()
  timers.schedule('g', 'bad', 10, () => {
    throw new Error('a bug')
  })
  schedule('g', 'good', 10)
  clock.advance(10)
  t.same(fired, ['g good'])
  t.match(said.join(''), /ERROR A timer of group "g" failed \(bad\)\nError: a bug/)
})

t.test('stopped, none fires and none can be set', async t => {
  const { clock, fired, timers, schedule } = start()
  schedule('g', 'a', 10)
  timers.stop()
  schedule('g', 'b', 10)
  clock.advance(20)
  t.same(fired, [])
})
