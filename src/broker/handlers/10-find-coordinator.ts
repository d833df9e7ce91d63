/**
 * FindCoordinator v0-6: which broker coordinates a group or a transactional id: the leader of the partition of
 * `__consumer_offsets` or `__transaction_state` that its name falls on.
 * Source: KIP-699 (several keys). The topic is made when it is first asked for; unlike on Kafka the answer waits for it.
 * Not here: share partitions (key type 2).
 */
import { coordinatorPartition } from '../../protocol/coordinator-partition.ts'
import { errorCodes, KafkaError } from '../../protocol/errors.ts'
import { FindCoordinator } from '../../protocol/generated/apis/10-find-coordinator.ts'
import type { Broker } from '../broker.ts'
import { handler, type Session } from '../handler.ts'
import { CONSUMER_OFFSETS, createMissing, TRANSACTION_STATE } from '../topics.ts'

const SEVERAL_SINCE = 4
const topicsByType = [CONSUMER_OFFSETS, TRANSACTION_STATE]
const resourcesByType = ['GROUP', 'TRANSACTIONAL_ID'] as const
const NOBODY = { nodeId: -1, host: '', port: -1 }

export const findCoordinator = handler(
  FindCoordinator,
  async ({ key, keyType, coordinatorKeys }, session, broker) => {
    const topic = topicsByType[keyType]
    if (topic !== undefined && !broker.metadata.topics.has(topic)) await createMissing([topic], session, broker)
    // Kafka's one answer says NONE in so many letters, and those of several say nothing.
    if (session.version < SEVERAL_SINCE) return { errorMessage: 'NONE', ...locate(key, keyType, session, broker) }
    const locateEach = (key: string) => ({ key, errorMessage: '', ...locate(key, keyType, session, broker) })
    return { coordinators: coordinatorKeys.map(locateEach) }
  },
  {
    refusal: ({ coordinatorKeys }, error, version) =>
      version < SEVERAL_SINCE
        ? { ...error, ...NOBODY }
        : { coordinators: coordinatorKeys.map(key => ({ key, ...error, ...NOBODY })) },
  },
)

function locate(key: string, keyType: number, session: Session, broker: Broker) {
  const topic = topicsByType[keyType]
  const resource = resourcesByType[keyType]
  if (resource && !broker.acls.allows(session, 'DESCRIBE', resource, key)) {
    const { code } = errorCodes[`${resource}_AUTHORIZATION_FAILED`]
    return { errorCode: code, errorMessage: `${session.principal} may not describe it`, ...NOBODY }
  }
  if (topic === undefined) {
    const error = new KafkaError(
      'INVALID_REQUEST',
      `Coordinator type ${keyType} is not served here; 0 is groups, 1 transactions`,
    )
    return { errorCode: error.code, errorMessage: error.message, ...NOBODY }
  }
  const partitions = broker.metadata.topics.get(topic)?.partitions ?? []
  const leader = partitions[coordinatorPartition(key, partitions.length)]?.leader
  const node = broker.nodes.list(session).find(({ nodeId }) => nodeId === leader)
  if (node !== undefined) return { nodeId: node.nodeId, host: node.host, port: node.port }
  const error = new KafkaError(
    'COORDINATOR_NOT_AVAILABLE',
    `No broker leads the partition of ${JSON.stringify(key)} in ${topic}`,
  )
  return { errorCode: error.code, errorMessage: error.message, ...NOBODY }
}
