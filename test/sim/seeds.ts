/**
 * How many seeds a run tries, and which. `SEEDS=5000 npx tap test/sim` is for a night, `SEED=17` for one that failed; without
 * them it is a few dozen, always the same: what somebody has not touched must not fail for them.
 */
export function seeds(usual: number): number[] {
  const only = process.env['SEED']
  if (only !== undefined) return [Number(only)]
  const count = Number(process.env['SEEDS'] ?? usual)
  return Array.from({ length: count }, (_, i) => 1 + i)
}

/** A failure with everything that led to it. */
export class SimFailure extends Error {
  readonly seed: number
  readonly trace: readonly string[]

  constructor(seed: number, cause: unknown, trace: readonly string[]) {
    super(`seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.seed = seed
    this.trace = trace
  }
}

/** One seed says what happened, several say how many failed. */
export async function byHand(simulate: (seed: number) => Promise<object>): Promise<void> {
  const [first = 1, count = 1] = process.argv.slice(2).map(Number)
  const total: Record<string, number> = {}
  let failed = 0
  for (let seed = first; seed < first + count; seed++)
    try {
      for (const [name, value] of Object.entries(await simulate(seed))) total[name] = (total[name] ?? 0) + value
    } catch (error) {
      if (!(error instanceof SimFailure)) throw error
      if (count === 1) console.log(error.trace.slice(-120).join('\n'))
      console.log(count === 1 ? error.cause : error.message.split('\n')[0])
      // What fails ten times fails always.
      if (++failed === 10) break
    }
  console.log(`${count} seeds from ${first}: ${failed} failed; ${JSON.stringify(total)}`)
  process.exitCode = failed > 0 ? 1 : 0
}
