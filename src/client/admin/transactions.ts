/**
 * Transactions as coordinators and partitions know them; ending those that hang.
 * Source: KIP-664; Kafka 4.3 `ListTransactionsHandler`, `DescribeTransactionsHandler`, `DescribeProducersHandler`,
 * `AbortTransactionHandler`, `FenceProducersHandler`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import { InitProducerId } from '../../protocol/generated/apis/22-init-producer-id.ts'
import { WriteTxnMarkers } from '../../protocol/generated/apis/27-write-txn-markers.ts'
import { DescribeProducers } from '../../protocol/generated/apis/61-describe-producers.ts'
import { DescribeTransactions } from '../../protocol/generated/apis/65-describe-transactions.ts'
import { ListTransactions } from '../../protocol/generated/apis/66-list-transactions.ts'
import type { Offset, ProducerId, Timestamp } from '../../protocol/types.ts'
import type { Cluster } from '../cluster.ts'
import { groupByTopic, keyOf, type TopicPartition } from '../offsets.ts'
import { type Answers, askCoordinators } from './coordinated.ts'
import { demand, demandBroker, failure, type Outcome } from './results.ts'

export interface TransactionListing {
  transactionalId: string
  coordinator: number
  producerId: ProducerId
  state: string
}

export interface TransactionDescription extends TransactionListing {
  producerEpoch: number
  timeoutMs: number
  /** -1: there is none now. */
  startTime: Timestamp
  partitions: readonly TopicPartition[]
}

export interface TransactionFilter {
  producerIds?: readonly ProducerId[]
  /** Only those that run for longer; -1: all. */
  durationMs?: number
  /** Of transactional ids, by RE2's rules. */
  pattern?: string
}

/** ListTransactions filters by duration from 1 on, by pattern from 2 on. */
const BY_DURATION = 1
const BY_PATTERN = 2
const ANY_DURATION = -1

/** Broker by broker. @throws {KafkaError} UNSUPPORTED_VERSION when a broker is too old for the filter */
export async function listTransactions(
  cluster: Cluster,
  filter: TransactionFilter = {},
): Promise<TransactionListing[]> {
  const { producerIds = [], durationMs = ANY_DURATION, pattern = null } = filter
  const minVersion = pattern === null ? (durationMs >= 0 ? BY_DURATION : 0) : BY_PATTERN
  const answers = await Promise.all(
    [...cluster.brokers.keys()].map(broker =>
      cluster.retry(async () => {
        const response = await cluster.request(
          ListTransactions,
          broker,
          {
            stateFilters: [],
            producerIdFilters: producerIds,
            durationFilter: durationMs,
            transactionalIdPattern: pattern,
          },
          { minVersion },
        )
        demand(response.errorCode, null, `the transactions of broker ${broker}`)
        return response.transactionStates.map(({ transactionalId, producerId, transactionState }) => ({
          transactionalId,
          coordinator: broker,
          producerId,
          state: transactionState,
        }))
      }),
    ),
  )
  return answers.flat()
}

/** @returns each transaction, or why it cannot be told, in their order */
export const describeTransactions = (
  cluster: Cluster,
  ids: readonly string[],
): Promise<Answers<TransactionDescription>> =>
  askCoordinators(cluster, 'transaction', ids, async (coordinator, keys) => {
    const response = await cluster.requestAt(DescribeTransactions, coordinator, { transactionalIds: keys })
    return new Map(
      response.transactionStates.map(row => [
        row.transactionalId,
        failure(row.errorCode, null, row.transactionalId) ?? {
          transactionalId: row.transactionalId,
          coordinator: coordinator.id,
          producerId: row.producerId,
          producerEpoch: row.producerEpoch,
          state: row.transactionState,
          timeoutMs: row.transactionTimeoutMs,
          startTime: row.transactionStartTimeMs,
          partitions: row.topics.flatMap(({ topic, partitions }) =>
            partitions.map(partition => ({ topic, partition })),
          ),
        },
      ]),
    )
  })

