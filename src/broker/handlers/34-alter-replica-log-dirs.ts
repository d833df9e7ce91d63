/**
 * AlterReplicaLogDirs v1-2: where this broker keeps its copies. A move is begun, and the answer does not wait for it:
 * DescribeLogDirs tells of it, and so does AlterReplicaLogDirs itself, which has nothing to do where a copy lies already.
 * Source: KIP-113; Kafka 4.3 `ReplicaManager.alterReplicaLogDirs`.
 * Not here: a place for partitions that are not there yet.
 */
import path from 'node:path'
import { METADATA_TOPIC } from '../../metadata/seam.ts'
import { errorCodes, KafkaError } from '../../protocol/errors.ts'
import { AlterReplicaLogDirs } from '../../protocol/generated/apis/34-alter-replica-log-dirs.ts'
import type { Broker } from '../broker.ts'
import { answer, handler } from '../handler.ts'

export const alterReplicaLogDirs = handler(
  AlterReplicaLogDirs,
  ({ dirs }, session, broker) => {
    broker.acls.demand(session, 'ALTER', 'CLUSTER')
    const wanted = new Map<string, Map<number, string>>()
    for (const { path: dir, topics } of dirs)
      for (const { name, partitions } of topics) {
        const places = wanted.get(name) ?? new Map<number, string>()
        wanted.set(name, places)
        // Of one that is named twice the last place counts.
        for (const index of partitions) places.set(index, dir)
      }
    return {
      results: Array.from(wanted, ([topicName, places]) => ({
        topicName,
        partitions: Array.from(places, ([partitionIndex, dir]) =>
          answer(
            { partitionIndex, errorCode: errorCodes.NONE.code as number },
            () => {
              move(broker, topicName, partitionIndex, dir)
              return { partitionIndex, errorCode: errorCodes.NONE.code }
            },
            broker,
          ),
        ),
      })),
    }
  },
  {
    refusal: ({ dirs }, { errorCode }) => ({
      results: dirs.flatMap(({ topics }) =>
        topics.map(({ name, partitions }) => ({
          topicName: name,
          partitions: partitions.map(partitionIndex => ({ partitionIndex, errorCode })),
        })),
      ),
    }),
  },
)

function move({ logs, metadata, nodeId, partitions, moves }: Broker, topic: string, index: number, dir: string): void {
  const to = logs.dirs.find(each => path.resolve(each.path) === dir)
  if (!to) throw new KafkaError('LOG_DIR_NOT_FOUND', `The directory ${dir} is none of this broker's`)
  if (to.failure) throw new KafkaError('KAFKA_STORAGE_ERROR', `The directory ${dir} is offline`)
  const state = metadata.partition(topic, index)
  if (!state || topic === METADATA_TOPIC)
    throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `There is no partition ${topic}-${index}`)
  if (!state.replicas.includes(nodeId))
    throw new KafkaError('REPLICA_NOT_AVAILABLE', `Broker ${nodeId} has no copy of ${topic}-${index}`)
  // There could be two copies on their way, one of them in the directory that nobody can look into.
  if (logs.dirs.some(({ failure }) => failure) && logs.placeOf(topic, index)?.path !== to.path)
    throw new KafkaError('KAFKA_STORAGE_ERROR', 'Nothing is moved while a directory is offline')
  moves.begin(partitions.leader(topic, index).log, to.path)
}
