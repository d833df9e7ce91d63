/**
 * The real Apache Kafka, for tests: its published jars (fetched once by Maven into node_modules/.cache), a node of it, and its
 * tools. Needs Java 17. Loopback only.
 */
import { execFile, execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import type { Test } from 'tap'

export const root = path.resolve(import.meta.dirname, '../..')
const cache = path.join(root, 'node_modules/.cache/kafka-4.3.1')
/** A quick start matters more here than speed later. */
const jvm = ['-Xmx512m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto']

function classpath(): string {
  const pom = path.join(root, 'test/real/pom.xml')
  const [wanted, done] = [fs.readFileSync(pom, 'utf8'), path.join(cache, '.done')]
  if (!fs.existsSync(done) || fs.readFileSync(done, 'utf8') !== wanted) {
    const words = ['-q', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${cache}`]
    execFileSync('mvn', words, { stdio: 'inherit' })
    fs.writeFileSync(done, wanted)
  }
  return `${cache}/*`
}

/** What `java` is given to run a program of Kafka's. */
export const javaWords = (main: string, args: readonly string[]) => [...jvm, '-cp', classpath(), main, ...args]

export interface Outcome {
  code: number
  stdout: string
  stderr: string
}

/** Run a program to its end, whatever that is. */
export const run = (command: string, args: readonly string[], input = ''): Promise<Outcome> =>
  new Promise(resolve => {
    const child = execFile(
      command,
      args as string[],
      { timeout: 90_000, maxBuffer: 1 << 28 },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    )
    child.stdin!.on('error', () => {})
    child.stdin!.end(input)
  })

/** One of Kafka's tools, by its class. */
export const kafkaTool = (main: string, args: readonly string[], input?: string) =>
  run('java', javaWords(main, args), input)

/** One of ours, as a user types it. */
export const tskafka = (args: readonly string[], input?: string) => run(path.join(root, 'bin/tskafka'), args, input)

export async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

/** A running server, of whichever make. */
export interface Server {
  address: string
  stop: () => Promise<void>
  /** kill -9 */
  kill: () => Promise<void>
}

/** One server.properties for both makes. @returns the file, and the port that clients use */
export async function properties(
  dir: string,
  data: string,
  quorum: 'voters' | 'bootstrap.servers' = 'voters',
  more: Readonly<Record<string, string>> = {},
) {
  const port = await freePort()
  let controller = await freePort()
  while (controller === port) controller = await freePort()
  const file = path.join(dir, 'server.properties')
  fs.writeFileSync(
    file,
    `process.roles=broker,controller
node.id=1
controller.quorum.${quorum}=${quorum === 'voters' ? '1@' : ''}127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
controller.listener.names=CONTROLLER
offsets.topic.replication.factor=1
offsets.topic.num.partitions=3
transaction.state.log.replication.factor=1
transaction.state.log.num.partitions=3
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
log.dirs=${data}
${Object.entries(more)
  .map(each => each.join('='))
  .join('\n')}
`,
  )
  return { file, port }
}

/** As `kafka-storage format` does. */
export async function formatWithKafka(file: string, more: readonly string[] = []): Promise<void> {
  const words = ['format', '-t', 'AQIDBAUGBwgJCgsMDQ4PEA', '-c', file, ...more]
  const formatted = await kafkaTool('kafka.tools.StorageTool', words)
  if (formatted.code !== 0) throw new Error(formatted.stdout + formatted.stderr)
}

/** Apache Kafka with a server.properties; stopped when the test is over, if not before. */
export const serveKafka = (t: Test, file: string, port: number): Promise<Server> =>
  serve(t, 'java', javaWords('kafka.Kafka', [file]), port)

/** tskafka with the same. */
export const serveTskafka = (t: Test, file: string, port: number): Promise<Server> =>
  serve(t, path.join(root, 'bin/tskafka'), ['server-start', '--quiet', file], port)

/** A node of Apache Kafka on its own data, stopped when the test is over. @returns its address */
export async function startKafka(t: Test, dir: string): Promise<string> {
  const { file, port } = await properties(dir, path.join(dir, 'kafka'))
  await formatWithKafka(file)
  return (await serveKafka(t, file, port)).address
}

/** A tskafka broker in a process of its own. */
export async function startTskafka(t: Test, dir: string): Promise<Server> {
  const port = await freePort()
  const words = [
    'server-start',
    '--quiet',
    '--override',
    `listeners=PLAINTEXT://127.0.0.1:${port}`,
    '--override',
    `log.dirs=${dir}`,
  ]
  return serve(t, path.join(root, 'bin/tskafka'), words, port)
}

async function serve(t: Test, command: string, args: readonly string[], port: number): Promise<Server> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const end = (signal: 'SIGTERM' | 'SIGKILL') => async () => {
    child.kill(signal)
    await ended
  }
  const [stop, kill] = [end('SIGTERM'), end('SIGKILL')]
  t.teardown(stop)
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}`)
    if (await answers(port)) return { address: `127.0.0.1:${port}`, stop, kill }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`${command} does not answer on port ${port}`)
}

const answers = (port: number) =>
  new Promise<boolean>(resolve => {
    const socket = net.connect(port, '127.0.0.1')
    socket.once('connect', () => socket.write(Buffer.from('0000000a0012000000000001ffff', 'hex')))
    const done = (yes: boolean) => {
      socket.destroy()
      resolve(yes)
    }
    socket.once('data', () => done(true))
    socket.once('error', () => done(false))
    socket.once('close', () => done(false))
  })
