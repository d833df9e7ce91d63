/**
 * A rate over the last few windows, as Kafka measures one: events are summed by window, windows that are too old are
 * forgotten, and a rate that has just begun is taken as if the missing windows had been empty.
 * Source: Kafka 4.3 `Rate`, `SampledStat`.
 */
export interface RateWindows {
  /** Windows that count, the one that runs now among them. */
  count: number
  ms: number
}

interface Sample {
  start: number
  sum: number
}

export class Rate {
  readonly #windows: RateWindows
  /** Oldest first. */
  #samples: Sample[] = []

  constructor(windows: RateWindows) {
    this.#windows = windows
  }

  record(value: number, now: number): void {
    const { ms } = this.#windows
    const last = this.#samples.at(-1)
    if (last !== undefined && now - last.start < ms) last.sum += value
    else this.#samples.push({ start: now, sum: value })
    this.#forget(now)
  }

  /** A second. */
  at(now: number): number {
    this.#forget(now)
    const sum = this.#samples.reduce((total, sample) => total + sample.sum, 0)
    return sum === 0 ? 0 : sum / (this.spanMs(now) / 1000)
  }

  /** Time that the rate is taken over: never less than all windows but the one that runs. */
  spanMs(now: number): number {
    const { count, ms } = this.#windows
    const elapsed = now - (this.#samples[0]?.start ?? now)
    const missing = Math.max(0, count - 1 - Math.floor(elapsed / ms))
    return elapsed + missing * ms
  }

  /** How long nothing may come until the rate is down to `bound`; 0 when it is not above. */
  throttleMs(bound: number, now: number): number {
    const excess = this.at(now) - bound
    return excess > 0 ? Math.round((excess / bound) * this.spanMs(now)) : 0
  }

  get idleSince(): number {
    return this.#samples.at(-1)?.start ?? 0
  }

  #forget(now: number): void {
    const { count, ms } = this.#windows
    while (this.#samples.length > 0 && now - this.#samples[0]!.start >= count * ms) this.#samples.shift()
  }
}
