/**
 * npm run bench [-- --quick] [--svg FILE] [--to FILE] [name ...]: tskafka beside Apache Kafka (KAFKA_HOME) and kcat, as whole
 * processes on this machine, in turn (A B A B), medians. A figure means something only beside the other of its row: rates of
 * one machine drift by 2. Names choose; those of `micro/`, and the large ones, run only when they are named.
 *
 * The table goes to FILE after each part, and to the screen at the end or when it is interrupted: what was measured is
 * never lost. Exit codes: 0, 1 when a row could not be measured, 2 for an unknown name, 130 and 143 interrupted.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type BenchPart, prepared } from './bench.ts'
import { benches, large } from './benches/index.ts'
import { svg } from './chart.ts'
import { markdown } from './markdown.ts'
import { stopAll } from './measure.ts'
import { micro } from './micro/index.ts'
import { Table } from './table.ts'

const [, , ...args] = process.argv
const quick = args.includes('--quick')
const given = (flag: string) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined)
const svgFile = given('--svg')
const to = given('--to') ?? path.join(os.tmpdir(), 'tskafka-bench.md')
const names = args.filter((arg, i) => !arg.startsWith('-') && !['--svg', '--to'].includes(args[i - 1] ?? ''))
const known = { ...benches, ...large, ...micro }
const unknown = names.find(name => !(name in known))
if (unknown !== undefined) {
  console.error(`There is no bench "${unknown}": ${Object.keys(known).join(', ')}`)
  process.exit(2)
}
for (const name of names) if (micro[name]) await (await micro[name]()).run()
if (names.length > 0 && names.every(name => name in micro)) process.exit()

const table = new Table()
const bench = prepared(table, quick)
const secondsOf = ({ seconds }: BenchPart) => (quick && seconds.quick ? seconds.quick : seconds.full)
const wanted = (name: string, { seconds }: BenchPart) =>
  names.length > 0 ? names.includes(name) : name in benches && (!quick || seconds.quick !== undefined)
const parts = Object.entries({ ...benches, ...large }).filter(([name, part]) => wanted(name, part))
const title = `${os.cpus().length} x ${os.cpus()[0]?.model.trim()}, Node ${process.version}, medians of 2 to 5 rounds${quick ? ', --quick: of one' : ''}, ${new Date().toISOString().slice(0, 10)}`

const began = performance.now()
const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`
const gone = () => (performance.now() - began) / 1000

function page(): string {
  const failed = bench.failures.map(failure => `- not measured: ${failure}`).join('\n')
  return `${title}\n\n${markdown(table)}\n${failed && `\n${failed}\n`}`
}

function keep(): void {
  fs.writeFileSync(to, page())
  if (svgFile !== undefined) fs.writeFileSync(svgFile, svg(table, `tskafka: how many times better. ${title}`))
}

function end(code: number): never {
  stopAll()
  keep()
  console.log(`\n${page()}`)
  fs.rmSync(bench.room, { recursive: true, force: true })
  process.exit(code)
}
process.on('SIGINT', () => end(130)).on('SIGTERM', () => end(143))

let planned = 0
const all = parts.reduce((sum, [, part]) => sum + secondsOf(part), 0)
console.error(`bench: ${parts.length} parts, about ${clock(all)} on a quiet machine; the table so far is in ${to}`)
for (const [i, [name, part]] of parts.entries()) {
  // A machine that took longer so far will go on like that.
  const slower = planned > 60 ? Math.max(0.5, gone() / planned) : 1
  const left = clock((all - planned) * slower)
  console.error(
    `bench: [${i + 1}/${parts.length}] ${name}, about ${secondsOf(part)} s; ${clock(gone())} gone, about ${left} left`,
  )
  const before = gone()
  try {
    await part.run(bench)
  } catch (error) {
    bench.failures.push(`${name}: ${error instanceof Error ? error.message : error}`)
    console.error(`bench: failed: ${bench.failures.at(-1)}`)
  }
  planned += secondsOf(part)
  console.error(`bench: ${name} took ${Math.round(gone() - before)} s`)
  keep()
}
end(bench.failures.length > 0 ? 1 : 0)
