/**
 * Metadata v0-13: brokers, topics, partitions and their leaders; creates missing topics where that is allowed.
 * Source: KIP-516 (topic ids), KIP-430 (authorized operations), KIP-1102 (top-level error).
 * Unlike Kafka, a topic that is created on the way is in the same answer: the controller is in this process.
 */
import { ZERO_UUID } from '../../lib/uuid.ts'
import { KafkaError } from '../../protocol/errors.ts'
import {
  Metadata,
  type MetadataRequest,
  type MetadataResponseInit,
  type MetadataResponseTopicInit,
} from '../../protocol/generated/apis/03-metadata.ts'
import { allowedOperations } from '../acls.ts'
import type { Broker } from '../broker.ts'
import { handler, type Session } from '../handler.ts'
import { createMissing, unknownTopic } from '../topics.ts'

const NULL_IS_ALL_SINCE = 1
const IDS_SINCE = 12

export const metadata = handler(
  Metadata,
  (request, session, broker) => {
    const wanted = wantedTopics(request, session)
    const missing = wanted?.names.filter(name => broker.metadata.topics.get(name) === undefined) ?? []
    if (missing.length === 0 || !request.allowAutoTopicCreation || !broker.config['auto.create.topics.enable'])
      return describe(request, session, broker, wanted, new Map())
    return createMissing(missing, session, broker).then(errors => describe(request, session, broker, wanted, errors))
  },
  {
    refusal: ({ topics }, { errorCode }) => ({
      errorCode,
      brokers: [],
      topics: (topics ?? []).map(({ name, topicId }) => ({ errorCode, name, topicId, partitions: [] })),
    }),
  },
)

interface Wanted {
  names: string[]
  ids: string[]
}

/** @returns undefined for all topics */
function wantedTopics({ topics }: MetadataRequest, { version }: Session): Wanted | undefined {
  if (topics === null || (version < NULL_IS_ALL_SINCE && topics.length === 0)) return undefined
  const names = new Set<string>()
  const ids = new Set<string>()
  for (const { name, topicId } of topics) {
    if (version < IDS_SINCE && name === null)
      throw new KafkaError('INVALID_REQUEST', `Topic name can not be null for version ${version}`)
    if (version < IDS_SINCE && topicId !== ZERO_UUID)
      throw new KafkaError('INVALID_REQUEST', `Topic IDs are not supported in requests for version ${version}`)
    if (topicId !== ZERO_UUID) ids.add(topicId)
    else if (name !== null) names.add(name)
  }
  // A request goes by ids or by names, as on Kafka.
  return ids.size > 0 ? { names: [], ids: [...ids] } : { names: [...names], ids: [] }
}

function describe(
  request: MetadataRequest,
  session: Session,
  broker: Broker,
  wanted: Wanted | undefined,
  errors: ReadonlyMap<string, KafkaError>,
): MetadataResponseInit {
  const topics =
    wanted === undefined
      ? [...broker.metadata.topics.keys()].map(name => describeTopic(name, request, broker))
      : [
          ...wanted.ids.map(id => describeId(id, request, broker)),
          ...wanted.names.map(name => refused(name, errors) ?? describeTopic(name, request, broker)),
        ]
  return {
    brokers: broker.nodes(session),
    clusterId: broker.clusterId,
    controllerId: broker.nodeId,
    topics,
    ...(request.includeClusterAuthorizedOperations ? { clusterAuthorizedOperations: allowedOperations.cluster } : {}),
  }
}

const refused = (name: string, errors: ReadonlyMap<string, KafkaError>): MetadataResponseTopicInit | undefined => {
  const error = errors.get(name)
  return error && { errorCode: error.code, name, topicId: ZERO_UUID, partitions: [] }
}

function describeId(topicId: string, request: MetadataRequest, broker: Broker): MetadataResponseTopicInit {
  const topic = broker.metadata.topicById(topicId)
  if (topic !== undefined) return describeTopic(topic.name, request, broker)
  const { code } = new KafkaError('UNKNOWN_TOPIC_ID', '')
  return { errorCode: code, name: null, topicId, partitions: [] }
}

function describeTopic(name: string, request: MetadataRequest, broker: Broker): MetadataResponseTopicInit {
  const operations = request.includeTopicAuthorizedOperations
    ? { topicAuthorizedOperations: allowedOperations.topic }
    : {}
  const topic = broker.metadata.topics.get(name)
  if (topic === undefined) {
    const { code } = unknownTopic(name)
    return { errorCode: code, name, topicId: ZERO_UUID, partitions: [], ...operations }
  }
  return {
    name,
    topicId: topic.id,
    isInternal: topic.internal,
    partitions: topic.partitions.map((partition, partitionIndex) => ({
      errorCode: partition.leader === NO_LEADER ? leaderNotAvailable : 0,
      partitionIndex,
      leaderId: partition.leader,
      leaderEpoch: partition.leaderEpoch,
      replicaNodes: partition.replicas,
      isrNodes: partition.isr,
      offlineReplicas: broker.offlineReplicas(partition.replicas),
    })),
    ...operations,
  }
}

const NO_LEADER = -1
const leaderNotAvailable = new KafkaError('LEADER_NOT_AVAILABLE', '').code
