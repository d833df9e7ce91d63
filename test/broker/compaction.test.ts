import t, { type Test } from 'tap'
import type { Broker } from '../../src/broker/broker.ts'
import { Compaction, type CompactionSettings } from '../../src/broker/compaction.ts'
import { deleteOldSegments } from '../../src/broker/retention.ts'
import { VirtualClock } from '../../src/lib/clock.ts'
import { createLogger, silentLogger } from '../../src/lib/logger.ts'
import { DAYS } from '../../src/lib/units.ts'
import { OffsetCommit } from '../../src/protocol/generated/apis/08-offset-commit.ts'
import { OffsetFetch } from '../../src/protocol/generated/apis/09-offset-fetch.ts'
import { FindCoordinator } from '../../src/protocol/generated/apis/10-find-coordinator.ts'
import { encodeBatch } from '../../src/protocol/record.ts'
import { createTopic, directory, fetchFrom, offsetAt, produceTo, startBroker, startWithTopic } from './start.ts'

const settings: CompactionSettings = {
  'log.cleaner.enable': false,
  'log.cleaner.backoff.ms': 15_000,
  'log.cleaner.dedupe.buffer.size': 1 << 20,
  'log.cleaner.io.buffer.load.factor': 0.9,
  'log.cleaner.io.max.bytes.per.second': Number.POSITIVE_INFINITY,
  'log.cleaner.threads': 1,
}
const compact = (broker: Broker, clock = broker.clock) =>
  new Compaction(broker.logs, clock, silentLogger, () => settings).run()
const keyed = (key: string, value: string | null, timestamp = 1000) =>
  encodeBatch({ records: [{ timestamp, key: Buffer.from(key), value: value === null ? null : Buffer.from(value) }] })

