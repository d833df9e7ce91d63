/**
 * What should not matter: how many partitions there are, how many connections are open. Rates with few and with many, and
 * what one more costs. And what one client's thread gets done: transactions, commits.
 */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { type Bench, load, rounds, withServers } from '../bench.ts'
import { root } from '../measure.ts'
import { note } from '../table.ts'

const SHAPE = { size: 16_384, connections: 4, inflight: 5, acks: 1 }

export async function flat(bench: Bench): Promise<void> {
  const { table, quick } = bench
  const many = quick ? 1000 : 10_000
  const idle = quick ? 500 : 2000
  await withServers(bench, async servers => {
    const rate = (port: number, more: object = {}) =>
      load<{ mb: number }>('produce', port, JSON.stringify({ ...SHAPE, seconds: quick ? 2 : 4, ...more }))
    await rounds({ ...bench, runs: 1 }, servers, async (subject, server) => {
      const one = await rate(server.port)
      note(table.row('produce with 1 partition', 'MB/s', 'more'), subject.name, one.mb)

      const connected = server.pss()
      const crowd = await connections(server.port, idle)
      note(
        table.row('memory of an idle connection', 'KB', 'less'),
        subject.name,
        Math.max(0, ((server.pss() - connected) * 1024) / idle),
      )
      note(
        table.row(`the same with ${idle} connections open`, 'MB/s', 'more'),
        subject.name,
        (await rate(server.port)).mb,
      )
      crowd.kill()

      const before = server.pss()
      const { ms } = await load<{ ms: number }>('topic', server.port, 'wide', many)
      note(table.row(`create a topic of ${many} partitions`, 'ms', 'less'), subject.name, ms)
      note(
        table.row('memory of an idle partition', 'KB', 'less'),
        subject.name,
        Math.max(0, ((server.pss() - before) * 1024) / many),
      )
      const wide = await rate(server.port, { topic: 'wide', partitions: 100 })
      note(table.row(`produce to 100 of ${many} partitions`, 'MB/s', 'more'), subject.name, wide.mb)
    })
    await rounds(bench, servers, async (subject, { port }) => {
      const done = await load<{ transactions: number; commits: number }>('transactions', port, quick ? 2 : 4)
      note(
        table.row('transactions of one thread, one after the other', 'per second', 'more'),
        subject.name,
        done.transactions,
      )
      note(
        table.row('offset commits of one thread, one after the other', 'per second', 'more'),
        subject.name,
        done.commits,
      )
    })
  })
}

/** A process that keeps `count` connections open until it is killed. */
async function connections(port: number, count: number) {
  const file = path.join(root, 'test/bench/load/connections.ts')
  const child = spawn(process.execPath, ['--import=tsx', file, `${port}`, `${count}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await new Promise((resolve, reject) => child.stdout.once('data', resolve).once('end', reject))
  return child
}
