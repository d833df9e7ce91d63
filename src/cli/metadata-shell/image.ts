/**
 * The metadata that files hold: a segment or a snapshot of `__cluster_metadata`, folded as a broker folds it, into a view in
 * memory. Nothing is changed and nothing is locked: what a running broker has written so far is what there is.
 * Source: Kafka 4.3 `SnapshotFileReader`, `MetadataLoader`. Of a single file the offsets are the file's own, as there.
 * Otherwise than there: a folder is taken too, its newest snapshot with the log behind it; a record about what is not there
 * is skipped and said, as there, but in one line for all of them.
 */
import fs from 'node:fs'
import path from 'node:path'
import { fileBatches } from '../../log/dump/batches.ts'
import { CorruptLogError } from '../../log/errors.ts'
import { BOOTSTRAP_FILE, parseCheckpointName } from '../../metadata/checkpoint.ts'
import { Fold } from '../../metadata/fold.ts'
import { decodeRecord } from '../../metadata/records.ts'
import { SCHEMA } from '../../metadata/schema.ts'
import { METADATA_TOPIC } from '../../metadata/seam.ts'
import { nothingTouched } from '../../metadata/touched.ts'
import { MAGIC, readBatchHeader, verifyCrc } from '../../protocol/batch.ts'
import { readControlRecord } from '../../protocol/control.ts'
import { decodeRecords } from '../../protocol/record.ts'
import { View } from '../../view/view.ts'
import { UsageError } from '../usage-error.ts'

/** The last record that an image stands for. */
export interface Provenance {
  offset: number
  epoch: number
  /** -1: nobody says. */
  timeMs: number
}

export interface Image {
  view: View
  provenance: Provenance
  /** What was wrong with the files, as far as they could be read all the same. */
  warnings: readonly string[]
}

const LOG_NAME = `${METADATA_TOPIC}-0`

/** @param given a segment, a snapshot, or the folder they are in @throws {UsageError} when there is no metadata */
export function readImage(given: string): Image {
  const stat = given === '' ? undefined : fs.statSync(given, { throwIfNoEntry: false })
  if (!stat) throw none(given, 'is not there')
  const reader = new Reader()
  if (stat.isDirectory()) readFolder(reader, given)
  else reader.file(given)
  if (reader.records === 0) throw none(given, 'holds no metadata records')
  return reader.image()
}

const none = (given: string, why: string) =>
  new UsageError(`${given} ${why}: a segment or a snapshot of ${METADATA_TOPIC} is meant, or the folder they are in`, {
    next: `tskafka metadata-shell --snapshot <log.dirs>/${LOG_NAME}`,
  })

/** The newest snapshot, and what the log has behind it; before a first start what the cluster was formatted with. */
function readFolder(reader: Reader, given: string): void {
  const inside = path.join(given, LOG_NAME)
  const folder = fs.existsSync(inside) ? inside : given
  const names = fs.readdirSync(folder).sort()
  const snapshot = names.findLast(name => parseCheckpointName(name)?.finished)
  const { offset, epoch } = (snapshot && parseCheckpointName(snapshot)) || { offset: 0, epoch: 0 }
  if (snapshot) reader.file(path.join(folder, snapshot), { standsFor: { offset: offset - 1, epoch } })
  const segments = names.filter(name => /^\d{20}\.log$/.test(name))
  for (const name of segments) reader.file(path.join(folder, name), { from: offset })
  const bootstrap = path.join(given, BOOTSTRAP_FILE)
  if (reader.records === 0 && fs.existsSync(bootstrap)) reader.file(bootstrap)
}

class Reader {
  readonly #view = View.inMemory({ schema: SCHEMA })
  readonly #fold = new Fold(this.#view)
  readonly #warnings: string[] = []
  #provenance: Provenance = { offset: -1, epoch: -1, timeMs: -1 }
  /** Records that were read, folded or not. */
  records = 0

  /** @param from batches below are in the snapshot already @param standsFor of a snapshot: its own offsets mean nothing */
  file(file: string, { from = 0, standsFor }: { from?: number; standsFor?: Omit<Provenance, 'timeMs'> } = {}): void {
    const strange: string[] = []
    let end = 0
    // A broker may be writing: what comes meanwhile is for the next look.
    const whole = fs.statSync(file).size
    try {
      for (const { position, size, magic, bytes } of fileBatches(file, 0, whole)) {
        if (magic < MAGIC || !verifyCrc(bytes))
          throw new CorruptLogError(file, position, 'a batch does not match its checksum')
        end = position + size
        const header = readBatchHeader(bytes)
        if (header.baseOffset < from) continue
        if (header.isControl) this.#control(bytes, standsFor)
        else {
          strange.push(...this.#batch(bytes))
          if (!standsFor)
            this.#provenance = {
              offset: header.baseOffset + header.lastOffsetDelta,
              epoch: header.leaderEpoch,
              timeMs: header.maxTimestamp,
            }
        }
      }
    } catch (error) {
      if (!(error instanceof CorruptLogError)) throw error
      this.#warnings.push(error.message)
    }
    const rest = whole - end
    if (rest > 0) this.#warnings.push(`${file}: the last ${rest} bytes are no whole batch, and were not read`)
    if (strange.length > 0)
      this.#warnings.push(
        `${file}: ${strange.length} records are about what is not in it (${strange[0]}): an earlier segment or a snapshot has that; give the folder instead of the file`,
      )
  }

  image(): Image {
    return { view: this.#view, provenance: this.#provenance, warnings: this.#warnings }
  }

  /** @returns what was wrong with its records */
  #batch(bytes: Buffer): string[] {
    const wrong: string[] = []
    for (const { offset, value } of decodeRecords(bytes)) {
      this.records++
      try {
        const { apiKey, value: fields } = decodeRecord(value!)
        this.#fold.record(apiKey, fields, nothingTouched())
      } catch (error) {
        wrong.push(`offset ${offset}: ${(error as Error).message}`)
      }
    }
    return wrong
  }

  #control(bytes: Buffer, standsFor: Omit<Provenance, 'timeMs'> | undefined): void {
    for (const each of decodeRecords(bytes)) {
      const control = readControlRecord(each)
      if (standsFor && control?.type === 'SNAPSHOT_HEADER')
        this.#provenance = { ...standsFor, timeMs: control.value.lastContainedLogTimestamp }
    }
  }
}
