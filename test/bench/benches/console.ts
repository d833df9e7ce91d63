/** Lines from a file into a topic and out again, by the console tools; and the perf tools, each by its own maker. */
import fs from 'node:fs'
import path from 'node:path'
import { type Bench, withServers } from '../bench.ts'
import { run } from '../measure.ts'
import { has, kcat } from '../subjects.ts'
import { note } from '../table.ts'

const LINE = 100

export async function consoles(bench: Bench): Promise<void> {
  const { table, quick, runs, room, subjects } = bench
  const count = quick ? 1_000_000 : 2_000_000
  const produce = table.row(`console producer, ${LINE} B lines through a pipe`, 'lines/s', 'more')
  const consume = table.row(`console consumer, ${LINE} B lines to a file`, 'lines/s', 'more')
  const lines = path.join(room, 'lines')
  const out = path.join(room, 'out')
  writeLines(lines, count)
  await withServers(bench, async servers => {
    for (let i = 0; i < runs; i++)
      for (const [subject, server] of servers)
        for (const client of subject === subjects[0] && has('kcat') ? [subject, kcat] : [subject]) {
          const topic = `${client.name.replace(/ /g, '-')}-${i}`
          await run(...subject.create(server.port, topic))
          note(
            produce,
            client.name,
            count / (await run(...client.produce(server.port, topic), { stdin: lines })).seconds,
          )
          const { seconds } = await run(...client.consume(server.port, topic, count), { stdout: out })
          if (!fs.readFileSync(out).equals(fs.readFileSync(lines)))
            throw new Error(`${client.name} read back other bytes`)
          note(consume, client.name, count / seconds)
        }
    await perfTools(bench, servers)
  })
}

/** Each maker's tool against its own broker. */
async function perfTools({ table, runs, quick }: Bench, servers: Parameters<Parameters<typeof withServers>[1]>[0]) {
  const records = quick ? 1_000_000 : 3_000_000
  const produce = table.row('producer-perf-test, 100 B', 'records/s', 'more')
  const consume = table.row('consumer-perf-test, 100 B', 'records/s', 'more')
  for (const [subject, server] of servers) await run(...subject.create(server.port, 'perf'))
  for (let i = 0; i < runs; i++)
    for (const [subject, { port }] of servers) {
      const { out } = await run(...subject.producerPerf(port, 'perf', { records, size: 100 }))
      note(produce, subject.name, rateIn(out))
      note(consume, subject.name, consumedRateIn((await run(...subject.consumerPerf(port, 'perf', records))).out))
    }
}

/** `5000000 records sent, 670000.0 records/sec (63.90 MB/sec), 1.2 ms avg latency, ...`: the last line counts. */
export const rateIn = (out: string): number => Number([...out.matchAll(/, ([\d.]+) records\/sec/g)].at(-1)?.[1])
export const p99In = (out: string): number => Number([...out.matchAll(/([\d.]+) ms 99th/g)].at(-1)?.[1])

/** start, end, MB, MB/s, records, records/s, rebalance ms, fetch ms, fetch MB/s, fetch records/s: the last is without the join. */
export const consumedRateIn = (out: string): number => Number(out.trim().split('\n').at(-1)?.split(',').at(-1))

function writeLines(file: string, count: number): void {
  const fd = fs.openSync(file, 'w')
  for (let from = 0; from < count; from += 10_000) {
    const chunk: string[] = []
    for (let i = from; i < Math.min(from + 10_000, count); i++)
      chunk.push(`${i}`.padStart(LINE, 'abcdefghijklmnopqrstuvwxyz'))
    fs.writeSync(fd, `${chunk.join('\n')}\n`)
  }
  fs.closeSync(fd)
}
