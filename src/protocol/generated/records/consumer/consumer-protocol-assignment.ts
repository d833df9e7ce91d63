// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { Writer } from '../../../writer.ts'

export interface TopicPartition {
  topic: string
  partitions: readonly number[]
}

export interface TopicPartitionInit {
  topic: string
  partitions: readonly number[]
}

export interface ConsumerProtocolAssignment {
  assignedPartitions: readonly TopicPartition[]
  userData: Buffer | null
}

export interface ConsumerProtocolAssignmentInit {
  assignedPartitions: readonly TopicPartitionInit[]
  userData?: Buffer | null | undefined
}

function readTopicPartition(r: Reader, ver: number): TopicPartition {
  const topic = r.string(false)
  let partitions: readonly number[]
  {
    const count = r.array(false, 4)
    const items = new Array<number>(count)
    for (let i = 0; i < count; i++) items[i] = r.int32()
    partitions = items
  }
  return { topic, partitions }
}

function writeTopicPartition(w: Writer, v: TopicPartitionInit, ver: number): void {
  w.string(v.topic, false)
  {
    const items = v.partitions
    w.array(items.length, false)
    for (const item of items) w.int32(item)
  }
}

function readConsumerProtocolAssignment(r: Reader, ver: number): ConsumerProtocolAssignment {
  let assignedPartitions: readonly TopicPartition[]
  {
    const count = r.array(false, 2)
    const items = new Array<TopicPartition>(count)
    for (let i = 0; i < count; i++) items[i] = readTopicPartition(r, ver)
    assignedPartitions = items
  }
  const userData = r.nullableBytes(false)
  return { assignedPartitions, userData }
}

function writeConsumerProtocolAssignment(w: Writer, v: ConsumerProtocolAssignmentInit, ver: number): void {
  {
    const items = v.assignedPartitions
    w.array(items.length, false)
    for (const item of items) writeTopicPartition(w, item, ver)
  }
  w.bytes(v.userData ?? null, false)
}

/** ConsumerProtocolAssignment */
export const ConsumerProtocolAssignment: Message<ConsumerProtocolAssignment, ConsumerProtocolAssignmentInit> = {
  name: 'ConsumerProtocolAssignment',
  min: 0,
  max: 3,
  flexibleFrom: Number.POSITIVE_INFINITY,
  read: readConsumerProtocolAssignment,
  write: writeConsumerProtocolAssignment,
}
