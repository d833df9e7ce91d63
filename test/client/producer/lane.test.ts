import t from 'tap'
import { Batch, type Identity } from '../../../src/client/producer/batch.ts'
import { Lane, type LaneOptions } from '../../../src/client/producer/lane.ts'
import { readBatchHeader, verifyCrc } from '../../../src/protocol/batch.ts'
import { type ErrorName, KafkaError } from '../../../src/protocol/errors.ts'
import { BatchBuilder } from '../../../src/protocol/record.ts'

const me: Identity = { id: 7, epoch: 0 }
const next: Identity = { id: 7, epoch: 1 }
const refusal = (name: ErrorName) => new KafkaError(name, name)

const twoRecords = (lane: Lane) => {
  const batch = new Batch('orders', 0, new BatchBuilder({ limit: 1000 }), 0, 1000)
  for (const value of ['a', 'b']) batch.builder.append(1000, null, Buffer.from(value))
  batch.state = 'full'
  lane.pending.push(batch)
  return batch
}

/** A lane whose sequences 0 and 1 the broker has, and batches b0, b1 ... of two records each. */
function setUp(count: number, options: Partial<LaneOptions> = {}) {
  const lane = new Lane('orders', 0, { idempotent: true, transactional: false, maxInFlight: 5, ...options })
  const first = twoRecords(lane)
  if (lane.adopt(me)) lane.send(first)
  lane.written(first)
  const batches = Array.from({ length: count }, () => twoRecords(lane))
  const send = () => {
    const batch = lane.next(lane.adopt(me))
    if (batch) lane.send(batch)
    return batch
  }
  return { lane, batches, send }
}

t.test('sequences follow one another, and at most five batches are without an answer', async t => {
  const { lane, batches, send } = setUp(7)
  for (let i = 0; i < 5; i++) t.equal(send(), batches[i])
  t.same(
    lane.sent.map(({ bytes }) => readBatchHeader(bytes!).baseSequence),
    [2, 4, 6, 8, 10],
  )
  t.equal(send(), undefined)
  lane.written(batches[0]!)
  t.equal(send(), batches[5])
})

t.test('a broker remembers five: no sixth goes out before the first of them is answered', async t => {
  const { lane, batches, send } = setUp(7)
  for (let i = 0; i < 5; i++) send()
  for (const batch of batches.slice(1, 5)) lane.written(batch)
  lane.retry(batches[0]!)
  t.equal(send(), batches[0])
  t.equal(send(), undefined, 'four are done, and still count')
  lane.written(batches[0]!)
  t.equal(send(), batches[5])
})

t.test('the first batch goes alone, until the broker has it', async t => {
  const lane = new Lane('orders', 0, { idempotent: true, transactional: false, maxInFlight: 5 })
  const [one, two] = [twoRecords(lane), twoRecords(lane)]
  lane.adopt(me)
  lane.send(lane.next()!)
  t.equal(lane.next(), undefined)
  lane.retry(one)
  t.equal(lane.next(), one)
  lane.send(one)
  t.equal(lane.next(), undefined)
  lane.written(one)
  t.equal(lane.next(), two)
  lane.adopt(next)
  lane.send(two)
  twoRecords(lane)
  t.not(lane.next(), undefined, 'a new epoch of a known producer must begin at 0, so no care is needed')
})

t.test('what is refused for now goes again under its number, before anything new', async t => {
  const { lane, batches, send } = setUp(4)
  for (let i = 0; i < 3; i++) send()
  const bytes = Buffer.from(batches[1]!.bytes!)
  t.equal(lane.judge(batches[1]!, refusal('NOT_LEADER_OR_FOLLOWER'), true), 'retry')
  lane.retry(batches[1]!)
  t.equal(send(), batches[1])
  t.same(batches[1]!.bytes, bytes, 'the same bytes')
  t.equal(send(), batches[3])
})

t.test('a batch out of order waits for the older one that is sent again', async t => {
  const { lane, batches, send } = setUp(2)
  send()
  send()
  t.equal(lane.judge(batches[0]!, refusal('NOT_ENOUGH_REPLICAS'), true), 'retry')
  lane.retry(batches[0]!)
  t.equal(lane.judge(batches[1]!, refusal('OUT_OF_ORDER_SEQUENCE_NUMBER'), true), 'retry')
  lane.retry(batches[1]!)
  t.equal(lane.wantsEpoch, false)
  t.equal(send(), batches[0])
  t.equal(send(), batches[1])
})

t.test('what the broker had already is written', async t => {
  const { lane, batches, send } = setUp(1)
  send()
  t.equal(lane.judge(batches[0]!, refusal('DUPLICATE_SEQUENCE_NUMBER'), true), 'written')
})

t.test(
  'a batch refused for good leaves a hole: those behind it are numbered anew, when nothing is in flight',
  async t => {
    const { lane, batches, send } = setUp(4)
    for (let i = 0; i < 3; i++) send()
    t.equal(lane.judge(batches[0]!, refusal('INVALID_RECORD'), true), 'fail')
    lane.lost(batches[0]!, true)
    t.equal(lane.wantsEpoch, false, 'two are still in flight')
    t.equal(send(), undefined)
    for (const batch of [batches[1]!, batches[2]!]) {
      t.equal(lane.judge(batch, refusal('OUT_OF_ORDER_SEQUENCE_NUMBER'), true), 'retry')
      lane.retry(batch)
    }
    t.equal(lane.wantsEpoch, true)
    t.equal(lane.adopt(next), true)
    const order = [lane.next(), lane.send(lane.next()!), lane.next(), lane.send(lane.next()!), lane.next()]
    t.same([order[0], order[2], order[4]], [batches[1], batches[2], batches[3]])
    for (const [i, batch] of [batches[1]!, batches[2]!].entries()) {
      t.match(readBatchHeader(batch.bytes!), { producerId: 7, producerEpoch: 1, baseSequence: 2 * i })
      t.ok(verifyCrc(batch.bytes!))
    }
  },
)

