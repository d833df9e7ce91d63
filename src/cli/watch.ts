/**
 * `--watch`: the same page again and again, drawn over the last one, until Ctrl-C. A terminal's only. What cannot be found out now
 * is said in its place: it may be found out the next time.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { SECONDS } from '../lib/units.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Io } from './io.ts'
import { messages } from './run.ts'
import { UsageError } from './usage-error.ts'

const HOME = '\x1b[H'
const CLEAR_LINE = '\x1b[K'
const CLEAR_BELOW = '\x1b[J'
const CLEAR = '\x1b[2J'

/** @param page writes itself to the world it is given @returns the exit code, when it was interrupted */
export async function watch(io: Io, seconds: number, title: string, page: (io: Io) => Promise<void>): Promise<number> {
  if (!io.stdout.isTTY) throw new UsageError('--watch draws on a terminal, and stdout is none')
  if (!(seconds > 0)) throw new UsageError(`--watch ${seconds} is no time: it takes seconds, such as 2 or 0.5`)
  const stop = new AbortController()
  let exitCode: number | undefined
  io.onInterrupt(code => {
    exitCode = code
    stop.abort()
  })
  io.stdout.write(CLEAR)
  while (exitCode === undefined) {
    const lines: string[] = []
    const keep = (text = '') => void lines.push(...text.split('\n'))
    try {
      await page(Object.assign(Object.create(io) as Io, { print: keep, warn: keep }))
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      keep(messages(error))
    }
    const time = new Date(io.clock.now()).toISOString().slice(11, 19)
    const all = [`${title}  every ${seconds} s  ${time} UTC  Ctrl-C ends it`, ...lines]
    io.stdout.write(`${HOME}${all.map(line => `${line}${CLEAR_LINE}\n`).join('')}${CLEAR_BELOW}`)
    io.stdout.flush()
    await delay(seconds * SECONDS, undefined, { signal: stop.signal }).catch(() => {})
  }
  return exitCode
}
