/** The best of several rounds, in one process: on a shared machine the best is the steadiest figure. */
const ROUNDS = 15
const ROUND_MS = 60

/** @returns the fewest microseconds that one call took */
export function best(fn: () => void): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    let calls = 0
    while (performance.now() - began < ROUND_MS) {
      for (let i = 0; i < 16; i++) fn()
      calls += 16
    }
    least = Math.min(least, ((performance.now() - began) * 1000) / calls)
  }
  return least
}

/** A line of `what`, and how much there was of it. */
export function say(what: string, figure: number, unit: string): void {
  process.stdout.write(`${what.padEnd(60)} ${figure.toFixed(2).padStart(9)} ${unit}\n`)
}

/** Grows with what was read, so that reading is not optimised away. */
export const seen = { sum: 0 }