// It was given up after it was sent: the answers of those behind it tell whether it arrived.
t.test('a batch of unknown fate is a gap, and closed when those behind it were taken', async t => {
  const { lane, batches, send } = setUp(3)
  send()
  send()
  lane.retry(batches[0]!)
  lane.lost(batches[0]!, false)
  t.equal(send(), undefined, 'nothing new is numbered')
  lane.written(batches[1]!)
  t.equal(lane.wantsEpoch, false)
  t.equal(send(), batches[2])
  t.equal(batches[2]!.sequence, 6)
})

t.test('... and a hole when they are out of order', async t => {
  const { lane, batches, send } = setUp(3)
  send()
  send()
  lane.retry(batches[0]!)
  lane.lost(batches[0]!, false)
  t.equal(lane.judge(batches[1]!, refusal('OUT_OF_ORDER_SEQUENCE_NUMBER'), true), 'retry')
  lane.retry(batches[1]!)
  t.equal(lane.wantsEpoch, true)
  lane.adopt(next)
  lane.send(lane.next()!)
  t.equal(batches[1]!.sequence, 0)
})

t.test('... and a hole when nothing is behind it', async t => {
  const { lane, batches, send } = setUp(2)
  send()
  lane.retry(batches[0]!)
  lane.lost(batches[0]!, false)
  t.equal(lane.wantsEpoch, true)
  t.equal(lane.adopt(next), true)
  lane.send(lane.next()!)
  t.equal(batches[1]!.sequence, 0)
})

t.test('a broker that forgot the producer gets a new epoch, and loses nothing', async t => {
  for (const name of ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'UNKNOWN_PRODUCER_ID'] as const) {
    const { lane, batches, send } = setUp(2)
    send()
    lane.written(batches[0]!)
    send()
    t.equal(lane.judge(batches[1]!, refusal(name), true), 'retry', name)
    lane.retry(batches[1]!)
    t.equal(lane.wantsEpoch, true)
    lane.adopt(next)
    t.equal(batches[1]!.sequence, 0)
  }
})

t.test('a new identity is taken only once what went out under the old one is answered', async t => {
  const { lane, batches, send } = setUp(3)
  send()
  t.equal(lane.adopt(next), false)
  lane.retry(batches[0]!)
  t.equal(lane.adopt(next), false, 'it may be there already, under its old number')
  t.equal(lane.next(false), batches[0])
  lane.send(batches[0]!)
  lane.written(batches[0]!)
  t.equal(lane.adopt(next), true)
  lane.send(lane.next()!)
  t.equal(batches[1]!.sequence, 0)
})

t.test('in a transaction nothing is numbered anew: it fails', async t => {
  const { lane, batches, send } = setUp(1, { transactional: true })
  send()
  t.ok(readBatchHeader(batches[0]!.bytes!).isTransactional)
  t.equal(lane.judge(batches[0]!, refusal('OUT_OF_ORDER_SEQUENCE_NUMBER'), true), 'fail')
  t.equal(lane.judge(batches[0]!, refusal('UNKNOWN_PRODUCER_ID'), true), 'fail')
  t.equal(lane.judge(batches[0]!, refusal('COORDINATOR_LOAD_IN_PROGRESS'), true), 'retry')
})

t.test('without idempotence batches have no number, and a refusal for now is one for now', async t => {
  const lane = new Lane('orders', 0, { idempotent: false, transactional: false, maxInFlight: 5 })
  const batches = [twoRecords(lane)]
  lane.send(lane.next()!)
  t.match(readBatchHeader(batches[0]!.bytes!), { producerId: -1, producerEpoch: -1, baseSequence: -1 })
  t.equal(lane.judge(batches[0]!, refusal('OUT_OF_ORDER_SEQUENCE_NUMBER'), true), 'fail')
  t.equal(lane.judge(batches[0]!, refusal('NETWORK_EXCEPTION'), true), 'retry')
  t.equal(lane.judge(batches[0]!, refusal('NETWORK_EXCEPTION'), false), 'fail')
})

t.test('a batch too large is split; its parts take its numbers and its callers', async t => {
  const { lane, batches, send } = setUp(2)
  send()
  send()
  const told: number[] = []
  const [batch] = batches as [Batch]
  for (const index of [0, 1]) batch.callbacks.push({ index, timestamp: 5, done: (_, row) => told.push(row!.offset) })
  t.equal(lane.judge(batch, refusal('MESSAGE_TOO_LARGE'), true), 'split')
  const parts = batch.split(70, {}, lane.identity, false)
  lane.replace(batch, parts)
  t.same(
    parts.map(({ sequence, count }) => [sequence, count]),
    [
      [2, 1],
      [3, 1],
    ],
  )
  t.equal(lane.next(), parts[0])
  parts[0]!.written(100, -1)
  parts[1]!.written(200, -1)
  t.same(told, [100, 200])
})

t.test('sequences wrap behind 2147483647', async t => {
  const { lane, batches } = setUp(2)
  lane.adopt(me)
  const batch = batches[0]!
  lane.send(lane.next()!)
  batch.renumber(me, 2 ** 31 - 1)
  t.equal(batch.nextSequence, 1)
})
