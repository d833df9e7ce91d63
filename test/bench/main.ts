/**
 * npm run bench [-- --quick] [name ...]: tskafka beside Apache Kafka and kcat, as whole processes on this machine, in turn
 * (A B A B), medians. A figure means something only beside the other of its row: rates of one machine drift by 2.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { median, run, type Server } from './measure.ts'
import { type Command, has, kafka, kcat, ours, type Subject } from './subjects.ts'

const quick = process.argv.includes('--quick')
const wanted = process.argv.slice(2).filter(argument => !argument.startsWith('-'))
const RUNS = quick ? 2 : 5
const LINES = quick ? 500_000 : 2_000_000
const LINE = 100

const room = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-bench-'))
const home = process.env['KAFKA_HOME']
const subjects: Subject[] = home ? [ours, kafka(home)] : [ours]
const fresh = (name: string) => fs.mkdtempSync(path.join(room, `${name.replace(/ /g, '-')}-`))

interface Row {
  what: string
  unit: string
  better: 'more' | 'less'
  figures: Map<string, number[]>
}
const rows: Row[] = []
const row = (what: string, unit: string, better: Row['better']): Row => {
  const made = { what, unit, better, figures: new Map<string, number[]>() }
  rows.push(made)
  return made
}
const note = (row: Row, subject: string, figure: number) => {
  const figures = row.figures.get(subject) ?? []
  figures.push(figure)
  row.figures.set(subject, figures)
}

/** Each bench starts its own servers, so that none inherits another's page cache or compiled code. */
const benches: Record<string, () => Promise<void>> = {
  async start() {
    const ready = row('server-start to the first answer, empty directory', 'ms', 'less')
    const idle = row('memory, idle for 2 s (PSS)', 'MB', 'less')
    for (let i = 0; i < RUNS; i++)
      for (const subject of subjects) {
        const server = await subject.server(fresh(subject.name))
        note(ready, subject.name, server.readyMs)
        await delay(2000)
        note(idle, subject.name, server.pss())
        await server.stop()
      }
  },
  async cli() {
    const list = row('topics --list', 'ms', 'less')
    await withServers(async servers => {
      for (const [subject, server] of servers) await run(...subject.create(server.port, 'orders'))
      for (let i = 0; i < RUNS; i++)
        for (const [subject, server] of servers)
          note(list, subject.name, (await run(...subject.list(server.port))) * 1000)
    })
  },
  async console() {
    const produce = row(`console producer, ${LINE} B lines through a pipe`, 'lines/s', 'more')
    const consume = row(`console consumer, ${LINE} B lines to a file`, 'lines/s', 'more')
    const lines = path.join(room, 'lines')
    writeLines(lines)
    await withServers(async servers => {
      for (let i = 0; i < RUNS; i++)
        for (const [subject, server] of servers) {
          const clients = subject === ours && has('kcat') ? [subject, kcat] : [subject]
          for (const client of clients) {
            const topic = `${client.name.replace(/ /g, '-')}-${i}`
            await run(...subject.create(server.port, topic))
            note(produce, client.name, LINES / (await pipe(client.produce(server.port, topic), lines)))
            const out = path.join(room, 'out')
            const seconds = await run(...client.consume(server.port, topic, LINES), { stdout: out })
            if (!fs.readFileSync(out).equals(fs.readFileSync(lines)))
              throw new Error(`${client.name} read back other bytes`)
            note(consume, client.name, LINES / seconds)
          }
        }
    })
  },
}

const pipe = (command: Command, stdin: string) => run(...command, { stdin })

async function withServers(use: (servers: readonly (readonly [Subject, Server])[]) => Promise<void>) {
  const servers: [Subject, Server][] = []
  try {
    for (const subject of subjects) servers.push([subject, await subject.server(fresh(subject.name))])
    await use(servers)
  } finally {
    for (const [, server] of servers) await server.stop()
  }
}

function writeLines(file: string) {
  const fd = fs.openSync(file, 'w')
  for (let from = 0; from < LINES; from += 10_000) {
    const chunk: string[] = []
    for (let i = from; i < Math.min(from + 10_000, LINES); i++)
      chunk.push(`${i}`.padStart(LINE, 'abcdefghijklmnopqrstuvwxyz'))
    fs.writeSync(fd, `${chunk.join('\n')}\n`)
  }
  fs.closeSync(fd)
}

function print() {
  const names = [...new Set(rows.flatMap(row => [...row.figures.keys()]))]
  const format = (value: number) => (value >= 1000 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3))
  const cells = rows.map(row => {
    const medians = names.map(name => (row.figures.has(name) ? median(row.figures.get(name)!) : undefined))
    const [own, ...others] = medians
    const ratios = others.map(other => (own === undefined || other === undefined ? '' : `${(own / other).toFixed(2)}`))
    return [row.what, row.unit, ...medians.map(value => (value === undefined ? '' : format(value))), ...ratios]
  })
  const head = ['', 'unit', ...names, ...names.slice(1).map(name => `ratio to ${name}`)]
  console.log(
    `\n${os.cpus().length} x ${os.cpus()[0]?.model.trim()}, Node ${process.version}, medians of ${RUNS}, ${new Date().toISOString().slice(0, 10)}\n`,
  )
  for (const line of [head, head.map(() => '---'), ...cells]) console.log(`| ${line.join(' | ')} |`)
}

try {
  for (const [name, bench] of Object.entries(benches)) {
    if (wanted.length && !wanted.includes(name)) continue
    console.error(`bench: ${name}`)
    await bench()
  }
  print()
} finally {
  fs.rmSync(room, { recursive: true, force: true })
}
