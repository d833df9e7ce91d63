import t from 'tap'
import { Backoff, backoffMs, retry } from '../../src/client/retry.ts'
import { VirtualClock } from '../../src/lib/clock.ts'
import { type ErrorName, KafkaError } from '../../src/protocol/errors.ts'

const options = { firstMs: 100, maxMs: 1000 }

t.test('a delay doubles up to its limit, and never exceeds it', async t => {
  const delays = Array.from({ length: 6 }, (_, attempt) => backoffMs(options, attempt, () => 0.5))
  t.same(delays, [100, 200, 400, 800, 1000, 1000])
  t.equal(
    backoffMs(options, 5, () => 0.999),
    1000,
    'not even with its chance',
  )
  t.equal(
    backoffMs(options, 10_000, () => 0),
    800,
  )
})

t.test('a delay lies within a fifth of what it should be', async t => {
  t.equal(
    backoffMs(options, 0, () => 0),
    80,
  )
  t.ok(backoffMs(options, 0, () => 0.999) < 120)
})

t.test('no backoff is no backoff, and a limit below the first delay is raised to it', async t => {
  t.equal(backoffMs({ firstMs: 0, maxMs: 1000 }, 40), 0)
  t.equal(
    backoffMs({ firstMs: 500, maxMs: 100 }, 3, () => 0.5),
    500,
  )
})

t.test('Backoff counts, and begins anew after a success', async t => {
  const backoff = new Backoff(options, () => 0.5)
  t.same([backoff.next(), backoff.next()], [100, 200])
  backoff.reset()
  t.equal(backoff.next(), 100)
})

/** Fails with each name in turn, then works. */
const script = (...names: ErrorName[]) => {
  const calls: number[] = []
  const clock = new VirtualClock()
  const attempt = async () => {
    calls.push(clock.now())
    const name = names.shift()
    if (name) throw new KafkaError(name, name)
    return 'done'
  }
  return { attempt, calls, clock }
}

/** Run timers as they come due, while promises settle in between. */
const drive = async (clock: VirtualClock, result: Promise<unknown>) => {
  let over = false
  result.then(
    () => {
      over = true
    },
    () => {
      over = true
    },
  )
  while (!over) {
    await new Promise(resolve => setImmediate(resolve))
    clock.advance(clock.untilNext ?? 0)
  }
}

t.test('what the protocol calls retriable is tried again, later and later', async t => {
  const { attempt, calls, clock } = script('LEADER_NOT_AVAILABLE', 'NOT_LEADER_OR_FOLLOWER', 'REQUEST_TIMED_OUT')
  const result = retry(attempt, { clock, backoff: options, timeoutMs: 60_000, random: () => 0.5 })
  await drive(clock, result)
  t.equal(await result, 'done')
  t.same(calls, [0, 100, 300, 700])
})

t.test('what is final is thrown at once', async t => {
  const { attempt, calls, clock } = script('TOPIC_ALREADY_EXISTS')
  await t.rejects(retry(attempt, { clock, backoff: options, timeoutMs: 60_000 }), { name: 'TOPIC_ALREADY_EXISTS' })
  t.equal(calls.length, 1)
})

t.test('when the time is over, the error that made it wait is thrown', async t => {
  const { attempt, calls, clock } = script(...Array<ErrorName>(50).fill('COORDINATOR_NOT_AVAILABLE'))
  const result = retry(attempt, { clock, backoff: options, timeoutMs: 1000, random: () => 0.5 })
  result.catch(() => {})
  await drive(clock, result)
  await t.rejects(result, { name: 'COORDINATOR_NOT_AVAILABLE' })
  t.same(calls, [0, 100, 300, 700], 'the next would have been at 1500')
})

t.test('between two tries the caller looks things up; that it fails is no matter', async t => {
  const { attempt, clock } = script('LEADER_NOT_AVAILABLE')
  const seen: string[] = []
  const between = (error: KafkaError) => {
    seen.push(error.name)
    return Promise.reject(new Error('no metadata either'))
  }
  const result = retry(attempt, { clock, backoff: options, timeoutMs: 1000, between })
  await drive(clock, result)
  t.equal(await result, 'done')
  t.same(seen, ['LEADER_NOT_AVAILABLE'])
})
