import t from 'tap'
import { Accumulator } from '../../../src/client/producer/accumulator.ts'

const SIZE = 1000
function start(t: { teardown(fn: () => unknown): unknown }, maxBytes = 3 * SIZE) {
  const accumulator = new Accumulator({
    batchSize: SIZE,
    maxBytes,
    builder: { compression: 'none' },
    idempotent: true,
    transactional: false,
    maxInFlight: 5,
    now: () => 42,
  })
  t.teardown(() => {
    for (const batch of [...accumulator.incomplete]) accumulator.release(batch, false)
  })
  return accumulator
}

t.test('batches take their part of buffer.memory, and give it back once', async t => {
  const accumulator = start(t)
  const [lane] = accumulator.lanes('orders', 1)
  const batches = [1, 2, 3].map(() => accumulator.begin(lane!, 10))
  t.equal(accumulator.bytes, 3 * SIZE)
  t.notOk(accumulator.hasRoom)
  t.match(accumulator.noRoom(60), {
    name: 'REQUEST_TIMED_OUT',
    message: /for 60 ms \(max\.block\.ms\): 3000 of 3000 bytes \(buffer\.memory\)/,
  })
  accumulator.release(batches[0]!, true)
  accumulator.release(batches[0]!, true)
  t.equal(accumulator.bytes, 2 * SIZE)
  t.ok(accumulator.hasRoom)
})

t.test('a record larger than batch.size has a batch of its size; nothing else is in the way of one', async t => {
  const accumulator = start(t, SIZE / 2)
  t.ok(accumulator.hasRoom, 'less memory than a batch: one at a time')
  const [lane] = accumulator.lanes('orders', 1)
  const batch = accumulator.begin(lane!, 5 * SIZE)
  t.equal(accumulator.bytes, 5 * SIZE)
  t.ok(batch.builder.append(1, null, Buffer.alloc(4 * SIZE), []))
  t.notOk(accumulator.hasRoom)
  accumulator.release(batch, true)
  t.equal(accumulator.bytes, 0)
})

t.test('the next batch closes the one before, and counts it for those who stay with a partition', async t => {
  const accumulator = start(t)
  const [lane] = accumulator.lanes('orders', 1)
  const first = accumulator.begin(lane!, 10)
  t.match(first, { state: 'filling', createdAt: 42 })
  t.equal(lane!.filling, first)
  const second = accumulator.begin(lane!, 10)
  t.equal(first.state, 'full')
  t.equal(lane!.filling, second)
  t.equal(lane!.stickyBytes, SIZE)
  t.same(lane!.pending, [first, second])
  t.ok(accumulator.active.has(lane!))
  accumulator.close(lane!)
  accumulator.close(lane!)
  t.equal(lane!.filling, undefined)
  t.equal(lane!.stickyBytes, 2 * SIZE, 'closed once')
})

t.test('a builder is used again only when nobody can look at its bytes any more', async t => {
  const accumulator = start(t, 100 * SIZE)
  const [lane] = accumulator.lanes('orders', 1)
  const first = accumulator.begin(lane!, 10)
  accumulator.release(first, false)
  const second = accumulator.begin(lane!, 10)
  t.not(second.builder, first.builder)
  second.builder.append(1, null, Buffer.from('x'), [])
  accumulator.release(second, true)
  const third = accumulator.begin(lane!, 10)
  t.equal(third.builder, second.builder)
  t.equal(third.count, 0, 'and empty')
})

t.test('lanes stay when a topic grows', async t => {
  const accumulator = start(t)
  const [...two] = accumulator.lanes('orders', 2)
  const four = accumulator.lanes('orders', 4)
  t.equal(four.length, 4)
  t.equal(four[1], two[1])
  t.same(
    four.map(({ topic, partition }) => `${topic}-${partition}`),
    ['orders-0', 'orders-1', 'orders-2', 'orders-3'],
  )
})
