/** TxnOffsetCommit v0-5: offsets that count when their transaction commits. Source: KIP-98, KIP-447, KIP-890. */
import { ZERO_UUID } from '../../lib/uuid.ts'
import { TxnOffsetCommit, type TxnOffsetCommitRequest } from '../../protocol/generated/apis/28-txn-offset-commit.ts'
import { forAllowed } from '../allowed.ts'
import { handler } from '../handler.ts'
import { CONSUMER_OFFSETS } from '../topics.ts'
import { admit } from '../transactions.ts'

const ABORTABLE_SINCE = 4
const ADDS_PARTITIONS_SINCE = 5

export const txnOffsetCommit = handler(
  TxnOffsetCommit,
  async (request, session, broker) => {
    const { version } = session
    broker.acls.demand(session, 'WRITE', 'TRANSACTIONAL_ID', request.transactionalId)
    broker.acls.demand(session, 'READ', 'GROUP', request.groupId)
    const { transactionalId, groupId, memberId, groupInstanceId, generationId, producerId, producerEpoch } = request
    const producer = { transactionalId, producerId, epoch: producerEpoch }
    admit(broker, producer, CONSUMER_OFFSETS, broker.groups.store.partitionOf(groupId), {
      adds: version >= ADDS_PARTITIONS_SINCE,
      knowsAbortable: version >= ABORTABLE_SINCE,
      notYet: 'COORDINATOR_NOT_AVAILABLE',
    })
    const commit = (topics: typeof request.topics) =>
      broker.groups.offsets.commit({
        groupId,
        memberId,
        instanceId: groupInstanceId,
        generation: generationId,
        transactional: true,
        retentionMs: -1,
        apiVersion: version,
        transaction: { producerId, producerEpoch },
        topics: topics.map(({ name, partitions }) => {
          const topic = broker.metadata.topics.get(name)
          const partitionCount = topic?.partitions.length ?? 0
          return { name, topicId: ZERO_UUID, knownId: topic?.id, partitionCount, partitions }
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

type Topic = TxnOffsetCommitRequest['topics'][number]
const nameOf = ({ name }: Topic) => name

function refusedTopic({ name, partitions }: Topic, errorCode: number) {
  return { name, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })) }
}
