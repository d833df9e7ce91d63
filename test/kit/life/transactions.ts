/**
 * Transactions, ended and open: one that is open when the server stops is taken over, or times out, or just goes on, and what a
 * reader of committed records sees is right in each case.
 */
import assert from 'node:assert/strict'
import { describeTransactions } from '../../../src/client/admin/transactions.ts'
import { Consumer } from '../../../src/client/consumer/consumer.ts'
import { nobodyIn } from '../../../src/client/offsets.ts'
import { Producer } from '../../../src/client/producer/producer.ts'
import type { Offset } from '../../../src/protocol/types.ts'
import { until } from '../until.ts'
import { type Chapter, client, createTopic, living, readAll, type World, withProducer } from './world.ts'

/** Partitions of `payments`, by what becomes of the transactions in them. */
const [ENDED, TAKEN_OVER, TIMED_OUT, GOES_ON] = [0, 1, 2, 3]
const TOPIC = 'payments'
const GROUP = 'in a transaction'

interface Memory {
  /** By partition. */
  committed: string[][]
  offset: number
  open: boolean
}

const transactional = (world: World, id: string, more: Record<string, string> = {}) =>
  new Producer({ ...client(world), 'linger.ms': '0', 'transactional.id': id, ...more })

export const transactions: Chapter<Memory> = {
  async begin(world) {
    await createTopic(world, TOPIC, 4)
    return { committed: [[], [], [], []], offset: 0, open: false }
  },

  async remembered(world, memory) {
    const states = await describeTransactions(world.admin.cluster, ['ended'])
    assert.equal((states.get('ended') as { state: string }).state, 'CompleteAbort')
    if (memory.open) await settle(world, memory)
    const rows = await readAll(world, TOPIC, 4)
    assert.deepEqual(
      rows.map(partition => partition.map(([, , value]) => value)),
      memory.committed,
      'committed transactions, and no others',
    )
    assert.equal(await committedOffset(world), memory.offset, 'the offset of the last committed transaction')
  },

  async goOn(world, memory) {
    await withProducer(world, { 'transactional.id': 'ended' }, async producer => {
      await producer.initTransactions()
      for (const end of ['commitTransaction', 'abortTransaction'] as const) {
        const value = `${end} ${world.stage}`
        producer.beginTransaction()
        await producer.send({ topic: TOPIC, partition: ENDED!, value })
        await producer.sendOffsetsToTransaction(offsets(world.stage * 10 + end.length), nobodyIn(GROUP))
        await producer[end]()
        if (end === 'abortTransaction') continue
        memory.committed[ENDED!]!.push(value)
        memory.offset = world.stage * 10 + end.length
      }
    })
  },

  async beforeStop(world, memory) {
    memory.open = true
    const open = async (producer: Producer, partition: number) => {
      producer.beginTransaction()
      await producer.send({ topic: TOPIC, partition, value: `open ${world.stage}` })
    }
    for (const [partition, configs] of [
      [TAKEN_OVER!, { 'transaction.timeout.ms': '600000' }],
      [TIMED_OUT!, { 'transaction.timeout.ms': '2000' }],
    ] as const) {
      if (partition === TIMED_OUT && !world.timesOut) continue
      const producer = transactional(world, `partition ${partition}`, configs)
      await producer.initTransactions()
      await open(producer, partition)
      // As if it had crashed, too.
      await producer.cluster.close()
    }
    if (!world.live) return
    const isNew = !world.live.has('goes on')
    const live = living(world, 'goes on', () => transactional(world, 'goes on', { 'transaction.timeout.ms': '600000' }))
    if (isNew) await live.initTransactions()
    await open(live, GOES_ON!)
    await live.sendOffsetsToTransaction(offsets(world.stage * 10 + 5), nobodyIn(GROUP))
    memory.committed[GOES_ON!]!.push(`open ${world.stage}`, `more ${world.stage}`)
    memory.offset = world.stage * 10 + 5
  },
}

/** What was open when the server stopped comes to its end. */
async function settle(world: World, memory: Memory): Promise<void> {
  await withProducer(world, { 'transactional.id': `partition ${TAKEN_OVER}` }, async producer => {
    await producer.initTransactions()
    producer.beginTransaction()
    const value = `taken over ${world.stage}`
    await producer.send({ topic: TOPIC, partition: TAKEN_OVER!, value })
    await producer.commitTransaction()
    memory.committed[TAKEN_OVER!]!.push(value)
  })
  const live = world.live?.get('goes on') as Producer | undefined
  if (live) {
    await live.send({ topic: TOPIC, partition: GOES_ON!, value: `more ${world.stage - 1}` })
    await live.commitTransaction()
  }
  await using committed = new Consumer({ ...client(world), 'isolation.level': 'read_committed' })
  await using written = new Consumer(client(world))
  const all = memory.committed.map((_, partition) => ({ topic: TOPIC, partition }))
  await until('no transaction is open', async () => {
    const ends = await written.endOffsets(all)
    return (await committed.endOffsets(all)).every((end, i) => end === ends[i])
  })
  memory.open = false
}

const offsets = (offset: number) => [{ topic: TOPIC, partition: ENDED!, offset: offset as Offset }]

async function committedOffset(world: World): Promise<number | undefined> {
  await using consumer = new Consumer({ ...client(world), 'group.id': GROUP, 'enable.auto.commit': 'false' })
  return (await consumer.committed([{ topic: TOPIC, partition: ENDED! }]))[0]?.offset
}
