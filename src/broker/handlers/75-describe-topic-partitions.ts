/**
 * DescribeTopicPartitions v0: topics page by page, with eligible leader replicas. Source: KIP-966.
 * Topics go in the order of their names. A page ends after so many partitions, and its cursor says where the next begins.
 */
import { ZERO_UUID } from '../../lib/uuid.ts'
import { errorCodes, KafkaError } from '../../protocol/errors.ts'
import {
  DescribeTopicPartitions,
  type DescribeTopicPartitionsRequest,
  type DescribeTopicPartitionsResponseInit,
} from '../../protocol/generated/apis/75-describe-topic-partitions.ts'
import type { Broker } from '../broker.ts'
import { handler, type Session } from '../handler.ts'
import { unknownTopic } from '../topics.ts'

const NO_LEADER = -1
type Topic = DescribeTopicPartitionsResponseInit['topics'][number]

export const describeTopicPartitions = handler(
  DescribeTopicPartitions,
  (request, session, broker) => {
    const { cursor, responsePartitionLimit } = request
    let room = Math.max(1, Math.min(broker.config['max.request.partition.size.limit'], responsePartitionLimit))
    const topics: Topic[] = []
    for (const name of topicsFrom(request, session, broker)) {
      if (room === 0) return { topics, nextCursor: { topicName: name, partitionIndex: 0 } }
      const first = name === cursor?.topicName ? cursor.partitionIndex : 0
      const topic = describe(name, first, room, session, broker)
      topics.push(topic)
      room -= topic.partitions.length
      const next = first + topic.partitions.length
      if (next < (broker.metadata.topics.get(name)?.partitions.length ?? 0))
        return { topics, nextCursor: { topicName: name, partitionIndex: next } }
    }
    return { topics }
  },
  {
    refusal: ({ topics }, { errorCode }) => ({
      topics: topics.map(({ name }) => ({ errorCode, name, topicId: ZERO_UUID, partitions: [] })),
    }),
  },
)

function topicsFrom(
  { topics, cursor }: DescribeTopicPartitionsRequest,
  session: Session,
  { metadata, acls }: Broker,
): string[] {
  if (cursor !== null && cursor.partitionIndex < 0)
    throw new KafkaError('INVALID_REQUEST', `Cursor partition ${cursor.partitionIndex} must be 0 or more`)
  const all =
    topics.length === 0
      ? [...metadata.topics.keys()].filter(name => acls.allows(session, 'DESCRIBE', 'TOPIC', name))
      : topics.map(({ name }) => name)
  const names = [...new Set(all)].filter(name => name >= (cursor?.topicName ?? '')).sort()
  if (topics.length > 0 && cursor !== null && !names.includes(cursor.topicName))
    throw new KafkaError('INVALID_REQUEST', `The topics asked for must hold the cursor's topic ${cursor.topicName}`)
  return names
}

function describe(name: string, first: number, room: number, session: Session, broker: Broker): Topic {
  if (!broker.acls.allows(session, 'DESCRIBE', 'TOPIC', name))
    return { errorCode: errorCodes.TOPIC_AUTHORIZATION_FAILED.code, name, topicId: ZERO_UUID, partitions: [] }
  const topicAuthorizedOperations = broker.acls.operations(session, 'TOPIC', name)
  const topic = broker.metadata.topics.get(name)
  if (topic === undefined) {
    const { code } = unknownTopic(name)
    return { errorCode: code, name, topicId: ZERO_UUID, partitions: [], topicAuthorizedOperations }
  }
  return {
    name,
    topicId: topic.id,
    isInternal: topic.internal,
    partitions: topic.partitions.slice(first, first + room).map((partition, i) => ({
      errorCode: partition.leader === NO_LEADER ? leaderNotAvailable : 0,
      partitionIndex: first + i,
      leaderId: partition.leader,
      leaderEpoch: partition.leaderEpoch,
      replicaNodes: partition.replicas,
      isrNodes: partition.isr,
      eligibleLeaderReplicas: partition.elr,
      lastKnownElr: partition.lastKnownElr,
      offlineReplicas: broker.nodes.offlineReplicas(partition),
    })),
    topicAuthorizedOperations,
  }
}

const leaderNotAvailable = new KafkaError('LEADER_NOT_AVAILABLE', '').code
