/**
 * The partitions of this broker: who leads, in which epoch, and which log. The one place where a name becomes a log.
 * Made from the metadata when a partition is first asked for, and corrected by every change of the metadata.
 * Source: Kafka 4.3 `ReplicaManager.getPartitionOrError`, `Partition.checkCurrentLeaderEpoch` (KIP-320).
 */
import type { Uuid } from '../lib/uuid.ts'
import type { PartitionLog } from '../log/partition-log.ts'
import type { MetadataCache } from '../metadata/cache.ts'
import { directoryOf } from '../metadata/directories.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { LeaderEpoch, Offset } from '../protocol/types.ts'
import type { Waiter, Waiting, Watched } from './waiting.ts'

export interface Partition extends Watched {
  readonly topic: string
  readonly topicId: Uuid
  readonly index: number
  readonly log: PartitionLog
  readonly leaderEpoch: LeaderEpoch
}

/** A client that does not say which epoch it believes in. */
const NO_EPOCH = -1

interface Hosted extends Partition {
  leaderEpoch: LeaderEpoch
  readonly waiters: Set<Waiter>
}

export interface PartitionsOptions {
  nodeId: number
  metadata: MetadataCache
  waiting: Waiting
  /** The log of a partition that this broker has a copy of; made if it is not there. */
  openLog: (place: { topic: string; index: number; topicId: Uuid; directoryId: Uuid | undefined }) => PartitionLog
  hasLog: (topic: string, index: number) => boolean
  /** Whether a copy in this directory cannot be used now. */
  isOffline: (directoryId: Uuid) => boolean
}

export class Partitions {
  readonly #options: PartitionsOptions
  /** By topic and index: those that were asked for, and that this broker leads. */
  readonly #led = new Map<string, (Hosted | undefined)[]>()

  constructor(options: PartitionsOptions) {
    this.#options = options
  }

  /**
   * @param currentLeaderEpoch what the client believes; -1 for no belief
   * @throws {KafkaError} UNKNOWN_TOPIC_OR_PARTITION, NOT_LEADER_OR_FOLLOWER, FENCED_LEADER_EPOCH (the client is behind),
   *   UNKNOWN_LEADER_EPOCH (we are), KAFKA_STORAGE_ERROR
   */
  leader(topic: string, index: number, currentLeaderEpoch: number = NO_EPOCH): Partition {
    const partition = this.#led.get(topic)?.[index] ?? this.#open(topic, index)
    if (currentLeaderEpoch !== NO_EPOCH && currentLeaderEpoch !== partition.leaderEpoch)
      throw wrongEpoch(partition, currentLeaderEpoch)
    return partition
  }

  /**
   * The epoch in which this broker leads a partition that has no log yet: nobody has used it, so it is empty. Who only asks where
   * it ends need not make it. @returns undefined when `leader` has to be asked
   */
  unusedIn(topic: string, index: number, currentLeaderEpoch: number = NO_EPOCH): LeaderEpoch | undefined {
    const { metadata, nodeId, hasLog, isOffline } = this.#options
    const state = metadata.partition(topic, index)
    if (state === undefined || state.leader !== nodeId || hasLog(topic, index)) return undefined
    const directoryId = directoryOf(state, nodeId)
    if (directoryId !== undefined && isOffline(directoryId)) return undefined
    return currentLeaderEpoch === NO_EPOCH || currentLeaderEpoch === state.leaderEpoch ? state.leaderEpoch : undefined
  }

  /** Who leads, as far as the metadata knows; -1 for nobody. */
  currentLeader(topic: string, index: number): { leaderId: number; leaderEpoch: LeaderEpoch } {
    const state = this.#options.metadata.partition(topic, index)
    return { leaderId: state?.leader ?? -1, leaderEpoch: state?.leaderEpoch ?? -1 }
  }

  /** The metadata of `topic` has changed: its partitions are looked up again, and those who wait look at what is left. */
  refresh(topic: string): void {
    const led = this.#led.get(topic)
    if (led === undefined) return
    this.#led.delete(topic)
    for (const partition of led) {
      if (partition === undefined) continue
      const state = this.#options.metadata.partition(topic, partition.index)
      const stays = state?.leader === this.#options.nodeId && this.#idOf(topic) === partition.topicId
      if (stays) {
        partition.leaderEpoch = state.leaderEpoch
        partition.log.lead(state.leaderEpoch)
        this.#keep(partition)
      } else {
        for (const waiter of partition.waiters) waiter.done()
      }
    }
  }

  /** Something was written to `partition`. */
  written(partition: Partition): void {
    if (partition.waiters.size > 0) this.#options.waiting.wake(partition)
  }

  #open(topic: string, index: number): Hosted {
    const { metadata, nodeId, openLog, isOffline } = this.#options
    const state = metadata.partition(topic, index)
    const topicId = this.#idOf(topic)
    if (state === undefined || topicId === undefined)
      throw new KafkaError(
        'UNKNOWN_TOPIC_OR_PARTITION',
        `There is no partition ${index} of a topic ${JSON.stringify(topic)} here`,
      )
    const directoryId = directoryOf(state, nodeId)
    if (directoryId !== undefined && isOffline(directoryId))
      throw new KafkaError('KAFKA_STORAGE_ERROR', `${topic}-${index} lies in a directory that is offline`)
    if (state.leader !== nodeId)
      throw new KafkaError(
        'NOT_LEADER_OR_FOLLOWER',
        `Broker ${nodeId} does not lead ${topic}-${index}; broker ${state.leader} does`,
      )
    const { leaderEpoch } = state
    const log = openLog({ topic, index, topicId, directoryId })
    log.lead(leaderEpoch)
    const partition = { topic, topicId, index, log, leaderEpoch, waiters: new Set<Waiter>() }
    this.#keep(partition)
    return partition
  }

  #keep(partition: Hosted): void {
    const led = this.#led.get(partition.topic)
    if (led === undefined) this.#led.set(partition.topic, [])
    this.#led.get(partition.topic)![partition.index] = partition
  }

  #idOf(topic: string): Uuid | undefined {
    return this.#options.metadata.topics.get(topic)?.id
  }
}

/**
 * Where `epoch` ended in the log; -1 and -1 when the log does not know. This leader's own epoch has not ended, and began
 * when it became the leader, whether it has written anything or not.
 */
export function endOfEpoch(
  { log, leaderEpoch }: Partition,
  epoch: LeaderEpoch,
): { epoch: LeaderEpoch; endOffset: Offset } {
  return epoch === leaderEpoch ? { epoch, endOffset: log.endOffset } : log.offsetForLeaderEpoch(epoch)
}

function wrongEpoch({ topic, index, leaderEpoch }: Partition, given: number): KafkaError {
  const epochs = `the leader epoch of ${topic}-${index} is ${leaderEpoch}, the request says ${given}`
  return given < leaderEpoch
    ? new KafkaError('FENCED_LEADER_EPOCH', `The client is behind: ${epochs}`)
    : new KafkaError('UNKNOWN_LEADER_EPOCH', `The client is ahead: ${epochs}`)
}
