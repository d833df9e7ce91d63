/** librdkafka, which most languages' clients are: kcat against both brokers, lines in and out. */
import fs from 'node:fs'
import path from 'node:path'
import { type Bench, rounds, withServers } from '../bench.ts'
import { run } from '../measure.ts'
import { has, kcat } from '../subjects.ts'
import { note } from '../table.ts'

export async function librdkafka(bench: Bench): Promise<void> {
  const { table, quick, room } = bench
  if (!has('kcat')) return
  await withServers(bench, async servers => {
    for (const [size, count] of quick
      ? [[100, 500_000] as const]
      : ([
          [100, 2_000_000],
          [1000, 500_000],
        ] as const)) {
      const name = size === 100 ? '100 B' : '1 KB'
      const file = path.join(room, `lines-${size}`)
      fs.writeFileSync(file, `${'x'.repeat(size - 1)}\n`.repeat(count))
      for (const codec of quick ? ['none'] : ['none', 'lz4', 'zstd'])
        await rounds(bench, servers, async (subject, server, round) => {
          const topic = `kcat-${size}-${codec}-${round}`
          await run(...subject.create(server.port, topic))
          const before = server.cpu()
          const produced = await run(...kcat.produce(server.port, topic, codec), { stdin: file })
          const what = `kcat -P, ${name}, ${codec}`
          note(table.row(what, 'lines/s', 'more'), subject.name, count / produced.seconds)
          const spent = ((server.cpu() - before) * 1e9) / (count * size)
          note(table.row(`${what}: CPU of the broker`, 's per GB', 'less'), subject.name, spent)
          if (codec !== 'none') return
          const began = server.cpu()
          const consumed = await run(...kcat.consume(server.port, topic, count))
          note(table.row(`kcat -C, ${name}`, 'lines/s', 'more'), subject.name, count / consumed.seconds)
          const read = ((server.cpu() - began) * 1e9) / (count * size)
          note(table.row(`kcat -C, ${name}: CPU of the broker`, 's per GB', 'less'), subject.name, read)
        })
      fs.rmSync(file)
    }
  })
}
