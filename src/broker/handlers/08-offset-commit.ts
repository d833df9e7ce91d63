/** OffsetCommit v2-10: how far a group has read. Source: Kafka 4.3 `KafkaApis.handleOffsetCommitRequest`; KIP-848, KIP-516 (topic ids, v10). */
import { OffsetCommit } from '../../protocol/generated/apis/08-offset-commit.ts'
import { handler } from '../handler.ts'

const IDS_SINCE = 10

export const offsetCommit = handler(
  OffsetCommit,
  async (request, { version }, broker) => ({
    topics: await broker.groups.offsets.commit({
      groupId: request.groupId,
      memberId: request.memberId,
      instanceId: request.groupInstanceId,
      generation: request.generationIdOrMemberEpoch,
      transactional: false,
      retentionMs: request.retentionTimeMs,
      apiVersion: version,
      topics: request.topics.map(({ name, topicId, partitions }) => {
        const topic = version < IDS_SINCE ? broker.metadata.topics.get(name) : broker.metadata.topicById(topicId)
        const known = version < IDS_SINCE ? name : topic?.name
        return { name: known, topicId, knownId: topic?.id, partitionCount: topic?.partitions.length ?? 0, partitions }
      }),
    }),
  }),
  {
    refusal: ({ topics }, { errorCode }) => ({
      topics: topics.map(({ name, topicId, partitions }) => ({
        name,
        topicId,
        partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
      })),
    }),
  },
)
