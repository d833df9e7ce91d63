/**
 * The transaction coordinator as this broker runs it: its logs are the partitions of `__transaction_state` that the broker
 * leads, its markers go into the partitions it leads, its settings are the broker's. Made when a transaction is first asked
 * for, or at the start when there have been some.
 */

import path from 'node:path'
import { encodeEndTxnMarker } from '../protocol/control.ts'
import { coordinatorPartition } from '../protocol/coordinator-partition.ts'
import { type ErrorName, KafkaError } from '../protocol/errors.ts'
import { type Marker, TransactionCoordinator } from '../transaction/coordinator.ts'
import type { Producer } from '../transaction/decide/24-add-partitions-to-txn.ts'
import { TransactionStore } from '../transaction/store.ts'
import type { View } from '../view/view.ts'
import type { Broker } from './broker.ts'
import { toldError } from './faults.ts'
import { CONSUMER_OFFSETS, TRANSACTION_STATE } from './topics.ts'

/** The file lies beside the metadata's, in the first directory. */
const FILE = 'transactions.db'
const FEATURE = 'transaction.version'

export function openTransactions(broker: Broker): TransactionCoordinator {
  const { metadata, clock, logger, config, logs } = broker
  const partitionCount = () => metadata.topics.get(TRANSACTION_STATE)?.partitions.length ?? 0
  const serverVersion = () => metadata.features.get(FEATURE) ?? 0
  return new TransactionCoordinator({
    store: new TransactionStore({
      file: path.join(logs.dirs.find(({ failure }) => !failure)!.path, FILE),
      now: () => clock.now(),
      partitionCount,
      partitionOf: transactionalId => {
        const count = partitionCount()
        if (count > 0) return coordinatorPartition(transactionalId, count)
        throw new KafkaError(
          'COORDINATOR_NOT_AVAILABLE',
          `${TRANSACTION_STATE} has not been made yet: ask FindCoordinator first`,
        )
      },
      partition: index => leads(broker, index),
      isUsed: isUsed(broker, TRANSACTION_STATE),
      valueVersion: () => (serverVersion() >= 1 ? 1 : 0),
    }),
    clock,
    logger: logger.child('transaction'),
    takeProducerId: () => broker.producerIds.take(),
    writeMarker: (topic, index, marker) => writeMarker(broker, topic, index, marker),
    settings: () => ({
      maxTimeoutMs: config['transaction.max.timeout.ms'],
      serverVersion: serverVersion(),
      timeoutCheckMs: config['transaction.abort.timed.out.transaction.cleanup.interval.ms'],
      expireAfterMs: config['transactional.id.expiration.ms'],
      expireCheckMs: config['transaction.remove.expired.transaction.cleanup.interval.ms'],
    }),
  })
}

/** A start looks at the partitions that have something, and leaves the rest of the fifty closed. */
export const isUsed = (broker: Broker, topic: string) => (index: number, view: View) =>
  broker.logs.hasBytes(topic, index) || view.position(`${topic}-${index}`) !== undefined

function leads(broker: Broker, index: number) {
  try {
    return broker.partitions.leader(TRANSACTION_STATE, index)
  } catch (error) {
    const cause = toldError(error, broker.logger)
    throw new KafkaError(
      'NOT_COORDINATOR',
      `This broker does not lead ${TRANSACTION_STATE}-${index}: ${cause.message}`,
      { cause },
    )
  }
}

/** End a producer's transaction in one partition. @throws {KafkaError} when this broker does not lead it, or cannot write */
export function writeMarker(broker: Broker, topic: string, index: number, marker: Marker): Promise<void> {
  return new Promise((resolve, reject) => {
    const partition = broker.partitions.leader(topic, index)
    const { transactionVersion, ...end } = marker
    const bytes = encodeEndTxnMarker({ ...end, timestamp: broker.clock.now() })
    const written = (error?: Error) => {
      if (error) return reject(error)
      broker.partitions.written(partition)
      resolve()
    }
    // Offsets of groups become committed, or are dropped.
    if (topic === CONSUMER_OFFSETS) return broker.groups.store.appendMarker(index, bytes, transactionVersion, written)
    const { leaderEpoch } = partition
    partition.log.append(bytes, { leaderEpoch, origin: 'coordinator', transactionVersion })
    partition.log.onWritten(written)
  })
}

/** What a client makes of it when its partition is in no transaction. */
export interface AdmitOptions {
  /** It knows that the broker adds partitions by itself (transaction.version 2). */
  adds: boolean
  /** It knows the error TRANSACTION_ABORTABLE (KIP-890). */
  knowsAbortable: boolean
  /** What makes it come again, and no more: the coordinator cannot say yet. */
  notYet: ErrorName
}

/**
 * A batch of a transaction may be appended: its partition is in the producer's open transaction, or is now.
 * Source: KIP-890; Kafka 4.3 `AddPartitionsToTxnManager`, `ReplicaManager.handleProduceAppend`.
 * @throws {KafkaError} what Kafka answers to the producer
 */
export function admit(broker: Broker, producer: Producer, topic: string, index: number, options: AdmitOptions): void {
  if (!options.adds && !broker.config['transaction.partition.verification.enable']) return
  const { log } = broker.partitions.leader(topic, index)
  const state = log.producers.get(producer.producerId)
  if (state?.txnFirstOffset !== undefined && state.epoch === producer.epoch) return
  try {
    if (options.adds) return broker.transactions.addNow(producer, topic, index)
    if (broker.transactions.verify(producer, topic, index)) return
  } catch (error) {
    throw error instanceof KafkaError ? forProducer(error, options) : error
  }
  throw new KafkaError(
    options.knowsAbortable ? 'TRANSACTION_ABORTABLE' : 'INVALID_TXN_STATE',
    `${topic}-${index} was not added to the transaction of "${producer.transactionalId}"`,
  )
}

const unready: readonly ErrorName[] = [
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
  'KAFKA_STORAGE_ERROR',
]

/** Errors of a coordinator in words that a producer understands. */
function forProducer(error: KafkaError, { adds, notYet }: AdmitOptions): KafkaError {
  const { name, message } = error
  if (name === 'PRODUCER_FENCED') return new KafkaError('INVALID_PRODUCER_EPOCH', message, { cause: error })
  if (unready.includes(name) || (name === 'CONCURRENT_TRANSACTIONS' && !adds))
    return new KafkaError(notYet, message, { cause: error })
  return error
}

/** PRODUCER_FENCED as `since` and later say it; clients of older versions know INVALID_PRODUCER_EPOCH only. */
export async function fencedSince<T>(since: number, version: number, make: () => Promise<T>): Promise<T> {
  try {
    return await make()
  } catch (error) {
    if (version < since && error instanceof KafkaError && error.name === 'PRODUCER_FENCED')
      throw new KafkaError('INVALID_PRODUCER_EPOCH', error.message, { cause: error })
    throw error
  }
}