t.test('of a compacted topic the last value of each key stays, at its offset', async t => {
  const { broker, connection } = await startWithTopic(t, {
    configs: { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0.1' },
  })
  for (const [key, value] of [
    ['a', '1'],
    ['b', '1'],
    ['a', '2'],
    ['c', '1'],
    ['b', null],
    ['a', '3'],
  ] as const)
    t.match(await produceTo(connection, 'orders', 0, keyed(key, value)), { error: 'NONE' })
  const log = broker.logs.log('orders', 0)!
  t.equal(await compact(broker), 0, 'what is written to is not cleaned')
  log.roll()
  await produceTo(connection, 'orders', 0, keyed('c', '2'))
  t.equal(await compact(broker), 1)
  t.equal(await compact(broker), 0, 'once is enough')
  const { values } = await fetchFrom(connection, 'orders', 0, 0)
  t.same(values, ['3 1', '4 null', '5 3'])
  t.same((await fetchFrom(connection, 'orders', 0, 6)).values, ['6 2'])
  t.same((await fetchFrom(connection, 'orders', 0, 1)).values, values, 'an offset that is gone leads to the next one')
  t.match(await offsetAt(connection, 'orders', 0, -2), { offset: 0 })
  t.match(await offsetAt(connection, 'orders', 0, -1), { offset: 7 })
})

t.test('a tombstone stays for delete.retention.ms after the cleaning that met it', async t => {
  const { broker, connection } = await startWithTopic(t, {
    configs: { 'cleanup.policy': 'compact', 'delete.retention.ms': '1000', 'min.cleanable.dirty.ratio': '0' },
  })
  const log = broker.logs.log('orders', 0)!
  const clock = new VirtualClock(Date.now())
  const more = async () => {
    await produceTo(connection, 'orders', 0, keyed('other', 'x'))
    log.roll()
    await compact(broker, clock)
    return (await fetchFrom(connection, 'orders', 0, 0)).values.filter(value => value.endsWith('null'))
  }
  await produceTo(connection, 'orders', 0, keyed('a', null))
  t.same(await more(), ['0 null'])
  clock.advance(500)
  t.same(await more(), ['0 null'])
  clock.advance(600)
  t.same(await more(), [])
})

t.test('compact,delete: old segments go whole, the others are cleaned', async t => {
  const { broker, connection } = await startWithTopic(t, {
    configs: { 'cleanup.policy': 'compact,delete', 'retention.ms': String(DAYS), 'min.cleanable.dirty.ratio': '0' },
  })
  const log = broker.logs.log('orders', 0)!
  const now = Date.now()
  await produceTo(connection, 'orders', 0, keyed('old', '1', now - 2 * DAYS))
  log.roll()
  for (const value of ['1', '2']) await produceTo(connection, 'orders', 0, keyed('young', value, now))
  log.roll()
  await produceTo(connection, 'orders', 0, keyed('young', '3', now))
  t.equal(deleteOldSegments(log, now), 1)
  await compact(broker)
  t.same((await fetchFrom(connection, 'orders', 0, 1)).values, ['2 2'])
  t.same((await fetchFrom(connection, 'orders', 0, 3)).values, ['3 3'])
  t.match(await offsetAt(connection, 'orders', 0, -2), { offset: 1 })
})

t.test('nothing younger than min.compaction.lag.ms is cleaned; what waits for max.compaction.lag.ms is', async t => {
  const { broker, connection } = await startWithTopic(t, {
    configs: {
      'cleanup.policy': 'compact',
      'min.compaction.lag.ms': '10000',
      'max.compaction.lag.ms': '60000',
      'min.cleanable.dirty.ratio': '1',
    },
  })
  const log = broker.logs.log('orders', 0)!
  const clock = new VirtualClock(Date.now())
  for (const value of ['1', '2']) await produceTo(connection, 'orders', 0, keyed('a', value, clock.now()))
  log.roll()
  for (const [ms, count] of [
    [5000, 0],
    [6000, 0],
    [50_000, 1],
  ] as const) {
    clock.advance(ms)
    t.equal(await compact(broker, clock), count, `${ms} ms later`)
  }
  t.same((await fetchFrom(connection, 'orders', 0, 0)).values, ['1 2'])
})

t.test('committed offsets are what they were when their topic was cleaned, after a crash as well', async t => {
  const dir = directory(t)
  const one = await startBroker(t, { 'log.dirs': dir, 'offsets.topic.num.partitions': '1' })
  const connection = await one.connect()
  await createTopic(connection, 'orders')
  await connection.send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: ['g'] })
  const commit = (committedOffset: number) =>
    connection.send(OffsetCommit, 8, {
      groupId: 'g',
      generationIdOrMemberEpoch: -1,
      memberId: '',
      groupInstanceId: null,
      topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, committedOffset, committedMetadata: '' }] }],
    })
  for (let offset = 1; offset <= 50; offset++) await commit(offset)
  const log = one.broker.logs.log('__consumer_offsets', 0)!
  log.roll()
  const before = log.size
  t.equal(await compact(one.broker), 1)
  t.ok(log.size < before / 5, `${log.size} of ${before} bytes are left`)
  await one.broker.close()
  const two = await startBroker(t, { 'log.dirs': dir })
  const { groups } = await (await two.connect()).send(OffsetFetch, 8, {
    groups: [{ groupId: 'g', topics: [{ name: 'orders', partitionIndexes: [0] }] }],
    requireStable: false,
  })
  t.equal(groups[0]?.topics[0]?.partitions[0]?.committedOffset, 50)
})

t.test('requests come between: a cleaning never holds the broker up for long', async t => {
  const { broker, connection } = await startWithTopic(t, { configs: { 'cleanup.policy': 'compact' } })
  const log = broker.logs.log('orders', 0)!
  const records = (from: number) =>
    Array.from({ length: 500 }, (_, i) => ({
      timestamp: 1000,
      key: Buffer.from(`key ${(from + i) % 20_000}`),
      value: Buffer.alloc(80, 'x'),
    }))
  for (let i = 0; i < 100; i++)
    log.append(encodeBatch({ records: records(i * 500), compression: 'lz4' }), {
      leaderEpoch: 0,
      origin: 'coordinator',
    })
  log.roll()
  // Of the processor, not of the clock: the machine may have other things to do. A turn or two may hold a collection of garbage.
  const turns: number[] = []
  let running = true
  let last = process.cpuUsage()
  const turn = () => {
    const { user, system } = process.cpuUsage(last)
    turns.push((user + system) / 1000)
    last = process.cpuUsage()
    if (running) setImmediate(turn)
  }
  turn()
  t.equal(await compact(broker), 1)
  running = false
  const longest = turns.sort((a, b) => b - a).slice(0, 5)
  t.ok(longest[3]! < 25, `the longest turns took ${longest.map(ms => ms.toFixed(1)).join(', ')} ms`)
  t.match(await produceTo(connection, 'orders', 0, keyed('a', 'x')), { error: 'NONE' })
})

