/** One broker after the other, each a process of its own, on one directory and one port: to be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { typescript } from '../kit/typescript.ts'

const root = path.resolve(import.meta.dirname, '../..')
/** What `npm run build` made starts in a fifth of the time. */
const program = fs.existsSync(path.join(root, 'dist/commands/server-start.cjs')) ? 'dist' : 'source'

export class ServerProcess {
  readonly address: string
  readonly #dir: string
  readonly #settings: readonly string[]
  readonly #log: number
  readonly #port: number
  #child: ChildProcess | undefined
  /** Ended by itself, which it never should. */
  died: string | undefined

  /** @param dir gets `data/`, and `server.log` with what all of them say */
  constructor(dir: string, port: number, settings: readonly string[]) {
    this.#dir = path.join(dir, 'data')
    this.#log = fs.openSync(path.join(dir, 'server.log'), 'a')
    this.#port = port
    this.#settings = settings
    this.address = `127.0.0.1:${port}`
  }

  start(): void {
    const fixed = [`listeners=PLAINTEXT://${this.address}`, `log.dirs=${this.#dir}`, ...this.#settings]
    const [command, words] =
      program === 'dist'
        ? [path.join(root, 'bin/tskafka'), ['server-start', ...fixed.flatMap(each => ['--override', each])]]
        : [
            process.execPath,
            [typescript, path.join(root, 'test/crash/server.ts'), this.#dir, String(this.#port), ...fixed],
          ]
    // Where it notes that it runs: a `server-stop` that somebody tries meanwhile must not find it.
    const env = { ...process.env, TMPDIR: path.dirname(this.#dir) }
    const child = spawn(command, words, { cwd: root, env, stdio: ['ignore', this.#log, this.#log] })
    child.once('exit', (code, signal) => {
      if (code !== null || this.#child === child) this.died ??= `The broker ended with ${code ?? signal}`
    })
    this.#child = child
  }

  /** Resolves when it takes connections. */
  async ready(): Promise<void> {
    while (this.died === undefined && !(await accepts(this.#port))) await new Promise(go => setTimeout(go, 10))
    if (this.died !== undefined) throw new Error(this.died)
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise(resolve => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }
}

const accepts = (port: number) =>
  new Promise<boolean>(resolve => {
    const socket = net.connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

export async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
