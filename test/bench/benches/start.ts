/** From the start of the process to the first answer, and what it takes of the memory, then idle. */
import fs from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { attempt, type Bench, fresh, load, turns } from '../bench.ts'
import type { Subject } from '../subjects.ts'
import { note } from '../table.ts'

const SETTLED_MS = 2000

export async function start(bench: Bench): Promise<void> {
  const { table, subjects, quick } = bench
  const empty = table.row('server-start to the first answer, empty directory', 'ms', 'less')
  const idle = table.row('memory, idle for 2 s (PSS)', 'MB', 'less')
  await turns(bench, 30, async () => {
    for (const subject of subjects)
      await attempt(bench, `start, ${subject.name}`, async () => {
        const dir = fresh(bench, subject.name)
        const server = await subject.server(dir)
        note(empty, subject.name, server.readyMs)
        await delay(SETTLED_MS)
        note(idle, subject.name, server.pss())
        await server.stop('SIGKILL')
        fs.rmSync(dir, { recursive: true, force: true })
      })
  })
  if (!quick)
    for (const subject of subjects)
      await attempt(bench, `start with 1,000 partitions, ${subject.name}`, () => full(bench, subject))
}

/** The same directory again: after a clean stop, after a kill. */
async function full(bench: Bench, subject: Subject): Promise<void> {
  const { table } = bench
  const dir = fresh(bench, subject.name)
  const what = '1,000 partitions and 1 GB'
  let server = await subject.server(dir)
  await load('topic', server.port, 'many', 1000)
  await load('fill', server.port, JSON.stringify({ topic: 'many', partitions: 1000, bytes: 1e9, size: 100_000 }))
  for (const [how, signal, seconds] of [
    ['a clean stop', 'SIGTERM', 18],
    ['kill -9', 'SIGKILL', 25],
  ] as const)
    await turns(bench, seconds, async () => {
      await server.stop(signal)
      server = await subject.server(dir)
      note(table.row(`the same with ${what}, after ${how}`, 'ms', 'less'), subject.name, server.readyMs)
      if (signal === 'SIGTERM') {
        await delay(SETTLED_MS)
        note(table.row('memory, 1,000 partitions, idle for 2 s (PSS)', 'MB', 'less'), subject.name, server.pss())
      }
    })
  await server.stop('SIGKILL')
  fs.rmSync(dir, { recursive: true, force: true })
}
