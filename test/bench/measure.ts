/**
 * Whole processes, timed from outside: wall clock, CPU of the process and its children, memory as the kernel counts it.
 * Linux only (smaps_rollup, /proc): figures of other systems would not be comparable anyway.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

export const root = path.resolve(import.meta.dirname, '../..')
export const tskafka = path.join(root, 'bin/tskafka')

export interface RunOptions {
  /** File fed to standard input through a pipe, as `cat file | command` does. */
  stdin?: string
  /** Text fed to standard input. */
  input?: string
  /** File that receives standard output; default: it is kept, and given back. */
  stdout?: string
  env?: NodeJS.ProcessEnv
  timeoutMs?: number
}

export interface Ran {
  seconds: number
  /** What it printed. */
  out: string
}

/** Whatever runs, to be stopped when the bench is. */
const running = new Set<ChildProcess>()

function started(child: ChildProcess): ChildProcess {
  running.add(child)
  return child.on('close', () => running.delete(child))
}

/** At once, and without a word. */
export const stopAll = (): void => {
  for (const child of running) child.kill('SIGKILL')
}

/** Run to the end. @throws when the exit code is not 0, with the end of what it said */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { stdin, input, stdout, env, timeoutMs = 180_000 } = options
  const feeder = stdin === undefined ? undefined : spawn('cat', [stdin], { stdio: ['ignore', 'pipe', 'inherit'] })
  const file = stdout === undefined ? undefined : fs.openSync(stdout, 'w')
  const began = performance.now()
  const child = spawn(command, args, {
    stdio: [feeder?.stdout ?? (input === undefined ? 'ignore' : 'pipe'), file ?? 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  started(child)
  if (input !== undefined) child.stdin!.end(input)
  let said = ''
  const out: Buffer[] = []
  child.stderr!.on('data', data => {
    said = (said + data).slice(-2000)
  })
  child.stdout?.on('data', data => void (out.length < 10_000 && out.push(data)))
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  const seconds = (performance.now() - began) / 1000
  clearTimeout(timer)
  feeder?.kill()
  if (file !== undefined) fs.closeSync(file)
  if (code !== 0) throw new Error(`${path.basename(command)} ${args.join(' ')} ended with ${code}: ${gist(said)}`)
  return { seconds, out: Buffer.concat(out).toString() }
}

/** Of what a process said before it failed, the line that says why. */
function gist(said: string): string {
  const lines = said.split('\n').filter(line => line.trim() !== '')
  return (
    lines.find(line => /^\S*(Error|Exception|EXCEPTION|[A-Z]_[A-Z]+)\b.*: /.test(line)) ??
    lines.at(-1) ??
    'it said nothing'
  )
}

export interface Server {
  port: number
  pid: number
  /** Milliseconds from the start of the process to its first answer. */
  readyMs: number
  /** CPU seconds used so far, user and system. */
  cpu(): number
  /** Proportional set size, in MB. */
  pss(): number
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** A killed server with 20 GB to look at takes its time. */
const START_MS = 600_000

/** Start a server and wait until it answers ApiVersions on `port`. */
export async function start(
  command: string,
  args: readonly string[],
  port: number,
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<Server> {
  const began = performance.now()
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...options.env },
    cwd: options.cwd,
  })
  started(child)
  let said = ''
  child.stderr!.on('data', data => {
    said = (said + data).slice(-2000)
  })
  const ended = new Promise<void>(resolve => child.on('exit', () => resolve()))
  const deadline = began + START_MS
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`${command} did not start: ${said}`)
    await delay(2)
  }
  return server(child, port, performance.now() - began, ended)
}

function server(child: ChildProcess, port: number, readyMs: number, ended: Promise<void>): Server {
  const pid = child.pid!
  return {
    port,
    pid,
    readyMs,
    cpu() {
      const fields = fs
        .readFileSync(`/proc/${pid}/stat`, 'latin1')
        .replace(/^.*\) /, '')
        .split(' ')
      return (Number(fields[11]) + Number(fields[12])) / 100
    },
    pss() {
      const kb = /^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))
      return Number(kb![1]) / 1024
    },
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000)
      await ended
      clearTimeout(timer)
    },
  }
}

/** ApiVersions v0, correlation id 1, no client id: the smallest question every broker answers. */
const apiVersions = Buffer.from('0000000a0012000000000001ffff', 'hex')

function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = net.connect(port, '127.0.0.1')
    const done = (yes: boolean) => {
      socket.destroy()
      resolve(yes)
    }
    socket.on('connect', () => socket.write(apiVersions))
    socket.on('data', () => done(true))
    socket.on('error', () => done(false))
    socket.on('close', () => done(false))
    socket.setTimeout(2000, () => done(false))
  })
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
