/**
 * Produce v3-13: append each partition's batch to its log; acknowledge when it is written.
 * Source: KIP-98 (idempotence), KIP-467 (per-record errors), KIP-951 (new leader in the answer), KIP-516 (topic ids, v13);
 * Kafka 4.3 `KafkaApis.handleProduceRequest`.
 *
 * All that arrives in one turn of the event loop reaches a partition's file in one write, and is acknowledged after it.
 * acks=1 and acks=all are the same with one replica. acks=0 has no answer: a refusal closes the connection, as on Kafka.
 * A batch of a transaction is let in by the transaction coordinator; from v12 on its partition joins by itself (KIP-890).
 */
import { readInt16 } from '../../lib/bytes.ts'
import { InvalidRecordsError } from '../../log/validate.ts'
import {
  BATCH_OVERHEAD,
  batchMagic,
  batchSize,
  CODEC_MASK,
  LOG_OVERHEAD,
  MAGIC,
  readBatchHeader,
  TRANSACTIONAL_BIT,
} from '../../protocol/batch.ts'
import { KafkaError } from '../../protocol/errors.ts'
import {
  type PartitionProduceData,
  type PartitionProduceResponseInit,
  Produce,
  type ProduceRequest,
  type ProduceResponseInit,
} from '../../protocol/generated/apis/00-produce.ts'
import type { Broker } from '../broker.ts'
import { toldError } from '../faults.ts'
import { handler, type Session } from '../handler.ts'
import { admit } from '../transactions.ts'

const NO_OFFSET = -1
const TOPIC_IDS_SINCE = 13
const ABORTABLE_SINCE = 11
const ADDS_PARTITIONS_SINCE = 12
const ZSTD_SINCE = 7
const ZSTD = 4
const ATTRIBUTES_AT = 21
/** From here on the answer says who leads a partition that was asked for at the wrong broker (KIP-951). */
const NEW_LEADER_SINCE = 10
/** Refusals that tell no log start, though there was a log. Source: Kafka 4.3 `ReplicaManager.appendToLocalLog`. */
const withoutLogStart: ReadonlySet<string> = new Set([
  'CORRUPT_MESSAGE',
  'KAFKA_STORAGE_ERROR',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
])
/** The one client that may write to internal topics by itself: Kafka's own tools. */
const ADMIN_CLIENT = '__admin_client'

export const produce = handler(
  Produce,
  (request, session, broker) => {
    const appends = new Appends(request, session, broker)
    return request.acks === 0 ? appends.done() : appends.answer()
  },
  {
    overlaps: true,
    refusal: ({ topicData }, { errorCode, errorMessage }) => ({
      responses: topicData.map(({ name, topicId, partitionData }) => ({
        name,
        topicId,
        partitionResponses: partitionData.map(({ index }) => ({
          index,
          errorCode,
          errorMessage,
          baseOffset: NO_OFFSET,
        })),
      })),
    }),
  },
)

/** One request: its appends, some of which may still be on their way to the disk. */
class Appends {
  readonly #request: ProduceRequest
  readonly #session: Session
  readonly #broker: Broker
  readonly #response: ProduceResponseInit
  #unwritten = 0
  #resolve: ((response: ProduceResponseInit) => void) | undefined
  readonly #refused: string[] = []

  constructor(request: ProduceRequest, session: Session, broker: Broker) {
    this.#request = request
    this.#session = session
    this.#broker = broker
    this.#response = { responses: request.topicData.map(topic => this.#topic(topic)) }
  }

