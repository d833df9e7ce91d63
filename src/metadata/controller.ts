/**
 * The controller of a cluster of one node, in its process: it writes Kafka's own metadata records to `__cluster_metadata-0`
 * and folds them into metadata.db. Each request is decided (records and a response), appended as one batch, synced, applied,
 * published, answered, in that order. What it writes an Apache Kafka node can read.
 * Source: KIP-500, KIP-631; Kafka 4.3 `QuorumController`.
 * Not here: other nodes, and so elections, fencing and heartbeats; NoOp records, which only tell others that a leader lives.
 */
import path from 'node:path'
import { assert } from '../lib/assert.ts'
import type { Clock } from '../lib/clock.ts'
import type { Files } from '../lib/files.ts'
import type { Logger } from '../lib/logger.ts'
import type { Random } from '../lib/random.ts'
import { randomUuid, type Uuid } from '../lib/uuid.ts'
import type { BatchHeader } from '../protocol/batch.ts'
import { encodeControlBatch } from '../protocol/control.ts'
import { KafkaError } from '../protocol/errors.ts'
import { RegisterBrokerRecord } from '../protocol/generated/records/metadata/00-register-broker.ts'
import { ConfigRecord } from '../protocol/generated/records/metadata/04-config.ts'
import { FeatureLevelRecord } from '../protocol/generated/records/metadata/12-feature-level.ts'
import { BrokerRegistrationChangeRecord } from '../protocol/generated/records/metadata/17-broker-registration-change.ts'
import { BeginTransactionRecord } from '../protocol/generated/records/metadata/23-begin-transaction.ts'
import { EndTransactionRecord } from '../protocol/generated/records/metadata/24-end-transaction.ts'
import { RegisterControllerRecord } from '../protocol/generated/records/metadata/27-register-controller.ts'
import type { Api } from '../protocol/message.ts'
import { decodeRecords, encodeBatch } from '../protocol/record.ts'
import type { LeaderEpoch, Offset } from '../protocol/types.ts'
import type { RecordSource } from '../view/source.ts'
import { View } from '../view/view.ts'
import { appliers } from './apply.ts'
import { MetadataCache } from './cache.ts'
import { decisions } from './decide/index.ts'
import type { ControllerState } from './decide/state.ts'
import { freshLevels, supportedFeatures } from './features.ts'
import { readEpoch, writeEpoch } from './quorum-state.ts'
import { decodeRecord, encodeRecord, type MetadataRecord, record } from './records.ts'
import { SCHEMA, SCHEMA_VERSION } from './schema.ts'
import type { ControllerClient, MetadataLog } from './seam.ts'
import { nothingTouched, type Touched } from './touched.ts'

export const METADATA_TOPIC = '__cluster_metadata'
export const METADATA_TOPIC_ID: Uuid = 'AAAAAAAAAAAAAAAAAAAAAQ'

/** The log, as the controller uses it. */
export interface MetadataRecordLog extends RecordSource {
  readonly dir: string
  readonly endOffset: Offset
  append(
    records: Buffer,
    options: { leaderEpoch: LeaderEpoch; origin: 'coordinator' },
  ): { firstOffset: Offset; lastOffset: Offset }
  /** Write and sync. */
  flush(): void
}

export interface ControllerOptions {
  log: MetadataRecordLog
  /** Where metadata.db lies. */
  viewDir: string
  nodeId: number
  rack: string | null
  /** What other nodes would be told. */
  listeners: readonly { name: string; host: string; port: number }[]
  controllerListener: { name: string; host: string; port: number }
  directoryIds: readonly Uuid[]
  defaultPartitions: number
  defaultReplicationFactor: number
  deleteTopicEnabled: boolean
  files: Files
  clock: Clock
  random: Random
  logger: Logger
}

const PLAINTEXT = 0
const BEGIN = 23
const END = 24
const ABORT = 25

