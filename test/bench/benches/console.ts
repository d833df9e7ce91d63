/** Lines from a file into a topic and out again, by the console tools; and the perf tools, each by its own maker. */
import fs from 'node:fs'
import path from 'node:path'
import { attempt, type Bench, rounds, type Started, turns, withServers } from '../bench.ts'
import { createTopic } from '../load/frames.ts'
import { run } from '../measure.ts'
import { has, kcat } from '../subjects.ts'
import { note } from '../table.ts'

const LINE = 100

const COUNT = 2_000_000

export async function consoles(bench: Bench): Promise<void> {
  const { table, room, subjects } = bench
  const produce = table.row(`console producer, ${LINE} B lines through a pipe`, 'lines/s', 'more')
  const consume = table.row(`console consumer, ${LINE} B lines to a file`, 'lines/s', 'more')
  const lines = path.join(room, 'lines')
  const out = path.join(room, 'out')
  writeLines(lines, COUNT)
  await withServers(bench, async servers => {
    // kcat has no broker of its own: it is a client of ours.
    const clients = servers.flatMap(([subject, server]) =>
      (subject === subjects[0] && has('kcat') ? [subject, kcat] : [subject]).map(client => ({ client, server })),
    )
    await turns(bench, 60, async round => {
      for (const { client, server } of clients)
        await attempt(bench, `console, ${client.name}`, async () => {
          const topic = `${client.name.replace(/ /g, '-')}-${round}`
          await createTopic(server.port, topic)
          const { seconds } = await run(...client.produce(server.port, topic), { stdin: lines })
          note(produce, client.name, COUNT / seconds)
          const consumed = await run(...client.consume(server.port, topic, COUNT), { stdout: out })
          if (!fs.readFileSync(out).equals(fs.readFileSync(lines))) throw new Error('it read back other bytes')
          note(consume, client.name, COUNT / consumed.seconds)
        })
    })
    await perfTools(bench, servers)
  })
}

/** Each maker's tool against its own broker. */
async function perfTools(bench: Bench, servers: readonly Started[]): Promise<void> {
  const produce = bench.table.row('producer-perf-test, 100 B', 'records/s', 'more')
  const consume = bench.table.row('consumer-perf-test, 100 B', 'records/s', 'more')
  await rounds(bench, 'perf tools', 40, servers, async (subject, { port }, round) => {
    const topic = `perf-${round}`
    await createTopic(port, topic)
    const { out } = await run(...subject.producerPerf(port, topic, { records: COUNT, size: 100 }))
    note(produce, subject.name, rateIn(out))
    note(consume, subject.name, consumedRateIn((await run(...subject.consumerPerf(port, topic, COUNT))).out))
  })
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
