/**
 * A snapshot's file: `<end offset, 20 digits>-<epoch, 10 digits>.checkpoint`, beside the segments of the metadata log.
 *
 * ```
 * control batch   SnapshotHeader · KRaftVersion · KRaftVoters (the last two with KRaft version 1)
 * batches         of up to 1024 metadata records, in the order of an image
 * control batch   SnapshotFooter: without it the file was not finished
 * ```
 * Its offsets count from 0; the epoch of every batch is the snapshot's. It is written as `.checkpoint.part` and renamed when
 * it is whole. `bootstrap.checkpoint` in the data directory has the same form: what a formatted cluster begins with.
 * Source: KIP-630; Kafka 4.3 `RecordsSnapshotWriter`, `SnapshotPath`, `BatchFileWriter`.
 */
import path from 'node:path'
import type { FileHandle, Files } from '../lib/files.ts'
import { CorruptLogError } from '../log/errors.ts'
import { batches, verifyCrc } from '../protocol/batch.ts'
import { readControlRecord } from '../protocol/control.ts'
import { decodeRecords, encodeBatch } from '../protocol/record.ts'
import type { LeaderEpoch, Offset, Timestamp } from '../protocol/types.ts'
import { controlBatch, type Kraft, kraftRecords } from './kraft.ts'
import { encodeRecord, type MetadataRecord } from './records.ts'

/** What a snapshot holds: all records before `offset`, the last of which has `epoch`. */
export interface SnapshotId {
  offset: Offset
  epoch: LeaderEpoch
}

export const BOOTSTRAP_FILE = 'bootstrap.checkpoint'
/** Of a directory that has just been formatted: nothing but who votes. */
export const EMPTY: SnapshotId = { offset: 0, epoch: 0 }
const RECORDS_PER_BATCH = 1024

export const checkpointName = ({ offset, epoch }: SnapshotId): string =>
  `${String(offset).padStart(20, '0')}-${String(epoch).padStart(10, '0')}.checkpoint`

/** @returns undefined for a name that is no snapshot's */
export function parseCheckpointName(name: string): (SnapshotId & { finished: boolean }) | undefined {
  const match = /^(\d{20})-(\d{10})\.checkpoint(\.part|\.deleted)?$/.exec(name)
  return match ? { offset: Number(match[1]), epoch: Number(match[2]), finished: match[3] === undefined } : undefined
}

export interface Contents {
  kraft: Kraft
  records: Iterable<MetadataRecord>
  /** When it is written. */
  timestamp: Timestamp
  /** Of the last record that it stands for. */
  lastTimestamp: Timestamp
  epoch: LeaderEpoch
}

/** The batches of a snapshot, one at a time: whoever writes them chooses when. */
export function* checkpointBatches({ kraft, records, timestamp, lastTimestamp, epoch }: Contents): Generator<Buffer> {
  const place = { timestamp, leaderEpoch: epoch }
  const header = { type: 'SNAPSHOT_HEADER', value: { version: 0, lastContainedLogTimestamp: lastTimestamp } } as const
  const opening = [header, ...kraftRecords(kraft)]
  yield controlBatch({ ...place, records: opening, baseOffset: 0 })
  let baseOffset = opening.length
  let held: MetadataRecord[] = []
  const batch = () => {
    const bytes = encodeBatch({
      baseOffset,
      leaderEpoch: epoch,
      records: held.map(each => ({ timestamp, value: encodeRecord(each) })),
    })
    baseOffset += held.length
    held = []
    return bytes
  }
  for (const each of records) {
    held.push(each)
    if (held.length === RECORDS_PER_BATCH) yield batch()
  }
  if (held.length > 0) yield batch()
  yield controlBatch({ ...place, records: [{ type: 'SNAPSHOT_FOOTER', value: { version: 0 } }], baseOffset })
}

/** A file that appears when it is whole: `add` what goes in, then `finish`; or `abandon` it. */
export class CheckpointFile {
  readonly #files: Files
  readonly #file: string
  readonly #handle: FileHandle
  #size = 0

  constructor(files: Files, file: string) {
    this.#files = files
    this.#file = file
    this.#handle = files.open(`${file}.part`, 'w+')
  }

  add(bytes: Buffer): void {
    this.#handle.write(bytes, this.#size)
    this.#size += bytes.length
  }

  /** @returns bytes in it */
  finish(): number {
    this.#handle.sync()
    this.#handle.close()
    this.#files.rename(`${this.#file}.part`, this.#file)
    this.#files.syncDir(path.dirname(this.#file))
    return this.#size
  }

  abandon(): void {
    this.#handle.close()
    this.#files.remove(`${this.#file}.part`)
  }
}

/** All at once: for small ones. */
export function writeCheckpoint(files: Files, file: string, contents: Contents): void {
  const target = new CheckpointFile(files, file)
  try {
    for (const bytes of checkpointBatches(contents)) target.add(bytes)
  } catch (error) {
    target.abandon()
    throw error
  }
  target.finish()
}

/**
 * The batches of a whole snapshot.
 * @throws {CorruptLogError} when one does not match its checksum, or the footer is missing
 */
export function readCheckpoint(files: Files, file: string): { isControl: boolean; bytes: Buffer }[] {
  const buffer = files.readAll(file)
  const found: { isControl: boolean; bytes: Buffer }[] = []
  let at = 0
  let whole = false
  try {
    for (const { header, start, end } of batches(buffer)) {
      at = start
      const bytes = buffer.subarray(start, end)
      if (!verifyCrc(bytes)) throw new CorruptLogError(file, start, 'a batch does not match its checksum')
      found.push({ isControl: header.isControl, bytes })
      whole = header.isControl && decodeRecords(bytes).some(each => readControlRecord(each)?.type === 'SNAPSHOT_FOOTER')
    }
  } catch (error) {
    if (error instanceof CorruptLogError) throw error
    throw new CorruptLogError(file, at, (error as Error).message)
  }
  if (!whole) throw new CorruptLogError(file, buffer.length, 'it ends without a footer')
  return found
}

/** When the last record that a snapshot stands for was written. */
export function lastTimestampOf(contents: readonly { isControl: boolean; bytes: Buffer }[]): Timestamp {
  for (const each of decodeRecords(contents[0]!.bytes)) {
    const control = readControlRecord(each)
    if (control?.type === 'SNAPSHOT_HEADER') return control.value.lastContainedLogTimestamp
  }
  return -1
}
