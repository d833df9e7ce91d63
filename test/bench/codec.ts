/**
 * Encoding and decoding of the messages that a busy broker sees most, in one process: npx tsx test/bench/codec.ts [name ...]
 * Best of several rounds: on a shared machine the best is the steadiest figure.
 */
import { Produce } from '../../src/protocol/generated/apis/00-produce.ts'
import { Fetch } from '../../src/protocol/generated/apis/01-fetch.ts'
import { Metadata } from '../../src/protocol/generated/apis/03-metadata.ts'
import { OffsetCommit } from '../../src/protocol/generated/apis/08-offset-commit.ts'
import { TopicRecord } from '../../src/protocol/generated/records/metadata/02-topic.ts'
import { PartitionRecord } from '../../src/protocol/generated/records/metadata/03-partition.ts'
import type { Message } from '../../src/protocol/message.ts'
import { Reader } from '../../src/protocol/reader.ts'
import { Writer } from '../../src/protocol/writer.ts'

const ROUNDS = 12
const ROUND_MS = 60
const wanted = process.argv.slice(2)

function best(name: string, fn: () => void): void {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    let calls = 0
    while (performance.now() - began < ROUND_MS) {
      for (let i = 0; i < 16; i++) fn()
      calls += 16
    }
    least = Math.min(least, (performance.now() - began) / calls)
  }
  process.stdout.write(`${name.padEnd(58)} ${(least * 1000).toFixed(2).padStart(9)} us\n`)
}

/** Grows with what was read, so that reading is not optimised away. */
let sum = 0

function measure<Read, Init>(what: string, message: Message<Read, Init>, version: number, value: Init): void {
  const name = `${message.name} v${version}, ${what}`
  if (wanted.length > 0 && !wanted.some(word => name.includes(word))) return
  const writer = new Writer()
  message.write(writer, value, version)
  const bytes = writer.toBuffer()
  best(`read  ${name}, ${bytes.length} B`, () => {
    const reader = new Reader(bytes)
    message.read(reader, version)
    sum += reader.position
  })
  best(`write ${name}`, () => {
    const writer = new Writer()
    message.write(writer, value, version)
    sum += writer.finish().length
  })
}

const times = <T>(count: number, fn: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => fn(i))
const topicId = 'Xb2k1lQ5R0a8bW8Sg7m1Vw'
const records = Buffer.alloc(16 * 1024, 7)

for (const partitions of [1, 100]) {
  const topicData = [{ topicId, name: 'orders', partitionData: times(partitions, index => ({ index, records })) }]
  const request = { acks: -1, timeoutMs: 30_000, topicData }
  measure(`${partitions} of 16 KB`, Produce.request, 13, request)
  if (partitions === 1) measure(`${partitions} of 16 KB`, Produce.request, 7, request)
  const partitionResponses = times(partitions, index => ({ index, baseOffset: 1e9 + index, logStartOffset: 0 }))
  measure(`${partitions} partitions`, Produce.response, 13, { responses: [{ topicId, partitionResponses }] })

  const asked = times(partitions, partition => ({
    partition,
    currentLeaderEpoch: 3,
    fetchOffset: 1e12 + partition,
    partitionMaxBytes: 1 << 20,
  }))
  const topics = [{ topicId, topic: 'orders', partitions: asked }]
  measure(`${partitions} partitions`, Fetch.request, 18, { maxWaitMs: 500, minBytes: 1, topics })
  const answered = times(partitions, partitionIndex => ({
    partitionIndex,
    highWatermark: 1e12,
    abortedTransactions: null,
    records,
  }))
  measure(`${partitions} of 16 KB`, Fetch.response, 18, { responses: [{ topicId, partitions: answered }] })
}

const partitions = times(100, partitionIndex => ({
  partitionIndex,
  leaderId: 1,
  leaderEpoch: 5,
  replicaNodes: [1, 2, 3],
  isrNodes: [1, 2, 3],
  offlineReplicas: [],
}))
const topics = times(20, i => ({ name: `a-topic-of-ordinary-length-${i}`, topicId, partitions }))
const brokers = times(3, nodeId => ({ nodeId, host: `broker-${nodeId}.example`, port: 9092 }))
for (const version of [7, 13])
  measure('20 topics of 100 partitions', Metadata.response, version, {
    brokers,
    clusterId: 'abc',
    controllerId: 1,
    topics,
  })

const offsets = times(100, partitionIndex => ({ partitionIndex, committedOffset: 1e9, committedMetadata: '' }))
const commit = {
  groupId: 'g',
  memberId: 'consumer-1-6f1c',
  topics: times(10, i => ({ name: `t${i}`, topicId, partitions: offsets })),
}
measure('10 topics of 100 partitions', OffsetCommit.request, 9, commit)
measure('one', TopicRecord, 0, { name: 'orders', topicId })
measure('one', PartitionRecord, 2, {
  topicId,
  replicas: [1, 2, 3],
  isr: [1, 2, 3],
  removingReplicas: [],
  addingReplicas: [],
  directories: [topicId, topicId, topicId],
})
if (sum === 0) throw new Error('Nothing was read')
