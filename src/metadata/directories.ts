/**
 * In which of a broker's directories a copy lies, and whether it can be used there. Source: KIP-858; Kafka 4.3 `DirectoryId`.
 */
import type { Uuid } from '../lib/uuid.ts'

/** It is of before directories had ids. */
const MIGRATING: Uuid = 'AAAAAAAAAAAAAAAAAAAAAA'
/** The broker has not told yet. */
export const UNASSIGNED: Uuid = 'AAAAAAAAAAAAAAAAAAAAAQ'

const isNone = (directory: Uuid | undefined): boolean =>
  directory === undefined || directory === MIGRATING || directory === UNASSIGNED

/** Where the copy of broker `id` lies; undefined: nobody has said so. */
export function directoryOf(
  { replicas, directories }: { replicas: readonly number[]; directories: readonly Uuid[] },
  id: number,
): Uuid | undefined {
  const directory = directories[replicas.indexOf(id)]
  return isNone(directory) ? undefined : directory
}

/** Whether a copy in `directory` can be used, where `dirs` work. A third id, LOST, is of a directory that is gone. */
export const isOnline = (directory: Uuid | undefined, dirs: readonly Uuid[]): boolean =>
  isNone(directory) || dirs.includes(directory!)
