/**
 * AddPartitionsToTxn: partitions join a producer's transaction, and the first of them begin it. AddOffsetsToTxn is the same
 * for the partition of `__consumer_offsets` that a group's offsets go to.
 * Source: KIP-98, KIP-890 (verification); Kafka 4.3 `TransactionCoordinator.handleAddPartitionsToTransaction`.
 */
import { KafkaError } from '../../protocol/errors.ts'
import type { ProducerId } from '../../protocol/types.ts'
import { holds, isEnding, type Partitions, type Transaction, union } from '../transaction.ts'

export interface Producer {
  transactionalId: string
  producerId: ProducerId
  epoch: number
}

/**
 * @returns the next state; undefined when all partitions are in already
 * @throws {KafkaError} INVALID_PRODUCER_ID_MAPPING, PRODUCER_FENCED, CONCURRENT_TRANSACTIONS
 */
export function addPartitions(
  known: Transaction | undefined,
  producer: Producer,
  added: Partitions,
  clientVersion: number,
  now: number,
): Transaction | undefined {
  const transaction = demandProducer(known, producer)
  const open = transaction.state === 'Ongoing'
  if (open && containsAll(transaction, added)) return undefined
  return {
    ...transaction,
    previousProducerId: transaction.producerId,
    state: 'Ongoing',
    partitions: open ? union(transaction.partitions, added) : added,
    startMs: open ? transaction.startMs : now,
    updateMs: now,
    clientVersion,
  }
}

/** Whether a partition is in the producer's open transaction. @throws {KafkaError} as `addPartitions` */
export const verify = (known: Transaction | undefined, producer: Producer, topic: string, index: number): boolean =>
  holds(demandProducer(known, producer), topic, index)

function demandProducer(known: Transaction | undefined, { transactionalId, producerId, epoch }: Producer): Transaction {
  if (known === undefined)
    throw new KafkaError('INVALID_PRODUCER_ID_MAPPING', `There is no transactional id "${transactionalId}"`)
  if (known.producerId !== producerId)
    throw new KafkaError(
      'INVALID_PRODUCER_ID_MAPPING',
      `The producer of "${transactionalId}" is ${known.producerId}, not ${producerId}`,
    )
  if (known.epoch !== epoch)
    throw new KafkaError(
      'PRODUCER_FENCED',
      `The epoch of "${transactionalId}" is ${known.epoch}; the request has ${epoch}`,
    )
  if (isEnding(known))
    throw new KafkaError('CONCURRENT_TRANSACTIONS', `The last transaction of "${transactionalId}" is still being ended`)
  return known
}

function containsAll(transaction: Transaction, added: Partitions): boolean {
  for (const [topic, indexes] of added) for (const index of indexes) if (!holds(transaction, topic, index)) return false
  return true
}
