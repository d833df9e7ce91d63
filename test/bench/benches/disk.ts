/** What should not matter: how much there is on the disk. Rates with 1 GB and with more, one subject after the other. */
import fs from 'node:fs'
import { attempt, type Bench, fresh, load, settle, turns } from '../bench.ts'
import type { Subject } from '../subjects.ts'
import { note } from '../table.ts'

const SECONDS = 2
const PARTITIONS = 4
const TOPIC = 'filled'

export const disk = (bench: Bench) => each(bench, 4)
export const disk20gb = (bench: Bench) => each(bench, 20)

async function each(bench: Bench, gigabytes: number): Promise<void> {
  for (const subject of bench.subjects)
    await attempt(bench, `disk, ${subject.name}`, () => measure(bench, subject, gigabytes))
}

async function measure(bench: Bench, subject: Subject, gigabytes: number): Promise<void> {
  const dir = fresh(bench, subject.name)
  const server = await subject.server(dir)
  try {
    await load('topic', server.port, TOPIC, PARTITIONS)
    let filled = 0
    for (const gb of [1, gigabytes]) {
      const bytes = (gb - filled) * 1e9
      filled = gb
      await load('fill', server.port, JSON.stringify({ topic: TOPIC, partitions: PARTITIONS, bytes, size: 1_000_000 }))
      await settle()
      await turns(bench, 12, async () => {
        for (const [verb, shape] of [
          ['produce', { size: 16_384, connections: 4, inflight: 5, acks: 1 }],
          ['fetch', { connections: 4, topic: TOPIC, partitions: PARTITIONS }],
        ] as const) {
          const { mb } = await load<{ mb: number }>(verb, server.port, JSON.stringify({ ...shape, seconds: SECONDS }))
          note(bench.table.row(`${verb} with ${gb} GB on the disk`, 'MB/s', 'more'), subject.name, mb)
        }
      })
    }
  } finally {
    await server.stop('SIGKILL')
    fs.rmSync(dir, { recursive: true, force: true })
  }
}
