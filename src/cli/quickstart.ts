/**
 * npm run quickstart: everything once, as you would type it. A broker of its own on a free port with a data directory of its
 * own, a topic, lines in, lines out, a clean stop; nothing is left behind.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import chalk from 'chalk'

const root = path.resolve(import.meta.dirname, '../..')
const tskafka = path.join(root, 'bin/tskafka')
/** Long for what takes a tenth of a second, short for somebody who waits. */
const PATIENCE_MS = 20_000
const lines = ['one apple', 'two pears', 'three plums']

/** As it would be typed. */
const typed = (command: string) => console.log(`${chalk.dim('$')} ${chalk.bold(command)}`)
const said = (text: string) => {
  for (const line of text.split('\n').filter(Boolean)) console.log(`  ${line}`)
}

function freePort(): Promise<number> {
  const server = net.createServer()
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** A command to its end; its lines are shown. @throws when it fails */
async function step(args: readonly string[], { before = '', input = '' } = {}): Promise<string> {
  typed(`${before}tskafka ${args.join(' ')}`)
  const command = spawn(tskafka, args, { stdio: 'pipe', timeout: PATIENCE_MS })
  command.stdin.end(input)
  const [out, err, code] = await Promise.all([
    text(command.stdout),
    text(command.stderr),
    new Promise<number | null>(resolve => command.on('exit', resolve)),
  ])
  said(out)
  if (code !== 0) throw new Error(`tskafka ${args[0]} ended with ${code}: ${err}`)
  return out
}

/** Resolves with the process when it says that it is ready. */
function startBroker(args: readonly string[]): Promise<ChildProcess> {
  typed(`tskafka ${args.join(' ')} &`)
  const broker = spawn(tskafka, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  return new Promise((resolve, reject) => {
    let out = ''
    let err = ''
    const timer = setTimeout(() => broker.kill('SIGKILL'), PATIENCE_MS)
    broker.stderr.on('data', data => {
      err += data
    })
    broker.stdout.on('data', data => {
      out += data
      const ready = /^.* is ready .*$/m.exec(out)
      if (!ready) return
      clearTimeout(timer)
      broker.stdout.removeAllListeners('data').resume()
      said(ready[0])
      resolve(broker)
    })
    broker.on('exit', code => reject(new Error(`The broker ended with ${code} before it was ready: ${out}${err}`)))
  })
}

async function stop(broker: ChildProcess): Promise<void> {
  const ended = new Promise<number | null>(resolve => broker.removeAllListeners('exit').on('exit', resolve))
  await step(['server-stop', '--data-dir', dir])
  const code = await ended
  if (code !== 0) throw new Error(`The broker ended with ${code}`)
}

const began = performance.now()
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-quickstart-'))
if (!fs.existsSync(path.join(root, 'dist/commands'))) {
  typed('npm run build')
  spawnSync(process.execPath, ['--import', 'tsx', 'src/build/main.ts'], { cwd: root, stdio: 'inherit' })
}
const port = await freePort()
const bootstrap = ['--bootstrap-server', `localhost:${port}`]
let broker: ChildProcess | undefined
try {
  broker = await startBroker([
    'server-start',
    '--override',
    `log.dirs=${dir}`,
    '--override',
    `listeners=PLAINTEXT://localhost:${port}`,
  ])
  await step(['topics', '--create', '--topic', 'fruit', ...bootstrap])
  await step(['console-producer', '--topic', 'fruit', ...bootstrap], {
    before: `printf '${lines.join('\\n')}\\n' | `,
    input: `${lines.join('\n')}\n`,
  })
  const read = await step([
    ...['console-consumer', '--topic', 'fruit', '--from-beginning', '--max-messages', `${lines.length}`],
    ...bootstrap,
  ])
  if (read !== `${lines.join('\n')}\n`) throw new Error('What was read is not what was written')
  await stop(broker)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`\nThat was all of it, in ${seconds} s. Now yourself:\n`)
  for (const line of [
    'bin/tskafka server-start',
    'bin/tskafka topics --create --topic orders --bootstrap-server localhost:9092',
    'bin/tskafka help',
  ])
    console.log(`  ${line}`)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
  broker?.kill('SIGKILL')
} finally {
  fs.rmSync(dir, { recursive: true, force: true })
}
