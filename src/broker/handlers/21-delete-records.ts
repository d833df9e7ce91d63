/**
 * DeleteRecords v0-2: raise a partition's log start offset. Retention removes the segments below it, later.
 * Source: KIP-107; Kafka 4.3 `Partition.deleteRecordsOnLeader`.
 * Not here: `timeoutMs`. One replica has no followers to wait for.
 */
import { KafkaError } from '../../protocol/errors.ts'
import { DeleteRecords } from '../../protocol/generated/apis/21-delete-records.ts'
import type { Broker } from '../broker.ts'
import { answer, handler } from '../handler.ts'

const NO_OFFSET = -1
/** Stands for the high watermark: everything there is. */
const ALL = -1

export const deleteRecords = handler(
  DeleteRecords,
  ({ topics }, session, broker) => ({
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, offset }) =>
        answer(
          { partitionIndex, lowWatermark: NO_OFFSET },
          () => {
            broker.acls.demand(session, 'DELETE', 'TOPIC', name)
            return { partitionIndex, lowWatermark: deleteBefore(offset, name, partitionIndex, broker) }
          },
          broker,
        ),
      ),
    })),
  }),
  {
    refusal: ({ topics }, { errorCode }) => ({
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, lowWatermark: NO_OFFSET, errorCode })),
      })),
    }),
  },
)

function deleteBefore(offset: number, topic: string, index: number, { metadata, partitions }: Broker): number {
  if (metadata.topics.get(topic)?.internal)
    throw new KafkaError('INVALID_TOPIC_EXCEPTION', `Cannot delete records of internal topic ${topic}`)
  const { log } = partitions.leader(topic, index)
  const policies = log.config['cleanup.policy']
  if (policies.includes('compact') && !policies.includes('delete'))
    throw new KafkaError('POLICY_VIOLATION', `Cannot delete records of ${topic}-${index}: it is compacted`)
  return log.deleteBefore(offset === ALL ? log.writtenOffset : offset)
}
