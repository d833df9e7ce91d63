import t from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import { MiB } from '../../src/lib/units.ts'
import { Trickle } from '../../src/log/trickle.ts'

t.test('a log has its turn when enough of it is loose, one at a time', async t => {
  const clock = new VirtualClock(0)
  const trickle = new Trickle()
  t.notOk(trickle.isDue(1, 2 * MiB - 1, clock))
  t.ok(trickle.isDue(1, 2 * MiB, clock))
  let end = () => {}
  const running = trickle.run(() => new Promise<void>(resolve => (end = resolve)))
  t.notOk(trickle.isDue(1, 2 * MiB, clock), 'while another has it')
  end()
  await running
  t.ok(trickle.isDue(1, 2 * MiB, clock))
  await t.rejects(
    trickle.run(() => Promise.reject(new Error('EIO'))),
    { message: 'EIO' },
  )
  t.ok(trickle.isDue(1, 2 * MiB, clock), 'one that failed holds up nobody')
})

t.test('nobody has, while all logs together get more than 100 MiB a second', async t => {
  const clock = new VirtualClock(0)
  const trickle = new Trickle()
  /** MiB by MiB, of several logs. */
  const write = (mib: number, mibPerSecond: number) => {
    let due = 0
    for (let i = 0; i < mib; i++) {
      clock.advance(1000 / mibPerSecond)
      if (trickle.isDue(MiB, 2 * MiB, clock)) due++
    }
    return due
  }
  write(16, 50)
  t.equal(write(16, 50), 16)
  write(8, 500)
  t.equal(write(32, 500), 0)
  write(8, 99)
  t.equal(write(8, 99), 8, 'it goes on when there is time again')
})
