/**
 * What should not matter: how many partitions there are, how many connections are open. Rates with few and with many, in
 * turn, as what was written a moment ago keeps the disk busy; and what one more costs.
 */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { type Bench, load, rounds, withServers } from '../bench.ts'
import { root, type Server } from '../measure.ts'
import { note, type Row } from '../table.ts'

type Rate = { mb: number }

export async function flat(bench: Bench): Promise<void> {
  await withServers(bench, servers => crowded(bench, servers))
  await withServers(bench, servers => wide(bench, servers))
}

type Servers = Parameters<Parameters<typeof withServers>[1]>[0]

/** Beside connections that ask nothing. */
async function crowded(bench: Bench, servers: Servers): Promise<void> {
  const { table, quick } = bench
  const idle = quick ? 500 : 2000
  const few = table.row('produce, 10 connections', 'MB/s', 'more')
  const many = table.row(`produce, 10 connections of ${idle}`, 'MB/s', 'more')
  const memory = table.row('memory of an idle connection', 'KB', 'less')
  const rate = async (row: Row, name: string, { port }: Server) => {
    const shape = { size: 16_384, connections: 10, inflight: 2, acks: 1, seconds: quick ? 2 : 3 }
    note(row, name, (await load<Rate>('produce', port, JSON.stringify(shape))).mb)
  }
  await rounds(bench, servers, async ({ name }, server) => {
    const before = server.pss()
    const crowd = await connections(server.port, idle)
    note(memory, name, Math.max(0, ((server.pss() - before) * 1024) / idle))
    await rate(many, name, server)
    crowd.kill()
    await rate(few, name, server)
  })
}

/** Partitions that are written, and those that only are there. */
async function wide(bench: Bench, servers: Servers): Promise<void> {
  const { table, quick } = bench
  // Apache Kafka writes no more than 10,000 records for one request.
  const many = quick ? 1000 : 9000
  const seconds = quick ? 2 : 3
  const create = table.row(`create a topic of ${many} partitions`, 'ms', 'less')
  const memory = table.row('memory of an idle partition', 'KB', 'less')
  for (const [{ name }, server] of servers) {
    await load('topic', server.port, 'one', 1)
    await load('topic', server.port, 'ten', 10)
    const before = server.pss()
    note(create, name, (await load<{ ms: number }>('topic', server.port, 'many', many)).ms)
    note(memory, name, Math.max(0, ((server.pss() - before) * 1024) / many))
  }
  const shapes = [
    ['one', 1, '1 partition'],
    ['ten', 10, '10 partitions'],
    ['many', 100, `100 of ${many} partitions`],
  ] as const
  await rounds(bench, servers, async ({ name }, { port }) => {
    for (const [topic, partitions, what] of shapes) {
      const shape = { size: 16_384, connections: 4, inflight: 5, acks: 1, seconds, topic, partitions }
      const { mb } = await load<Rate>('produce', port, JSON.stringify(shape))
      note(table.row(`produce to ${what}`, 'MB/s', 'more'), name, mb)
    }
    for (const [topic, partitions, what] of shapes) {
      const { mb } = await load<Rate>('fetch', port, JSON.stringify({ connections: 4, seconds, topic, partitions }))
      note(table.row(`fetch from ${what}`, 'MB/s', 'more'), name, mb)
    }
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
