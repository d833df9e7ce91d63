/**
 * Counting for the perf tools: rates by window and in all, percentiles of latency, in the lines of Kafka's own.
 * Source: Kafka 4.3 `ProducerPerformance.Stats`, `ThroughputThrottler`, java.text.SimpleDateFormat (its common letters).
 */
import { KiB, MiB, SECONDS } from '../lib/units.ts'

/** Latencies kept for percentiles: one of every so many, so that a long run does not fill the memory. */
const MAX_SAMPLES = 500_000

export interface ProducerStatsOptions {
  records: number
  /** Between two windows. */
  intervalMs: number
  now: () => number
  onWindow: (window: WindowSums, isFirst: boolean) => void
}

interface Sums {
  records: number
  recordsPerSecond: number
  megabytesPerSecond: number
  averageMs: number
  maxMs: number
}
export type WindowSums = Sums
export interface TotalSums extends Sums {
  percentilesMs: { '50': number; '95': number; '99': number; '99.9': number }
}

interface Counts {
  started: number
  count: number
  bytes: number
  totalLatencyMs: number
  maxLatencyMs: number
}

export class ProducerStats {
  readonly #o: ProducerStatsOptions
  readonly #sampling: number
  readonly #latencies: number[] = []
  readonly #all: Counts
  #window: Counts
  /** After the warm-up the other one prints. */
  quiet = false

  constructor(options: ProducerStatsOptions) {
    this.#o = options
    this.#sampling = Math.floor(options.records / Math.min(options.records, MAX_SAMPLES))
    this.#all = this.#noCounts()
    this.#window = this.#noCounts()
  }

  #noCounts(): Counts {
    return { started: this.#o.now(), count: 0, bytes: 0, totalLatencyMs: 0, maxLatencyMs: 0 }
  }

