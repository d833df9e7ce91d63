/**
 * What a transactional producer asks its coordinators, each until it is answered with yes, or with no for good.
 * Source: KIP-98, KIP-447, KIP-890; Kafka 4.3 `TransactionManager.TxnRequestHandler`.
 */
import { errorName, KafkaError } from '../../protocol/errors.ts'
import { Produce } from '../../protocol/generated/apis/00-produce.ts'
import { InitProducerId } from '../../protocol/generated/apis/22-init-producer-id.ts'
import { AddPartitionsToTxn } from '../../protocol/generated/apis/24-add-partitions-to-txn.ts'
import { AddOffsetsToTxn } from '../../protocol/generated/apis/25-add-offsets-to-txn.ts'
import { EndTxn } from '../../protocol/generated/apis/26-end-txn.ts'
import { TxnOffsetCommit } from '../../protocol/generated/apis/28-txn-offset-commit.ts'
import type { Api } from '../../protocol/message.ts'
import type { Cluster, RequestOptions } from '../cluster.ts'
import { type CommittedOffset, type GroupMetadata, groupByTopic } from '../offsets.ts'
import { mayRetry } from '../retry.ts'
import type { Identity } from './batch.ts'
import type { Lane } from './lane.ts'

export interface TransactionsOptions {
  transactionalId: string
  /** transaction.timeout.ms: the coordinator aborts what is open longer. */
  timeoutMs: number
  /** How long a call may take (max.block.ms). */
  blockMs: number
}

/** The highest version of each API in the first protocol; one more is the second. */
const firstProtocol = { produce: 11, endTxn: 4, txnOffsetCommit: 4 } as const
/** Clients add partitions in the form up to here; later ones are for brokers. */
const ADD_PARTITIONS_MAX = 3
/** The markers of the transaction before are about to be written, most often: a full backoff would be longer than that takes. */
const FIRST_RETRY_MS = 20
/** From here on InitProducerId raises the epoch of an id that it is given (KIP-360). */
const BUMP_FROM = 3

export class TransactionRequests {
  readonly #cluster: Cluster
  readonly #o: TransactionsOptions
  /** Whether the second protocol is spoken. */
  second = false

  constructor(cluster: Cluster, options: TransactionsOptions) {
    this.#cluster = cluster
    this.#o = options
  }

  /** Of Produce. */
  get maxVersion(): number {
    return this.second ? Produce.max : firstProtocol.produce
  }

