/** What a transactional producer sends, one function a request. */
import type { Test } from 'tap'
import type { Connection } from '../../src/net/connection.ts'
import { errorName } from '../../src/protocol/errors.ts'
import { Produce } from '../../src/protocol/generated/apis/00-produce.ts'
import { FindCoordinator } from '../../src/protocol/generated/apis/10-find-coordinator.ts'
import { InitProducerId } from '../../src/protocol/generated/apis/22-init-producer-id.ts'
import { AddPartitionsToTxn } from '../../src/protocol/generated/apis/24-add-partitions-to-txn.ts'
import { EndTxn } from '../../src/protocol/generated/apis/26-end-txn.ts'
import { DescribeTransactions } from '../../src/protocol/generated/apis/65-describe-transactions.ts'
import { batchOf, fetchFrom, startWithTopic } from './start.ts'

export const ID = 'payments'
const READ_COMMITTED = { isolationLevel: 1 }

/** Few internal partitions: quick to make. */
export const few = { 'transaction.state.log.num.partitions': '3', 'offsets.topic.num.partitions': '2' }
export const start = (t: Test, partitions = 1) => startWithTopic(t, { partitions, broker: few })

export interface Who {
  producerId: number
  producerEpoch: number
}

export async function init(
  connection: Connection,
  { version = 5, transactionalId = ID, timeoutMs = 60_000, who = {} } = {},
) {
  await connection.send(FindCoordinator, 4, { keyType: 1, coordinatorKeys: [transactionalId] })
  const request = { transactionalId, transactionTimeoutMs: timeoutMs, ...who }
  const { errorCode, producerId, producerEpoch } = await connection.send(InitProducerId, version, request)
  return { error: errorName(errorCode), producerId, producerEpoch }
}

export async function produce(connection: Connection, { producerId, producerEpoch }: Who, values: string[], more = {}) {
  const {
    sequence = 0,
    version = 12,
    index = 0,
    topic = 'orders',
    transactionalId = ID as string | null,
  } = {
    ...more,
  } as { sequence?: number; version?: number; index?: number; topic?: string; transactionalId?: string | null }
  const records = batchOf(
    values,
    { producerId, producerEpoch, baseSequence: sequence, isTransactional: true },
    Date.now(),
  )
  const response = await connection.send(Produce, version, {
    transactionalId,
    acks: -1,
    timeoutMs: 5000,
    topicData: [{ name: topic, partitionData: [{ index, records }] }],
  })
  return errorName(response.responses[0]!.partitionResponses[0]!.errorCode)
}

export async function add(connection: Connection, { producerId, producerEpoch }: Who, partitions = [0], version = 3) {
  const response = await connection.send(AddPartitionsToTxn, version, {
    v3AndBelowTransactionalId: ID,
    v3AndBelowProducerId: producerId,
    v3AndBelowProducerEpoch: producerEpoch,
    v3AndBelowTopics: [{ name: 'orders', partitions }],
  })
  return response.resultsByTopicV3AndBelow[0]!.resultsByPartition.map(row => errorName(row.partitionErrorCode))
}

export async function end(connection: Connection, { producerId, producerEpoch }: Who, committed: boolean, version = 5) {
  const response = await connection.send(EndTxn, version, { transactionalId: ID, producerId, producerEpoch, committed })
  return {
    error: errorName(response.errorCode),
    producerId: response.producerId,
    producerEpoch: response.producerEpoch,
  }
}

/** Offset and value of what a consumer reads until the last stable offset: the markers are left out. */
export async function committed(connection: Connection) {
  const { values, abortedTransactions } = await fetchFrom(connection, 'orders', 0, 0, READ_COMMITTED)
  return { values: values.filter(value => !value.includes('\0')), aborted: abortedTransactions ?? [] }
}

export const describe = async (connection: Connection, id = ID) =>
  (await connection.send(DescribeTransactions, 0, { transactionalIds: [id] })).transactionStates[0]!
