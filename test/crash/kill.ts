/**
 * kill -9 in the middle of a produce load with acks=all, again and again on one data directory: every record that was
 * acknowledged is there afterwards, in order, once. `tsx test/crash/kill.ts 50` runs fifty rounds; a test runs a few.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Consumer } from '../../src/client/consumer/consumer.ts'
import { Producer } from '../../src/client/producer/producer.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { typescript } from '../kit/typescript.ts'

const root = path.resolve(import.meta.dirname, '../..')
const TOPIC = 'load'
/** Records on their way at once. */
const IN_FLIGHT = 200

export interface KillReport {
  rounds: number
  acknowledged: number
  found: number
  lost: number[]
  twice: number[]
  disordered: number
}

export async function killRounds(
  rounds: number,
  seed: number,
  say: (line: string) => void = () => {},
): Promise<KillReport> {
  const random = seededRandom(seed)
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-kill-'))
  const acknowledged = new Set<number>()
  let next = 0
  try {
    for (let round = 0; round < rounds; round++) {
      const { child, address } = await start(dir)
      const producer = await Producer.connect({
        'bootstrap.servers': address,
        'linger.ms': '0',
        'delivery.timeout.ms': '2000',
        'request.timeout.ms': '1000',
        'max.block.ms': '1000',
      })
      let dead = false
      setTimeout(() => {
        dead = true
        child.kill('SIGKILL')
      }, 50 + random.below(250))
      const waiting = new Set<Promise<unknown>>()
      while (!dead) {
        const number = next++
        const sent = producer
          .send({ topic: TOPIC, partition: 0, value: String(number) })
          .then(
            () => acknowledged.add(number),
            () => {},
          )
          .finally(() => waiting.delete(sent))
        waiting.add(sent)
        if (waiting.size >= IN_FLIGHT) await Promise.race(waiting)
        else if (number % 20 === 0) await new Promise(resolve => setImmediate(resolve))
      }
      await ended(child)
      await producer.cluster.close()
      say(`round ${round + 1}: ${acknowledged.size} acknowledged of ${next}`)
    }
    return await check(dir, acknowledged, rounds)
  } finally {
    fs.rmSync(dir, { recursive: true, force: true })
  }
}

async function check(dir: string, acknowledged: ReadonlySet<number>, rounds: number): Promise<KillReport> {
  const { child, address } = await start(dir)
  try {
    const consumer = await Consumer.connect({ 'bootstrap.servers': address, 'auto.offset.reset': 'earliest' })
    await consumer.subscribe([TOPIC])
    await consumer.seekToEnd()
    const end = await consumer.position({ topic: TOPIC, partition: 0 })
    await consumer.seekToBeginning()
    const counts = new Map<number, number>()
    let [last, disordered] = [-1, 0]
    while ((await consumer.position({ topic: TOPIC, partition: 0 })) < end)
      for (const { value } of await consumer.poll(1000)) {
        const number = Number(value)
        if (number < last) disordered++
        last = number
        counts.set(number, (counts.get(number) ?? 0) + 1)
      }
    await consumer.close()
    const lost = [...acknowledged].filter(number => !counts.has(number))
    const twice = [...counts].filter(([, count]) => count > 1).map(([number]) => number)
    return { rounds, acknowledged: acknowledged.size, found: counts.size, lost, twice, disordered }
  } finally {
    child.kill('SIGTERM')
    await ended(child)
  }
}

const ended = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null ? undefined : new Promise(resolve => child.once('exit', resolve))

function start(dir: string): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, [typescript, path.join(root, 'test/crash/server.ts'), dir], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.stdout!.once('data', data => resolve({ child, address: String(data).trim() }))
    child.once('exit', code => reject(new Error(`The broker ended with ${code}`)))
  })
}

if (process.argv[1] === import.meta.filename) {
  const [rounds = 50, seed = Date.now() % 100_000] = process.argv.slice(2).map(Number)
  const report = await killRounds(rounds, seed, console.log)
  const { lost, twice, ...figures } = report
  console.log(JSON.stringify({ seed, ...figures, lost: lost.length, twice: twice.length }))
  process.exit(lost.length + twice.length + report.disordered === 0 ? 0 : 1)
}
