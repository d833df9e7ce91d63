/**
 * A partition's directory, as a start finds it: after a clean stop it is believed; after any other, what lies behind the
 * recovery point is checked batch by batch. Whole batches stay and nothing else; a torn or flipped one ends the log, and what
 * comes after it goes, too. Indexes and producers are made again as far as they have to be.
 * Source: Kafka 4.3 `LogLoader`, `LogSegment.recover`, `UnifiedLog.rebuildProducerState`.
 */
import path from 'node:path'
import type { Files } from '../lib/files.ts'
import type { BatchHeader } from '../protocol/batch.ts'
import { decodeRecords } from '../protocol/record.ts'
import type { Offset } from '../protocol/types.ts'
import { type Epochs, epochIn } from './epochs.ts'
import { CorruptLogError } from './errors.ts'
import { CLEANED, DELETED, parseSegmentFile, SWAP, TEMPORARY } from './paths.ts'
import { newestSnapshot } from './producer-snapshot.ts'
import type { Marker, Producers } from './producers.ts'
import { recoverSegment } from './recover-segment.ts'
import { headers } from './scan.ts'
import type { Segment } from './segment.ts'
import type { AbortedTransaction } from './txn-index.ts'

/** What lies in a directory, by base offset, in order. */
export interface Inventory {
  logs: Offset[]
  snapshots: Offset[]
  /** Segments that have a .txnindex. */
  aborts: ReadonlySet<Offset>
}

/** Look into `dir`, and finish what an interrupted deletion or cleaning has left. */
export function takeInventory(files: Files, dir: string): Inventory {
  const names = files.list(dir)
  const ends = (suffix: string) => names.filter(name => name.endsWith(suffix))
  const leftovers = [...ends(DELETED), ...ends(CLEANED), ...ends(TEMPORARY)]
  for (const name of leftovers) files.remove(path.join(dir, name))
  const swapped = ends(SWAP).length > 0 && finishSwap(files, dir, { swaps: ends(SWAP), cleaned: ends(CLEANED) })

  const inventory = { logs: [] as Offset[], snapshots: [] as Offset[], aborts: new Set<Offset>() }
  const indexes: { name: string; baseOffset: Offset }[] = []
  for (const name of swapped || leftovers.length > 0 ? files.list(dir) : names) {
    const file = parseSegmentFile(name)
    if (file === undefined) continue
    if (file.kind === 'log') inventory.logs.push(file.baseOffset)
    else if (file.kind === 'snapshot') inventory.snapshots.push(file.baseOffset)
    else indexes.push({ name, baseOffset: file.baseOffset })
    if (file.kind === 'txnindex') inventory.aborts.add(file.baseOffset)
  }
  const logs = new Set(inventory.logs)
  for (const { name, baseOffset } of indexes) {
    if (logs.has(baseOffset)) continue
    files.remove(path.join(dir, name))
    inventory.aborts.delete(baseOffset)
  }
  return inventory
}

/**
 * A cleaner was stopped between finishing its new segments (.swap) and removing the old ones they were made from. The new
 * ones hold all that the old ones are needed for: they take their place. Unless they are part of a split that had not come
 * to its end: then a .cleaned file at or below them is there as well.
 */
function finishSwap(files: Files, dir: string, { swaps, cleaned }: { swaps: string[]; cleaned: string[] }): true {
  const baseOf = (name: string) => Number.parseInt(name, 10)
  const unfinished = Math.min(Number.POSITIVE_INFINITY, ...cleaned.map(baseOf))
  const valid: string[] = []
  for (const name of swaps)
    if (baseOf(name) < unfinished) valid.push(name)
    else files.remove(path.join(dir, name))
  let [from, to] = [Number.POSITIVE_INFINITY, -1]
  for (const name of valid) {
    if (!name.endsWith(`.log${SWAP}`)) continue
    from = Math.min(from, baseOf(name))
    to = Math.max(to, endOf(files, path.join(dir, name), baseOf(name)))
  }
  // From the lowest on: while some are left, they are the later ones, as where a segment is replaced.
  let last = -1
  for (const name of files.list(dir)) {
    const file = parseSegmentFile(name)
    if (!file || file.baseOffset < from || file.baseOffset >= to) continue
    if (file.baseOffset > last) files.syncDir(dir)
    last = file.baseOffset
    files.remove(path.join(dir, name))
  }
  files.syncDir(dir)
  for (const name of valid) files.rename(path.join(dir, name), path.join(dir, name.slice(0, -SWAP.length)))
  files.syncDir(dir)
  return true
}

function endOf(files: Files, log: string, baseOffset: Offset): Offset {
  const handle = files.open(log, 'r')
  let end = baseOffset
  for (const { header } of headers(handle.read.bind(handle), 0, handle.size())) end = header.nextOffset
  handle.close()
  return end
}

export interface Recovered {
  /** Bytes that were no whole batch, or came after one. */
  cut: number
  /** Where a reader of the log for producers has to begin: transaction indexes are not complete from here on. */
  from: Offset
}

export interface Recovery {
  recoveryPoint: Offset
  epochs: Epochs
  /** Segments that have a transaction index. */
  aborts: ReadonlySet<Offset>
  /** Nothing was ever compacted: offsets have no holes. */
  contiguous: boolean
  warn: (message: string) => void
}

