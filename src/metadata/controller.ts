/**
 * The controller of a cluster of one node, in its process: it writes Kafka's own metadata records to `__cluster_metadata-0`
 * and folds them into metadata.db. Each request is decided (records and a response), appended as one batch, synced, applied,
 * published, answered, in that order. What it writes an Apache Kafka node can read.
 * Source: KIP-500, KIP-631; Kafka 4.3 `QuorumController`.
 * Not here: other nodes, and so heartbeats and elections among them; NoOp records, which only tell others that a leader lives.
 */
import type { Surroundings } from '../config/together.ts'
import type { Clock } from '../lib/clock.ts'
import type { Files } from '../lib/files.ts'
import type { Logger } from '../lib/logger.ts'
import type { Random } from '../lib/random.ts'
import { randomUuid, type Uuid } from '../lib/uuid.ts'
import { KafkaError } from '../protocol/errors.ts'
import { BrokerRegistrationChangeRecord } from '../protocol/generated/records/metadata/17-broker-registration-change.ts'
import { AbortTransactionRecord } from '../protocol/generated/records/metadata/25-abort-transaction.ts'
import type { Api } from '../protocol/message.ts'
import { encodeBatch } from '../protocol/record.ts'
import type { LeaderEpoch, Offset } from '../protocol/types.ts'
import type { View } from '../view/view.ts'
import { MetadataCache } from './cache.ts'
import { decisions } from './decide/index.ts'
import type { ControllerState, Quorum } from './decide/state.ts'
import { catchUp, Fold } from './fold.ts'
import { bootstrapRecords, isFormatted } from './format.ts'
import { applyControl, controlBatch, type Kraft, kraftOf, kraftRecords, standalone } from './kraft.ts'
import { elections, resignations } from './leadership.ts'
import { demandAlone, format, openView } from './opening.ts'
import { readEpoch, writeEpoch } from './quorum-state.ts'
import { decodeRecord, encodeRecord, type MetadataRecord, record, recordAt } from './records.ts'
import { brokerRecord, controllerRecord } from './registration.ts'
import type { ControllerClient, MetadataLog } from './seam.ts'
import { type SnapshotLimits, Snapshots, type SnapshottedLog } from './snapshots.ts'
import { nothingTouched, type Touched } from './touched.ts'

/** The log, as the controller uses it. */
export interface MetadataRecordLog extends SnapshottedLog {
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
  /** The voters are the setting controller.quorum.voters, not records: for a directory that is formatted by this start. */
  staticVoters: boolean
  /** Of the directory that holds the metadata log. */
  directoryId: Uuid
  /** Of all directories that work at the start. */
  directoryIds: readonly Uuid[]
  snapshots: SnapshotLimits
  minInsyncReplicas: number
  defaultPartitions: number
  defaultReplicationFactor: number
  deleteTopicEnabled: boolean
  surroundings: () => Surroundings
  /** All that could be refused has been looked at; what comes next is written. */
  willWrite?: () => void
  files: Files
  clock: Clock
  random: Random
  logger: Logger
}

/** Kafka reads no batch of metadata larger than 8 MiB. */
const RECORDS_PER_BATCH = 10_000
/** Before there is a metadata.version. */
const NEWEST = Number.MAX_SAFE_INTEGER
const ELR = 'eligible.leader.replicas.version'

export class Controller implements ControllerClient, MetadataLog {
  readonly cache: MetadataCache
  /** Offset of this broker's registration. */
  brokerEpoch = -1
  /** Records applied by this start: what a person wants to know after a view was thrown away. */
  replayed = 0
  readonly #o: ControllerOptions
  readonly #view: View
  readonly #epoch: LeaderEpoch
  readonly #fold: Fold
  readonly #snapshots: Snapshots

