/**
 * A cleaned segment takes the place of those it was made from, so that a crash leaves one or the other.
 *
 * 1. It is synced as `.cleaned`. A start removes such files.
 * 2. It becomes `.swap`: its .log last, for a `.log.swap` says that all is there. From here on a start completes the change.
 * 3. The old ones become `.deleted`, from the lowest on: while some are left, they are the later ones, so that no value comes
 *    back that a later record took away.
 * 4. It loses its ending.
 *
 * The names are synced after each step, off the event loop.
 * Source: Kafka 4.3 `LocalLog.replaceSegments`, `LogLoader.load`.
 */
import type { Files } from '../lib/files.ts'
import type { Offset } from '../protocol/types.ts'
import { DELETED, SWAP, segmentFiles } from './paths.ts'
import type { Segment } from './segment.ts'
import { Unsynced } from './unsynced.ts'

export interface Replacing {
  files: Files
  dir: string
  /** Everything that is done goes through it: it looks whether the log is still there, and whether the disk works. */
  attempt: <T>(work: () => T) => T
  /** The log has `cleaned` for `old` from now on. @throws {CleaningStopped} when `old` is not there any more */
  swap: () => void
  /** Whether the log still has it. */
  has: (segment: Segment) => boolean
}

const logLast = [...segmentFiles].reverse()

/** @returns the names of what is to be removed, once nobody reads it */
export async function replaceSegments(
  old: readonly Segment[],
  cleaned: Segment,
  { files, dir, attempt, swap, has }: Replacing,
): Promise<string[]> {
  const unsynced = new Unsynced(files)
  await unsynced.syncAsync([...attempt(() => cleaned.close()), dir])
  attempt(() => cleaned.setModified(old.at(-1)!.modifiedMs))
  attempt(() => cleaned.rename(SWAP, logLast))
  await files.syncAsync(dir)
  attempt(swap)
  const gone: string[] = []
  for (const segment of old) {
    gone.push(...attempt(() => segment.rename(DELETED, kindsOf(segment.baseOffset, cleaned.baseOffset))))
    await files.syncAsync(dir)
  }
  if (attempt(() => has(cleaned))) attempt(() => cleaned.rename(''))
  await files.syncAsync(dir)
  return gone
}

/** Producers as they were at the first offset are as they were. */
const kindsOf = (baseOffset: Offset, kept: Offset) =>
  baseOffset === kept ? segmentFiles.filter(kind => kind !== 'snapshot') : segmentFiles
