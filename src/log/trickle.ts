/**
 * Writes to the disk little by little what was appended, while the disk has time: what has gone makes the next sync short. Only
 * bytes go; nothing counts as synced by it, and recovery points stay where they are.
 *
 * An append to a file that is being synced may wait for the file system's journal, the longer the more there is to sync. At full
 * speed many short syncs cost more than they give, so there the settling of logs (log-dir.ts) does it all.
 * Measured 2026-11-21, acks=all under 50 MB/s to one partition: p99 1.5 to 3.7 ms and p99.9 14 to 44 ms without, 1.0 to 1.7 and
 * 3.2 to 5.2 with; 512 KiB, 1 and 8 MiB at a time are a tenth to a third worse than 2. At 550 to 650 MB/s no difference.
 */
import type { Clock } from '../lib/clock.ts'
import { MiB, SECONDS } from '../lib/units.ts'

/** So much of one log at a time. */
const DROP_BYTES = 2 * MiB
/** The pace is looked at each time that so much has been written, to all logs. */
const LOOK_BYTES = 8 * MiB
/** The disk has time below this many bytes a second. */
const BUSY_BYTES = 100 * MiB
const LEISURE_MS = (LOOK_BYTES / BUSY_BYTES) * SECONDS

/** One for all logs of a broker. */
export class Trickle {
  #bytes = 0
  #lookedAt = 0
  #hasTime = true
  #isRunning = false

  /**
   * `bytes` more were written.
   * @param loose bytes of that log since it was last synced, or trickled
   * @returns whether it is that log's turn
   */
  isDue(bytes: number, loose: number, clock: Clock): boolean {
    this.#bytes += bytes
    if (this.#bytes >= LOOK_BYTES) {
      const now = clock.monotonic()
      this.#hasTime = now - this.#lookedAt >= LEISURE_MS
      this.#lookedAt = now
      this.#bytes = 0
    }
    return loose >= DROP_BYTES && this.#hasTime && !this.#isRunning
  }

  /** One at a time. Resolves when it is done. @throws what the disk says */
  async run(sync: () => Promise<void>): Promise<void> {
    this.#isRunning = true
    try {
      await sync()
    } finally {
      this.#isRunning = false
    }
  }
}
