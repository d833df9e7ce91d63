/** Records in every codec, in many segments, with deleted beginnings; and a producer whose sequence goes on. */
import assert from 'node:assert/strict'
import { unwrap } from '../../../src/client/admin/results.ts'
import { Producer } from '../../../src/client/producer/producer.ts'
import type { Offset } from '../../../src/protocol/types.ts'
import {
  type Chapter,
  client,
  createTopic,
  living,
  pause,
  type Row,
  readAll,
  type World,
  withProducer,
} from './world.ts'

const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
/** Batches of a stage in the topic of many segments. */
const BATCHES = 16

interface Memory {
  /** By codec's partition. */
  coded: Row[][]
  segmented: Row[]
  /** Where `segmented` begins. */
  start: number
  sequence: string[]
}

export const records: Chapter<Memory> = {
  async begin(world) {
    await createTopic(world, 'coded', CODECS.length)
    await createTopic(world, 'segmented', 1, { 'segment.ms': '40', 'index.interval.bytes': '64' })
    await createTopic(world, 'sequence')
    return { coded: CODECS.map(() => []), segmented: [], start: 0, sequence: [] }
  },

  async remembered(world, memory) {
    assert.deepEqual(await readAll(world, 'coded', CODECS.length), memory.coded, 'records of every codec')
    const { segmented, start, sequence } = memory
    const [found = []] = await readAll(world, 'segmented')
    // Where a log starts is written down now and then: a kill may take it back, and never further than it was.
    assert.ok((found[0]?.[0] ?? 0) <= start, `begins at ${found[0]?.[0]}, was cut at ${start}`)
    const due = segmented.filter(([offset]) => offset >= start)
    assert.deepEqual(found.slice(-due.length), due, 'records in many segments')
    for (const [offset, , , timestamp] of due.filter((_, i) => i % 5 === 0)) {
      const [answer] = await world.admin.listOffsets([{ topic: 'segmented', partition: 0, timestamp }])
      assert.deepEqual([answer!.offset, answer!.timestamp], [offset, timestamp], 'an offset by its time')
    }
    assert.deepEqual(
      (await readAll(world, 'sequence'))[0]!.map(([, , value]) => value),
      sequence,
      'the sequence of a producer',
    )
  },

  async goOn(world, memory) {
    for (const [partition, codec] of CODECS.entries())
      await withProducer(world, { 'compression.type': codec, 'linger.ms': '5' }, async producer => {
        const rows = Array.from({ length: 6 }, (_, i): [string, string] => [
          `key ${i}`,
          `${codec} ${world.stage}.${i} ${'again '.repeat(20)}`,
        ])
        const headers = [{ key: 'codec', value: Buffer.from(codec) }]
        const sent = rows.map(([key, value]) => producer.send({ topic: 'coded', partition, key, value, headers }))
        for (const [i, { offset, timestamp }] of (await Promise.all(sent)).entries())
          memory.coded[partition]!.push([offset, ...rows[i]!, timestamp])
      })
    await manySegments(world, memory)
    const live = living(world, 'sequence', () => new Producer({ ...client(world), 'linger.ms': '0' }))
    for (let i = 0; i < 3; i++) {
      const value = `${world.stage}.${i}`
      await live.send({ topic: 'sequence', partition: 0, value })
      memory.sequence.push(value)
    }
    if (!world.live) await live.close()
  },
}

async function manySegments(world: World, memory: Memory): Promise<void> {
  await withProducer(world, {}, async producer => {
    for (let i = 0; i < BATCHES; i++) {
      const value = `${world.stage}.${i} ${'.'.repeat(40)}`
      const { offset, timestamp } = await producer.send({ topic: 'segmented', partition: 0, value })
      memory.segmented.push([offset, null, value, timestamp])
      await pause(12)
    }
  })
  if (world.stage === 0) return
  // In the middle of a stage before, and of a segment.
  memory.start = (world.stage - 1) * BATCHES + BATCHES / 2
  unwrap(await world.admin.deleteRecords([{ topic: 'segmented', partition: 0, offset: memory.start as Offset }]))
}
