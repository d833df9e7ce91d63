/** librdkafka, which most languages' clients are: kcat against both brokers, lines in and out. */
import fs from 'node:fs'
import path from 'node:path'
import { type Bench, rounds, type Started, withServers } from '../bench.ts'
import { createTopic, deleteTopic, PASSING } from '../load/frames.ts'
import { run } from '../measure.ts'
import { has, kcat } from '../subjects.ts'
import { note } from '../table.ts'

interface Lines {
  name: string
  file: string
  size: number
  count: number
}

export async function librdkafka(bench: Bench): Promise<void> {
  const { quick, room } = bench
  if (!has('kcat')) return
  const sizes = [
    [100, quick ? 500_000 : 2_000_000, '100 B'],
    [1000, 500_000, '1 KB'],
  ] as const
  await withServers(bench, async servers => {
    for (const [size, count, name] of quick ? sizes.slice(0, 1) : sizes) {
      const lines = { name, file: path.join(room, `lines-${size}`), size, count }
      fs.writeFileSync(lines.file, `${'x'.repeat(size - 1)}\n`.repeat(count))
      for (const codec of quick ? ['none'] : ['none', 'lz4', 'zstd'])
        for (const acks of quick ? ['1'] : ['1', 'all']) await produce(bench, servers, lines, codec, acks)
      for (const many of quick ? [1] : [1, 3]) await consume(bench, servers, lines, many)
      fs.rmSync(lines.file)
    }
  })
}

const topicToRead = (size: number) => `kcat-${size}-none-1-0`

async function produce(bench: Bench, servers: readonly Started[], lines: Lines, codec: string, acks: string) {
  const { name, file, size, count } = lines
  const what = `kcat -P, ${name}, acks=${acks}, ${codec}`
  await rounds(bench, what, 9, servers, async (subject, server, round) => {
    const topic = `kcat-${size}-${codec}-${acks}-${round}`
    await createTopic(server.port, topic, 1, PASSING)
    const before = server.cpu()
    const produced = await run(...kcat.produce(server.port, topic, codec, acks), { stdin: file })
    note(bench.table.row(what, 'lines/s', 'more'), subject.name, count / produced.seconds)
    const spent = ((server.cpu() - before) * 1e9) / (count * size)
    note(bench.table.row(`${what}: CPU of the broker`, 's per GB', 'less'), subject.name, spent)
    if (topic !== topicToRead(size)) await deleteTopic(server.port, topic)
  })
}

/** What was written first: one reader, or three at once. */
async function consume(bench: Bench, servers: readonly Started[], { name, size, count }: Lines, many: number) {
  const what = `kcat -C, ${name}${many > 1 ? `, ${many} at once` : ''}`
  await rounds(bench, what, 9, servers, async (subject, server) => {
    const began = server.cpu()
    const command = kcat.consume(server.port, topicToRead(size), count)
    const consumed = await Promise.all(Array.from({ length: many }, () => run(...command)))
    const seconds = Math.max(...consumed.map(({ seconds }) => seconds))
    note(bench.table.row(what, 'lines/s', 'more'), subject.name, (many * count) / seconds)
    const read = ((server.cpu() - began) * 1e9) / (count * size * many)
    note(bench.table.row(`${what}: CPU of the broker`, 's per GB', 'less'), subject.name, read)
  })
}
