/** From the start of the process to the first answer, and what it takes of the memory, then idle. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Bench, fresh, load } from '../bench.ts'
import type { Subject } from '../subjects.ts'
import { note } from '../table.ts'

export async function start(bench: Bench): Promise<void> {
  const { table, runs, subjects, quick } = bench
  const empty = table.row('server-start to the first answer, empty directory', 'ms', 'less')
  const idle = table.row('memory, idle for 2 s (PSS)', 'MB', 'less')
  for (let i = 0; i < runs; i++)
    for (const subject of subjects) {
      const server = await subject.server(fresh(bench, subject.name))
      note(empty, subject.name, server.readyMs)
      await delay(2000)
      note(idle, subject.name, server.pss())
      await server.stop()
    }
  if (!quick) for (const subject of subjects) await full(bench, subject)
}

/** The same directory again: after a clean stop, after a kill. */
async function full(bench: Bench, subject: Subject): Promise<void> {
  const { table, runs } = bench
  const dir = fresh(bench, subject.name)
  const what = '1,000 partitions and 1 GB'
  let server = await subject.server(dir)
  await load('topic', server.port, 'many', 1000)
  await load(
    'produce',
    server.port,
    JSON.stringify({ size: 16_384, connections: 4, inflight: 4, seconds: 1, topic: 'many', partitions: 4 }),
  )
  for (let mb = 0; mb < 1000; ) {
    const seconds = 2
    const result = await load<{ mb: number }>(
      'produce',
      server.port,
      JSON.stringify({ size: 16_384, connections: 4, inflight: 4, seconds, topic: 'many', partitions: 1000 }),
    )
    mb += result.mb * (seconds + 1)
  }
  for (const [how, signal] of [
    ['a clean stop', 'SIGTERM'],
    ['kill -9', 'SIGKILL'],
  ] as const)
    for (let i = 0; i < runs; i++) {
      await server.stop(signal)
      server = await subject.server(dir)
      note(table.row(`the same with ${what}, after ${how}`, 'ms', 'less'), subject.name, server.readyMs)
      if (signal === 'SIGTERM') {
        await delay(2000)
        note(table.row('memory, 1,000 partitions, idle for 2 s (PSS)', 'MB', 'less'), subject.name, server.pss())
      }
    }
  await server.stop()
}
