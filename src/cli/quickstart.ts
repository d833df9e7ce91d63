/**
 * npm run quickstart: the first minutes with Kafka, as one would type them, on a free port and in a folder that goes away
 * afterwards. Every line that is shown is run as it is shown.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')
const launcher = path.join(root, 'bin/tskafka')
const lines = ['hello', 'from', 'tskafka']
const began = performance.now()

async function quickstart(): Promise<void> {
  if (!fs.existsSync(path.join(root, 'dist/tskafka.cjs')))
    show('npm run build', execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, encoding: 'utf8' }))
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-quickstart-'))
  const at = `localhost:${await freePort()}`
  let broker: ChildProcess | undefined
  try {
    broker = await start(dir, at)
    type(`topics --create --topic quickstart-events --bootstrap-server ${at}`)
    type(`console-producer --topic quickstart-events --bootstrap-server ${at}`, `${lines.join('\n')}\n`)
    const read = type(
      `console-consumer --topic quickstart-events --from-beginning --max-messages ${lines.length} --bootstrap-server ${at}`,
    )
    if (read.trim() !== lines.join('\n'))
      throw new Error(`Other lines came back than were written: ${JSON.stringify(read)}`)
    await stop(broker)
    console.log(
      `\nAll of it in ${((performance.now() - began) / 1000).toFixed(1)} s. Now you: bin/tskafka server-start`,
    )
  } finally {
    broker?.kill('SIGKILL')
    fs.rmSync(dir, { recursive: true, force: true })
  }
}

/** A command line of the user's: printed, run, and what it said printed. */
function type(words: string, input?: string): string {
  const command = `bin/tskafka ${words}`
  const shown = input === undefined ? command : `printf '${input.replaceAll('\n', '\\n')}' | ${command}`
  const output = execFileSync(launcher, words.split(' '), {
    input: input ?? '',
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 30_000,
  })
  show(shown, output)
  return output
}

function show(command: string, output: string): void {
  console.log(`\n$ ${command}`)
  if (output.trim() !== '') console.log(output.trimEnd())
}

/** Resolves when the broker says that it is ready. */
function start(dir: string, at: string): Promise<ChildProcess> {
  const words = ['server-start', '--override', `listeners=PLAINTEXT://${at}`, '--override', `log.dirs=${dir}`]
  const child = spawn(launcher, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  return new Promise((resolve, reject) => {
    let said = ''
    let complained = ''
    child.stderr.on('data', data => {
      complained += data
    })
    child.stdout.on('data', data => {
      said += data
      if (!said.includes('\n') || !said.includes(' is ready at ')) return
      show(`bin/tskafka ${words.join(' ')} &`, said.split('\n')[0]!)
      resolve(child)
    })
    child.on('error', reject)
    child.on('exit', code => reject(new Error(`The broker ended with ${code}: ${complained}`)))
  })
}

function stop(child: ChildProcess): Promise<void> {
  console.log('\n$ kill %1')
  child.kill('SIGTERM')
  return new Promise((resolve, reject) => {
    child.removeAllListeners('exit')
    child.on('exit', code => (code === 0 ? resolve() : reject(new Error(`The broker ended with ${code}`))))
  })
}

async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

await quickstart()
