/** What a partition's directory tells by names and sizes alone: most partitions of many are never opened. */
import path from 'node:path'
import type { Files } from '../lib/files.ts'
import { parseSegmentFile } from './paths.ts'

/** Names of the .log files in `dir`. */
export const logsIn = (files: Files, dir: string): string[] =>
  files.list(dir).filter(name => parseSegmentFile(name)?.kind === 'log')

/** Bytes in all of them. */
export const bytesIn = (files: Files, dir: string): number =>
  logsIn(files, dir).reduce((sum, name) => sum + (files.stat(path.join(dir, name))?.size ?? 0), 0)

/** Whether there is anything in them, or was in those that are deleted. */
export const hasBytes = (files: Files, dir: string): boolean =>
  logsIn(files, dir).some(
    name => parseSegmentFile(name)!.baseOffset > 0 || (files.stat(path.join(dir, name))?.size ?? 0) > 0,
  )
