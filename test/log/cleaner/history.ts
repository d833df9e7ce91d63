/** A compacted log on a disk in memory, and what it takes to clean it. */
import type { VirtualClock } from '../../../src/lib/clock.ts'
import { clean } from '../../../src/log/cleaner/clean.ts'
import { cleanable } from '../../../src/log/cleaner/cleanable.ts'
import { Pace } from '../../../src/log/cleaner/slices.ts'
import type { LogDir } from '../../../src/log/log-dir.ts'
import type { PartitionLog } from '../../../src/log/partition-log.ts'
import { ForgetfulDisk } from '../../kit/forgetful-disk.ts'

export const ID = 'AQIDBAUGBwgJCgsMDQ4PEA'

export async function cleanNow(
  dir: LogDir,
  log: PartitionLog,
  clock: VirtualClock,
  dedupeBytes = 1 << 20,
): Promise<boolean> {
  const { firstDirty, upTo, due } = cleanable(log, dir.logs.cleanerOffset(log.name), clock.now())
  if (!due) return false
  const { endOffset } = await clean(log, {
    firstDirty,
    upTo,
    dedupeBytes,
    loadFactor: 0.9,
    pace: new Pace(clock, () => Number.POSITIVE_INFINITY),
    stopped: () => false,
  })
  dir.logs.cleaned(log, endOffset)
  return true
}

export const newDisk = () => {
  const disk = new ForgetfulDisk()
  disk.mkdir('/data')
  disk.syncDir('/')
  return disk
}

export function demandSame(found: Map<string, string>, wanted: Map<string, string>): void {
  const text = (map: Map<string, string>) => JSON.stringify([...map].sort())
  if (text(found) !== text(wanted)) throw new Error(`${text(found)} is read, not ${text(wanted)}`)
}
