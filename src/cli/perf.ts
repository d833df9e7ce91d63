/**
 * Counting for the perf tools: rates by window and in all, percentiles of latency, in the lines of Kafka's own.
 * Source: Kafka 4.3 `ProducerPerformance.Stats`, `ThroughputThrottler`, java.text.SimpleDateFormat (its common letters).
 */
import { KiB, MiB, SECONDS } from '../lib/units.ts'

/** Latencies kept for percentiles: one of every so many, so that a long run does not fill the memory. */
const MAX_SAMPLES = 500_000

export interface ProducerStatsOptions {
  records: number
  /** Between two lines. */
  intervalMs: number
  steadyState: boolean
  now: () => number
  print: (line: string) => void
}

export class ProducerStats {
  readonly #o: ProducerStatsOptions
  readonly #started: number
  readonly #sampling: number
  readonly #latencies: number[] = []
  #count = 0
  #bytes = 0
  #totalLatencyMs = 0
  #maxLatencyMs = 0
  #window: { started: number; count: number; bytes: number; totalLatencyMs: number; maxLatencyMs: number }
  /** After the warm-up the other one prints. */
  quiet = false

  constructor(options: ProducerStatsOptions) {
    this.#o = options
    this.#started = options.now()
    this.#sampling = Math.floor(options.records / Math.min(options.records, MAX_SAMPLES))
    this.#window = this.#newWindow()
  }

  #newWindow() {
    return { started: this.#o.now(), count: 0, bytes: 0, totalLatencyMs: 0, maxLatencyMs: 0 }
  }

  record(latencyMs: number, bytes: number, now: number): void {
    if (this.#count % this.#sampling === 0) this.#latencies.push(latencyMs)
    this.#count++
    this.#bytes += bytes
    this.#totalLatencyMs += latencyMs
    if (latencyMs > this.#maxLatencyMs) this.#maxLatencyMs = latencyMs
    const window = this.#window
    window.count++
    window.bytes += bytes
    window.totalLatencyMs += latencyMs
    if (latencyMs > window.maxLatencyMs) window.maxLatencyMs = latencyMs
    if (now - window.started < this.#o.intervalMs) return
    if (this.#o.steadyState && this.#count === window.count) this.#o.print('In steady state.')
    if (!this.quiet) this.#printWindow(now)
    this.#window = this.#newWindow()
  }

  #printWindow(now: number): void {
    const { started, count, bytes, totalLatencyMs, maxLatencyMs } = this.#window
    const seconds = (now - started) / SECONDS
    this.#o.print(
      `${count} records sent, ${(count / seconds).toFixed(1)} records/sec (${(bytes / seconds / MiB).toFixed(2)} MB/sec), ${(totalLatencyMs / count).toFixed(1)} ms avg latency, ${maxLatencyMs.toFixed(1)} ms max latency.`,
    )
  }

  printTotal(): void {
    const seconds = (this.#o.now() - this.#started) / SECONDS
    const sorted = this.#latencies.sort((a, b) => a - b)
    const [p50, p95, p99, p999] = [0.5, 0.95, 0.99, 0.999].map(part => percentile(sorted, part))
    const average = this.#totalLatencyMs / this.#count
    this.#o.print(
      `${this.#count}${this.#o.steadyState ? ' steady state' : ''} records sent, ${(this.#count / seconds).toFixed(6)} records/sec (${(this.#bytes / seconds / MiB).toFixed(2)} MB/sec), ${average.toFixed(2)} ms avg latency, ${this.#maxLatencyMs.toFixed(2)} ms max latency, ${p50} ms 50th, ${p95} ms 95th, ${p99} ms 99th, ${p999} ms 99.9th.`,
    )
  }
}

export const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(Math.floor(part * sorted.length), sorted.length - 1)] ?? 0

/** Keeps a rate: how long to wait before the next record, 0 for not at all. A rate below 0 is no limit. */
export const delayFor = (ratePerSecond: number, sent: number, elapsedMs: number): number =>
  ratePerSecond < 0 ? 0 : Math.max(0, (sent / ratePerSecond) * SECONDS - elapsedMs)

/** Letters to send: different enough not to be compressed away, and made once. */
export class Payloads {
  readonly #pool: Buffer
  readonly #size: number
  #at = 0

  constructor(size: number) {
    this.#size = size
    this.#pool = Buffer.allocUnsafe(Math.max(256 * KiB, size * 2))
    for (let i = 0; i < this.#pool.length; i++) this.#pool[i] = 65 + Math.floor(Math.random() * 26)
  }

  next(): Buffer {
    if (this.#at + this.#size > this.#pool.length) this.#at = (this.#at + this.#size) % 61
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
