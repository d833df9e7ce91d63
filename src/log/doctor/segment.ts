/**
 * One segment, all of it: every batch by its CRC, the order of offsets, and the indexes against the batches.
 * Source: what `load.ts`, `recover.ts`, `segment.ts` and `reader.ts` do with it.
 */
import path from 'node:path'
import type { Files } from '../../lib/files.ts'
import type { BatchHeader } from '../../protocol/batch.ts'
import type { Offset } from '../../protocol/types.ts'
import { offsetEntries, timeEntries } from '../dump/indexes.ts'
import { mended } from '../mend.ts'
import { OffsetIndex } from '../offset-index.ts'
import { type SegmentFile, segmentFile } from '../paths.ts'
import { isWhole, wholeBatches } from '../scan.ts'
import { TimeIndex } from '../time-index.ts'
import { decodeAborted } from '../txn-index.ts'
import type { Finding } from './finding.ts'

export interface SegmentCase {
  files: Files
  dir: string
  baseOffset: Offset
  /** The last one, which is written to. */
  isActive: boolean
  /** The stop was clean: a start looks at the end of the last segment only. */
  clean: boolean
  /** After any other stop a start checks what comes from here on. */
  recoveryPoint: Offset
}

export interface SegmentReport {
  findings: Finding[]
  batches: number
  endOffset: Offset
  headers: readonly { leaderEpoch: number; baseOffset: Offset }[]
}

/** No checksum covers the offset. */
const OUT_OF_ORDER = 'it begins at offset'

export function examineSegment(o: SegmentCase): SegmentReport {
  const { files, dir, baseOffset } = o
  const file = (kind: SegmentFile) => path.join(dir, segmentFile(baseOffset, kind))
  const findings: Finding[] = []
  const found = new Map<number, BatchHeader>()
  const epochs: { leaderEpoch: number; baseOffset: Offset }[] = []
  const handle = files.open(file('log'), 'r')
  const size = handle.size()
  let [end, position, batches] = [baseOffset, 0, 0]
  let broken: string | undefined
  for (const each of wholeBatches(handle.read.bind(handle), 0, size)) {
    const { header, bytes } = each
    if (!isWhole(bytes)) broken = 'its checksum is not that of its bytes'
    else if (header.baseOffset < end) broken = `${OUT_OF_ORDER} ${header.baseOffset}, and the one before ends at ${end}`
    if (broken) break
    const { leaderEpoch } = header
    if (epochs.at(-1)?.leaderEpoch !== leaderEpoch) epochs.push({ leaderEpoch, baseOffset: header.baseOffset })
    found.set(position, header)
    end = header.nextOffset
    position += header.size
    batches++
  }
  const turned = position < size ? mended(handle.read.bind(handle), position, size)?.field : undefined
  handle.close()
  if (position < size) findings.push(brokenAt(o, file('log'), { position, size, end, broken, turned }))
  findings.push(...indexFindings(o, file, found, position))
  return { findings, batches, endOffset: end, headers: epochs }
}

interface Broken {
  position: number
  size: number
  /** One past the last batch that is whole. */
  end: Offset
  broken: string | undefined
  /** In which field a bit must have turned. */
  turned: string | undefined
}

function brokenAt(
  { isActive, clean, recoveryPoint }: SegmentCase,
  file: string,
  { position, size, end, broken, turned }: Broken,
): Finding {
  const problem = broken
    ? `the batch after offset ${end - 1} is broken: ${broken}`
    : `no batch begins after offset ${end - 1}; ${size - position} bytes follow`
  const where = { path: file, position, problem }
  const comesThere = !clean && (end >= recoveryPoint || (isActive && !broken))
  if (turned && comesThere)
    return { ...where, verdict: 'repaired', start: `turns back a bit in ${turned}: then it is whole` }
  if (!clean && end >= recoveryPoint && broken?.startsWith(OUT_OF_ORDER))
    return {
      ...where,
      verdict: 'repaired',
      start: 'gives it the offset that is missing there, where what is around it tells; otherwise cuts the log there',
    }
  if (comesThere)
    return {
      ...where,
      verdict: 'repaired',
      start: `cuts the log there: ${size - position} bytes, and what comes after, go`,
    }
  if (clean && isActive && !broken)
    return { ...where, verdict: 'offline', start: 'cannot open the partition; the others work' }
  return {
    ...where,
    verdict: 'unseen',
    start: 'does not look there, unless it is the last batch of all; readers that come to it get an error',
  }
}

function indexFindings(
  { files, baseOffset, isActive, clean }: SegmentCase,
  file: (kind: SegmentFile) => string,
  found: ReadonlyMap<number, BatchHeader>,
  size: number,
): Finding[] {
  const findings: Finding[] = []
  const wrong = (kind: SegmentFile, problem: string, verdict: 'repaired' | 'noted' = 'repaired') =>
    findings.push({ path: file(kind), problem, verdict, start: 'makes it again from the log' })
  const batches = [...found.values()]
  // Of a segment that is written to they are in memory until they are saved.
  for (const kind of ['index', 'timeindex'] as const)
    if (!files.exists(file(kind))) {
      if (size > 0) wrong(kind, 'it is missing', isActive && !clean ? 'noted' : 'repaired')
    } else if (kind === 'index' && !OffsetIndex.load(files, file(kind), baseOffset, Math.max(1, size)))
      wrong(kind, 'its entries cannot be of this log')
    else if (kind === 'timeindex' && !TimeIndex.load(files, file(kind), baseOffset))
      wrong(kind, 'its entries are not in order')
    else if (kind === 'index') {
      const entry = [...offsetEntries(file(kind), baseOffset)].find(({ offset, position }) => {
        const batch = found.get(position)
        return (batch === undefined || batch.baseOffset > offset) && position > 0
      })
      if (entry) wrong(kind, `no batch with offset ${entry.offset} begins at byte ${entry.position}`)
    } else {
      const entry = [...timeEntries(file(kind), baseOffset)].find(
        ({ timestamp, offset }) => timestamp > 0 && batchOf(batches, offset)?.maxTimestamp !== timestamp,
      )
      if (entry) wrong(kind, `the batch with offset ${entry.offset} has not timestamp ${entry.timestamp}`)
    }
  if (files.exists(file('txnindex'))) {
    const aborted = decodeAborted(files.readAll(file('txnindex')))
    const entry = aborted?.find(({ lastOffset }) => !batchOf(batches, lastOffset)?.isControl)
    if (!aborted) wrong('txnindex', 'its entries cannot be transactions')
    else if (entry) wrong('txnindex', `no marker is at offset ${entry.lastOffset}`)
  }
  return findings
}

/** The batch that holds `offset`, or the first after it. */
function batchOf(batches: readonly BatchHeader[], offset: Offset): BatchHeader | undefined {
  let [low, high] = [0, batches.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (batches[middle]!.lastOffset < offset) low = middle + 1
    else high = middle
  }
  return batches[low]
}
