/**
 * Which part of its partitions a console consumer reads: `--since`, `--last` say where it begins, `--until`, `--exit-at-end` where it
 * stops. Times are looked up once, at the start, as offsets: from the first record that is as young as `--since`, up to the first
 * that is as young as `--until`, which is not read. The end is the one of the start: what is written later is not waited for.
 * In a group only the end can be chosen: where a group begins is what it has committed. A member whose group gives it no
 * partition is done when the others have committed all of it.
 */
import type { Consumer, TopicPartition } from '../../client/consumer/consumer.ts'
import { keyOf } from '../../client/offsets.ts'
import { SECONDS } from '../../lib/units.ts'
import type { Formatter } from '../formatters.ts'
import type { Io } from '../io.ts'
import { UsageError } from '../usage-error.ts'
import { moment } from './times.ts'

export interface RangeOptions {
  since: string | undefined
  until: string | undefined
  last: number | undefined
  exitAtEnd: boolean
}

/** How often a member that has nothing to do asks what the others have committed. */
const ASK_MS = 1 * SECONDS
/** How long it has nothing to do before it says so: a group takes a while to settle. */
const SAY_MS = 3 * SECONDS

export class Range {
  readonly #io: Io
  readonly #since: number | undefined
  readonly #until: number | undefined
  readonly #last: number | undefined
  /** Whether reading stops at all. */
  readonly ends: boolean
  readonly #ends = new Map<string, number>()
  /** The first record behind the end that came along, of each. */
  readonly #behind = new Map<string, number>()
  readonly #finished = new Set<string>()
  /** No topic is there to be read, or others have read it all. */
  #isNothing = false
  #all: readonly TopicPartition[] = []
  /** Since when this member of a group has no partition, and when it asked last. */
  #idle: { since: number; asked: number; said: boolean } | undefined

  /** @throws {UsageError} */
  constructor({ since, until, last, exitAtEnd }: RangeOptions, io: Io) {
    this.#io = io
    const now = io.clock.now()
    this.#since = since === undefined ? undefined : moment('--since', since, now)
    this.#until = until === undefined ? undefined : moment('--until', until, now)
    this.#last = last
    this.ends = exitAtEnd || until !== undefined
    if (last !== undefined && last < 0) throw new UsageError(`--last ${last} is less than nothing: it takes a count`)
    if (this.#until !== undefined && this.#until > now)
      throw new UsageError(`--until ${until} lies ahead: without it, what comes is read too`)
    if (this.#since !== undefined && this.#until !== undefined && this.#since >= this.#until)
      throw new UsageError(`--since ${since} is not before --until ${until}: nothing lies between them`)
  }

  /** Look up where to begin and to stop in all partitions of some topics, or in that one, and go there. */
  async place(consumer: Consumer, wish: readonly string[] | RegExp, partition?: number): Promise<void> {
    // A fetch that waits at the end for what comes would keep the one waiting that begins elsewhere.
    const moved = this.#since === undefined && this.#last === undefined ? [] : consumer.assignment
    consumer.pause(moved)
    const all = await partitionsOf(consumer, wish, partition)
    this.#all = all
    this.#isNothing = all.length === 0
    if (this.ends || this.#last !== undefined) {
      const ends = await consumer.endOffsets(all)
      all.forEach((at, i) => void this.#ends.set(keyOf(at), ends[i]!))
    }
    if (this.#until !== undefined)
      for (const [at, offset] of await offsetsAt(consumer, all, this.#until)) this.#ends.set(at, offset)
    if (this.#since !== undefined) {
      const begins = new Map(await offsetsAt(consumer, all, this.#since))
      const later = all.filter(at => !begins.has(keyOf(at)))
      for (const at of all) if (begins.has(keyOf(at))) consumer.seek(at, begins.get(keyOf(at))!)
      if (later.length > 0) await consumer.seekToEnd(later)
    }
    if (this.#last !== undefined) {
      const oldest = await consumer.beginningOffsets(all)
      all.forEach((at, i) => void consumer.seek(at, Math.max(oldest[i]!, this.#ends.get(keyOf(at))! - this.#last!)))
    }
    consumer.resume(moved)
  }

  /** Prints nothing that lies behind the end. */
  within(format: Formatter): Formatter {
    if (!this.ends) return format
    let [of, key, end]: [unknown, string, number] = [undefined, '', 0]
    return (record, batch, sink) => {
      if (of !== batch) {
        of = batch
        key = keyOf(batch)
        end = this.#ends.get(key) ?? Number.POSITIVE_INFINITY
      }
      if (record.offset < end) return format(record, batch, sink)
      if (!this.#behind.has(key)) this.#behind.set(key, record.offset)
      return false
    }
  }

  /** Everything that is assigned was read to its end. What is behind it counts as not read: a group finds it again. */
  isDone(consumer: Consumer): boolean {
    if (!this.ends) return false
    if (this.#isNothing) return true
    for (const { topic, partition, offset } of consumer.positions()) {
      const at = { topic, partition }
      const end = this.#ends.get(keyOf(at))
      if (end === undefined || offset < end || this.#finished.has(keyOf(at))) continue
      const behind = this.#behind.get(keyOf(at))
      if (behind !== undefined) consumer.seek(at, behind)
      consumer.pause([at])
      this.#finished.add(keyOf(at))
    }
    const assigned = consumer.assignment
    return (
      assigned.length > 0 &&
      assigned.every(at => this.#ends.get(keyOf(at)) === undefined || this.#finished.has(keyOf(at)))
    )
  }

  /** To be called now and then: a member without a partition looks at how far the others are. */
  async lookAround(consumer: Consumer): Promise<void> {
    if (!this.ends || this.#isNothing || consumer.assignment.length > 0) {
      this.#idle = undefined
      return
    }
    const now = this.#io.clock.now()
    this.#idle ??= { since: now, asked: now, said: false }
    if (now - this.#idle.asked < ASK_MS) return
    this.#idle.asked = now
    const [committed, oldest] = await Promise.all([consumer.committed(this.#all), consumer.beginningOffsets(this.#all)])
    this.#isNothing = this.#all.every(
      (at, i) => (committed[i]?.offset ?? oldest[i]!) >= (this.#ends.get(keyOf(at)) ?? Number.POSITIVE_INFINITY),
    )
    if (this.#isNothing || this.#idle.said || now - this.#idle.since < SAY_MS) return
    this.#idle.said = true
    this.#io.warn('Other members of the group have every partition: this ends when they have committed up to the end')
  }
}

/** All partitions of topics, by name or by an expression that the whole name matches; or the one. */
async function partitionsOf(
  { cluster }: Consumer,
  wish: readonly string[] | RegExp,
  partition: number | undefined,
): Promise<TopicPartition[]> {
  const topics =
    wish instanceof RegExp ? await cluster.allTopics() : await Promise.all(wish.map(name => cluster.topic(name)))
  return topics
    .filter(({ name }) => !(wish instanceof RegExp) || wish.test(name))
    .flatMap(({ name, partitions }) => partitions.map(({ index }) => ({ topic: name, partition: index })))
    .filter(at => partition === undefined || at.partition === partition)
}

/** Partitions that have a record as young as that, with its offset. */
const offsetsAt = async (consumer: Consumer, partitions: readonly TopicPartition[], timestamp: number) =>
  (await consumer.offsetsForTimes(partitions.map(at => ({ ...at, timestamp })))).flatMap(found =>
    found ? [[keyOf(found), found.offset] as const] : [],
  )
