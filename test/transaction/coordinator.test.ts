import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import t, { type Test } from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import { silentLogger } from '../../src/lib/logger.ts'
import { DAYS, HOURS, SECONDS } from '../../src/lib/units.ts'
import { KafkaError } from '../../src/protocol/errors.ts'
import { type Marker, TransactionCoordinator } from '../../src/transaction/coordinator.ts'
import { transactions } from '../../src/transaction/queries.ts'
import { TransactionStore } from '../../src/transaction/store.ts'
import { MemoryLog } from '../kit/memory-log.ts'

const ID = 'payments'
const ORDERS = new Map([['orders', new Set([0, 1])]])
const turn = () => new Promise(resolve => setImmediate(resolve))

function directory(t: Test): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-transaction-'))
  t.teardown(() => fs.rmSync(dir, { recursive: true, force: true }))
  return dir
}

function start(
  t: Test,
  { log = new MemoryLog(), dir = directory(t), clock = new VirtualClock(), serverVersion = 2 } = {},
) {
  const markers: string[] = []
  const world = { refuse: undefined as KafkaError | undefined, ids: 1000 }
  const store = new TransactionStore({
    file: path.join(dir, 'transactions.db'),
    now: () => clock.now(),
    partitionCount: () => 1,
    partitionOf: () => 0,
    partition: () => ({ log, leaderEpoch: 0 }),
    valueVersion: () => 1,
  })
  const coordinator = new TransactionCoordinator({
    store,
    clock,
    logger: silentLogger,
    takeProducerId: async () => world.ids++,
    writeMarker: async (topic: string, index: number, { producerId, producerEpoch, committed }: Marker) => {
      if (world.refuse) throw world.refuse
      markers.push(`${topic}-${index} ${committed ? 'commit' : 'abort'} ${producerId}/${producerEpoch}`)
    },
    settings: () => ({
      maxTimeoutMs: 60_000,
      serverVersion,
      timeoutCheckMs: 10 * SECONDS,
      expireAfterMs: 7 * DAYS,
      expireCheckMs: 1 * HOURS,
    }),
  })
  t.teardown(() => coordinator.close())
  const init = (transactionalId = ID) =>
    coordinator.initProducerId({ transactionalId, timeoutMs: 30_000, expected: undefined })
  const begin = async () => {
    const { producerId, producerEpoch } = await init()
    await coordinator.addPartitions({ transactionalId: ID, producerId, epoch: producerEpoch }, ORDERS, 2)
    return { transactionalId: ID, producerId, epoch: producerEpoch, committed: true, clientVersion: 2 }
  }
  const state = () => coordinator.find(ID)?.state
  return { coordinator, store, log, dir, clock, world, markers, init, begin, state }
}

t.test('every partition gets its marker, with the epoch of what comes next', async t => {
  const { coordinator, begin, markers, state } = start(t)
  const who = await begin()
  t.same(await coordinator.endTransaction(who), { producerId: 1000, producerEpoch: 1 })
  t.same(markers, ['orders-0 commit 1000/1', 'orders-1 commit 1000/1'])
  t.equal(state(), 'CompleteCommit')
})

t.test('a partition that is added twice is answered for when the first is written', async t => {
  const { coordinator, init, log } = start(t)
  const { producerId, producerEpoch } = await init()
  const producer = { transactionalId: ID, producerId, epoch: producerEpoch }
  log.held = true
  const first = coordinator.addPartitions(producer, ORDERS, 2)
  let answered = false
  const second = coordinator.addPartitions(producer, ORDERS, 2).finally(() => {
    answered = true
  })
  await turn()
  t.notOk(answered)
  log.held = false
  log.write()
  await Promise.all([first, second])
})

t.test('no marker before the decision is written', async t => {
  const { coordinator, begin, log, markers, state } = start(t)
  const who = await begin()
  log.held = true
  const ended = coordinator.endTransaction(who)
  await turn()
  t.same([markers, state()], [[], 'PrepareCommit'])
  await t.rejects(coordinator.endTransaction(who), { name: 'CONCURRENT_TRANSACTIONS' }, 'a repetition')
  await t.rejects(coordinator.addPartitions({ ...who, epoch: 1 }, ORDERS, 2), { name: 'CONCURRENT_TRANSACTIONS' })
  log.held = false
  log.write()
  await ended
  t.equal(markers.length, 2)
})

