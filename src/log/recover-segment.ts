/**
 * A segment after a crash: whole batches stay and nothing else, and the indexes are made to fit.
 *
 * A batch's offset and leader epoch lie before what its CRC covers, so a whole batch may say wrong ones. What lies around it tells:
 * offsets follow each other without a hole but where compaction made it, epochs never fall, and leader-epoch-checkpoint has
 * them, too. Where that leaves one answer it is written into the batch; where it leaves two the batch is believed, and it is said.
 * Apache Kafka believes the batch in any case. What else no CRC covers, mend.ts puts right. Messages of magic 0 and 1 are left as they are: their offsets count otherwise.
 */
import { MAGIC, setBaseOffset, setLeaderEpoch } from '../protocol/batch.ts'
import type { LeaderEpoch, Offset } from '../protocol/types.ts'
import { mended } from './mend.ts'
import { headers, isWhole, type Located, MAGIC_AT, wholeBatches } from './scan.ts'
import { MAX_OFFSET_DELTA, type Segment } from './segment.ts'

export interface RecoverySurroundings {
  /** What lies before it was synced: its headers are believed, and the index files, as far as they go. */
  trusted: Offset
  /** Nothing was ever compacted: there are no holes. */
  contiguous: boolean
  /** Where the next segment begins; undefined for the last one. */
  nextBase: Offset | undefined
  /** The epoch at an offset, as it was written down; -1: it was not. */
  epochAt: (offset: Offset) => LeaderEpoch
  warn: (message: string) => void
}

/** Where a batch is in the order of offsets and epochs. */
export interface Place {
  readonly baseOffset: Offset
  readonly leaderEpoch: LeaderEpoch
}

/** What is known around a batch. */
export interface Around {
  /** Where the batch before it ends; undefined: it is the first that is looked at. */
  expected: Offset | undefined
  /** Leader epoch of the batch before; -1: there is none. */
  epoch: LeaderEpoch
  /** Undefined: nothing whole follows. */
  next: Place | undefined
  contiguous: boolean
  epochAt: (offset: Offset) => LeaderEpoch
}

/**
 * @param each called for every batch that stays, in order
 * @returns bytes that were cut off, and are nowhere else
 */
export function recoverSegment(
  segment: Segment,
  surroundings: RecoverySurroundings,
  each: (batch: Place & { nextOffset: Offset }) => void,
): number {
  const { file, baseOffset: base } = segment
  const from = segment.resume(surroundings.trusted)
  let kept = from
  let expected: Offset | undefined = from === 0 ? base : undefined
  let epoch: LeaderEpoch = -1
  let isSurplus = false
  for (const [{ header, position }, following] of pairs(batchesIn(segment, from, surroundings))) {
    let place: Place = header
    const fits = header.baseOffset === expected && header.leaderEpoch === surroundings.epochAt(expected)
    if (!fits && magicAt(segment, position) === MAGIC) {
      const next = following?.header ?? placeAfter(segment, position + header.size, surroundings.nextBase)
      place = truePlace(header, { ...surroundings, expected, epoch, next })
      say(segment, position, header, place, { ...surroundings, expected })
      put(segment, position, header, place)
    }
    const lastOffset = place.baseOffset + header.lastOffsetDelta
    isSurplus = place.baseOffset >= (surroundings.nextBase ?? Number.POSITIVE_INFINITY)
    if (isSurplus || place.baseOffset < (expected ?? base) || lastOffset - base > MAX_OFFSET_DELTA) break
    segment.note(position, header.size, lastOffset, header.maxTimestamp)
    each({ ...place, nextOffset: lastOffset + 1 })
    expected = lastOffset + 1
    epoch = Math.max(epoch, place.leaderEpoch)
    kept = position + header.size
  }
  const cut = segment.size - kept
  if (cut > 0) file.cut(kept)
  if (!isSurplus) return cut
  surroundings.warn(
    `${file.path}: its last ${cut} bytes are of offsets that the next segment has, and are gone from here`,
  )
  return 0
}

/** Headers of what is trusted, then those of whole batches; some are whole once they are mended. */
function* batchesIn(
  segment: Segment,
  position: number,
  { trusted, warn }: Pick<RecoverySurroundings, 'trusted' | 'warn'>,
): Generator<Located> {
  const { file, size } = segment
  const end = endOfTrusted(segment, position, trusted)
  for (const located of headers(file.read, position, end)) {
    yield located
    position = located.position + located.header.size
  }
  do
    for (const { header, bytes } of wholeBatches(file.read, position, size)) {
      if (!isWhole(bytes)) break
      yield { header, position }
      position += header.size
    }
  while (mend(segment, position, warn))
}

