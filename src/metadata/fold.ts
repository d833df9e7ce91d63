/**
 * Metadata records folded into the view: those of a transaction (KIP-868) at its end, all at once; and what a start has to
 * fold, the newest snapshot and the log behind it. Source: Kafka 4.3 `QuorumController.QuorumMetaLogListener`.
 */
import { assert } from '../lib/assert.ts'
import type { Logger } from '../lib/logger.ts'
import { CorruptLogError } from '../log/errors.ts'
import { decodeRecords } from '../protocol/record.ts'
import type { Offset } from '../protocol/types.ts'
import { HELD, type View } from '../view/view.ts'
import { appliers } from './apply.ts'
import type { MetadataRecordLog } from './controller.ts'
import { applyControl } from './kraft.ts'
import { decodeRecord } from './records.ts'
import { clear } from './snapshot.ts'
import type { Snapshots } from './snapshots.ts'
import { nothingTouched, type Touched } from './touched.ts'

const BEGIN = 23
const END = 24
const ABORT = 25

export class Fold {
  readonly #view: View
  /** Records of a transaction that has begun and not ended. */
  #held: { apiKey: number; fields: unknown }[] | undefined

  constructor(view: View) {
    this.#view = view
  }

  /** Whether a transaction is open, and the view is where it began. */
  get isHolding(): boolean {
    return this.#held !== undefined
  }

  /** One batch. @returns its records */
  batch(bytes: Buffer, isControl: boolean, touched: Touched): number {
    if (isControl) {
      applyControl(this.#view, bytes)
      return 0
    }
    let count = 0
    for (const { value } of decodeRecords(bytes)) {
      assert(value, 'a metadata record has a value')
      const { apiKey, value: fields } = decodeRecord(value)
      this.record(apiKey, fields, touched)
      count++
    }
    return count
  }

  record(apiKey: number, fields: unknown, touched: Touched): void {
    if (apiKey === BEGIN) this.#held = []
    else if (apiKey === ABORT) this.#held = undefined
    else if (apiKey === END) {
      const held = this.#held ?? []
      this.#held = undefined
      for (const { apiKey, fields } of held) appliers[apiKey]?.(this.#view, fields, touched)
    } else if (this.#held) this.#held.push({ apiKey, fields })
    else appliers[apiKey]?.(this.#view, fields, touched)
  }
}

/**
 * Bring the view to the end of the log.
 * @returns the records of the log that were folded
 * @throws {CorruptLogError} when the log ends before the newest snapshot
 */
export function catchUp(
  view: View,
  fold: Fold,
  snapshots: Snapshots,
  { log, logger }: { log: MetadataRecordLog; logger: Logger },
): number {
  if (!view.position(log.name)) load(view, fold, snapshots, log, logger)
  const touched = nothingTouched()
  let count = 0
  view.replay(log, ({ header, bytes }) => {
    try {
      count += fold.batch(bytes, header.isControl, touched)
    } catch (error) {
      throw isOfDisk(error) ? error : misfit(log, header.baseOffset, error as Error)
    }
    return fold.isHolding ? HELD : undefined
  })
  if (count > 0) logger.info(`Replayed ${count} metadata records`)
  return count
}

/** Not of what is in the records: the view's file cannot be written. */
function isOfDisk(error: unknown): boolean {
  const { code = '' } = error as { code?: string }
  return code.startsWith('SQLITE_') && !code.startsWith('SQLITE_CONSTRAINT')
}

/** What the controller decides can be applied: a batch that cannot be does not belong there, or what it builds upon is gone. */
const misfit = (log: MetadataRecordLog, offset: Offset, cause: Error): CorruptLogError =>
  new CorruptLogError(
    log.dir,
    log.size,
    `the metadata records at offset ${offset} do not fit to those before: ${cause.message}. Restore the segments from a copy`,
    { cause },
  )

/** An empty view begins with the newest snapshot; what the log has behind it follows. */
function load(view: View, fold: Fold, snapshots: Snapshots, log: MetadataRecordLog, logger: Logger): void {
  const newest = snapshots.newest()
  if (newest === undefined) return
  const { offset, epoch } = newest.id
  if (offset > log.endOffset)
    throw new CorruptLogError(
      log.dir,
      log.size,
      `the metadata log ends at offset ${log.endOffset}, and there is a snapshot up to ${offset}: records are missing. Restore the segments from a copy`,
    )
  const touched = nothingTouched()
  let count = 0
  view.begin()
  try {
    clear(view)
    for (const { isControl, bytes } of newest.batches) count += fold.batch(bytes, isControl, touched)
    view.setPosition(log.name, offset, epoch)
    view.commit()
  } catch (error) {
    view.rollback()
    throw error
  }
  if (offset > 0) logger.info(`Loaded a snapshot of ${count} metadata records, up to offset ${offset}`)
}
