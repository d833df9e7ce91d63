/** A standalone worker in the test's own process, with a broker; and ways to wait. */
import fs from 'node:fs'
import path from 'node:path'
import type { Test } from 'tap'
import { type Started, startStandalone } from '../../src/connect/start.ts'
import { directory, startBroker } from '../broker/start.ts'

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

export async function startWorker(
  t: Test,
  world: World,
  more: Record<string, string> = {},
  env: Record<string, string> = {},
): Promise<Started> {
  const worker = await startStandalone({
    given: workerSettings(world, more),
    write: line => world.log.push(line.trimEnd()),
    env,
  })
  let isOver = false
  const { stop } = worker
  const once = async () => {
    if (isOver) return
    isOver = true
    await stop()
  }
  t.teardown(once)
  return { ...worker, stop: once }
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