  /** @param previous to raise the epoch of; undefined to take over the transactional id */
  async initProducerId(previous: Identity | undefined): Promise<Identity> {
    const { transactionalId, timeoutMs } = this.#o
    const answer = await this.#ask('InitProducerId', async () =>
      this.#request(
        InitProducerId,
        {
          transactionalId,
          transactionTimeoutMs: timeoutMs,
          producerId: previous?.id ?? -1,
          producerEpoch: previous?.epoch ?? -1,
        },
        previous ? { minVersion: BUMP_FROM } : {},
      ),
    )
    return { id: answer.producerId, epoch: answer.producerEpoch }
  }

  async addPartitions(lanes: readonly Lane[], { id, epoch }: Identity): Promise<void> {
    await this.#ask('AddPartitionsToTxn', async () => {
      const answer = await this.#request(
        AddPartitionsToTxn,
        {
          transactions: [],
          v3AndBelowTransactionalId: this.#o.transactionalId,
          v3AndBelowProducerId: id,
          v3AndBelowProducerEpoch: epoch,
          v3AndBelowTopics: groupByTopic(lanes, ({ partition }) => partition),
        },
        { maxVersion: ADD_PARTITIONS_MAX },
      )
      const rows = answer.resultsByTopicV3AndBelow.flatMap(({ resultsByPartition }) => resultsByPartition)
      // The reason, not its echo: the others were not attempted because of it.
      const codes = rows.map(({ partitionErrorCode }) => partitionErrorCode).filter(code => code !== 0)
      const errorCode = codes.find(code => errorName(code) !== 'OPERATION_NOT_ATTEMPTED') ?? codes[0] ?? 0
      return { errorCode }
    })
  }

  async addOffsets(groupId: string, { id, epoch }: Identity): Promise<void> {
    const init = { transactionalId: this.#o.transactionalId, producerId: id, producerEpoch: epoch, groupId }
    await this.#ask('AddOffsetsToTxn', () => this.#request(AddOffsetsToTxn, init))
  }

  async commitOffsets(
    offsets: readonly CommittedOffset[],
    group: GroupMetadata,
    { id, epoch }: Identity,
  ): Promise<void> {
    const { coordinators } = this.#cluster
    const { groupId, generationId = -1, memberId = '', groupInstanceId = null } = group
    const producer = { transactionalId: this.#o.transactionalId, producerId: id, producerEpoch: epoch }
    let left = offsets
    await this.#ask('TxnOffsetCommit', async () => {
      const topics = groupByTopic(left, ({ partition, offset, leaderEpoch = -1, metadata = '' }) => ({
        partitionIndex: partition,
        committedOffset: offset,
        committedLeaderEpoch: leaderEpoch,
        committedMetadata: metadata,
      }))
      const answer = await coordinators.retry('group', groupId, async () =>
        coordinators.request(
          'group',
          groupId,
          TxnOffsetCommit,
          { ...producer, groupId, generationId, memberId, groupInstanceId, topics },
          { maxVersion: this.second ? TxnOffsetCommit.max : firstProtocol.txnOffsetCommit },
        ),
      )
      const errors = new Map<string, number>()
      for (const { name, partitions } of answer.topics)
        for (const { partitionIndex, errorCode } of partitions) errors.set(`${name}-${partitionIndex}`, errorCode)
      const codeOf = ({ topic, partition }: CommittedOffset) => errors.get(`${topic}-${partition}`) ?? UNKNOWN
      left = left.filter(offset => codeOf(offset) !== 0)
      const codes = left.map(codeOf)
      const errorCode = codes.find(code => !mayRetry(new KafkaError(errorName(code), ''))) ?? codes[0] ?? 0
      if (errorCode !== 0) coordinators.noteError('group', groupId, new KafkaError(errorName(errorCode), ''))
      return { errorCode }
    })
  }

  /** @returns who the producer is in the next transaction; undefined: who it was */
  async endTxn(committed: boolean, { id, epoch }: Identity): Promise<Identity | undefined> {
    const init = { transactionalId: this.#o.transactionalId, producerId: id, producerEpoch: epoch, committed }
    const maxVersion = this.second ? EndTxn.max : firstProtocol.endTxn
    const answer = await this.#ask('EndTxn', () => this.#request(EndTxn, init, { maxVersion }))
    return answer.producerId < 0 ? undefined : { id: answer.producerId, epoch: answer.producerEpoch }
  }

  #request<Init, Response>(
    api: Api<unknown, Init, Response, unknown>,
    init: Init,
    options: RequestOptions = {},
  ): Promise<Response> {
    return this.#cluster.coordinators.request('transaction', this.#o.transactionalId, api, init, options)
  }

  /** Until the coordinator says yes, or no for good. */
  #ask<Answer extends { errorCode: number }>(what: string, attempt: () => Promise<Answer>): Promise<Answer> {
    const { transactionalId, blockMs } = this.#o
    const judged = async () => {
      const answer = await attempt()
      if (answer.errorCode === 0) return answer
      const name = errorName(answer.errorCode)
      // Coordinators before 2.7 call it so; both mean that another producer has taken over.
      if (name === 'INVALID_PRODUCER_EPOCH' || name === 'PRODUCER_FENCED')
        throw new KafkaError('PRODUCER_FENCED', `A newer producer has the transactional id "${transactionalId}"`)
      throw new KafkaError(name, `${what} for transactional id "${transactionalId}" was refused: ${name}`)
    }
    const backoff = {
      ...this.#cluster.retryBackoff,
      firstMs: Math.min(FIRST_RETRY_MS, this.#cluster.retryBackoff.firstMs),
    }
    return this.#cluster.coordinators.retry('transaction', transactionalId, judged, { timeoutMs: blockMs, backoff })
  }
}

const UNKNOWN = -1
