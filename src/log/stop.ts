/**
 * The logs of a directory are closed, many at a time. Syncs are off the event loop, and where nothing was written there is none:
 * 1,000 that were never synced take 6 s, not 12 (2026-11-21, beside five others on two cores). Those that a crash has found idle
 * do not come here: untouched.ts.
 */
import type { Logger } from '../lib/logger.ts'
import { KafkaError } from '../protocol/errors.ts'
import { CorruptLogError, isSystemError } from './errors.ts'
import type { PartitionLog } from './partition-log.ts'

export interface Closing {
  /** @throws {KafkaError} KAFKA_STORAGE_ERROR, {CorruptLogError} */
  open: (name: string) => PartitionLog
  /** The directory has failed: whatever is left is not closed. */
  isOver: () => boolean
  logger: Logger
}

/** The thread pool has four threads, and a disk can write for several. */
const CLOSED_AT_A_TIME = 16

/** @returns whether all were closed cleanly; those that were not are said */
export async function closeAll(names: readonly string[], closing: Closing): Promise<boolean> {
  const waiting = names.values()
  let clean = true
  const closeSome = async () => {
    for (const name of waiting) if (!(await close(name, closing))) clean = false
  }
  await Promise.all(Array.from({ length: CLOSED_AT_A_TIME }, closeSome))
  return clean
}

async function close(name: string, { open, isOver, logger }: Closing): Promise<boolean> {
  try {
    await open(name).closeLater()
    return true
  } catch (error) {
    if (isOver() || !(error instanceof KafkaError || error instanceof CorruptLogError || isSystemError(error)))
      throw error
    logger.error(`${name} was not stopped cleanly: the next start looks at it`, error)
    return false
  }
}
