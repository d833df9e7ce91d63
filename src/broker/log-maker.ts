/**
 * Logs of new partitions are made a few a turn of the event loop, so that CreateTopics holds nobody up: making
 * one takes milliseconds. The first are there when the request is answered; who asks for one of the others has it
 * made on the spot. Those of a large topic are made when they are first used, and only then.
 */
import type { Logger } from '../lib/logger.ts'
import type { Uuid } from '../lib/uuid.ts'
import type { MetadataCache, TopicState } from '../metadata/cache.ts'
import { directoryOf } from '../metadata/directories.ts'
import { toldError } from './faults.ts'
import type { LogPlace } from './open.ts'

const NOBODY = -1
const LOGS_A_TURN = 4
/** Of a larger topic not every partition may ever be used. */
const LARGE_TOPIC = 100

interface Wanted {
  topic: string
  index: number
  topicId: Uuid
}

export class LogMaker {
  readonly #nodeId: number
  readonly #openLog: (place: LogPlace) => void
  readonly #metadata: MetadataCache
  readonly #logger: Logger
  #queue: Wanted[] = []
  #stopped = false

  constructor({ nodeId, openLog, metadata, logger }: Parts) {
    this.#nodeId = nodeId
    this.#openLog = openLog
    this.#metadata = metadata
    this.#logger = logger
  }

  /** Those of `topic` that this broker has a copy of, and that are not there. */
  make({ id, name, partitions }: TopicState): void {
    if (partitions.length > LARGE_TOPIC) return
    const idle = this.#queue.length === 0
    for (const [index, { replicas }] of partitions.entries())
      if (replicas.includes(this.#nodeId)) this.#queue.push({ topic: name, index, topicId: id })
    if (idle) this.#turn()
  }

  /** What is left is made when it is used. */
  stop(): void {
    this.#stopped = true
    this.#queue = []
  }

  #turn(): void {
    if (this.#stopped) return
    for (const wanted of this.#queue.splice(0, LOGS_A_TURN)) this.#makeOne(wanted)
    if (this.#queue.length > 0) setImmediate(() => this.#turn())
  }

  #makeOne({ topic, index, topicId }: Wanted): void {
    const state = this.#metadata.partition(topic, index)
    // Deleted meanwhile, or another of that name.
    if (state === undefined || this.#metadata.topics.get(topic)?.id !== topicId) return
    // Nobody leads it: the directory that it lies in has failed.
    if (state.leader === NOBODY) return
    try {
      const directoryId = directoryOf(state, this.#nodeId)
      this.#openLog({ topic, index, topicId, directoryId })
    } catch (error) {
      // The disk: who asks for the partition is told so. What the metadata says holds all the same.
      this.#logger.error(`${topic}-${index} cannot be made: ${toldError(error, this.#logger).message}`)
    }
  }
}

interface Parts {
  nodeId: number
  /** The log of a partition, made when it is not there. */
  openLog: (place: LogPlace) => void
  metadata: MetadataCache
  logger: Logger
}