export interface ProducerState {
  producerId: ProducerId
  producerEpoch: number
  lastSequence: number
  lastTimestamp: Timestamp
  /** -1: it has ended no transaction here yet. */
  coordinatorEpoch: number
  /** -1: no transaction is open. */
  transactionStart: Offset
}

export interface PartitionProducers extends TopicPartition, Outcome {
  producers: readonly ProducerState[]
}

/** Producers that partitions know, as their leaders see it, or one broker with a replica. */
export async function describeProducers(
  cluster: Cluster,
  partitions: readonly TopicPartition[],
  options: { broker?: number | undefined } = {},
): Promise<PartitionProducers[]> {
  if (options.broker !== undefined) demandBroker(cluster, options.broker)
  return cluster.retry(async () => {
    await cluster.refresh([...new Set(partitions.map(({ topic }) => topic))])
    const rows: PartitionProducers[] = []
    const byNode = new Map<number, TopicPartition[]>()
    for (const at of partitions)
      try {
        const node = options.broker ?? (await cluster.leaderOf(at.topic, at.partition)).leader
        byNode.set(node, [...(byNode.get(node) ?? []), at])
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error
        rows.push({ ...at, error, producers: [] })
      }
    for (const [node, group] of byNode) {
      const topics = groupByTopic(group, ({ partition }) => partition).map(({ name, partitions }) => ({
        name,
        partitionIndexes: partitions,
      }))
      const response = await cluster.request(DescribeProducers, node, { topics })
      for (const { name, partitions } of response.topics)
        for (const row of partitions) {
          const at = { topic: name, partition: row.partitionIndex }
          rows.push({
            ...at,
            error: failure(row.errorCode, row.errorMessage, keyOf(at)),
            producers: row.activeProducers.map(each => ({
              producerId: each.producerId,
              producerEpoch: each.producerEpoch,
              lastSequence: each.lastSequence,
              lastTimestamp: each.lastTimestamp,
              coordinatorEpoch: each.coordinatorEpoch,
              transactionStart: each.currentTxnStartOffset,
            })),
          })
        }
    }
    return rows
  })
}

/** What a transaction that hangs is known by: its partition, and the producer that began it. */
export interface HangingTransaction extends TopicPartition {
  producerId: ProducerId
  producerEpoch: number
  coordinatorEpoch: number
}

/** Write an abort marker into one partition, past the coordinator. @throws {KafkaError} what the leader says */
export async function abortTransaction(cluster: Cluster, hanging: HangingTransaction): Promise<void> {
  const { topic, partition, producerId, producerEpoch, coordinatorEpoch } = hanging
  await cluster.retry(async () => {
    await cluster.refresh([topic])
    const { leader } = await cluster.leaderOf(topic, partition)
    const topics = [{ name: topic, partitionIndexes: [partition] }]
    const marker = { producerId, producerEpoch, transactionResult: false, coordinatorEpoch, topics }
    const response = await cluster.request(WriteTxnMarkers, leader, { markers: [marker] })
    const row = response.markers[0]?.topics[0]?.partitions[0]
    demand(row?.errorCode ?? -1, null, keyOf(hanging))
  })
}

/** End what an id has open, and fence who has opened it. @throws {KafkaError} what the coordinator says */
export async function terminateTransaction(cluster: Cluster, transactionalId: string): Promise<void> {
  const rows = await askCoordinators(cluster, 'transaction', [transactionalId], async coordinator => {
    const response = await cluster.requestAt(InitProducerId, coordinator, {
      transactionalId,
      transactionTimeoutMs: FENCING_MS,
    })
    return new Map([[transactionalId, failure(response.errorCode, null, transactionalId) ?? true]])
  })
  const row = rows.get(transactionalId)
  if (row instanceof KafkaError) throw row
}
/** How long the coordinator may take to write the new epoch down. */
const FENCING_MS = 30_000
