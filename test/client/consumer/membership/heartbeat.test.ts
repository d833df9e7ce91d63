import t from 'tap'
import { Heartbeat } from '../../../../src/client/consumer/membership/heartbeat.ts'
import { VirtualClock } from '../../../../src/lib/clock.ts'

function setUp(send: () => number | undefined = () => 100) {
  const clock = new VirtualClock()
  const sent: number[] = []
  const expired: number[] = []
  const heartbeat = new Heartbeat({
    clock,
    random: () => 0.5,
    retryBackoff: { firstMs: 10, maxMs: 40 },
    maxPollIntervalMs: 1000,
    send: async () => {
      sent.push(clock.monotonic())
      return send()
    },
    onPollTimeout: () => expired.push(clock.monotonic()),
  })
  /** Step by step: an answer takes a turn of the event loop. */
  const run = async (ms: number) => {
    for (let i = 0; i < ms; i++) {
      clock.advance(1)
      await new Promise(resolve => setImmediate(resolve))
    }
  }
  return { heartbeat, sent, expired, run }
}

t.test('one every interval, counted from when the last was sent', async t => {
  const { heartbeat, sent, run } = setUp()
  heartbeat.start(50)
  await run(300)
  t.same(sent, [50, 150, 250])
  heartbeat.stop()
  await run(300)
  t.equal(sent.length, 3, 'none after stop')
})

t.test('one that fails is sent again soon, and later each time', async t => {
  const answers = [undefined, undefined, undefined, undefined, 100, 100]
  const { heartbeat, sent, run } = setUp(() => answers.shift())
  heartbeat.start(0)
  await run(230)
  const gaps = sent.slice(1).map((at, i) => at - sent[i]!)
  t.same(gaps.slice(0, 5), [11, 20, 40, 40, 100], 'the clock of the test steps before it answers')
})

t.test('one that is asked for comes at once, and not twice', async t => {
  const { heartbeat, sent, run } = setUp()
  heartbeat.start(100)
  await run(20)
  heartbeat.soon()
  heartbeat.soon()
  await run(110)
  t.same(sent, [20, 120])
})

t.test('who does not poll for max.poll.interval.ms is told, once', async t => {
  const { heartbeat, sent, expired, run } = setUp()
  heartbeat.start(100)
  await run(900)
  heartbeat.polled()
  await run(990)
  t.same(expired, [])
  await run(200)
  t.same(expired, [1900])
  t.equal(sent.at(-1), 1800, 'and no heartbeat says that all is well')
})

t.test('a poll that waits is a poll, however long', async t => {
  const { heartbeat, expired, run } = setUp()
  heartbeat.start(100)
  const over = heartbeat.waited()
  await run(3500)
  t.same(expired, [])
  over()
  await run(999)
  t.same(expired, [])
  await run(2)
  t.same(expired, [4500])
})
