/**
 * The targets as data: which rows belong to which, and what each has to reach. The table is sorted by their numbers.
 * A row that no target names is shown for its own sake, last.
 */
import { lead, medianOf, type Row, type Table } from './table.ts'

/** What a row has to reach: in words, and by how much it does; from 1 on it is reached. */
interface Want {
  readonly words: string
  reached(row: Row, table: Table): number | undefined
}

interface Target {
  readonly number: number
  readonly rows: RegExp
  readonly wants: readonly Want[]
}

const OWN = 'tskafka'

const atMost = (limit: number): Want => ({
  words: `at most ${limit.toLocaleString('en-US')}`,
  reached: row => inverse(own(row), limit),
})
const atLeast = (limit: number): Want => ({
  words: `at least ${limit.toLocaleString('en-US')}`,
  reached: row => over(own(row), limit),
})
const times = (least: number, than = 'Apache Kafka'): Want => ({
  words: least === 1 ? `${than}'s` : `${least} times ${than}'s`,
  reached: row => over(lead(row, OWN, than), least),
})
const cost = (share: number): Want => ({
  words: `at most ${share} of Apache Kafka's`,
  reached: row => over(lead(row, OWN, 'Apache Kafka'), 1 / share),
})
/** A tenth less than another row of ours, or better. */
const near = (other: string): Want => ({
  words: `as "${other}", within 10 %`,
  reached(row, table) {
    const beside = table.rows.find(({ what }) => what === other)
    const limit = beside && own(beside)
    return limit === undefined ? undefined : over(own(row), limit * 0.9)
  },
})

const own = (row: Row) => medianOf(row, OWN)
const over = (value: number | undefined, limit: number) => (value === undefined ? undefined : value / limit)
const inverse = (value: number | undefined, limit: number) =>
  value === undefined ? undefined : value === 0 ? Number.POSITIVE_INFINITY : limit / value

/** The first that fits counts. */
const targets: readonly Target[] = [
  { number: 0, rows: /^broker alone, 16 KB/, wants: [times(2)] },
  { number: 0, rows: /^broker alone|batches, \d+ connections: /, wants: [] },
  { number: 1, rows: /^server-start to the first answer/, wants: [atMost(150)] },
  { number: 1, rows: /^the same with 1,000 partitions/, wants: [atMost(300)] },
  { number: 2, rows: /^memory, idle/, wants: [atMost(80)] },
  { number: 2, rows: /^memory, 1,000 partitions/, wants: [atMost(100)] },
  { number: 2, rows: /^memory of the broker under/, wants: [atMost(200)] },
  { number: 3, rows: /^(topics --list|tskafka --\w+)$/, wants: [atMost(120)] },
  { number: 3, rows: /^create a topic, write/, wants: [atMost(1000)] },
  { number: 4, rows: /^(Java producer|kcat -P).*CPU/, wants: [cost(0.8)] },
  { number: 4, rows: /^(Java producer|kcat -P)/, wants: [times(1)] },
  { number: 5, rows: /^(Java consumer|kcat -C).*CPU/, wants: [cost(1.5)] },
  { number: 5, rows: /^(Java consumer|kcat -C)/, wants: [times(1)] },
  { number: 6, rows: /^console producer/, wants: [atLeast(2_024_032), times(1.3, 'kcat')] },
  { number: 6, rows: /^console consumer/, wants: [times(1.5, 'kcat')] },
  { number: 6, rows: /^(producer|consumer)-perf-test/, wants: [times(1)] },
  { number: 7, rows: /^three Java producers/, wants: [times(1)] },
  { number: 8, rows: /^end to end.*p50$/, wants: [atMost(1)] },
  { number: 8, rows: /^end to end.*p99$/, wants: [atMost(3)] },
  { number: 8, rows: /^acks=all under.*p99$/, wants: [cost(0.5)] },
  { number: 8, rows: /^(end to end|acks=all under)/, wants: [] },
  { number: 9, rows: /^flush.messages=1.*p99$/, wants: [] },
  { number: 9, rows: /^flush.messages=1/, wants: [times(1)] },
  { number: 10, rows: /^produce, 10 connections of/, wants: [near('produce, 10 connections')] },
  { number: 10, rows: /^produce to \d+ beside /, wants: [near('produce to 1 partition')] },
  { number: 10, rows: /^fetch from \d+ beside /, wants: [near('fetch from 1 partition')] },
  { number: 10, rows: /^produce with ([2-9]|\d\d+) GB/, wants: [near('produce with 1 GB on the disk')] },
  { number: 10, rows: /^fetch with ([2-9]|\d\d+) GB/, wants: [near('fetch with 1 GB on the disk')] },
  { number: 10, rows: /^memory of an idle partition/, wants: [atMost(2)] },
  { number: 10, rows: /^memory of an idle connection/, wants: [atMost(20)] },
  { number: 10, rows: /^transactions of one thread/, wants: [atLeast(500)] },
  { number: 10, rows: /^offset commits of one thread/, wants: [atLeast(2000)] },
  { number: 10, rows: /^(produce|fetch|create a topic of)/, wants: [] },
  { number: 11, rows: /members of a classic group/, wants: [times(1)] },
]

const targetOf = ({ what }: Row) => targets.find(({ rows }) => rows.test(what))

/** In the order of the targets; rows of one stay as they came. */
export function inOrder({ rows }: Table): Row[] {
  const number = (row: Row) => targetOf(row)?.number ?? Number.POSITIVE_INFINITY
  return rows
    .map((row, i) => ({ row, at: number(row), i }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.i - b.i))
    .map(({ row }) => row)
}

/** @returns `4: yes, Apache Kafka's` of a row; the number alone where the issue names no limit; empty without a target */
export function verdict(row: Row, table: Table): string {
  const target = targetOf(row)
  if (target === undefined) return ''
  const verdicts = target.wants.flatMap(want => {
    const reached = want.reached(row, table)
    // Two digits are what the table shows: 0.999 is no defeat.
    return reached === undefined ? [] : [`${reached >= 0.995 ? 'yes' : '**no**'}, ${want.words}`]
  })
  return [`${target.number}`, ...(verdicts.length > 0 ? [verdicts.join('; ')] : [])].join(': ')
}
