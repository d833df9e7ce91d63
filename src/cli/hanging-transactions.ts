/**
 * Transactions that are open in a partition and that no coordinator will end: their producer has no transactional id any more, or
 * its transaction does not have the partition in it. Source: KIP-664; Kafka 4.3 `TransactionsCommand`.
 */
import { unwrap } from '../client/admin/results.ts'
import { describeTopics, listTopics } from '../client/admin/topics.ts'
import {
  describeProducers,
  describeTransactions,
  listTransactions,
  type ProducerState,
} from '../client/admin/transactions.ts'
import type { Cluster } from '../client/cluster.ts'
import { keyOf, type TopicPartition } from '../client/offsets.ts'
import { MINUTES } from '../lib/units.ts'
import { KafkaError } from '../protocol/errors.ts'

export interface Search {
  readonly brokerId: number | undefined
  readonly topic: string | undefined
  readonly partition: number | undefined
  readonly maxTransactionTimeout: number
}

export interface Hanging {
  at: TopicPartition
  producer: ProducerState
}

/** Of one request, so that a broker with many partitions is not asked for all at once. */
const MOST_PARTITIONS = 500

export async function hangingTransactions(cluster: Cluster, search: Search, now: number): Promise<Hanging[]> {
  const candidates: Hanging[] = []
  const partitions = await scope(cluster, search)
  for (let from = 0; from < partitions.length; from += MOST_PARTITIONS) {
    const group = partitions.slice(from, from + MOST_PARTITIONS)
    for (const { topic, partition, producers } of unwrap(
      await describeProducers(cluster, group, { broker: search.brokerId }),
    ))
      for (const producer of producers)
        if (producer.transactionStart >= 0 && now - producer.lastTimestamp > search.maxTransactionTimeout * MINUTES)
          candidates.push({ at: { topic, partition }, producer })
  }
  return candidates.length === 0 ? [] : unended(cluster, candidates)
}

async function scope(cluster: Cluster, { topic, partition, brokerId }: Search): Promise<TopicPartition[]> {
  if (topic !== undefined && partition !== undefined) return [{ topic, partition }]
  const names = topic === undefined ? (await listTopics(cluster)).map(({ name }) => name) : [topic]
  return unwrap(await describeTopics(cluster, names)).flatMap(({ name, partitions }) =>
    partitions
      .filter(({ replicas }) => brokerId === undefined || replicas.includes(brokerId))
      .map(({ index }) => ({ topic: name, partition: index })),
  )
}

/** Those that no transaction of a coordinator holds. */
async function unended(cluster: Cluster, candidates: readonly Hanging[]): Promise<Hanging[]> {
  const producerIds = [...new Set(candidates.map(({ producer }) => producer.producerId))]
  const listed = await listTransactions(cluster, { producerIds })
  const ids = new Map(listed.map(({ producerId, transactionalId }) => [producerId, transactionalId]))
  const described = await describeTransactions(cluster, [...ids.values()])
  return candidates.filter(({ at, producer }) => {
    const id = ids.get(producer.producerId)
    const found = id === undefined ? undefined : described.get(id)
    if (found === undefined) return true
    if (!(found instanceof KafkaError)) return !found.partitions.some(each => keyOf(each) === keyOf(at))
    if (found.name !== 'TRANSACTIONAL_ID_NOT_FOUND') throw found
    return true
  })
}
