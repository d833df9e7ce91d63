/**
 * In which directory a copy lies is the broker's to choose where it has several, and the controller's to know: nobody leads
 * from a directory that fails. What comes in one turn of the event loop is told at once.
 * Source: KIP-858; Kafka 4.3 `AssignmentsManager`.
 */
import type { Logger } from '../lib/logger.ts'
import type { Uuid } from '../lib/uuid.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { OwnRequests } from './own-requests.ts'

export interface Assignment {
  topicId: Uuid
  partition: number
  directoryId: Uuid
}

export class Assignments {
  readonly #own: OwnRequests
  readonly #logger: Logger
  #queue: Assignment[] = []

  constructor(own: OwnRequests, logger: Logger) {
    this.#own = own
    this.#logger = logger
  }

  /** Tell the controller, before long. */
  later(assignment: Assignment): void {
    this.#queue.push(assignment)
    if (this.#queue.length > 1) return
    setImmediate(() => {
      const all = this.#queue
      this.#queue = []
      if (all.length === 0) return
      this.tell(all).catch(error => this.#logger.error('The controller is not told where partitions lie', error))
    })
  }

  /** What is not told yet will not be. */
  stop(): void {
    this.#queue = []
  }

  /** Resolves when the controller has it written down. A topic that is gone by then is none of its concern. */
  async tell(assignments: readonly Assignment[]): Promise<void> {
    const byDirectory = new Map<Uuid, Map<Uuid, number[]>>()
    for (const { topicId, partition, directoryId } of assignments) {
      const topics = byDirectory.get(directoryId) ?? new Map<Uuid, number[]>()
      byDirectory.set(directoryId, topics)
      topics.set(topicId, [...(topics.get(topicId) ?? []), partition])
    }
    const directories = Array.from(byDirectory, ([id, topics]) => ({
      id,
      topics: Array.from(topics, ([topicId, partitions]) => ({
        topicId,
        partitions: partitions.map(partitionIndex => ({ partitionIndex })),
      })),
    }))
    try {
      await this.#own.assignReplicas(directories)
    } catch (error) {
      // A cluster of an old metadata.version does without.
      if (!(error instanceof KafkaError && error.name === 'UNSUPPORTED_VERSION')) throw error
      this.#logger.debug(error.message)
    }
  }
}
