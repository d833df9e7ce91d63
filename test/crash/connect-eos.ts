/**
 * kill -9 of Connect workers and of the broker, and workers that freeze and come back as zombies, all in the middle of an exactly-once
 * copy of a file into a topic: who reads what is committed gets the file, byte by byte. The moments are chosen by progress (a seeded
 * share of the lines), so each is during the copy. A test does it briefly; at length, and against Apache Kafka:
 *
 *   tsx test/crash/connect-eos.ts lines=1000000 kills=40
 *   tsx test/crash/connect-eos.ts lines=1000000 kills=20 broker=kafka
 */
import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Consumer } from '../../src/client/consumer/consumer.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { typescript } from '../kit/typescript.ts'
import { type BrokerKind, brokerKinds } from './connect-eos-broker.ts'

const root = path.resolve(import.meta.dirname, '../..')
const TOPIC = 'copy'
const POLL_MS = 50
/** Longer than a session, shorter than a transaction: others take over what the frozen one had. */
const FROZEN_MS = 2500

export interface CopyOptions {
  lines: number
  kills: number
  seed: number
  broker?: BrokerKind
  workers?: number
  batch?: number
  /** In turn. */
  kinds?: readonly Kill[]
  say?: (line: string) => void
}

export interface CopyReport {
  lines: number
  kills: Record<Kill, number>
  /** Records in the topic that no reader of committed records sees: what was on its way when something was killed. */
  aborted: number
  /** Tasks that failed, and were started again through REST. */
  restarts: number
  seconds: number
  /** Undefined: byte by byte the same. */
  difference: string | undefined
}

const allKinds = ['worker', 'broker', 'freeze'] as const
type Kill = (typeof allKinds)[number]

export async function killCopy(options: CopyOptions): Promise<CopyReport> {
  const {
    lines,
    kills,
    seed,
    broker: kind = 'tskafka',
    workers: count = 2,
    batch = 100,
    kinds = allKinds,
    say = () => {},
  } = options
  const began = Date.now()
  const random = seededRandom(seed)
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-copy-'))
  const file = path.join(dir, 'in.txt')
  fs.writeFileSync(file, Array.from({ length: lines }, (_, n) => `${n} ${'x'.repeat(random.below(60))}\n`).join(''))
  const broker = await brokerKinds[kind](dir)
  const workers: Worker[] = []
  const report: CopyReport = {
    lines,
    kills: { worker: 0, broker: 0, freeze: 0 },
    aborted: 0,
    restarts: 0,
    seconds: 0,
    difference: undefined,
  }
  const reader = readerOf(broker.address, 'read_committed')
  try {
    await broker.start()
    for (let n = 0; n < count; n++) workers.push(await startWorker(broker.address, path.join(dir, `worker-${n}.log`)))
    await create(workers[0]!, file, batch)
    // One in each share of the lines; the last share has none, so that none comes when all is copied.
    const share = Math.floor(lines / (kills + 1))
    const moments = Array.from({ length: kills }, (_, n) => 1 + n * share + random.below(share))
    let seen = 0
    const watch = watchTasks(
      () => workers,
      () => report.restarts++,
    )
    while (seen < lines) {
      for (const _ of await reader.poll()) seen++
      if (moments.length === 0 || seen < moments[0]!) continue
      moments.shift()
      await sleep(random.below(30))
      const what = kinds[Object.values(report.kills).reduce((a, b) => a + b) % kinds.length]!
      report.kills[what]++
      const at = random.below(workers.length)
      say(`${((Date.now() - began) / 1000).toFixed(1)} s, ${seen} lines: ${what === 'broker' ? what : `${what} ${at}`}`)
      if (what === 'freeze') {
        const { child } = workers[at]!
        child.kill('SIGSTOP')
        setTimeout(() => child.kill('SIGCONT'), FROZEN_MS)
      } else if (what === 'broker') {
        await broker.kill()
        await broker.start()
      } else {
        await ended(workers[at]!.child)
        workers[at] = await startWorker(broker.address, path.join(dir, `worker-${at}.log`))
      }
    }
    watch.stop()
    Object.assign(report, await check(broker.address, file, lines))
    report.seconds = Math.round((Date.now() - began) / 1000)
    return report
  } catch (cause) {
    const logs = workers.map(({ log }) => `${log}:\n${fs.readFileSync(log, 'utf8').split('\n').slice(-15).join('\n')}`)
    throw new Error(`seed ${seed}: the copy did not end\n${logs.join('\n')}`, { cause })
  } finally {
    await reader.close()
    await Promise.all(workers.map(({ child }) => ended(child)))
    await broker.kill()
    fs.rmSync(dir, { recursive: true, force: true })
  }
}

/** Reads on, whatever becomes of the broker. */
function readerOf(bootstrap: string, isolation: string) {
  const consumer = new Consumer({
    'bootstrap.servers': bootstrap,
    'auto.offset.reset': 'earliest',
    'isolation.level': isolation,
    'allow.auto.create.topics': 'false',
  })
  const subscribed = consumer.subscribe([TOPIC])
  return {
    async poll() {
      await subscribed
      return consumer.poll(POLL_MS).catch(async () => {
        await sleep(POLL_MS)
        return []
      })
    },
    close: () => consumer.close(1000).catch(() => {}),
  }
}

