/**
 * AddPartitionsToTxn v0-5: up to v3 a producer names the partitions that it is going to write to; from v4 on brokers ask for
 * many producers at once, to add or only to verify. All partitions of a transaction join, or none does.
 * Decided in `transaction/decide/24-add-partitions-to-txn`. Source: KIP-98, KIP-890.
 */
import { errorCodes, KafkaError } from '../../protocol/errors.ts'
import {
  AddPartitionsToTxn,
  type AddPartitionsToTxnTopic,
  type AddPartitionsToTxnTopicResultInit,
  type AddPartitionsToTxnTransaction,
} from '../../protocol/generated/apis/24-add-partitions-to-txn.ts'
import type { Broker } from '../broker.ts'
import { handler, type Session } from '../handler.ts'
import { fencedSince } from '../transactions.ts'

const BATCHED_SINCE = 4
const EPOCH_PER_TRANSACTION_SINCE = 5
const FENCED_SINCE = 2

export const addPartitionsToTxn = handler(
  AddPartitionsToTxn,
  async (request, session, broker) => {
    const { version } = session
    if (version < BATCHED_SINCE) {
      demandProducer(request.v3AndBelowTransactionalId, session, broker)
      const transaction = {
        transactionalId: request.v3AndBelowTransactionalId,
        producerId: request.v3AndBelowProducerId,
        producerEpoch: request.v3AndBelowProducerEpoch,
        verifyOnly: false,
        topics: request.v3AndBelowTopics,
      }
      return { resultsByTopicV3AndBelow: await topicResults(transaction, session, broker) }
    }
    broker.acls.demand(session, 'CLUSTER_ACTION', 'CLUSTER')
    return {
      resultsByTransaction: await Promise.all(
        request.transactions.map(async transaction => ({
          transactionalId: transaction.transactionalId,
          topicResults: await topicResults(transaction, session, broker),
        })),
      ),
    }
  },
  {
    refusal: (request, { errorCode }) => ({
      errorCode,
      resultsByTransaction: request.transactions.map(({ transactionalId, topics }) => ({
        transactionalId,
        topicResults: all(topics, () => errorCode),
      })),
      resultsByTopicV3AndBelow: all(request.v3AndBelowTopics, () => errorCode),
    }),
  },
)

type Result = (topic: string, index: number) => number

const all = (topics: readonly AddPartitionsToTxnTopic[], result: Result): AddPartitionsToTxnTopicResultInit[] =>
  topics.map(({ name, partitions }) => ({
    name,
    resultsByPartition: partitions.map(partitionIndex => ({
      partitionIndex,
      partitionErrorCode: result(name, partitionIndex),
    })),
  }))

async function topicResults(transaction: AddPartitionsToTxnTransaction, session: Session, broker: Broker) {
  const { version } = session
  const { transactionalId, producerId, producerEpoch, verifyOnly, topics } = transaction
  const producer = { transactionalId, producerId, epoch: producerEpoch }
  const exists: Result = (topic, index) =>
    !mayWrite(topic, session, broker)
      ? codes.forbidden
      : broker.metadata.partition(topic, index) === undefined
        ? codes.unknown
        : codes.notAttempted
  if (topics.some(({ name, partitions }) => partitions.some(index => exists(name, index) !== codes.notAttempted)))
    return all(topics, exists)
  try {
    if (verifyOnly)
      return all(topics, (topic, index) =>
        broker.transactions.verify(producer, topic, index) ? codes.none : codes.abortable,
      )
    const added = new Map<string, Set<number>>()
    for (const { name, partitions } of topics) added.set(name, new Set([...(added.get(name) ?? []), ...partitions]))
    const clientVersion = version >= EPOCH_PER_TRANSACTION_SINCE ? 2 : 0
    await fencedSince(FENCED_SINCE, version, () => broker.transactions.addPartitions(producer, added, clientVersion))
    return all(topics, () => codes.none)
  } catch (error) {
    if (error instanceof KafkaError) return all(topics, () => error.code)
    throw error
  }
}

/** @throws {KafkaError} TRANSACTIONAL_ID_AUTHORIZATION_FAILED */
const demandProducer = (transactionalId: string, session: Session, { acls }: Broker) =>
  acls.demand(session, 'WRITE', 'TRANSACTIONAL_ID', transactionalId)

/** Brokers ask for others; clients do not write to internal topics themselves. */
const mayWrite = (topic: string, session: Session, { acls, metadata }: Broker) =>
  session.version >= BATCHED_SINCE ||
  (acls.allows(session, 'WRITE', 'TOPIC', topic) && !(acls.enabled && metadata.topics.get(topic)?.internal))

const codes = {
  none: 0,
  forbidden: errorCodes.TOPIC_AUTHORIZATION_FAILED.code,
  unknown: errorCodes.UNKNOWN_TOPIC_OR_PARTITION.code,
  notAttempted: errorCodes.OPERATION_NOT_ATTEMPTED.code,
  abortable: errorCodes.TRANSACTION_ABORTABLE.code,
}