export class Controller implements ControllerClient, MetadataLog {
  readonly cache: MetadataCache
  /** Offset of this broker's registration. */
  brokerEpoch = -1
  /** Records applied by this start: what a person wants to know after a view was thrown away. */
  replayed = 0
  readonly #o: ControllerOptions
  readonly #view: View
  readonly #epoch: LeaderEpoch
  /** Records of a metadata transaction that has begun and not ended: applied at its end, all at once. */
  #transaction: MetadataRecord[] | undefined

  private constructor(options: ControllerOptions, view: View, epoch: LeaderEpoch) {
    this.#o = options
    this.#view = view
    this.#epoch = epoch
    this.cache = new MetadataCache(view)
  }

  static open(options: ControllerOptions): Controller {
    const { log, files, nodeId } = options
    const epoch = Math.max(readEpoch(files, log.dir), log.endOffset > 0 ? log.epochAt(log.endOffset - 1) : 0) + 1
    const controller = new Controller(options, openView(options), epoch)
    controller.#replay()
    writeEpoch(files, log.dir, nodeId, epoch)
    controller.#begin()
    return controller
  }

  get highWatermark(): Offset {
    return this.#o.log.writtenOffset
  }

  get leader() {
    return { id: this.#o.nodeId, epoch: this.#epoch }
  }

  get brokers() {
    return this.cache.brokers
  }

  #replay(): void {
    const touched = nothingTouched()
    this.#view.replay(this.#o.log, batch => {
      this.replayed += this.#apply(batch.bytes, batch.header, touched)
    })
    if (this.replayed > 0) this.#o.logger.info(`Replayed ${this.replayed} metadata records`)
    this.cache.load(this.#o.log.writtenOffset - 1)
  }

  /** Fold one batch. @returns its records */
  #apply(bytes: Buffer, header: BatchHeader, touched: Touched): number {
    if (header.isControl) return 0
    let count = 0
    for (const { value } of decodeRecords(bytes)) {
      assert(value, 'a metadata record has a value')
      const { apiKey, value: fields } = decodeRecord(value)
      this.#applyRecord(apiKey, fields, touched)
      count++
    }
    return count
  }

  #applyRecord(apiKey: number, fields: unknown, touched: Touched): void {
    if (apiKey === BEGIN) this.#transaction = []
    else if (apiKey === ABORT) this.#transaction = undefined
    else if (apiKey === END) {
      const held = this.#transaction ?? []
      this.#transaction = undefined
      for (const { message, value } of held) appliers[message.apiKey!]?.(this.#view, value, touched)
    } else if (this.#transaction)
      this.#transaction.push({ message: { apiKey } as MetadataRecord['message'], version: 0, value: fields })
    else appliers[apiKey]?.(this.#view, fields, touched)
  }

  /** A new epoch, as Raft has one for each leader; a fresh log gets what a formatted cluster begins with; then this node. */
  #begin(): void {
    const { log, clock, nodeId } = this.#o
    const voters = [{ voterId: nodeId }]
    const change = { version: 0, leaderId: nodeId, voters, grantingVoters: voters }
    log.append(encodeControlBatch({ record: { type: 'LEADER_CHANGE', value: change }, timestamp: clock.now() }), {
      leaderEpoch: this.#epoch,
      origin: 'coordinator',
    })
    if (this.cache.features.size === 0) this.#write(bootstrapRecords())
    this.#write([this.#controllerRecord()])
    this.brokerEpoch = log.endOffset
    this.#write([
      this.#brokerRecord(),
      record(BrokerRegistrationChangeRecord, { brokerId: nodeId, brokerEpoch: this.brokerEpoch, fenced: -1 }, 0),
    ])
    log.flush()
  }

  #controllerRecord(): MetadataRecord {
    const { nodeId, controllerListener, random } = this.#o
    return record(RegisterControllerRecord, {
      controllerId: nodeId,
      incarnationId: randomUuid(random),
      zkMigrationReady: false,
      endPoints: [{ ...controllerListener, securityProtocol: PLAINTEXT }],
      features: supported(),
    })
  }

  #brokerRecord(): MetadataRecord {
    const { nodeId, listeners, rack, random, directoryIds } = this.#o
    return record(RegisterBrokerRecord, {
      brokerId: nodeId,
      isMigratingZkBroker: false,
      incarnationId: randomUuid(random),
      brokerEpoch: this.brokerEpoch,
      endPoints: listeners.map(listener => ({ ...listener, securityProtocol: PLAINTEXT })),
      features: supported(),
      rack,
      fenced: true,
      inControlledShutdown: false,
      // Stored sorted, as Kafka compares them.
      logDirs: [...directoryIds].sort(),
    })
  }

  /** Append `records` as one batch, and fold them. The caller syncs. */
  #write(records: readonly MetadataRecord[]): void {
    const { log, clock } = this.#o
    const timestamp = clock.now()
    const bytes = encodeBatch({ records: records.map(each => ({ timestamp, value: encodeRecord(each) })) })
    const touched = nothingTouched()
    this.#view.begin()
    try {
      for (const { message, value, version } of records) {
        // What is applied is what a reader of the log would read, not what the decision said.
        const { value: fields } = decodeRecord(encodeRecord({ message, value, version }))
        this.#applyRecord(message.apiKey!, fields, touched)
      }
      const { lastOffset } = log.append(bytes, { leaderEpoch: this.#epoch, origin: 'coordinator' })
      log.flush()
      this.#view.setPosition(log.name, lastOffset + 1, this.#epoch)
      this.#view.commit()
    } catch (error) {
      this.#view.rollback()
      throw error
    }
    this.cache.refresh(touched, log.writtenOffset - 1)
  }

  async forward<Request, RequestInit, Response, ResponseInit>(
    api: Api<Request, RequestInit, Response, ResponseInit>,
    request: Request,
    _principal: string,
  ): Promise<ResponseInit> {
    const decide = decisions[api.key]
    if (!decide) throw new KafkaError('UNSUPPORTED_VERSION', `The controller does not serve ${api.name}`)
    const { records, response } = decide(this.#state(), request)
    if (records.length > 0) {
      try {
        this.#write(records)
      } catch (error) {
        if (error instanceof KafkaError) throw error
        throw new KafkaError('KAFKA_STORAGE_ERROR', `The metadata log cannot be written: ${(error as Error).message}`, {
          cause: error,
        })
      }
    }
    return response as ResponseInit
  }

  #state(): ControllerState {
    const { nodeId, defaultPartitions, defaultReplicationFactor, deleteTopicEnabled, directoryIds, random, log } =
      this.#o
    return {
      metadata: this.cache,
      nodeId,
      defaultPartitions,
      defaultReplicationFactor,
      deleteTopicEnabled,
      directoryOf: brokerId => (brokerId === nodeId && directoryIds.length === 1 ? directoryIds[0] : undefined),
      newUuid: () => randomUuid(random),
      nextOffset: log.endOffset,
      nextProducerId: () =>
        this.#view.sql<{ next_producer_id: number }>('SELECT next_producer_id FROM producer_ids').get()
          ?.next_producer_id ?? 0,
    }
  }

  close(): void {
    this.#view.close()
  }
}

function openView({ viewDir, log }: ControllerOptions): View {
  const options = { file: path.join(viewDir, 'metadata.db'), schema: SCHEMA, version: SCHEMA_VERSION }
  const view = View.open(options)
  if (view.fits(log)) return view
  view.close()
  View.discard(options.file)
  return View.open(options)
}

const supported = () =>
  supportedFeatures.map(({ name, min, max }) => ({ name, minSupportedVersion: min, maxSupportedVersion: max }))

const BROKER_RESOURCE = 4

/** What `kafka-storage format` leaves for the first controller to write, as one metadata transaction. */
export const bootstrapRecords = (): MetadataRecord[] => [
  record(BeginTransactionRecord, { name: 'Bootstrap records' }),
  ...freshLevels.map(([name, featureLevel]) => record(FeatureLevelRecord, { name, featureLevel })),
  // Eligible leader replicas need it said: a topic's own value overrides it.
  record(ConfigRecord, { resourceType: BROKER_RESOURCE, resourceName: '', name: 'min.insync.replicas', value: '1' }),
  record(EndTransactionRecord, {}),
]
