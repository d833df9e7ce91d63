/**
 * What the console producer reads beyond lines of stdin: records as JSON, files as values, lines out of a template; so many of them, so
 * fast. It is an input like stdin, and a reader like the one of lines: the producer knows no difference. Loaded when one of its
 * flags was typed.
 */
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { seededRandom, systemRandom } from '../../lib/random.ts'
import { HOURS, MINUTES, SECONDS } from '../../lib/units.ts'
import { whyUnreadable } from '../given-file.ts'
import type { Io } from '../io.ts'
import type { LineReader } from '../line-reader.ts'
import { Lines, type TakeLines } from '../lines.ts'
import { delayFor } from '../perf.ts'
import { UsageError } from '../usage-error.ts'
import { jsonReader } from './json-reader.ts'
import { template } from './template.ts'

export interface InputOptions {
  json: boolean
  valueFile: readonly string[]
  template: string | undefined
  seed: number | undefined
  count: number | undefined
  rate: string | undefined
}

/** @throws {UsageError} */
export function input(options: InputOptions, lines: LineReader, io: Io): { io: Io; reader: LineReader } {
  const { json, valueFile, count, rate, seed } = options
  if (count !== undefined && count < 0) throw new UsageError(`--count ${count} is less than nothing`)
  if (seed !== undefined && options.template === undefined)
    throw new UsageError('--seed repeats a --template, and there is none')
  const perSecond = rate === undefined ? undefined : rateOf(rate)
  if (options.template !== undefined && count === undefined && perSecond === undefined)
    throw new UsageError('--template needs to know when to stop: --count 100; or --rate 10 to go on until Ctrl-C')
  const values = valueFile.map(file => contentOf(io, file))
  const source =
    values.length > 0
      ? [values.map((_, i) => Buffer.from(String(i)))]
      : options.template !== undefined
        ? made(options.template, { seed, perSecond }, io)
        : linesOf(io)
  const reader = values.length > 0 ? filesReader(values) : json ? jsonReader() : lines
  const unhindered =
    values.length === 0 && options.template === undefined && count === undefined && perSecond === undefined
  const stdin = unhindered ? io.stdin : { isTTY: false, chunks: () => paced(source, { count, perSecond }, io) }
  return { io: Object.assign(Object.create(io) as Io, { stdin }), reader }
}

const units: Readonly<Record<string, number>> = { s: SECONDS, m: MINUTES, h: HOURS }

/** `10`, `10/s`, `600/m`: records a second. */
function rateOf(text: string): number {
  const [, count, unit = 's'] = /^(\d+(?:\.\d+)?)(?:\/(s|m|h))?$/.exec(text) ?? []
  const perSecond = (Number(count) * SECONDS) / units[unit]!
  if (perSecond > 0) return perSecond
  throw new UsageError(`--rate "${text}" is no rate: it takes such as 10, 10/s, 90/m`)
}

function contentOf(io: Io, file: string): Buffer {
  try {
    return fs.readFileSync(path.resolve(io.cwd, file))
  } catch (error) {
    throw new UsageError(`Cannot read --value-file ${file}: ${whyUnreadable(error)}`, { cause: error })
  }
}

/** A line for each file is its number. */
const filesReader = (values: readonly Buffer[]): LineReader => ({
  plain: false,
  parse: line => ({ key: null, value: values[Number(line.toString())]!, headers: [] }),
})

/** Lines that are there at the same time. */
type Source = Iterable<Buffer[]> | AsyncIterable<Buffer[]>

function made(
  text: string,
  { seed, perSecond }: { seed: number | undefined; perSecond: number | undefined },
  io: Io,
): Source {
  const random = seed === undefined ? systemRandom : seededRandom(seed)
  const line = template(text, { random, clock: io.clock })
  // One at a time when they are to come in time: each has a time of its own.
  const together = perSecond === undefined ? LINES_TOGETHER : 1
  return (function* () {
    for (let i = 0; ; i += together) yield Array.from({ length: together }, (_, at) => Buffer.from(line(i + at)))
  })()
}
const LINES_TOGETHER = 1000

async function* linesOf(io: Io): AsyncGenerator<Buffer[]> {
  const lines = new Lines()
  let found: Buffer[] = []
  const add: TakeLines = (buffer, bounds, count) => {
    for (let i = 0; i < count; i++) found.push(Buffer.from(buffer.subarray(bounds[2 * i], bounds[2 * i + 1])))
  }
  for await (const chunk of io.stdin.chunks()) {
    lines.push(chunk, add)
    yield found
    found = []
  }
  lines.end(add)
  yield found
}

async function* paced(
  source: Source,
  { count = Number.POSITIVE_INFINITY, perSecond }: { count: number | undefined; perSecond: number | undefined },
  { clock }: Io,
): AsyncGenerator<Buffer> {
  const began = clock.monotonic()
  let sent = 0
  if (count === 0) return
  for await (const lines of source) {
    let due: Buffer[] = []
    for (const line of lines) {
      const wait = perSecond === undefined ? 0 : delayFor(perSecond, sent, clock.monotonic() - began)
      if (wait >= 1) {
        if (due.length > 0) yield Buffer.concat(due)
        due = []
        await delay(wait)
      }
      due.push(line, NEWLINE)
      if (++sent >= count) break
    }
    if (due.length > 0) yield Buffer.concat(due)
    if (sent >= count) return
  }
}
const NEWLINE = Buffer.from('\n')
