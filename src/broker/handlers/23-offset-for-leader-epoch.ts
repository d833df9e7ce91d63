/**
 * OffsetForLeaderEpoch v2-4: where a leader's epoch ended, so that a consumer sees whether what it read was cut off.
 * Source: KIP-320; Kafka 4.3 `Partition.lastOffsetForLeaderEpoch`.
 */
import { OffsetForLeaderEpoch } from '../../protocol/generated/apis/23-offset-for-leader-epoch.ts'
import { answer, handler } from '../handler.ts'
import { endOfEpoch } from '../partitions.ts'

const UNKNOWN = { leaderEpoch: -1, endOffset: -1 }

export const offsetForLeaderEpoch = handler(
  OffsetForLeaderEpoch,
  ({ topics }, session, broker) => ({
    topics: topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition, currentLeaderEpoch, leaderEpoch }) =>
        answer(
          { partition, ...UNKNOWN },
          () => {
            if (!broker.acls.allows(session, 'CLUSTER_ACTION', 'CLUSTER'))
              broker.acls.demand(session, 'DESCRIBE', 'TOPIC', topic)
            const { epoch, endOffset } = endOfEpoch(
              broker.partitions.leader(topic, partition, currentLeaderEpoch),
              leaderEpoch,
            )
            return { partition, leaderEpoch: epoch, endOffset }
          },
          broker,
        ),
      ),
    })),
  }),
  {
    refusal: ({ topics }, { errorCode }) => ({
      topics: topics.map(({ topic, partitions }) => ({
        topic,
        partitions: partitions.map(({ partition }) => ({ partition, errorCode, ...UNKNOWN })),
      })),
    }),
  },
)
