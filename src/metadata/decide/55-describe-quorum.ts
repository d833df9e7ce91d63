/**
 * DescribeQuorum v0-2: who leads the metadata, who votes, and how far each has come. It has the one partition, and is asked of
 * that alone. Source: KIP-595, KIP-836 (v1), KIP-853 (v2); Kafka 4.3 `KafkaRaftClient.handleDescribeQuorumRequest`.
 */
import { errorCodes } from '../../protocol/errors.ts'
import type {
  DescribeQuorumRequest,
  DescribeQuorumResponseInit,
} from '../../protocol/generated/apis/55-describe-quorum.ts'
import { METADATA_TOPIC } from '../seam.ts'
import type { Decide } from './state.ts'

const OTHER = {
  errorCode: errorCodes.UNKNOWN_TOPIC_OR_PARTITION.code,
  errorMessage: 'This server does not host this topic-partition.',
  leaderId: 0,
  leaderEpoch: 0,
  highWatermark: 0,
  currentVoters: [],
  observers: [],
}

export const describeQuorum: Decide<DescribeQuorumRequest, DescribeQuorumResponseInit> = ({ quorum }, { topics }) => {
  const [topic, ...others] = topics
  const [partition, ...more] = topic?.partitions ?? []
  if (others.length + more.length > 0 || topic?.topicName !== METADATA_TOPIC || partition?.partitionIndex !== 0) {
    const rows = topics.map(({ topicName, partitions }) => ({
      topicName,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, ...OTHER })),
    }))
    return { records: [], response: { topics: rows } }
  }
  const { leader, highWatermark, directoryId, listener, now } = quorum()
  const voter = {
    replicaId: leader.id,
    replicaDirectoryId: directoryId,
    logEndOffset: highWatermark,
    lastFetchTimestamp: now,
    lastCaughtUpTimestamp: now,
  }
  const row = {
    partitionIndex: 0,
    leaderId: leader.id,
    leaderEpoch: leader.epoch,
    highWatermark,
    currentVoters: [voter],
    observers: [],
  }
  return {
    records: [],
    response: {
      topics: [{ topicName: METADATA_TOPIC, partitions: [row] }],
      nodes: [{ nodeId: leader.id, listeners: [listener] }],
    },
  }
}
