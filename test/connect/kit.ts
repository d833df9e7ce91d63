/** Workers in the test's own process or in others, with a broker; and ways to wait. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { Test } from 'tap'
import { type Started, startDistributed, startStandalone } from '../../src/connect/start.ts'
import { directory, startBroker } from '../broker/start.ts'
import { typescript } from '../kit/typescript.ts'

export interface World {
  dir: string
  bootstrap: string
  /** Lines of the worker's log. */
  log: string[]
}

export async function world(t: Test, broker: Record<string, string> = {}): Promise<World> {
  const started = await startBroker(t, { 'group.initial.rebalance.delay.ms': '0', ...broker })
  return { dir: directory(t), bootstrap: started.broker.address, log: [] }
}

export const workerSettings = ({ dir, bootstrap }: World, more: Record<string, string> = {}) => ({
  'bootstrap.servers': bootstrap,
  'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'offset.storage.file.filename': path.join(dir, 'offsets'),
  'offset.flush.interval.ms': '200',
  listeners: 'http://127.0.0.1:0',
  ...more,
})

interface Quirks {
  env?: Record<string, string>
  connectorStopMs?: number
}

export async function startWorker(
  t: Test,
  world: World,
  more: Record<string, string> = {},
  { env = {}, ...options }: Quirks = {},
): Promise<Started> {
  return once(
    t,
    await startStandalone({
      given: workerSettings(world, more),
      write: line => world.log.push(line.trimEnd()),
      env,
      ...options,
    }),
  )
}

/** Stopped by the test, or when it is over. */
function once(t: Test, worker: Started): Started {
  let isOver = false
  const { stop } = worker
  const stopOnce = async () => {
    if (isOver) return
    isOver = true
    await stop()
  }
  t.teardown(stopOnce)
  return { ...worker, stop: stopOnce }
}

/** One of a group: its topics have one replica and few partitions, and lost work waits a second. */
export function memberSettings(world: World, more: Record<string, string> = {}): Record<string, string> {
  const { 'offset.storage.file.filename': _, ...common } = workerSettings(world)
  return {
    ...common,
    'group.id': 'workers',
    'config.storage.topic': 'configs',
    'config.storage.replication.factor': '1',
    'offset.storage.topic': 'offsets',
    'offset.storage.partitions': '2',
    'offset.storage.replication.factor': '1',
    'status.storage.topic': 'statuses',
    'status.storage.partitions': '1',
    'status.storage.replication.factor': '1',
    'scheduled.rebalance.max.delay.ms': '1000',
    'session.timeout.ms': '6000',
    'heartbeat.interval.ms': '300',
    'plugin.path': path.join(import.meta.dirname, 'counter.ts'),
    ...more,
  }
}

export async function startMember(
  t: Test,
  world: World,
  more: Record<string, string> = {},
  { env = {}, ...options }: Quirks = {},
): Promise<Started> {
  const given = memberSettings(world, more)
  return once(t, await startDistributed({ given, write: line => world.log.push(line.trimEnd()), env, ...options }))
}

export interface Member {
  url: string
  /** host:port, as statuses have it. */
  id: string
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
  /** SIGSTOP freezes it, SIGCONT lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void
}

/** The same as a process. */
export async function spawnMember(t: Test, world: World, more: Record<string, string> = {}): Promise<Member> {
  const script = path.join(import.meta.dirname, 'member.ts')
  const child = spawn(process.execPath, [typescript, script, JSON.stringify(memberSettings(world, more))], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const over = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.stderr.on('data', chunk => world.log.push(...String(chunk).trimEnd().split('\n')))
  t.teardown(async () => {
    child.kill('SIGKILL')
    await over
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', chunk => resolve(String(chunk).trim()))
    over.then(() => reject(new Error(`The worker ended:\n${world.log.slice(-10).join('\n')}`)))
  })
  return {
    url,
    id: new URL(url).host,
    async end(signal) {
      child.kill(signal)
      await over
    },
    signal: signal => void child.kill(signal),
  }
}

/** Ask until it is so, or fail with the last answer. */
export async function eventually<Value>(
  ask: () => Value | Promise<Value>,
  isSo: (value: Value) => boolean,
  what: string,
  timeoutMs = 15_000,
): Promise<Value> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const value = await ask()
    if (isSo(value)) return value
    if (Date.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}. Last: ${JSON.stringify(value)}`)
    await new Promise(resolve => setTimeout(resolve, 30))
  }
}

export const read = (file: string): string => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '')

export async function rest(url: string, method: string, path: string, body?: unknown) {
  const response = await fetch(url + path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}
