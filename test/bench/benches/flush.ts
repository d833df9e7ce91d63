/** flush.messages=1: each acknowledged record is on the disk. With one producer the disk decides, with fifty the grouping. */
import { type Bench, load, rounds, withServers } from '../bench.ts'
import { note } from '../table.ts'

export async function flush(bench: Bench): Promise<void> {
  const { table, quick } = bench
  await withServers(
    bench,
    async servers => {
      for (const connections of [1, 50]) {
        const what = `flush.messages=1, ${connections} producer${connections > 1 ? 's' : ''} of 1 KB`
        await rounds(bench, what, 24, servers, async (subject, { port }) => {
          const shape = { size: 1024, connections, inflight: 1, seconds: quick ? 2 : 3, acks: -1 }
          const { requests, p99 } = await load<{ requests: number; p99: number }>(
            'produce',
            port,
            JSON.stringify(shape),
          )
          note(table.row(what, 'requests/s', 'more'), subject.name, requests)
          note(table.row(`${what}: p99`, 'ms', 'less'), subject.name, p99)
        })
      }
    },
    { 'log.flush.interval.messages': '1' },
  )
}
