/**
 * What `top` shows, out of two looks at a cluster: rates are differences of log end offsets, committed offsets and sizes on disk, so
 * any broker can be asked for them. No I/O.
 */

/** One look. */
export interface Sample {
  /** Milliseconds, of a clock that does not jump. */
  at: number
  topics: readonly TopicSample[]
  groups: readonly GroupSample[]
}

export interface TopicSample {
  name: string
  partitions: number
  /** Records that are there, compaction aside. */
  records: number
  /** Log end offsets, summed. */
  end: number
  /** On disk, of one replica of each partition; undefined: may not be asked for. */
  bytes: number | undefined
}

export interface GroupSample {
  id: string
  state: string
  members: number
  lag: number
  /** Committed offsets, summed by topic. */
  committed: ReadonlyMap<string, number>
}

export interface TopicRow extends Omit<TopicSample, 'end'> {
  /** Records a second. Null: not known yet. */
  in: number | null
  /** Records a second that groups have committed. */
  out: number | null
  bytesIn: number | null
}

export interface GroupRow extends Omit<GroupSample, 'committed'> {
  /** Records a second. */
  out: number | null
  /** Seconds until there is no lag, at this rate; null: it does not get less. */
  behind: number | null
}

export interface Frame {
  topics: readonly TopicRow[]
  groups: readonly GroupRow[]
}

export function frameOf(before: Sample | undefined, now: Sample): Frame {
  const seconds = before ? (now.at - before.at) / 1000 : 0
  // A topic that was made again begins at 0: nothing goes backwards.
  const rate = (from: number | undefined, to: number | undefined) =>
    seconds <= 0 || from === undefined || to === undefined ? null : Math.max(0, (to - from) / seconds)
  const topicBefore = new Map(before?.topics.map(topic => [topic.name, topic]))
  const groupBefore = new Map(before?.groups.map(group => [group.id, group]))
  const readOf = (group: GroupSample, topic: string) =>
    rate(groupBefore.get(group.id)?.committed.get(topic), group.committed.get(topic))
  return {
    topics: now.topics.map(({ end, ...topic }) => {
      const old = topicBefore.get(topic.name)
      return {
        ...topic,
        in: rate(old?.end, end),
        out: before ? sum(now.groups.map(group => readOf(group, topic.name))) : null,
        bytesIn: rate(old?.bytes, topic.bytes),
      }
    }),
    groups: now.groups.map(({ committed, ...group }) => {
      const out = before ? sum([...committed.keys()].map(topic => readOf({ committed, ...group }, topic))) : null
      const old = groupBefore.get(group.id)
      const less = old && seconds > 0 ? (old.lag - group.lag) / seconds : 0
      return { ...group, out, behind: group.lag === 0 ? 0 : less > 0 ? group.lag / less : null }
    }),
  }
}

const sum = (rates: readonly (number | null)[]) => rates.reduce<number>((total, rate) => total + (rate ?? 0), 0)

export const orders = ['in', 'out', 'size', 'lag', 'name'] as const
export type Order = (typeof orders)[number]

/** The most first; names from a to z. `lag` is of groups: topics are by name then, and groups by name with an order of topics. */
export function sorted(frame: Frame, order: Order, reversed = false): Frame {
  const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  const most = (a: number | null | undefined, b: number | null | undefined) => (b ?? -1) - (a ?? -1)
  const topic: Record<Order, (a: TopicRow, b: TopicRow) => number> = {
    in: (a, b) => most(a.in, b.in),
    out: (a, b) => most(a.out, b.out),
    size: (a, b) => most(a.bytes, b.bytes),
    lag: () => 0,
    name: () => 0,
  }
  const group: Record<Order, (a: GroupRow, b: GroupRow) => number> = {
    in: () => 0,
    out: (a, b) => most(a.out, b.out),
    size: () => 0,
    lag: (a, b) => most(a.lag, b.lag),
    name: () => 0,
  }
  const sign = reversed ? -1 : 1
  return {
    topics: [...frame.topics].sort((a, b) => sign * (topic[order](a, b) || byName(a.name, b.name))),
    groups: [...frame.groups].sort((a, b) => sign * (group[order](a, b) || byName(a.id, b.id))),
  }
}
