/**
 * Work that may take long: after a second a terminal shows on stderr that something is going on. Pipes and files get nothing, and
 * stdout stays what it is. The spinner is loaded when the second is over.
 */
import { SECONDS } from '../lib/units.ts'
import type { Io } from './io.ts'

const PATIENCE_MS = 1 * SECONDS

/** How the work says where it is. */
export type Say = (text: string) => void

/** @returns what the work does; `text` is shown until it says something else */
export async function withProgress<Result>(
  io: Io,
  text: string,
  work: (say: Say) => Promise<Result>,
  patienceMs = PATIENCE_MS,
): Promise<Result> {
  if (!io.stderr.isTTY) return work(() => {})
  let shown = text
  let spinner: { text: string; stop(): unknown } | undefined
  let isOver = false
  const timer = setTimeout(async () => {
    const { spin } = await import('./spinner.ts')
    if (isOver) return
    io.stdout.flush()
    spinner = spin(io.stderr, shown)
  }, patienceMs)
  try {
    return await work(said => {
      shown = said
      if (spinner) spinner.text = said
    })
  } finally {
    isOver = true
    clearTimeout(timer)
    spinner?.stop()
  }
}