/** Where the batches end that are believed by their headers: at once, where those do not lead from one to the next. */
function endOfTrusted({ file, size }: Segment, from: number, trusted: Offset): number {
  let end = from
  for (const { header, position } of headers(file.read, from, size)) {
    if (header.nextOffset > trusted) return position
    end = position + header.size
  }
  return end === size ? end : from
}

/** @returns whether there is a whole batch at `position` now */
function mend({ file, size }: Segment, position: number, warn: (message: string) => void): boolean {
  const found = mended(file.read, position, size)
  if (found === undefined) return false
  warn(`${file.path}: a bit had turned in the batch at byte ${position}, in ${found.field}: it is turned back`)
  file.overwrite(found.start, position)
  return true
}

function* pairs<T>(items: Generator<T>): Generator<[T, T | undefined]> {
  let { value, done } = items.next()
  while (!done) {
    const following = items.next()
    yield [value as T, following.done ? undefined : (following.value as T)]
    ;({ value, done } = following)
  }
}

function magicAt({ file }: Segment, position: number): number {
  const magic = Buffer.alloc(1)
  file.read(magic, 0, 1, position + MAGIC_AT)
  return magic[0]!
}

/** At the end of a segment the next one's name says what follows. */
const placeAfter = ({ size }: Segment, position: number, nextBase: Offset | undefined): Place | undefined =>
  nextBase === undefined || position < size ? undefined : { baseOffset: nextBase, leaderEpoch: -1 }

/** What a batch has to say of its place, by all that is known around it. */
export function truePlace(batch: Place & { lastOffsetDelta: number }, around: Around): Place {
  const baseOffset = trueOffset(batch, around)
  return { baseOffset, leaderEpoch: trueEpoch(batch.leaderEpoch, around.epochAt(baseOffset), around) }
}

function trueOffset(
  { baseOffset, lastOffsetDelta }: Place & { lastOffsetDelta: number },
  { expected, next, contiguous }: Around,
): Offset {
  if (expected === undefined || baseOffset === expected) return baseOffset
  const end = baseOffset + lastOffsetDelta
  const isWrong = baseOffset < expected || (next ? end >= next.baseOffset : contiguous)
  const wouldFit = next ? expected + lastOffsetDelta + 1 === next.baseOffset : contiguous
  return isWrong && wouldFit ? expected : baseOffset
}

function trueEpoch(said: LeaderEpoch, written: LeaderEpoch, { epoch, next }: Around): LeaderEpoch {
  if (written < 0 || said === written) return said
  const upTo = next && next.leaderEpoch >= 0 ? next.leaderEpoch : Number.POSITIVE_INFINITY
  const fits = (each: LeaderEpoch) => each >= epoch && each <= upTo
  return fits(written) && !fits(said) ? written : said
}

function say(
  { file }: Segment,
  position: number,
  said: Place,
  { baseOffset, leaderEpoch }: Place,
  { expected, contiguous, epochAt, warn }: RecoverySurroundings & { expected: Offset | undefined },
): void {
  const where = `${file.path}: the batch at byte ${position}`
  const written = epochAt(baseOffset)
  if (said.baseOffset !== baseOffset)
    warn(`${where} says offset ${said.baseOffset}, and ${baseOffset} is what is missing there: it gets that`)
  else if (contiguous && expected !== undefined && baseOffset > expected)
    warn(
      `${where} begins at offset ${baseOffset}, and the one before it ends at ${expected}: there is nothing in between`,
    )
  if (said.leaderEpoch !== leaderEpoch)
    warn(`${where} says leader epoch ${said.leaderEpoch}, where it was ${leaderEpoch}: it gets that`)
  else if (written >= 0 && leaderEpoch !== written)
    warn(`${where} says leader epoch ${leaderEpoch}, and leader-epoch-checkpoint ${written}: the batch is believed`)
}

function put({ file }: Segment, position: number, said: Place, { baseOffset, leaderEpoch }: Place): void {
  if (said.baseOffset === baseOffset && said.leaderEpoch === leaderEpoch) return
  const start = Buffer.alloc(MAGIC_AT + 1)
  file.read(start, 0, start.length, position)
  setBaseOffset(start, 0, baseOffset)
  setLeaderEpoch(start, 0, leaderEpoch)
  file.overwrite(start.subarray(0, MAGIC_AT), position)
}
