/** Compacted topics: clean in their first part, dirty behind it, with tombstones and transactions in both. */
import assert from 'node:assert/strict'
import { until } from '../until.ts'
import { type Chapter, createTopic, pause, readAll, type World, withProducer } from './world.ts'

const POLICIES = { table: 'compact', 'short-table': 'compact,delete' } as const
const KEYS = 8
/** Of one stage; far more than there are keys. */
const WRITES = 60

interface Memory {
  [topic: string]: {
    /** What was written where. */
    written: { [offset: number]: string | null }
    /** The last of each key. */
    last: { [key: string]: string | null }
    end: number
  }
}

export const tables: Chapter<Memory> = {
  async begin(world) {
    const memory: Memory = {}
    for (const [topic, policy] of Object.entries(POLICIES)) {
      await createTopic(world, topic, 1, {
        'cleanup.policy': policy,
        'segment.ms': '50',
        'min.cleanable.dirty.ratio': '0.01',
        'delete.retention.ms': '500',
      })
      memory[topic] = { written: {}, last: {}, end: 0 }
    }
    return memory
  },

  async remembered(world, memory) {
    for (const [topic, { written, last }] of Object.entries(memory)) {
      const [rows = []] = await readAll(world, topic)
      const found = new Map<string, string | null>()
      for (const [offset, key, value] of rows) {
        assert.equal(value, written[offset], `${topic} at ${offset}`)
        found.set(key!, value)
      }
      for (const [key, value] of Object.entries(last)) assert.equal(found.get(key) ?? null, value, `${key} in ${topic}`)
    }
  },

  async goOn(world, memory) {
    for (const topic of Object.keys(memory)) {
      await write(world, topic, memory, WRITES)
      const due = memory[topic]!.end
      // A segment is closed by what comes after it.
      await until(`${topic} is compacted`, async () => {
        await write(world, topic, memory, 1)
        const [rows = []] = await readAll(world, topic)
        return rows.filter(([offset]) => offset < due).length <= 2 * KEYS
      })
      await write(world, topic, memory, WRITES / 3)
    }
  },
}

/** Half of it in transactions, of which every third is aborted. */
async function write(world: World, topic: string, memory: Memory, count: number): Promise<void> {
  const { written, last } = memory[topic]!
  let number = memory[topic]!.end
  const next = () => {
    number++
    return { key: `key ${number % KEYS}`, value: number % 7 === 0 ? null : `${world.stage}: ${number}` }
  }
  const note = (key: string, value: string | null, offset: number) => {
    written[offset] = value
    last[key] = value
    memory[topic]!.end = number = offset + 1
  }
  if (count === 1)
    return withProducer(world, {}, async producer => {
      await pause(60)
      const { key, value } = next()
      note(key, value, (await producer.send({ topic, partition: 0, key, value })).offset)
    })
  await withProducer(world, {}, async plain => {
    await withProducer(world, { 'transactional.id': `writer of ${topic}` }, async transactional => {
      await transactional.initTransactions()
      for (let i = 0; i < count; i += 2) {
        const one = next()
        note(one.key, one.value, (await plain.send({ topic, partition: 0, ...one })).offset)
        const other = next()
        transactional.beginTransaction()
        const { offset } = await transactional.send({ topic, partition: 0, ...other })
        if (i % 3 === 0) await transactional.abortTransaction()
        else {
          await transactional.commitTransaction()
          note(other.key, other.value, offset)
        }
      }
    })
  })
}
