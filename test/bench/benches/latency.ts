/** How long one record takes, alone and beside a load. */
import { type Bench, load, rounds, withServers } from '../bench.ts'
import { note } from '../table.ts'

interface Latency {
  p50: number
  p99: number
  p999: number
}

export async function latency(bench: Bench): Promise<void> {
  const { table, quick } = bench
  const seconds = quick ? 3 : 6
  const write = (what: string, subject: string, { p50, p99, p999 }: Latency) => {
    note(table.row(`${what}: p50`, 'ms', 'less'), subject, p50)
    note(table.row(`${what}: p99`, 'ms', 'less'), subject, p99)
    note(table.row(`${what}: p99.9`, 'ms', 'less'), subject, p999)
  }
  const shape = JSON.stringify({ size: 16_384, connections: 4, inflight: 1, seconds, acks: -1, mbPerSecond: 50 })
  await withServers(bench, async servers => {
    await rounds(bench, 'end to end, 1,000 records/s', 45, servers, async (subject, { port }) =>
      write('end to end, 1,000 records/s', subject.name, await load<Latency>('end-to-end', port, seconds)),
    )
    await rounds(bench, 'acks=all under 50 MB/s', 45, servers, async (subject, { port }) =>
      write('acks=all under 50 MB/s', subject.name, await load<Latency>('produce', port, shape)),
    )
  })
}
