/**
 * A partition on its way to another directory of the same broker: its batches are copied, as they are, until the copy has all of them.
 * What is written meanwhile follows. A copy that a stop has left is gone on with when it is a beginning of the log, and dropped otherwise.
 * Source: KIP-113; Kafka 4.3 `ReplicaAlterLogDirsThread`, which fetches from itself.
 */
import type { Logger } from '../lib/logger.ts'
import type { Offset } from '../protocol/types.ts'
import { CorruptLogError } from './errors.ts'
import type { LogManager } from './log-manager.ts'
import type { PartitionLog } from './partition-log.ts'

export interface MoveOptions {
  logs: LogManager
  log: PartitionLog
  /** Where it goes to. */
  dir: string
  logger: Logger
}

export class Move {
  readonly log: PartitionLog
  readonly dir: string
  /** It is not wanted any more. */
  cancelled = false
  readonly #logs: LogManager
  readonly #logger: Logger
  #known: PartitionLog | undefined

  /** @throws {KafkaError} INVALID_TOPIC_EXCEPTION, KAFKA_STORAGE_ERROR */
  constructor({ logs, log, dir, logger }: MoveOptions) {
    this.#logs = logs
    this.log = log
    this.dir = dir
    this.#logger = logger
    this.#copy()
  }

  /** The copy; begun again when it is none any more. */
  #copy(): PartitionLog {
    const copy = this.#opened()
    if (copy && copy === this.#known && follows(this.log, copy)) return copy
    this.#known = copy && isBeginningOf(this.log, copy) ? copy : this.#again()
    return this.#known
  }

  /** @returns undefined when it cannot be read */
  #opened(): PartitionLog | undefined {
    try {
      return this.#logs.copies.open(this.log, this.dir, () => startOf(this.log))
    } catch (error) {
      if (!(error instanceof CorruptLogError)) throw error
      this.#logger.warn(error.message)
      return undefined
    }
  }

  #again(): PartitionLog {
    const { topic, partition, name } = this.log
    this.#logger.warn(`What there is of ${name} in ${this.dir} is no beginning of ${this.log.dir}: it is begun again`)
    this.#logs.copies.drop(topic, partition, this.dir)
    return this.#logs.copies.open(this.log, this.dir, () => startOf(this.log))
  }

  /** Copy about `maxBytes`, or what there is. @returns bytes copied */
  step(maxBytes: number): number {
    const { log } = this
    const copy = this.#copy()
    let bytes = 0
    if (copy.endOffset < log.writtenOffset)
      for (const batch of log.batchesFrom(copy.endOffset)) {
        if (batch.header.baseOffset >= log.writtenOffset) break
        copy.replicate(batch)
        bytes += batch.bytes.length
        if (bytes >= maxBytes) break
      }
    copy.write()
    // Compaction may have left nothing up to the end.
    if (bytes === 0) copy.skipTo(log.writtenOffset)
    copy.deleteBefore(Math.min(Math.max(log.logStartOffset, copy.logStartOffset), copy.writtenOffset))
    return bytes
  }

  /** Nothing is on its way into the log, and all of it is in the copy. */
  get isComplete(): boolean {
    return this.log.writtenOffset === this.log.endOffset && this.#copy().endOffset === this.log.endOffset
  }

  /** Of the copy, which a swap would have to sync. */
  get unsyncedBytes(): number {
    return this.#copy().unsyncedBytes
  }

  settle(): Promise<void> {
    return this.#copy().settle()
  }

  /** The copy is complete: make it ready to take the log's place. @returns where it ends */
  finish(): Offset {
    const copy = this.#copy()
    copy.inherit(this.log)
    this.#logs.copies.close(this.log, this.dir)
    return copy.endOffset
  }

  swap(): void {
    this.#logs.copies.swap(this.log, this.dir)
  }
}

/** Where a copy begins: with the batch that the log starts in. */
function startOf(log: PartitionLog): Offset {
  for (const { header } of log.batchesFrom(log.logStartOffset)) return Math.min(header.baseOffset, log.logStartOffset)
  return log.logStartOffset
}

/** Nothing is missing between what the copy has and what the log has left. */
const follows = (log: PartitionLog, { endOffset }: PartitionLog): boolean =>
  endOffset >= log.logStartOffset || endOffset >= startOf(log)

function isBeginningOf(log: PartitionLog, copy: PartitionLog): boolean {
  if (copy.topicId !== log.topicId || copy.endOffset > log.writtenOffset || !follows(log, copy)) return false
  if (copy.logStartOffset > log.logStartOffset) return false
  if (copy.size === 0) return true
  // A crash may have taken from the log what the copy has; others were written in their place then.
  for (const mine of copy.batchesFrom(copy.endOffset - 1))
    for (const theirs of log.batchesFrom(mine.header.baseOffset)) return mine.bytes.equals(theirs.bytes)
  return false
}