  record(latencyMs: number, bytes: number, now: number): void {
    if (this.#all.count % this.#sampling === 0) this.#latencies.push(latencyMs)
    count(this.#all, latencyMs, bytes)
    const window = this.#window
    count(window, latencyMs, bytes)
    if (now - window.started < this.#o.intervalMs) return
    if (!this.quiet) this.#o.onWindow(sums(window, now), this.#all.count === window.count)
    this.#window = this.#noCounts()
  }

  total(): TotalSums {
    const sorted = this.#latencies.sort((a, b) => a - b)
    const [p50, p95, p99, p999] = [0.5, 0.95, 0.99, 0.999].map(part => percentile(sorted, part)) as [
      number,
      number,
      number,
      number,
    ]
    return { ...sums(this.#all, this.#o.now()), percentilesMs: { '50': p50, '95': p95, '99': p99, '99.9': p999 } }
  }
}

function count(counts: Counts, latencyMs: number, bytes: number): void {
  counts.count++
  counts.bytes += bytes
  counts.totalLatencyMs += latencyMs
  if (latencyMs > counts.maxLatencyMs) counts.maxLatencyMs = latencyMs
}

function sums({ started, count, bytes, totalLatencyMs, maxLatencyMs }: Counts, now: number): Sums {
  const seconds = (now - started) / SECONDS
  return {
    records: count,
    recordsPerSecond: count / seconds,
    megabytesPerSecond: bytes / seconds / MiB,
    averageMs: totalLatencyMs / count,
    maxMs: maxLatencyMs,
  }
}

export const windowLine = ({ records, recordsPerSecond, megabytesPerSecond, averageMs, maxMs }: WindowSums): string =>
  `${records} records sent, ${recordsPerSecond.toFixed(1)} records/sec (${megabytesPerSecond.toFixed(2)} MB/sec), ${averageMs.toFixed(1)} ms avg latency, ${maxMs.toFixed(1)} ms max latency.`

export function totalLine(sums: TotalSums, steadyState: boolean): string {
  const { records, recordsPerSecond, megabytesPerSecond, averageMs, maxMs, percentilesMs: p } = sums
  return `${records}${steadyState ? ' steady state' : ''} records sent, ${recordsPerSecond.toFixed(6)} records/sec (${megabytesPerSecond.toFixed(2)} MB/sec), ${averageMs.toFixed(2)} ms avg latency, ${maxMs.toFixed(2)} ms max latency, ${p['50']} ms 50th, ${p['95']} ms 95th, ${p['99']} ms 99th, ${p['99.9']} ms 99.9th.`
}

/**
 * How long a member of a group waits for partitions: from the start, or from when its last one went, until the first comes. As
 * Kafka's tool has it, so a rebalance that takes only some of them away is no time.
 */
export class RebalanceTime {
  readonly #now: () => number
  readonly #owned = new Set<string>()
  #since: number
  count = 0
  totalMs = 0
  /** Since the last window. */
  windowMs = 0

  constructor(now: () => number) {
    this.#now = now
    this.#since = now()
  }

  assigned(partitions: readonly string[]): void {
    this.count++
    if (this.#owned.size === 0) {
      const ms = this.#now() - this.#since
      this.totalMs += ms
      this.windowMs += ms
    }
    for (const each of partitions) this.#owned.add(each)
  }

  revoked(partitions: readonly string[]): void {
    for (const each of partitions) this.#owned.delete(each)
    if (this.#owned.size === 0) this.#since = this.#now()
  }

  get owned(): number {
    return this.#owned.size
  }
}

/** `--print-metrics`, laid out as Kafka's `ToolsUtils.printMetrics` does: sorted, names padded, totals as doubles. */
export function metricLines(clientId: string, metrics: Readonly<Record<string, number>>): string[] {
  const rows = Object.entries(metrics)
    .map(([name, value]) => [`${name}:{client-id=${clientId}}`, value.toFixed(3)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const width = Math.max(...rows.map(([name]) => name.length))
  return [
    '',
    `${'Metric Name'.padEnd(width)}   Value`,
    ...rows.map(([name, value]) => `${name.padEnd(width)} : ${value}`),
  ]
}

export const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(Math.floor(part * sorted.length), sorted.length - 1)] ?? 0

/** Keeps a rate: how long to wait before the next record, 0 for not at all. A rate below 0 is no limit. */
export const delayFor = (ratePerSecond: number, sent: number, elapsedMs: number): number =>
  ratePerSecond < 0 ? 0 : Math.max(0, (sent / ratePerSecond) * SECONDS - elapsedMs)

/** Records begin at other letters than the one before. */
const SHIFT_MAX = 61
/** Larger ones repeat themselves: a gigabyte of chance takes ten seconds. */
const RANDOM_MAX = 16 * MiB

/** Letters to send: different enough not to be compressed away, and made once. */
export class Payloads {
  readonly #pool: Buffer
  readonly #size: number
  #at = 0

  constructor(size: number) {
    this.#size = size
    this.#pool = Buffer.allocUnsafe(Math.max(256 * KiB, size <= RANDOM_MAX ? size * 2 : size + SHIFT_MAX))
    const random = this.#pool.subarray(0, 2 * RANDOM_MAX)
    for (let i = 0; i < random.length; i++) random[i] = 65 + Math.floor(Math.random() * 26)
    this.#pool.fill(random, random.length)
  }

  next(): Buffer {
    if (this.#at + this.#size > this.#pool.length) this.#at = (this.#at + this.#size) % SHIFT_MAX
    const from = this.#at
    this.#at += this.#size
    return this.#pool.subarray(from, from + this.#size)
  }
}

/** A moment by Java's pattern: y M d H m s S; other letters stay as they are, text in quotes too. */
export function formatDate(pattern: string, timeMs: number): string {
  const date = new Date(timeMs)
  const fields: Readonly<Record<string, number>> = {
    y: date.getFullYear(),
    M: date.getMonth() + 1,
    d: date.getDate(),
    H: date.getHours(),
    m: date.getMinutes(),
    s: date.getSeconds(),
    S: date.getMilliseconds(),
  }
  return pattern.replace(/'([^']*)'|([yMdHmsS])\2*/g, (match, text: string | undefined, letter: string) => {
    if (text !== undefined) return text
    const digits = String(fields[letter]).padStart(match.length, '0')
    return letter === 'y' && match.length === 2 ? digits.slice(-2) : digits
  })
}
