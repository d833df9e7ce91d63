/**
 * Metadata v0-13: brokers, topics, partitions and their leaders; creates missing topics where that is allowed.
 * Source: KIP-516 (topic ids), KIP-430 (authorized operations), KIP-1102 (top-level error).
 * Unlike Kafka, a topic that is created on the way is in the same answer: the controller is in this process.
 */
import { ZERO_UUID } from '../../lib/uuid.ts'
import { errorCodes, KafkaError } from '../../protocol/errors.ts'
import {
  Metadata,
  type MetadataRequest,
  type MetadataResponseInit,
  type MetadataResponseTopicInit,
} from '../../protocol/generated/apis/03-metadata.ts'
import type { Broker } from '../broker.ts'
import { handler, type Session } from '../handler.ts'
import { createMissing, unknownTopic } from '../topics.ts'

const NULL_IS_ALL_SINCE = 1
const IDS_SINCE = 12
const FORBIDDEN = 'TOPIC_AUTHORIZATION_FAILED'

export const metadata = handler(
  Metadata,
  (request, session, broker) => {
    const wanted = wantedTopics(request, session)
    const hidden = (name: string) => !broker.acls.allows(session, 'DESCRIBE', 'TOPIC', name)
    const missing = wanted?.names.filter(name => !broker.metadata.topics.has(name) && !hidden(name)) ?? []
    if (missing.length === 0 || !request.allowAutoTopicCreation || !broker.config['auto.create.topics.enable'])
      return describe(request, session, broker, wanted, new Map())
    const { acls } = broker
    const mayCreate = (name: string) =>
      acls.allows(session, 'CREATE', 'CLUSTER') || acls.allows(session, 'CREATE', 'TOPIC', name)
    const forbidden = missing
      .filter(name => !mayCreate(name))
      .map(name => [name, new KafkaError(FORBIDDEN, '')] as const)
    return createMissing(missing.filter(mayCreate), session, broker).then(errors =>
      describe(request, session, broker, wanted, new Map([...errors, ...forbidden])),
    )
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
      ? [...broker.metadata.topics.keys()]
          .filter(name => broker.acls.allows(session, 'DESCRIBE', 'TOPIC', name))
          .map(name => describeTopic(name, request, session, broker))
      : [
          ...wanted.ids.map(id => describeId(id, request, session, broker)),
          ...wanted.names.map(name => refused(name, errors) ?? describeTopic(name, request, session, broker)),
        ]
  return {
    brokers: broker.nodes.list(session),
    clusterId: broker.clusterId,
    controllerId: broker.nodeId,
    topics,
    ...(request.includeClusterAuthorizedOperations ? { clusterAuthorizedOperations: onCluster(session, broker) } : {}),
  }
}

const refused = (name: string, errors: ReadonlyMap<string, KafkaError>): MetadataResponseTopicInit | undefined => {
  const error = errors.get(name)
  return error && { errorCode: error.code, name, topicId: ZERO_UUID, partitions: [] }
}

function describeId(
  topicId: string,
  request: MetadataRequest,
  session: Session,
  broker: Broker,
): MetadataResponseTopicInit {
  const topic = broker.metadata.topicById(topicId)
  const row = { name: null, topicId, partitions: [] }
  if (topic === undefined) return { errorCode: errorCodes.UNKNOWN_TOPIC_ID.code, ...row }
  // An id is no secret, and a name is.
  if (!broker.acls.allows(session, 'DESCRIBE', 'TOPIC', topic.name)) return { errorCode: notAllowed, ...row }
  return describeTopic(topic.name, request, session, broker)
}

function describeTopic(
  name: string,
  request: MetadataRequest,
  session: Session,
  broker: Broker,
): MetadataResponseTopicInit {
  // Whether there is such a topic is not told.
  if (!broker.acls.allows(session, 'DESCRIBE', 'TOPIC', name))
    return { errorCode: notAllowed, name, topicId: ZERO_UUID, partitions: [] }
  const operations = request.includeTopicAuthorizedOperations
    ? { topicAuthorizedOperations: broker.acls.operations(session, 'TOPIC', name) }
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
      offlineReplicas: broker.nodes.offlineReplicas(partition),
    })),
    ...operations,
  }
}

/** None to one who may not describe the cluster. */
export const onCluster = (session: Session, { acls }: Broker): number =>
  acls.allows(session, 'DESCRIBE', 'CLUSTER') ? acls.operations(session, 'CLUSTER') : 0

const notAllowed = errorCodes[FORBIDDEN].code
const NO_LEADER = -1
const leaderNotAvailable = new KafkaError('LEADER_NOT_AVAILABLE', '').code
