/**
 * The offset checkpoints of a log directory: `topic partition offset`, a line each, under a version and a count.
 * Source: Kafka 4.3 `OffsetCheckpointFile`, `CheckpointFile`.
 */
import path from 'node:path'
import type { Files } from '../lib/files.ts'
import type { Offset } from '../protocol/types.ts'
import { partitionDir, TEMPORARY } from './paths.ts'

export interface CheckpointRow {
  topic: string
  partition: number
  offset: Offset
}

/**
 * @returns offsets by directory name (`topic-partition`); empty when the file is missing or cannot be a checkpoint: all of
 *          them can be made again, at the price of looking at more of the log
 * @param onBroken told of a file that is there and is none
 */
export function readCheckpoint(
  files: Files,
  dir: string,
  name: string,
  onBroken: (file: string) => void = () => {},
): Map<string, Offset> {
  const file = path.join(dir, name)
  const offsets = new Map<string, Offset>()
  if (!files.exists(file)) return offsets
  const broken = () => {
    onBroken(file)
    return new Map<string, Offset>()
  }
  const text = files.readAll(file).toString()
  // Kafka makes the files at its start, and writes into them when there is something to be written.
  if (text === '') return offsets
  const [version, count, ...lines] = text.split('\n')
  const rows = lines.filter(Boolean)
  if (version !== '0' || Number(count) !== rows.length) return broken()
  for (const row of rows) {
    const [topic, partition, offset] = row.split(' ')
    if (!topic || !/^\d+$/.test(partition ?? '') || !/^\d+$/.test(offset ?? '')) return broken()
    offsets.set(partitionDir(topic, Number(partition)), Number(offset))
  }
  return offsets
}

/** A file that says so already is left alone: a broker that nobody uses does not keep a disk awake. */
export function writeCheckpoint(files: Files, dir: string, name: string, rows: readonly CheckpointRow[]): void {
  const file = path.join(dir, name)
  const text = textOf(rows)
  if (!says(files, file, text)) files.writeAtomic(file, text)
}

/** The same, with the syncs off the event loop. @param isLatest asked before the file is replaced: a newer one may be there */
export async function writeCheckpointLater(
  files: Files,
  dir: string,
  name: string,
  rows: readonly CheckpointRow[],
  isLatest: () => boolean,
): Promise<void> {
  const file = path.join(dir, name)
  const text = textOf(rows)
  if (says(files, file, text)) return
  const handle = files.open(file + TEMPORARY, 'w+')
  try {
    handle.write(Buffer.from(text), 0)
    await handle.syncAsync()
  } finally {
    handle.close()
  }
  if (!isLatest()) return
  files.rename(file + TEMPORARY, file)
  await files.syncAsync(dir)
}

const says = (files: Files, file: string, text: string): boolean =>
  files.exists(file) && files.readAll(file).toString() === text

function textOf(rows: readonly CheckpointRow[]): string {
  const lines = rows.map(({ topic, partition, offset }) => `${topic} ${partition} ${offset}\n`)
  return `0\n${lines.length}\n${lines.join('')}`
}
