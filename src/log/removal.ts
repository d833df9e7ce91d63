/**
 * Segments go in two steps: their files are renamed at once, so that no start finds them, and removed after
 * file.delete.delay.ms, so that what is being read can be read on. A crash in between leaves files that the next start removes.
 * Source: Kafka 4.3 `LocalLog.deleteSegmentFiles`.
 */
import type { Clock } from '../lib/clock.ts'
import type { Files } from '../lib/files.ts'
import type { Logger } from '../lib/logger.ts'
import type { Segment } from './segment.ts'

export interface Remover {
  files: Files
  clock: Clock
  logger: Logger
}

export function removeLater({ files, clock, logger }: Remover, segment: Segment, delayMs: number): void {
  const gone = segment.putAside()
  clock.after(delayMs, () => {
    segment.release()
    for (const file of gone) files.removeAsync(file).catch(error => logger.error(`${file} could not be deleted`, error))
  })
}
