/** OffsetCommit v2-10: how far a group has read. Source: Kafka 4.3 `KafkaApis.handleOffsetCommitRequest`; KIP-848, KIP-516 (topic ids, v10). */
import { OffsetCommit, type OffsetCommitRequest } from '../../protocol/generated/apis/08-offset-commit.ts'
import { forAllowed } from '../allowed.ts'
import { handler } from '../handler.ts'

const IDS_SINCE = 10

export const offsetCommit = handler(
  OffsetCommit,
  async (request, session, broker) => {
    const { version } = session
    broker.acls.demand(session, 'READ', 'GROUP', request.groupId)
    const topicOf = ({ name, topicId }: { name: string; topicId: string }) =>
      version < IDS_SINCE ? broker.metadata.topics.get(name) : broker.metadata.topicById(topicId)
    const nameOf = (topic: { name: string; topicId: string }) =>
      version < IDS_SINCE ? topic.name : topicOf(topic)?.name
    const commit = (topics: typeof request.topics) =>
      broker.groups.offsets.commit({
        groupId: request.groupId,
        memberId: request.memberId,
        instanceId: request.groupInstanceId,
        generation: request.generationIdOrMemberEpoch,
        transactional: false,
        retentionMs: request.retentionTimeMs,
        apiVersion: version,
        topics: topics.map(each => {
          const { topicId, partitions } = each
          const topic = topicOf(each)
          return {
            name: nameOf(each),
            topicId,
            knownId: topic?.id,
            partitionCount: topic?.partitions.length ?? 0,
            partitions,
          }
        }),
      })
    const asked = { session, broker, operation: 'READ', topics: request.topics, nameOf } as const
    return { topics: await forAllowed(asked, commit, refusedTopic) }
  },
  {
    refusal: ({ topics }, { errorCode }) => ({
      topics: topics.map(topic => refusedTopic(topic, errorCode)),
    }),
  },
)

function refusedTopic({ name, topicId, partitions }: OffsetCommitRequest['topics'][number], errorCode: number) {
  return { name, topicId, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })) }
}