  answer(): ProduceResponseInit | Promise<ProduceResponseInit> {
    if (this.#unwritten === 0) return this.#response
    return new Promise(resolve => {
      this.#resolve = resolve
    })
  }

  /** A producer that asked for no answer learns from the closed connection that something is wrong. */
  async done(): Promise<undefined> {
    await this.answer()
    if (this.#refused.length > 0) this.#session.connection.refuse(`its produce with acks=0 failed: ${this.#refused[0]}`)
  }

  #topic({ name, topicId, partitionData }: ProduceRequest['topicData'][number]) {
    const topic = this.#session.version < TOPIC_IDS_SINCE ? name : this.#broker.metadata.topicById(topicId)?.name
    return {
      name,
      topicId,
      partitionResponses: partitionData.map(partition => this.#partition(topic, partition)),
    }
  }

  #partition(topic: string | undefined, { index, records }: PartitionProduceData): PartitionProduceResponseInit {
    const row: PartitionProduceResponseInit = { index, baseOffset: NO_OFFSET }
    try {
      if (topic === undefined) throw new KafkaError('UNKNOWN_TOPIC_ID', 'No topic here has that id')
      this.#broker.acls.demand(this.#session, 'WRITE', 'TOPIC', topic)
      this.#append(topic, index, records, row)
    } catch (error) {
      this.#refuse(row, topic, toldError(error, this.#broker.logger))
    }
    return row
  }

  #append(topic: string, index: number, records: Buffer | null, row: PartitionProduceResponseInit): void {
    const { acks } = this.#request
    if (acks < -1 || acks > 1)
      throw new KafkaError('INVALID_REQUIRED_ACKS', `acks=${acks} was asked; -1 (all), 0 and 1 are possible`)
    const partition = this.#broker.partitions.leader(topic, index)
    const batch = onlyBatch(records, this.#session.version)
    if (this.#broker.metadata.topics.get(topic)?.internal && this.#session.clientId !== ADMIN_CLIENT)
      throw new KafkaError('INVALID_TOPIC_EXCEPTION', `Cannot append to internal topic ${topic}`)
    // A batch that is too short for a header is refused by the log.
    const transactional = batch.length >= BATCH_OVERHEAD && (readInt16(batch, ATTRIBUTES_AT) & TRANSACTIONAL_BIT) !== 0
    if (transactional) this.#admit(batch, topic, index)
    row.logStartOffset = partition.log.logStartOffset
    const { leaderEpoch } = partition
    const startsAtZero = transactional && this.#session.version >= ADDS_PARTITIONS_SINCE
    const result = partition.log.append(batch, { leaderEpoch, origin: 'client', startsAtZero })
    row.baseOffset = result.firstOffset
    row.logAppendTimeMs = result.logAppendTimeMs
    this.#unwritten++
    partition.log.onWritten(error => {
      if (error === undefined) this.#broker.partitions.written(partition)
      else this.#refuse(row, topic, error)
      this.#unwritten--
      if (this.#unwritten === 0) this.#resolve?.(this.#response)
    })
  }

  #admit(batch: Buffer, topic: string, index: number): void {
    const { transactionalId } = this.#request
    if (transactionalId === null)
      throw new KafkaError(
        'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
        `A batch for ${topic}-${index} is of a transaction, and the request has no transactional id`,
      )
    this.#broker.acls.demand(this.#session, 'WRITE', 'TRANSACTIONAL_ID', transactionalId)
    const { producerId, producerEpoch } = readBatchHeader(batch)
    admit(this.#broker, { transactionalId, producerId, epoch: producerEpoch }, topic, index, {
      adds: this.#session.version >= ADDS_PARTITIONS_SINCE,
      knowsAbortable: this.#session.version >= ABORTABLE_SINCE,
      // It makes no client look for another leader.
      notYet: 'NOT_ENOUGH_REPLICAS',
    })
  }

  #refuse(row: PartitionProduceResponseInit, topic: string | undefined, cause: Error): void {
    const error = cause instanceof KafkaError ? cause : new KafkaError('KAFKA_STORAGE_ERROR', cause.message, { cause })
    this.#refused.push(`${topic}-${row.index}: ${error.name}: ${error.message}`)
    row.errorCode = error.code
    row.errorMessage = error.message
    row.baseOffset = NO_OFFSET
    if (withoutLogStart.has(error.name)) row.logStartOffset = NO_OFFSET
    if (error instanceof InvalidRecordsError)
      row.recordErrors = error.recordErrors.map(({ batchIndex, message }) => ({
        batchIndex,
        batchIndexErrorMessage: message,
      }))
    const tells = this.#session.version >= NEW_LEADER_SINCE && error.name === 'NOT_LEADER_OR_FOLLOWER'
    if (tells && topic !== undefined) row.currentLeader = this.#broker.partitions.currentLeader(topic, row.index)
  }
}

/**
 * The one batch that a partition's records must be, by its first bytes; the log looks at the rest.
 * Source: Kafka 4.3 `ProduceRequest.validateRecords`.
 */
function onlyBatch(records: Buffer | null, version: number): Buffer {
  const size = records === null ? undefined : batchSize(records)
  if (records === null || size === undefined || size > records.length)
    throw new KafkaError('INVALID_RECORD', 'There must be one whole record batch for each partition')
  const magic = batchMagic(records)
  if (magic !== MAGIC)
    throw new KafkaError('INVALID_RECORD', `The record batch has magic ${magic}; only ${MAGIC} is written`)
  const attributes = size < LOG_OVERHEAD + ATTRIBUTES_AT ? 0 : readInt16(records, ATTRIBUTES_AT)
  if (version < ZSTD_SINCE && (attributes & CODEC_MASK) === ZSTD)
    throw new KafkaError(
      'UNSUPPORTED_COMPRESSION_TYPE',
      `Produce version ${version} cannot carry zstd; ${ZSTD_SINCE} can`,
    )
  if (size < records.length)
    throw new KafkaError('INVALID_RECORD', 'There must be one record batch for each partition, and there are more')
  return records
}
