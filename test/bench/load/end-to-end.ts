/**
 * One record each millisecond, from a producer to a fetch that waits for it: end-to-end.ts PORT SECONDS [ACKS]
 * The time from the send to the arrival, by one clock. Prints one line of JSON.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Connection } from '../../../src/net/connection.ts'
import { batches } from '../../../src/protocol/batch.ts'
import { Produce } from '../../../src/protocol/generated/apis/00-produce.ts'
import { Fetch } from '../../../src/protocol/generated/apis/01-fetch.ts'
import { decodeRecords, encodeBatch } from '../../../src/protocol/record.ts'
import { createTopic, Latencies } from './frames.ts'

const [port, seconds, acks = 1] = process.argv.slice(2).map(Number)
const topic = `e2e-${process.pid}`
await createTopic(port!, topic)
const connect = () => Connection.connect({ host: '127.0.0.1', port: port!, clientId: 'bench' })
const [producer, consumer] = await Promise.all([connect(), connect()])
const WARM_MS = 2000
const began = performance.now()
const latencies = new Latencies()
let running = true

async function consume(): Promise<void> {
  let fetchOffset = 0
  while (running) {
    const { responses } = await consumer.send(Fetch, 11, {
      replicaId: -1,
      maxWaitMs: 100,
      minBytes: 1,
      maxBytes: 1_000_000,
      topics: [
        {
          topic,
          partitions: [{ partition: 0, currentLeaderEpoch: -1, fetchOffset, partitionMaxBytes: 1_000_000 }],
        },
      ],
    })
    const now = performance.now()
    const records = responses[0]?.partitions[0]?.records
    if (!records) continue
    for (const { start, end } of batches(records))
      for (const { offset, value } of decodeRecords(records.subarray(start, end))) {
        fetchOffset = offset + 1
        const sent = value!.readDoubleBE(0)
        if (sent - began > WARM_MS) latencies.add(now - sent)
      }
  }
}

const consumed = consume()
const padding = Buffer.alloc(92)
let last: Promise<unknown> = Promise.resolve()
for (let sent = 0; performance.now() - began < WARM_MS + seconds! * 1000; ) {
  const due = performance.now() - began
  for (; sent < due; sent++) {
    const value = Buffer.concat([Buffer.alloc(8), padding])
    value.writeDoubleBE(performance.now(), 0)
    const records = encodeBatch({ records: [{ timestamp: Date.now(), value }] })
    // One connection answers in order: who has the last answer has them all.
    last = producer.send(Produce, 9, {
      acks,
      timeoutMs: 5000,
      topicData: [{ name: topic, partitionData: [{ index: 0, records }] }],
    })
  }
  await delay(1)
}
await last
running = false
await consumed
process.stdout.write(`${JSON.stringify(latencies.summary)}\n`)
producer.close()
consumer.close()
