/**
 * WriteTxnMarkers v1-2: end a transaction in the partitions of this broker, as a coordinator elsewhere decided, or an
 * operator who ends one that hangs. Source: KIP-98, KIP-664; Kafka 4.3 `KafkaApis.handleWriteTxnMarkersRequest`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import { WriteTxnMarkers } from '../../protocol/generated/apis/27-write-txn-markers.ts'
import { handler } from '../handler.ts'
import { writeMarker } from '../transactions.ts'

export const writeTxnMarkers = handler(
  WriteTxnMarkers,
  async ({ markers }, session, broker) => {
    if (!broker.acls.allows(session, 'ALTER', 'CLUSTER')) broker.acls.demand(session, 'CLUSTER_ACTION', 'CLUSTER')
    return {
      markers: await Promise.all(
        markers.map(async ({ topics, transactionResult: committed, ...sent }) => {
          const { producerId } = sent
          const marker = { ...sent, committed }
          const write = (topic: string, partitionIndex: number) =>
            writeMarker(broker, topic, partitionIndex, marker).then(
              () => ({ partitionIndex, errorCode: 0 }),
              error => {
                if (error instanceof KafkaError) return { partitionIndex, errorCode: error.code }
                throw error
              },
            )
          const results = topics.map(async ({ name, partitionIndexes }) => ({
            name,
            partitions: await Promise.all(partitionIndexes.map(index => write(name, index))),
          }))
          return { producerId, topics: await Promise.all(results) }
        }),
      ),
    }
  },
  {
    refusal: ({ markers }, { errorCode }) => ({
      markers: markers.map(({ producerId, topics }) => ({
        producerId,
        topics: topics.map(({ name, partitionIndexes }) => ({
          name,
          partitions: partitionIndexes.map(partitionIndex => ({ partitionIndex, errorCode })),
        })),
      })),
    }),
  },
)
