/**
 * .kafka_cleanshutdown: the last thing that a clean stop writes into a data directory, and the first that is removed by a start that
 * is not refused.
 * Source: KIP-966; Kafka 4.3 `CleanShutdownFileHandler`.
 */
import path from 'node:path'
import type { Files } from '../lib/files.ts'
import { CLEAN_SHUTDOWN } from './paths.ts'

export interface CleanShutdown {
  /** Epoch of the broker that stopped; undefined where an old version of Kafka has left the file empty. */
  brokerEpoch: number | undefined
}

/** @returns undefined: the last stop was not clean */
export function readCleanShutdown(files: Files, dir: string): CleanShutdown | undefined {
  const file = path.join(dir, CLEAN_SHUTDOWN)
  return files.exists(file) ? { brokerEpoch: brokerEpochOf(files.readAll(file).toString()) } : undefined
}

/** From now on a kill is a crash. */
export function removeCleanShutdown(files: Files, dir: string): void {
  files.remove(path.join(dir, CLEAN_SHUTDOWN))
  files.syncDir(dir)
}

export function writeCleanShutdown(files: Files, dir: string, brokerEpoch: number): void {
  files.writeAtomic(path.join(dir, CLEAN_SHUTDOWN), JSON.stringify({ version: 0, brokerEpoch }))
}

function brokerEpochOf(text: string): number | undefined {
  try {
    const epoch: unknown = (JSON.parse(text) as { brokerEpoch?: unknown }).brokerEpoch
    return typeof epoch === 'number' ? epoch : undefined
  } catch {
    return undefined
  }
}
