/**
 * Fetch v4-18: whole batches from each partition, waiting for a minimum of bytes.
 * Source: KIP-74 (progress and limits), KIP-98 (aborted transactions), KIP-227 (sessions), KIP-320 and KIP-595 (epochs),
 * KIP-516 (topic ids, v13), KIP-951 (new leader in the answer, v16); Kafka 4.3 `ReplicaManager.fetchMessages`.
 *
 * First every partition is looked at without reading a byte of records. Only when there is enough, or the wait is over, are
 * bytes read: into pooled memory, which is given back when they have left.
 * Not here: followers (one replica), preferred replicas.
 */
import { batches } from '../../protocol/batch.ts'
import { KafkaError } from '../../protocol/errors.ts'
import {
  Fetch,
  type FetchableTopicResponseInit,
  type FetchRequest,
  type FetchResponseInit,
  type PartitionDataInit,
} from '../../protocol/generated/apis/01-fetch.ts'
import type { Broker } from '../broker.ts'
import type { FetchContext, FetchOutcome, FetchPartition } from '../fetch-sessions.ts'
import { handler, Reply, type Session } from '../handler.ts'
import { type Look, lookAt, readableBytes, takeBytes } from '../reads.ts'

const TOPIC_IDS_SINCE = 13
const NEW_LEADER_SINCE = 16
/** Clients of these versions do not know KAFKA_STORAGE_ERROR, and would give up on it. */
const NO_STORAGE_ERROR_UNTIL = 5

export const fetch = handler(
  Fetch,
  (request, session, broker) => {
    const context = openSession(request, session, broker)
    if (context.error !== undefined)
      throw new KafkaError(context.error, `Fetch session ${request.sessionId}: ${context.error}`)
    const wanted = [...context.partitions()]
    const looks = lookAt(wanted, request, session, broker)
    const enough = Math.min(request.minBytes, request.maxBytes, broker.config['fetch.max.bytes'])
    const size = looks.reduce((sum, { plan }) => sum + (plan?.size ?? 0), 0)
    if (
      request.maxWaitMs <= 0 ||
      wanted.length === 0 ||
      size >= enough ||
      looks.some(({ error, diverging }) => error ?? diverging)
    )
      return reply(looks, context, session, broker)
    const watched = looks.flatMap(({ partition }) => partition ?? [])
    const ready = () => readableBytes(looks, request, broker) >= enough
    // Nobody is idle while waiting, so this is as long as a connection may be silent.
    const waitMs = Math.min(request.maxWaitMs, broker.config['connections.max.idle.ms'])
    return broker.waiting
      .until(ready, watched, waitMs)
      .then(() => reply(lookAt(wanted, request, session, broker), context, session, broker))
  },
  { refusal: (_request, { errorCode }) => ({ errorCode, responses: [] }) },
)

function openSession(request: FetchRequest, { version }: Session, broker: Broker): FetchContext {
  const byId = version >= TOPIC_IDS_SINCE
  const nameOf = (topicId: string) => broker.metadata.topicById(topicId)?.name
  const partitions = request.topics.flatMap(({ topic, topicId, partitions }) => {
    const name = byId ? nameOf(topicId) : topic
    return partitions.map(
      (each): FetchPartition => ({
        topic: name,
        topicId,
        partition: each.partition,
        fetchOffset: each.fetchOffset,
        maxBytes: each.partitionMaxBytes,
        currentLeaderEpoch: each.currentLeaderEpoch,
        lastFetchedEpoch: each.lastFetchedEpoch,
      }),
    )
  })
  const forgotten = request.forgottenTopicsData.flatMap(({ topic, topicId, partitions }) =>
    partitions.map(partition => ({ topic: byId ? nameOf(topicId) : topic, topicId, partition })),
  )
  const { sessionId, sessionEpoch } = request
  return broker.fetchSessions.open({ version, sessionId, sessionEpoch, partitions, forgotten }, nameOf)
}

interface Outcome extends FetchOutcome {
  readonly row: PartitionDataInit
}

function reply(looks: Look[], context: FetchContext, session: Session, broker: Broker): Reply<FetchResponseInit> {
  const lease = broker.fetchBuffers.lease()
  const outcomes = looks.map((look): Outcome => {
    const records = takeBytes(look, lease, broker)
    const row = rowOf(look, records, session, broker)
    const { errorCode, highWatermark, logStartOffset = NO_OFFSET } = row
    return {
      request: look.request,
      errorCode: errorCode ?? 0,
      highWatermark,
      logStartOffset,
      size: records.length,
      diverging: look.diverging !== undefined,
      row,
    }
  })
  const { error, sessionId, outcomes: told } = context.finish(outcomes)
  const response = {
    errorCode: error === undefined ? 0 : new KafkaError(error, '').code,
    sessionId,
    responses: byTopic(told),
    nodeEndpoints: told.some(({ row }) => row.currentLeader) ? broker.nodes.list(session) : [],
  }
  return new Reply(response, () => lease.release())
}

const NO_OFFSET = -1

function rowOf(look: Look, records: Buffer, { version }: Session, broker: Broker): PartitionDataInit {
  const { request, partition, error, diverging } = look
  const partitionIndex = request.partition
  if (error !== undefined || partition === undefined) {
    const name = error?.name ?? 'UNKNOWN_SERVER_ERROR'
    const told = name === 'KAFKA_STORAGE_ERROR' && version <= NO_STORAGE_ERROR_UNTIL ? 'NOT_LEADER_OR_FOLLOWER' : name
    const { code: errorCode } = new KafkaError(told, '')
    // Kafka tells no transactions of a partition it knows, and an empty list of one it does not.
    const abortedTransactions = name.startsWith('UNKNOWN_TOPIC') ? [] : null
    const row = { partitionIndex, errorCode, highWatermark: NO_OFFSET, abortedTransactions, records }
    if (
      version < NEW_LEADER_SINCE ||
      request.topic === undefined ||
      (told !== 'NOT_LEADER_OR_FOLLOWER' && told !== 'FENCED_LEADER_EPOCH')
    )
      return row
    return { ...row, currentLeader: broker.partitions.currentLeader(request.topic, partitionIndex) }
  }
  const { log } = partition
  return {
    partitionIndex,
    highWatermark: log.writtenOffset,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.logStartOffset,
    abortedTransactions: look.committedOnly ? aborted(look, records) : null,
    records,
    ...(diverging ? { divergingEpoch: diverging } : {}),
  }
}

/** Those that touch the records in the answer, by first offset. */
function aborted({ request, partition, upTo }: Look, records: Buffer) {
  const found = partition!.log.abortedTransactions(request.fetchOffset, upTo)
  if (found.length === 0) return []
  let end = request.fetchOffset
  for (const { header } of batches(records)) end = header.nextOffset
  return found
    .filter(({ firstOffset }) => firstOffset < end)
    .sort((a, b) => a.firstOffset - b.firstOffset)
    .map(({ producerId, firstOffset }) => ({ producerId, firstOffset }))
}

/** The partitions of a topic that follow each other share a row, as on Kafka. */
function byTopic(outcomes: readonly Outcome[]): FetchableTopicResponseInit[] {
  const topics: { topic: string; topicId: string; partitions: PartitionDataInit[] }[] = []
  for (const { request, row } of outcomes) {
    const { topic = '', topicId } = request
    const last = topics.at(-1)
    if (last?.topic === topic && last.topicId === topicId) last.partitions.push(row)
    else topics.push({ topic, topicId, partitions: [row] })
  }
  return topics
}