t.test('a broker that stops in the middle of a cleaning leaves nothing half done', async t => {
  const dir = directory(t)
  const one = await startWithTopic(t, { configs: { 'cleanup.policy': 'compact' }, broker: { 'log.dirs': dir } })
  const log = one.broker.logs.log('orders', 0)!
  for (let i = 0; i < 300; i++)
    log.append(keyed(`key ${i % 100}`, 'x'.repeat(2000)), { leaderEpoch: 0, origin: 'coordinator' })
  log.roll()
  const compaction = new Compaction(one.broker.logs, one.broker.clock, silentLogger, () => ({
    ...settings,
    'log.cleaner.io.max.bytes.per.second': 100_000,
  }))
  const running = compaction.run()
  await new Promise(resolve => setTimeout(resolve, 200))
  const stopping = performance.now()
  await compaction.stop()
  t.ok(performance.now() - stopping < 5000)
  await running
  await one.broker.close()
  const two = await startBroker(t, { 'log.dirs': dir })
  t.equal(two.broker.logs.log('orders', 0)!.endOffset, 300)
  t.equal((await fetchFrom(await two.connect(), 'orders', 0, 0, { maxBytes: 1e7 })).values.length, 300)
})

/** Two compacted logs, both closed: of `small` a few kilobytes, of `huge` so many that it takes some hundred slices. */
async function hugeAndSmall(t: Test) {
  const { broker, connection } = await startWithTopic(t, {
    topic: 'huge',
    configs: { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0.01' },
  })
  await createTopic(connection, 'small', 1, { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0.01' })
  const fill = (topic: string, batches: number) => {
    const log = broker.logs.log(topic, 0)!
    for (let i = 0; i < batches; i++)
      log.append(keyed(`key ${i % 500}`, 'x'.repeat(1000)), { leaderEpoch: 0, origin: 'coordinator' })
    log.roll()
  }
  const done: string[] = []
  const logger = createLogger({ write: line => done.push(/ (\w+)-0 is clean/.exec(line)?.[1] ?? line), level: 'info' })
  const compaction = (more: Partial<CompactionSettings>) =>
    new Compaction(broker.logs, broker.clock, logger, () => ({
      ...settings,
      // Ten megabytes take four seconds.
      'log.cleaner.io.max.bytes.per.second': 5_000_000,
      ...more,
    }))
  return { fill, compaction, done }
}

t.test('a small log does not wait for a huge one where there are two cleaners', async t => {
  const { fill, compaction, done } = await hugeAndSmall(t)
  fill('huge', 5000)
  const cleaner = compaction({ 'log.cleaner.threads': 2 })
  const running = cleaner.run()
  await new Promise(resolve => setTimeout(resolve, 300))
  t.same(done, [], 'the huge one is being cleaned')
  fill('small', 4)
  // As the timer does.
  const again = cleaner.run()
  while (done.length === 0) await new Promise(resolve => setTimeout(resolve, 20))
  t.same(done, ['small'])
  await cleaner.stop()
  t.same([await running, await again], [2, 2], 'the huge one was stopped')
})

t.test('there are no more cleaners than log.cleaner.threads says', async t => {
  for (const [threads, first] of [
    [1, 'huge'],
    [2, 'small'],
  ] as const) {
    const { fill, compaction, done } = await hugeAndSmall(t)
    // Both are all dirty: the first that is found is begun with.
    fill('huge', 1500)
    fill('small', 4)
    t.equal(await compaction({ 'log.cleaner.threads': threads }).run(), 2)
    t.equal(done[0], first, `with ${threads}`)
  }
  const { fill, compaction } = await hugeAndSmall(t)
  fill('small', 4)
  t.equal(await compaction({ 'log.cleaner.threads': 0 }).run(), 0, 'and none at all is possible')
})

t.test('cleaners share the dedupe buffer: with two of them half as many keys fit', async t => {
  const counts: number[] = []
  for (const threads of [1, 2]) {
    const { fill, compaction } = await hugeAndSmall(t)
    fill('small', 400)
    counts.push(
      await compaction({
        'log.cleaner.threads': threads,
        'log.cleaner.dedupe.buffer.size': 24 * 400,
        'log.cleaner.io.buffer.load.factor': 0.5,
      }).run(),
    )
  }
  t.same(counts, [2, 4], 'cleanings that 400 keys take')
})
