/**
 * Old segments go: by age (retention.ms, counted from a segment's newest record) and by size (retention.bytes), where
 * cleanup.policy says delete. Looked for every log.retention.check.interval.ms, one partition a turn of the event loop, so
 * that requests come between. A segment that is still written to is closed first when all of it is too old.
 * Source: Kafka 4.3 `UnifiedLog.deleteOldSegments`, `LogManager.cleanupLogs`. Compaction has its own file.
 */
import type { Clock, Timer } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { LogManager } from '../log/log-manager.ts'
import type { PartitionLog } from '../log/partition-log.ts'
import type { Segment } from '../log/segment.ts'

export class Retention {
  readonly #logs: LogManager
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #intervalMs: () => number
  #timer: Timer | undefined
  #stopped = false

  constructor(logs: LogManager, clock: Clock, logger: Logger, intervalMs: () => number) {
    this.#logs = logs
    this.#clock = clock
    this.#logger = logger
    this.#intervalMs = intervalMs
    this.#later()
  }

  #later(): void {
    this.#timer = this.#clock.after(this.#intervalMs(), () => {
      this.run()
        .catch(error => this.#logger.error('Old segments could not be deleted', error))
        .finally(() => {
          if (!this.#stopped) this.#later()
        })
    })
  }

  /** Look at every partition once. @returns segments deleted */
  async run(): Promise<number> {
    let count = 0
    for (const { topic, partition } of this.#logs.list()) {
      if (this.#stopped) break
      const log = this.#logs.log(topic, partition)
      if (log) count += deleteOldSegments(log, this.#clock.now())
      await new Promise(resolve => setImmediate(resolve))
    }
    return count
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
  }
}

/** @returns segments deleted */
export function deleteOldSegments(log: PartitionLog, now: number): number {
  const { 'cleanup.policy': policy, 'retention.ms': retentionMs, 'retention.bytes': retentionBytes } = log.config
  if (!policy.includes('delete')) return 0
  const tooOld = (segment: Segment) => retentionMs >= 0 && now - newestOf(segment) > retentionMs
  const active = log.segments.at(-1)!
  if (active.size > 0 && tooOld(active)) log.roll()
  let excess = retentionBytes < 0 ? 0 : log.size - retentionBytes
  return log.deleteOldSegments(segment => {
    if (tooOld(segment)) return true
    // A segment goes only when what is left is still as large as is to be kept.
    if (retentionBytes < 0 || excess < segment.size) return false
    excess -= segment.size
    return true
  })
}

/** Messages of magic 0 have no timestamps: they are as old as their file. */
function newestOf(segment: Segment): number {
  const { timestamp } = segment.largestTimestamp
  return timestamp >= 0 ? timestamp : segment.modifiedMs
}
