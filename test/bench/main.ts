/**
 * npm run bench [-- --quick] [--svg FILE] [name ...]: tskafka beside Apache Kafka (KAFKA_HOME) and kcat, as whole processes
 * on this machine, in turn (A B A B), medians. A figure means something only beside the other of its row: rates of one
 * machine drift by 2. Names choose; those of `micro/`, and the large ones, run only when
 * they are named.
 */
import fs from 'node:fs'
import os from 'node:os'
import { prepared } from './bench.ts'
import { benches, large } from './benches/index.ts'
import { svg } from './chart.ts'
import { micro } from './micro/index.ts'
import { markdown, Table } from './table.ts'

const [, , ...args] = process.argv
const quick = args.includes('--quick')
const svgFile = args.includes('--svg') ? args[args.indexOf('--svg') + 1] : undefined
const names = args.filter(arg => !arg.startsWith('-') && arg !== svgFile)
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
try {
  for (const [name, run] of Object.entries(names.length > 0 ? { ...benches, ...large } : benches)) {
    if (names.length > 0 && !names.includes(name)) continue
    const began = performance.now()
    await run(bench)
    console.error(`bench: ${name}, ${Math.round((performance.now() - began) / 1000)} s`)
  }
  const title = `${os.cpus().length} x ${os.cpus()[0]?.model.trim()}, Node ${process.version}, medians of ${bench.runs}, ${new Date().toISOString().slice(0, 10)}`
  console.log(`\n${title}\n\n${markdown(table)}`)
  if (svgFile !== undefined) fs.writeFileSync(svgFile, svg(table, `tskafka: how many times better. ${title}`))
} finally {
  fs.rmSync(bench.room, { recursive: true, force: true })
}