t.test('a decision that could not be written was none', async t => {
  const { coordinator, begin, log, markers, state } = start(t)
  const who = await begin()
  log.held = true
  const ended = coordinator.endTransaction(who)
  log.fail(new KafkaError('KAFKA_STORAGE_ERROR', 'the disk is full'))
  await t.rejects(ended, { name: 'KAFKA_STORAGE_ERROR' })
  t.same([markers, state()], [[], 'Ongoing'])
  log.held = false
  t.match(await coordinator.endTransaction(who), { producerEpoch: 1 })
})

t.test('markers that could not be written are written later', async t => {
  const { coordinator, begin, clock, world, markers, state } = start(t)
  const who = await begin()
  world.refuse = new KafkaError('NOT_LEADER_OR_FOLLOWER', 'nobody leads it')
  t.match(await coordinator.endTransaction(who), { producerEpoch: 1 }, 'the decision stands')
  t.equal(state(), 'PrepareCommit')
  world.refuse = undefined
  clock.advance(1 * SECONDS)
  await turn()
  t.same([markers.length, state()], [2, 'CompleteCommit'])
})

t.test('a topic that is gone needs none', async t => {
  const { coordinator, begin, world, state } = start(t)
  const who = await begin()
  world.refuse = new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', 'deleted')
  await coordinator.endTransaction(who)
  t.equal(state(), 'CompleteCommit')
})

t.test('what a stop left half ended is ended by the next coordinator, with the view or without it', async t => {
  for (const keep of [true, false]) {
    const one = start(t)
    const who = await one.begin()
    one.world.refuse = new KafkaError('NOT_LEADER_OR_FOLLOWER', 'nobody leads it')
    await one.coordinator.endTransaction(who)
    one.coordinator.close()
    const two = start(t, { log: one.log, ...(keep && { dir: one.dir }) })
    two.store.loadAll()
    await turn()
    await turn()
    t.same([two.markers.length, two.state()], [2, 'CompleteCommit'])
    t.same(await two.init(), { producerId: 1000, producerEpoch: 2 })
  }
})

t.test('a transaction that is open for too long is aborted, and its producer fenced', async t => {
  for (const serverVersion of [1, 2]) {
    const { coordinator, begin, clock, markers, state } = start(t, { serverVersion })
    const who = await begin()
    clock.advance(30 * SECONDS)
    await turn()
    t.equal(state(), 'Ongoing')
    clock.advance(10 * SECONDS)
    await turn()
    t.same(markers, ['orders-0 abort 1000/1', 'orders-1 abort 1000/1'])
    t.equal(state(), 'CompleteAbort')
    await t.rejects(coordinator.endTransaction({ ...who, clientVersion: 0 }), { name: 'PRODUCER_FENCED' })
  }
})

t.test('when the epochs run out there is another id', async t => {
  const { coordinator, init, markers } = start(t)
  for (let epoch = 0; epoch < 32_766; epoch++) await init()
  const who = { transactionalId: ID, producerId: 1000, epoch: 32_765 }
  t.match(coordinator.find(ID), { producerId: 1000, epoch: 32_765 })
  await coordinator.addPartitions(who, ORDERS, 2)
  const next = await coordinator.endTransaction({ ...who, committed: true, clientVersion: 2 })
  t.same(next, { producerId: 1000, producerEpoch: 32_766 })
  const last = { transactionalId: ID, producerId: 1000, epoch: 32_766 }
  await coordinator.addPartitions(last, ORDERS, 2)
  const rotated = { producerId: 1001, producerEpoch: 0 }
  t.same(await coordinator.endTransaction({ ...last, committed: true, clientVersion: 2 }), rotated)
  t.equal(markers.at(-1), 'orders-1 commit 1000/32767', 'the last epoch is for the marker')
  t.same(await coordinator.endTransaction({ ...last, committed: true, clientVersion: 2 }), rotated, 'a repetition')
})

t.test('ids that nobody uses are forgotten', async t => {
  const { store, init, clock, coordinator } = start(t)
  await init('old')
  clock.advance(6 * DAYS)
  await init()
  clock.advance(1 * DAYS + 1 * HOURS)
  t.same(
    transactions(store.view).map(({ transactionalId }) => transactionalId),
    [ID],
  )
  t.equal(coordinator.find('old'), undefined)
  t.same(await init('old'), { producerId: 1002, producerEpoch: 0 })
})