  private constructor(options: ControllerOptions) {
    this.#o = options
    const { files, log } = options
    this.#snapshots = new Snapshots({ ...options, limits: options.snapshots })
    this.#epoch = Math.max(readEpoch(files, log.dir), log.endOffset > 0 ? log.epochAt(log.endOffset - 1) : 0) + 1
    this.#view = openView(options)
    this.#fold = new Fold(this.#view)
    this.cache = new MetadataCache(this.#view)
  }

  /**
   * @throws {CorruptLogError} when the beginning of the metadata is in no snapshot that can be read, and not in the log
   * @throws {DirectoryError} when other nodes vote
   */
  static open(options: ControllerOptions): Controller {
    const { files, log, nodeId, viewDir } = options
    if (log.endOffset === 0 && !isFormatted(files, viewDir)) format(options)
    const controller = new Controller(options)
    try {
      controller.replayed = catchUp(controller.#view, controller.#fold, controller.#snapshots, options)
      demandAlone(controller.kraft, nodeId, log.dir)
      options.willWrite?.()
      writeEpoch(files, log.dir, nodeId, controller.#epoch, controller.kraft.version)
      controller.#begin()
      controller.cache.load(log.writtenOffset - 1)
      controller.#snapshots.follow(controller.#view)
    } catch (error) {
      controller.close()
      throw error
    }
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

  /** Which version of the quorum's protocol is spoken, and who votes. */
  get kraft(): Kraft {
    return kraftOf(this.#view)
  }

  get snapshots(): readonly { offset: Offset; epoch: LeaderEpoch }[] {
    return this.#snapshots.ids
  }

  /** Write a snapshot now. */
  snapshot() {
    return this.#snapshots.take()
  }

  /** A new epoch, as Raft has one for each leader; a fresh log gets what a formatted cluster begins with; then this node. */
  #begin(): void {
    const { log, clock, nodeId, files, viewDir, minInsyncReplicas } = this.#o
    const voters = [{ voterId: nodeId }]
    const change = { version: 0, leaderId: nodeId, voters, grantingVoters: voters }
    // The snapshot of an empty log said who votes; the log says it, too, once there is one.
    const quorum = log.endOffset === 0 ? kraftRecords(this.kraft) : []
    const records = [{ type: 'LEADER_CHANGE', value: change } as const, ...quorum]
    log.append(controlBatch({ records, timestamp: clock.now() }), { leaderEpoch: this.#epoch, origin: 'coordinator' })
    if (this.#fold.isHolding) this.#write([record(AbortTransactionRecord, { reason: 'The controller was stopped' })])
    if (!this.#view.sql('SELECT 1 FROM feature').get()) this.#write(bootstrapRecords(files, viewDir, minInsyncReplicas))
    this.#write([controllerRecord(this.#o)])
    this.brokerEpoch = log.endOffset
    const unfence = { brokerId: nodeId, brokerEpoch: this.brokerEpoch, fenced: -1 }
    this.#writeMany([
      brokerRecord(this.#o, this.brokerEpoch),
      record(BrokerRegistrationChangeRecord, unfence, 0),
      ...elections(this.#view, nodeId, this.#o.directoryIds),
    ])
  }

  /**
   * A clean stop: this node leads nothing any more, and is fenced. Whoever opens the directory next need not wait until its
   * session has run out, and elects it again. Nobody is told: what listens has been stopped.
   */
  resign(): void {
    const { nodeId } = this.#o
    const ours = { brokerId: nodeId, brokerEpoch: this.brokerEpoch }
    this.#writeMany([
      record(BrokerRegistrationChangeRecord, { ...ours, inControlledShutdown: 1 }, 1),
      ...resignations(this.#view, nodeId, (this.cache.features.get(ELR) ?? 0) > 0),
      record(BrokerRegistrationChangeRecord, { ...ours, fenced: 1 }, 0),
    ])
  }

  #writeMany(records: readonly MetadataRecord[]): void {
    for (let i = 0; i < records.length; i += RECORDS_PER_BATCH) this.#write(records.slice(i, i + RECORDS_PER_BATCH))
  }

  /** Append `records` as one batch, and fold them. @returns what that touched */
  #write(records: readonly MetadataRecord[]): Touched {
    const { clock } = this.#o
    const timestamp = clock.now()
    const level = this.#view.sql<{ level: number }>("SELECT level FROM feature WHERE name = 'metadata.version'").get()
    const values = records.map(each => encodeRecord(recordAt(each, level?.level ?? NEWEST)))
    const touched = nothingTouched()
    this.#commit(encodeBatch({ records: values.map(value => ({ timestamp, value })) }), () => {
      // What is applied is what a reader of the log would read, not what the decision said.
      for (const value of values) {
        const { apiKey, value: fields } = decodeRecord(value)
        this.#fold.record(apiKey, fields, touched)
      }
    })
    return touched
  }

  /** One batch, on disk and in the view, or in neither. */
  #commit(batch: Buffer, fold: () => void): void {
    const { log } = this.#o
    this.#view.begin()
    try {
      fold()
      const { lastOffset } = log.append(batch, { leaderEpoch: this.#epoch, origin: 'coordinator' })
      log.flush()
      this.#view.setPosition(log.name, lastOffset + 1, this.#epoch)
      this.#view.commit()
    } catch (error) {
      this.#view.rollback()
      throw error
    }
  }

  /** kraft.version 1: the voters, a setting so far, become records of the log (KIP-853). */
  #votersToLog(): Touched {
    const { log, clock, files, nodeId, directoryId, controllerListener } = this.#o
    const records = kraftRecords(standalone(nodeId, directoryId, controllerListener))
    const batch = controlBatch({ records, timestamp: clock.now() })
    this.#commit(batch, () => applyControl(this.#view, batch))
    writeEpoch(files, log.dir, nodeId, this.#epoch, this.kraft.version)
    return { ...nothingTouched(), features: true }
  }

  async forward<Request, RequestInit, Response, ResponseInit>(
    api: Api<Request, RequestInit, Response, ResponseInit>,
    request: Request,
    _principal: string,
  ): Promise<ResponseInit> {
    const decide = decisions[api.key]
    if (!decide) throw new KafkaError('UNSUPPORTED_VERSION', `The controller does not serve ${api.name}`)
    const { log } = this.#o
    const { records, response, votersToLog } = decide(this.#state(), request)
    try {
      const end = log.writtenOffset
      if (votersToLog) this.cache.refresh(this.#votersToLog(), log.writtenOffset - 1)
      if (records.length > 0) this.cache.refresh(this.#write(records), log.writtenOffset - 1)
      if (log.writtenOffset > end) this.#snapshots.wrote(log.bytesBetween(end, log.writtenOffset))
    } catch (error) {
      if (error instanceof KafkaError) throw error
      throw new KafkaError('KAFKA_STORAGE_ERROR', `The metadata log cannot be written: ${(error as Error).message}`, {
        cause: error,
      })
    }
    return response as ResponseInit
  }

  #state(): ControllerState {
    const { nodeId, defaultPartitions, defaultReplicationFactor, deleteTopicEnabled, random, log, surroundings } =
      this.#o
    return {
      metadata: this.cache,
      nodeId,
      defaultPartitions,
      defaultReplicationFactor,
      deleteTopicEnabled,
      surroundings,
      directoryOf: brokerId => {
        const { logDirs = [] } = this.cache.brokers.get(brokerId) ?? {}
        return logDirs.length === 1 ? logDirs[0] : undefined
      },
      newUuid: () => randomUuid(random),
      nextOffset: log.endOffset,
      nextProducerId: () =>
        this.#view.sql<{ next_producer_id: number }>('SELECT next_producer_id FROM producer_ids').get()
          ?.next_producer_id ?? 0,
      quorum: () => this.#quorum(),
    }
  }

  #quorum(): Quorum {
    const { controllerListener, directoryId, clock } = this.#o
    return {
      kraftVersion: this.kraft.version,
      leader: this.leader,
      highWatermark: this.highWatermark,
      directoryId,
      listener: controllerListener,
      now: clock.now(),
    }
  }

  close(): void {
    this.#snapshots.stop()
    this.#view.close()
  }
}
