/** What commands that run a Connect worker share: until it is told to stop, in front or in the background. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { Io } from './io.ts'
import { programVersion } from './version.ts'

/** A worker that runs; src/connect starts one. */
interface Running {
  readonly addresses: readonly string[]
  stop(): Promise<void>
}

export interface WorkerRun<Worker extends Running> {
  readonly name: string
  /** To be typed again, for the background. */
  readonly words: readonly string[]
  readonly background: boolean
  readonly start: (write: (line: string) => void) => Promise<Worker>
  /** What is left to do before it is ready. */
  readonly ready?: (worker: Worker) => Promise<void>
}

const READY = 'Next: curl'

export function runWorker<Worker extends Running>(io: Io, run: WorkerRun<Worker>): Promise<number> {
  return run.background ? inBackground(io, run) : inForeground(io, run)
}

async function inForeground<Worker extends Running>(io: Io, { start, ready }: WorkerRun<Worker>): Promise<number> {
  const worker = await start(line => {
    io.stderr.write(line)
    io.stderr.flush()
  })
  try {
    await ready?.(worker)
  } catch (error) {
    await worker.stop()
    throw error
  }
  const took = Math.round(performance.now())
  const [address] = worker.addresses
  io.warn(`${programVersion} Connect is ready at ${worker.addresses.join(', ')} after ${took} ms`)
  io.warn(`${READY} ${address}/connectors`)
  return new Promise(resolve => {
    io.onInterrupt(() => {
      worker.stop().then(
        () => resolve(0),
        error => {
          io.warn(`The stop failed: ${(error as Error).message}`)
          resolve(1)
        },
      )
    })
  })
}

/** The same command again, of its own; this one ends when that one is ready, or has failed. */
function inBackground(io: Io, { name, words }: Pick<WorkerRun<Running>, 'name' | 'words'>): Promise<number> {
  const file = path.resolve(io.cwd, `${name}.log`)
  const log = fs.openSync(file, 'w')
  const child = spawn(process.execPath, [process.argv[1]!, name, ...words], {
    detached: true,
    stdio: ['ignore', 'ignore', log],
    cwd: io.cwd,
  })
  return new Promise(resolve => {
    let isOver = false
    const over = (code: number) => {
      isOver = true
      clearInterval(look)
      resolve(code)
    }
    const look = setInterval(() => {
      if (isOver || !fs.readFileSync(file, 'utf8').includes(`\n${READY}`)) return
      io.print(`In the background as process ${child.pid}; its log is ${file}. Stop it with: kill ${child.pid}`)
      child.unref()
      over(0)
    }, LOOK_MS)
    child.on('exit', code => {
      if (isOver) return
      io.warn(fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-3).join('\n'))
      over(code ?? 1)
    })
  })
}

const LOOK_MS = 100
