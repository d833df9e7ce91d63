/** The broker alone: batches that were built beforehand, so that no client is the limit. */
import { type Bench, load, rounds, withServers } from '../bench.ts'
import { note } from '../table.ts'

interface Loaded {
  requests: number
  mb: number
  p99: number
}

const shapes = [
  { what: '16 KB batches, 4 connections', size: 16_384, connections: 4, inflight: 5, unit: 'MB/s' },
  { what: '1 KB batches, 20 connections', size: 1024, connections: 20, inflight: 5, unit: 'requests/s' },
] as const

export async function raw(bench: Bench): Promise<void> {
  const { table, quick } = bench
  const seconds = quick ? 2 : 4
  await withServers(bench, async servers => {
    for (const { what, unit, ...shape } of shapes) {
      const rate = table.row(`broker alone, ${what}`, unit, 'more')
      const p99 = table.row(`${what}: p99 of an answer`, 'ms', 'less')
      const cpu = table.row(`${what}: CPU of the broker`, unit === 'MB/s' ? 's per GB' : 's per million', 'less')
      await rounds(bench, what, 38, servers, async (subject, server) => {
        const before = server.cpu()
        const loaded = await load<Loaded>('produce', server.port, JSON.stringify({ ...shape, seconds }))
        const spent = (server.cpu() - before) / (seconds + 1)
        note(rate, subject.name, unit === 'MB/s' ? loaded.mb : loaded.requests)
        note(p99, subject.name, loaded.p99)
        note(cpu, subject.name, unit === 'MB/s' ? (spent * 1000) / loaded.mb : (spent * 1e6) / loaded.requests)
      })
    }
  })
}