/** After a crash: check all from the recovery point on, in `segments`, which loses those behind a broken one. */
export function recoverSegments(
  segments: Segment[],
  { recoveryPoint, epochs, aborts, contiguous, warn }: Recovery,
): Recovered {
  const recovered: Recovered = { cut: 0, from: recoveryPoint }
  const written = epochs.entries
  epochs.truncateEnd(recoveryPoint)
  if (epochs.entries.length === 0) epochs.made = true
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i]!
    const next = segments[i + 1]
    if (next && next.baseOffset <= recoveryPoint) continue
    let end = segment.baseOffset
    const surroundings = {
      trusted: recoveryPoint,
      contiguous,
      nextBase: next?.baseOffset,
      epochAt: (offset: Offset) => epochIn(written, offset),
      warn,
    }
    const cut = recoverSegment(segment, surroundings, ({ leaderEpoch, baseOffset, nextOffset }) => {
      epochs.assign(leaderEpoch, baseOffset)
      end = nextOffset
    })
    if (aborts.has(segment.baseOffset)) keepAborted(segment, recoveryPoint, recovered)
    recovered.cut += cut
    if (cut === 0 && (!next || next.baseOffset >= end)) {
      if (next) segment.closeNow()
      continue
    }
    for (const later of segments.splice(i + 1)) {
      recovered.cut += later.size
      later.rename(DELETED)
      later.release()
    }
  }
  return recovered
}

/**
 * Entries of markers that were synced stay; the others are made again with the producers. One whose marker is not there may be of
 * a marker that was lost, or a wrong one of a marker that was synced: then all of the segment's are made again.
 */
function keepAborted(segment: Segment, recoveryPoint: Offset, recovered: Recovered): void {
  const { entries } = segment.aborted
  const isThere = ({ lastOffset, producerId }: AbortedTransaction) => {
    const marker = segment.size > 0 ? segment.file.headerAt(segment.find(lastOffset)) : undefined
    return marker?.isControl && marker.lastOffset === lastOffset && marker.producerId === producerId
  }
  const whole = entries?.every(entry => entry.lastOffset < recoveryPoint || isThere(entry))
  if (!whole) recovered.from = Math.min(recovered.from, segment.baseOffset)
  const kept = whole ? entries!.filter(({ lastOffset }) => lastOffset < recoveryPoint) : []
  if (kept.length !== entries?.length) segment.aborted.replace(kept)
  // They come from the file, and the log has not been asked.
  segment.aborted.checked = false
}

export interface ProducerSource {
  files: Files
  dir: string
  segments: readonly Segment[]
  snapshots: readonly Offset[]
  endOffset: Offset
  /** No later snapshot will do: transaction indexes are not complete from here on. */
  from: Offset
}

/** Fill `producers`: the newest snapshot that will do, then what the log says after it. Missing aborts are put into the index. */
export function loadProducers(producers: Producers, source: ProducerSource): void {
  const { files, dir, segments, snapshots, endOffset, from } = source
  const snapshot = newestSnapshot(files, dir, snapshots, Math.min(from, endOffset))
  producers.replace(snapshot?.states ?? [])
  const start = Math.max(snapshot?.offset ?? 0, segments[0]!.baseOffset)
  for (const [i, segment] of segments.entries()) {
    const next = segments[i + 1]?.baseOffset ?? endOffset
    if (next <= start) continue
    const aborted = replay(producers, segment, start)
    const known = segment.aborted.entries?.at(-1)?.lastOffset ?? -1
    for (const transaction of aborted) if (transaction.lastOffset > known) segment.aborted.append(transaction)
  }
  producers.settled(endOffset)
  producers.written()
}

/** Tell `producers` what `segment` holds from `start` on. @returns transactions that were aborted in it */
export function replay(producers: Producers, segment: Segment, start: Offset): AbortedTransaction[] {
  const aborted: AbortedTransaction[] = []
  if (segment.size === 0) return aborted
  for (const { header, position } of segment.file.scan(segment.baseOffset < start ? segment.find(start) : 0)) {
    if (!header.hasProducerId || header.baseOffset < start) continue
    if (!header.isControl) {
      producers.add(header)
      continue
    }
    const marker = markerIn(segment, position, header)
    const transaction = marker && producers.end(header, marker)
    if (transaction) aborted.push(transaction)
  }
  return aborted
}

function markerIn(segment: Segment, position: number, { size }: BatchHeader): Marker | undefined {
  const batch = Buffer.allocUnsafe(size)
  segment.file.read(batch, 0, size, position)
  try {
    return markerOf(batch)
  } catch (error) {
    throw new CorruptLogError(segment.file.path, position, (error as Error).message, { cause: error })
  }
}

const ABORT = 0
const COMMIT = 1

/** What an end-of-transaction marker says; undefined for the other control batches, and where cleaning has emptied it. */
export function markerOf(batch: Buffer): Marker | undefined {
  const [record] = decodeRecords(batch)
  if (!record?.key || record.key.length < 4) return undefined
  const type = record.key.readInt16BE(2)
  if ((type !== ABORT && type !== COMMIT) || !record.value || record.value.length < 6) return undefined
  return { committed: type === COMMIT, coordinatorEpoch: record.value.readInt32BE(2) }
}
