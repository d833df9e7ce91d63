/** What should not matter: how many connections are open that ask nothing. And what one more costs. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { attempt, type Bench, load, rounds, withServers } from '../bench.ts'
import { root, type Server } from '../measure.ts'
import { note, type Row } from '../table.ts'

const IDLE = 2000
const WARM = 500
const SETTLED_MS = 1000

/** Rates with few and with many in turn, as what was written a moment ago keeps the disk busy. */
export async function connections(bench: Bench): Promise<void> {
  const { table } = bench
  const few = table.row('produce, 10 connections', 'MB/s', 'more')
  const many = table.row(`produce, 10 connections of ${IDLE}`, 'MB/s', 'more')
  const memory = table.row('memory of an idle connection', 'KB', 'less')
  const rate = async (row: Row, name: string, { port }: Server) => {
    const shape = { size: 16_384, connections: 10, inflight: 2, acks: 1, seconds: 2 }
    note(row, name, (await load<{ mb: number }>('produce', port, JSON.stringify(shape))).mb)
  }
  await withServers(bench, async servers => {
    for (const [{ name }, server] of servers)
      await attempt(bench, `connections, ${name}`, async () => {
        // The first ones warm the server: what they take of the memory is nobody's connection.
        const first = await idle(server.port, WARM)
        await delay(SETTLED_MS)
        const before = server.pss()
        const crowd = await idle(server.port, IDLE)
        await delay(SETTLED_MS)
        note(memory, name, Math.max(0, ((server.pss() - before) * 1024) / IDLE))
        first.kill()
        crowd.kill()
      })
    await rounds(bench, 'connections', 30, servers, async ({ name }, server) => {
      await rate(few, name, server)
      const crowd = await idle(server.port, IDLE)
      await rate(many, name, server).finally(() => crowd.kill())
    })
  })
}

/** A process that keeps connections open until it is killed. */
async function idle(port: number, count: number) {
  const file = path.join(root, 'test/bench/load/connections.ts')
  const child = spawn(process.execPath, ['--import=tsx', file, `${port}`, `${count}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await new Promise((resolve, reject) => child.stdout.once('data', resolve).once('end', reject))
  return child
}
