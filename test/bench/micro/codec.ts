/**
 * Encoding and decoding of the messages that a busy broker sees most, in one process.
 */
import { Produce } from '../../../src/protocol/generated/apis/00-produce.ts'
import { Fetch } from '../../../src/protocol/generated/apis/01-fetch.ts'
import { Metadata } from '../../../src/protocol/generated/apis/03-metadata.ts'
import { OffsetCommit } from '../../../src/protocol/generated/apis/08-offset-commit.ts'
import { TopicRecord } from '../../../src/protocol/generated/records/metadata/02-topic.ts'
import { PartitionRecord } from '../../../src/protocol/generated/records/metadata/03-partition.ts'
import type { Message } from '../../../src/protocol/message.ts'
import { Reader } from '../../../src/protocol/reader.ts'
import { Writer } from '../../../src/protocol/writer.ts'
import { best, say, seen } from './best.ts'

function measure<Read, Init>(what: string, message: Message<Read, Init>, version: number, value: Init): void {
  const name = `${message.name} v${version}, ${what}`
  const writer = new Writer()
  message.write(writer, value, version)
  const bytes = writer.toBuffer()
  const read = best(() => {
    const reader = new Reader(bytes)
    message.read(reader, version)
    seen.sum += reader.position
  })
  say(`read  ${name}, ${bytes.length} B`, read, 'us')
  const write = best(() => {
    const writer = new Writer()
    message.write(writer, value, version)
    seen.sum += writer.finish().length
  })
  say(`write ${name}`, write, 'us')
}

const times = <T>(count: number, fn: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => fn(i))
const topicId = 'Xb2k1lQ5R0a8bW8Sg7m1Vw'
const records = Buffer.alloc(16 * 1024, 7)

export function run(): void {
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
}
