/**
 * Incremental assignment: what runs stays where it is, unless somebody has too much. The leader decides round by round:
 *
 *   new work            goes to whoever has least
 *   work of a worker    that is not there any more waits for it to come back, up to scheduled.rebalance.max.delay.ms; then it goes
 *     that went away    to workers that came meanwhile with empty hands, or to all
 *   too much            is taken away, and given to others in the next round; if round after round takes something away, the
 *                       next may only after a while, which grows
 *
 * What is started and stopped is told as changes. A leader that does not know what was decided before begins with what members have.
 * Source: KIP-415; Kafka 4.3 `IncrementalCooperativeAssignor`.
 */
import type { TaskId } from '../runtime/states.ts'
import { CONNECTOR, Work } from './work.ts'

export interface Round {
  readonly generation: number
  /** The last generation in which this leader got an assignment. */
  readonly lastGeneration: number
  readonly configured: Work
  /** What each member has. */
  readonly members: ReadonlyMap<string, Work>
}

export interface Share {
  readonly start: Work
  readonly stop: Work
  /** What it has then. */
  readonly all: Work
}

export interface Decision {
  readonly shares: ReadonlyMap<string, Share>
  /** When all are to join again; 0: no need. */
  readonly delayMs: number
}

export interface IncrementalOptions {
  readonly maxDelayMs: number
  readonly now: () => number
}

/** Of the wait between rounds that take work away. */
const GROWTH = 40

type Loads = ReadonlyMap<string, Work>

export class IncrementalAssignor {
  readonly #o: IncrementalOptions
  #previous = new Work()
  #previousGeneration = -1
  #previousMembers: readonly string[] = []
  /** Taken away in the round before. */
  #revoked = new Work()
  #revokedInPrevious = false
  #revokingRounds = 0
  /** Workers that came with empty hands while lost work waits. */
  readonly #candidates = new Set<string>()
  /** When lost work is given away, or work may be taken away again; 0: nothing waits. */
  #scheduledAt = 0
  #delayMs = 0

  constructor(options: IncrementalOptions) {
    this.#o = options
  }