interface Worker {
  child: ChildProcess
  url: string
  log: string
}

function startWorker(bootstrap: string, log: string): Promise<Worker> {
  const text = 'org.apache.kafka.connect.storage.StringConverter'
  const settings = {
    'bootstrap.servers': bootstrap,
    'group.id': 'copiers',
    'exactly.once.source.support': 'enabled',
    'key.converter': text,
    'value.converter': text,
    listeners: 'http://127.0.0.1:0',
    'config.storage.topic': 'copy-configs',
    'config.storage.replication.factor': '1',
    'offset.storage.topic': 'copy-offsets',
    'offset.storage.partitions': '3',
    'offset.storage.replication.factor': '1',
    'status.storage.topic': 'copy-statuses',
    'status.storage.partitions': '1',
    'status.storage.replication.factor': '1',
    'scheduled.rebalance.max.delay.ms': '500',
    'session.timeout.ms': '1500',
    'heartbeat.interval.ms': '300',
    'rebalance.timeout.ms': '5000',
    'task.shutdown.graceful.timeout.ms': '1000',
  }
  const errors = fs.openSync(log, 'a')
  const child = spawn(
    process.execPath,
    [typescript, path.join(root, 'test/connect/member.ts'), JSON.stringify(settings)],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', errors],
    },
  )
  fs.closeSync(errors)
  return new Promise((resolve, reject) => {
    child.stdout!.once('data', data => resolve({ child, url: String(data).trim(), log }))
    child.once('exit', code =>
      reject(new Error(`A worker ended with ${code}: ${fs.readFileSync(log, 'utf8').slice(-2000)}`)),
    )
  })
}

async function create({ url }: Worker, file: string, batch: number): Promise<void> {
  const config = { 'connector.class': 'FileStreamSource', file, topic: TOPIC, 'batch.size': String(batch) }
  for (let tries = 0; ; tries++) {
    const response = await fetch(`${url}/connectors/copy/config`, {
      method: 'PUT',
      body: JSON.stringify({ ...config, 'exactly.once.support': 'required' }),
      headers: { 'content-type': 'application/json' },
    })
    if (response.ok) return
    const text = await response.text()
    if (tries === 50) throw new Error(`The connector cannot be made: ${text}`)
    await sleep(100)
  }
}

/** An operator who restarts what has failed: who freezes for too long is fenced, and says so. */
function watchTasks(workers: () => readonly Worker[], onRestart: () => void) {
  const look = async () => {
    for (const { url } of workers())
      try {
        const options = { signal: AbortSignal.timeout(2000) }
        const status = (await (await fetch(`${url}/connectors/copy/status`, options)).json()) as {
          tasks?: { state: string; trace?: string }[]
        }
        if (!status.tasks?.some(({ state }) => state === 'FAILED')) return
        const restart = `${url}/connectors/copy/restart?includeTasks=true&onlyFailed=true`
        const { status: code } = await fetch(restart, { method: 'POST', ...options })
        if (code === 202) onRestart()
        return
      } catch {
        // It was killed, or is frozen: another one is asked.
      }
  }
  const timer = setInterval(look, 1000)
  return { stop: () => clearInterval(timer) }
}

async function check(bootstrap: string, file: string, lines: number) {
  const wanted = fs.readFileSync(file)
  const reader = readerOf(bootstrap, 'read_committed')
  const found: Buffer[] = []
  const newline = Buffer.from('\n')
  let last = 0
  for (let empty = 0, count = 0; empty < 20; ) {
    const records = await reader.poll()
    for (const { value, offset } of records) {
      found.push(value!, newline)
      last = offset
    }
    count += records.length
    empty = records.length === 0 && count >= lines ? empty + 1 : 0
  }
  await reader.close()
  const all = readerOf(bootstrap, 'read_uncommitted')
  let written = 0
  for (let at = -1; at < last; ) for (const { offset } of await all.poll()) [at, written] = [offset, written + 1]
  await all.close()
  const bytes = Buffer.concat(found)
  return {
    aborted: written - found.length / 2,
    difference: bytes.equals(wanted) ? undefined : firstDifference(wanted, bytes),
  }
}

function firstDifference(wanted: Buffer, found: Buffer): string {
  let at = 0
  while (at < wanted.length && wanted[at] === found[at]) at++
  const around = (bytes: Buffer) => JSON.stringify(bytes.subarray(Math.max(0, at - 40), at + 40).toString())
  return `byte ${at} of ${wanted.length} (found ${found.length}): ${around(found)}, and not ${around(wanted)}`
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const over = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGKILL')
  await over
}

if (process.argv[1] === import.meta.filename) {
  const given = Object.fromEntries(process.argv.slice(2).map(word => word.split('=')))
  const report = await killCopy({
    lines: Number(given.lines ?? 1_000_000),
    kills: Number(given.kills ?? 40),
    seed: Number(given.seed ?? Date.now() % 100_000),
    batch: Number(given.batch ?? 500),
    workers: Number(given.workers ?? 2),
    broker: given.broker ?? 'tskafka',
    ...(given.kinds && { kinds: given.kinds.split(',') }),
    say: console.log,
  })
  console.log(JSON.stringify({ ...report, difference: report.difference ?? 'none: byte by byte the same' }))
  process.exit(report.difference ? 1 : 0)
}