  assign({ generation, lastGeneration, configured, members }: Round): Decision {
    if (this.#previousGeneration !== lastGeneration) this.#previous = new Work()
    const active = new Work([...members.values()].flatMap(work => [...work]))
    // The round before took something away, and somebody has it still: it did not hear of it.
    if (this.#revoked.and(active).size > 0) this.#previous = active
    const deleted = this.#previous.minus(configured)
    const lost = this.#previous.minus(active, deleted)
    const created = configured.minus(this.#previous, active)
    const surplus = twice(members.values())
    surplus.add(deleted)
    const stop = mapped(members, work => work.and(surplus))
    const next = mapped(members, work => work.minus(surplus))
    const toAssign = new Work([...created.sorted, ...this.#handleLost(lost, next).sorted])
    if (this.#delayMs === 0) this.#balance(configured, next, stop)
    else this.#revokedInPrevious = false
    distribute(next, toAssign)
    const shares = new Map(
      [...members].map(([member, had]) => {
        const all = next.get(member)!
        return [member, { start: all.minus(had), stop: stop.get(member)!, all }]
      }),
    )
    this.#revoked = new Work([...stop.values()].flatMap(work => [...work]))
    this.#previous = new Work([...next.values()].flatMap(work => [...work])).minus(this.#revoked)
    this.#previous.add(lost)
    this.#previousGeneration = generation
    this.#previousMembers = [...members.keys()]
    return { shares, delayMs: this.#delayMs }
  }

  /** @returns what is to be given to anybody now; some of it may be given to those that wait for it */
  #handleLost(lost: Work, next: Loads): Work {
    if (lost.size === 0 && !this.#revokedInPrevious) {
      this.#reset()
      return lost
    }
    const now = this.#o.now()
    const nobodyLeft = this.#previousMembers.every(member => next.has(member))
    if ((this.#scheduledAt === 0 && nobodyLeft) || this.#o.maxDelayMs === 0) return lost
    if (this.#scheduledAt > 0 && now >= this.#scheduledAt) {
      const candidates = [...this.#candidates].flatMap(member => next.get(member) ?? [])
      this.#reset()
      this.#revokedInPrevious = false
      if (candidates.length === 0) return lost
      for (const kind of kinds)
        for (const [index, unit] of lost.sorted.filter(kind).entries())
          candidates[index % candidates.length]!.add([unit])
      return new Work()
    }
    for (const [member, work] of next) if (work.size === 0) this.#candidates.add(member)
    this.#delayMs = now < this.#scheduledAt ? Math.min(this.#scheduledAt - now, this.#o.maxDelayMs) : this.#o.maxDelayMs
    this.#scheduledAt = now + this.#delayMs
    return new Work()
  }

  #reset(): void {
    this.#candidates.clear()
    this.#scheduledAt = 0
    this.#delayMs = 0
  }

  /** Take away what is too much, if that may be now. */
  #balance(configured: Work, next: Loads, stop: Loads): void {
    const surplus = tooMuch(configured, next)
    if (surplus.size === 0) {
      if (this.#revokedInPrevious) this.#revokingRounds = 0
      this.#revokedInPrevious = false
      return
    }
    if (this.#revokedInPrevious) {
      this.#revokingRounds++
      this.#delayMs = Math.min(GROWTH ** this.#revokingRounds, this.#o.maxDelayMs)
      if (this.#delayMs > 0) {
        this.#scheduledAt = this.#o.now() + this.#delayMs
        return
      }
    }
    this.#revokedInPrevious = true
    for (const [member, work] of surplus) {
      next.get(member)!.remove(work)
      stop.get(member)!.add(work)
    }
  }
}

/** Connectors and tasks, which are shared out each for themselves. */
const kinds = [({ task }: TaskId) => task === CONNECTOR, ({ task }: TaskId) => task !== CONNECTOR] as const
const count = (work: Work, kind: (unit: TaskId) => boolean) => [...work].filter(kind).length

const mapped = (loads: Loads, change: (work: Work) => Work) =>
  new Map([...loads].map(([member, work]) => [member, change(work)]))

/** What more than one has. */
function twice(works: Iterable<Work>): Work {
  const [once, more] = [new Work(), new Work()]
  for (const work of works) {
    more.add(work.and(once))
    once.add(work)
  }
  return more
}

function tooMuch(configured: Work, next: Loads): Map<string, Work> {
  const surplus = new Map<string, Work>()
  // Nobody has anything yet: new work is spread evenly anyway.
  if ([...next.values()].every(({ size }) => size === 0) || configured.size === 0) return surplus
  for (const kind of kinds) {
    const total = count(configured, kind)
    const least = Math.floor(total / next.size)
    let extras = total % next.size
    const counts = [...next.values()].map(work => count(work, kind))
    const withOneMore = counts.filter(each => each === least + 1).length
    if (withOneMore === extras && counts.every(each => each === least || each === least + 1)) continue
    for (const [member, work] of next) {
      const units = work.sorted.filter(kind)
      if (units.length <= least) continue
      const most = extras > 0 ? least + 1 : least
      extras--
      if (units.length <= most) continue
      const own = surplus.get(member) ?? new Work()
      own.add(units.slice(0, units.length - most))
      surplus.set(member, own)
    }
  }
  return surplus
}

/** To those who have least, one by one, in the order of `work`. */
function distribute(next: Loads, work: Work): void {
  for (const kind of kinds) {
    const loads = [...next].map(([member, own]) => ({ member, own, count: count(own, kind) }))
    loads.sort((a, b) => a.count - b.count || (a.member < b.member ? -1 : 1))
    for (const unit of [...work].filter(kind)) {
      const least = loads.reduce((a, b) => (b.count < a.count ? b : a))
      least.own.add([unit])
      least.count++
    }
  }
}
