/**
 * A history, in the manner of Jepsen: real processes, real sockets, a real disk. Clients write, read and copy, plain and in
 * transactions, while the broker is killed (kill -9) at random moments and started again on what it left; what they did and
 * heard is written down as NDJSON, and checked (history-check.ts).
 *
 *   npx tsx test/crash/history.ts 120 [seed]     two minutes; the history is kept when something is wrong with it
 */
import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Admin } from '../../src/client/admin/admin.ts'
import { Consumer } from '../../src/client/consumer/consumer.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { SECONDS } from '../../src/lib/units.ts'
import { typescript } from '../kit/typescript.ts'
import { type Anomalies, COPY, check, type Op, type Read, SOURCE } from './history-check.ts'
import { allOf, copier, plainWriter, type Recorder, reader, TRANSACTIONS, transactor } from './history-clients.ts'

const root = path.resolve(import.meta.dirname, '../..')
const PARTITIONS = 3
const TOPICS = [SOURCE, TRANSACTIONS, COPY]
const GROUP = 'copiers'
const settings = [
  `num.partitions=${PARTITIONS}`,
  'offsets.topic.num.partitions=3',
  'transaction.state.log.num.partitions=3',
  'transaction.abort.timed.out.transaction.cleanup.interval.ms=500',
  'group.initial.rebalance.delay.ms=0',
  'group.min.session.timeout.ms=1000',
]

export interface HistoryReport {
  anomalies: Anomalies
  kills: number
  /** Operations by name and outcome. */
  counts: Record<string, number>
  file: string
}

export async function runHistory(
  durationMs: number,
  seed: number,
  say: (line: string) => void = () => {},
): Promise<HistoryReport> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-history-'))
  const server = await Server.start(path.join(dir, 'data'))
  const history = new History(path.join(dir, 'history.ndjson'), server.address, seed)
  try {
    const clients = [
      plainWriter(history, 'writer'),
      transactor(history, 'mover-1'),
      transactor(history, 'mover-2'),
      copier(history, 'copier-1', GROUP),
      copier(history, 'copier-2', GROUP),
      reader(history, 'reader', TOPICS),
    ]
    const kills = await killNowAndThen(server, history, durationMs, say)
    history.stopping = true
    await Promise.all(clients)
    await readAll(history)
    await server.stop()
    const anomalies = check(history.ops)
    if (Object.values(anomalies).every(found => found.length === 0)) fs.rmSync(dir, { recursive: true, force: true })
    return { anomalies, kills, counts: history.counts, file: history.file }
  } finally {
    history.stopping = true
    await server.stop()
  }
}

async function killNowAndThen(
  server: Server,
  history: History,
  durationMs: number,
  say: (line: string) => void,
): Promise<number> {
  const random = seededRandom(history.seed)
  let kills = 0
  while (history.now() < durationMs) {
    await new Promise(resolve => setTimeout(resolve, 300 + random.below(2000)))
    history.record({ f: 'kill', type: 'info', who: 'nemesis', at: history.now() })
    await server.kill()
    await server.start()
    history.record({ f: 'start', type: 'info', who: 'nemesis', at: history.now() })
    kills++
    say(`${Math.round(history.now() / SECONDS)} s, ${kills} kills: ${JSON.stringify(history.counts)}`)
  }
  return kills
}

/** Once nothing is open any more: every record that is committed, and where the copying group is. */
async function readAll(history: History): Promise<void> {
  const configs = {
    'bootstrap.servers': history.bootstrap,
    'group.id': GROUP,
    'enable.auto.commit': 'false',
    'auto.offset.reset': 'earliest',
  }
  const everything = allOf(TOPICS, PARTITIONS)
  // Made by those who write to them; on a slow machine nobody may have come to the last. What was in it would be missed.
  await using admin = await Admin.connect(history.bootstrap)
  for (const { error } of await admin.createTopics(TOPICS.map(name => ({ name, partitions: PARTITIONS }))))
    if (error && error.name !== 'TOPIC_ALREADY_EXISTS') throw error
  await using committed = new Consumer({ ...configs, 'isolation.level': 'read_committed' })
  await using written = new Consumer(configs)
  let ends: number[] = []
  for (const until = Date.now() + 30 * SECONDS; ; await new Promise(resolve => setTimeout(resolve, 200))) {
    ends = await committed.endOffsets(everything)
    const all = await written.endOffsets(everything)
    if (ends.every((end, i) => end === all[i])) break
    if (Date.now() > until) throw new Error(`A transaction stays open: ${ends} of ${all}`)
  }
  await committed.assign(everything)
  await committed.seekToBeginning()
  const reads: Read[] = []
  const isThere = async () =>
    (await Promise.all(everything.map(at => committed.position(at)))).every((position, i) => position >= ends[i]!)
  while (!(await isThere()))
    for (const { topic, partition, offset, value } of await committed.poll(500))
      reads.push([topic, partition, offset, String(value)])
  history.record({ f: 'final', type: 'ok', who: 'final', at: history.now(), reads })
  const source = allOf([SOURCE], PARTITIONS)
  const offsets = (await committed.committed(source)).map((at, i) => [i, at?.offset ?? 0] as const)
  history.record({ f: 'committed', type: 'ok', who: 'final', at: history.now(), offsets })
}

class History implements Recorder {
  readonly ops: Op[] = []
  readonly partitions = PARTITIONS
  readonly file: string
  readonly bootstrap: string
  readonly seed: number
  readonly counts: Record<string, number> = {}
  stopping = false
  readonly #began = Date.now()
  readonly #fd: number
  #values = 0

  constructor(file: string, bootstrap: string, seed: number) {
    this.file = file
    this.bootstrap = bootstrap
    this.seed = seed
    this.#fd = fs.openSync(file, 'w')
  }

  now(): number {
    return Date.now() - this.#began
  }

  record(op: Op): void {
    // As it is now: what it refers to goes on changing.
    const line = JSON.stringify(op)
    this.ops.push(JSON.parse(line) as Op)
    fs.writeSync(this.#fd, `${line}\n`)
    const name = `${op.f} ${op.type}`
    this.counts[name] = (this.counts[name] ?? 0) + 1
  }

  value(): string {
    return `v${++this.#values}`
  }
}

/** One broker after the other, on one directory and one port. */
class Server {
  readonly #dir: string
  #child: ChildProcess | undefined
  address = ''

  private constructor(dir: string) {
    this.#dir = dir
  }

  static async start(dir: string): Promise<Server> {
    const server = new Server(dir)
    await server.start()
    return server
  }

  async start(): Promise<void> {
    const port = this.address.split(':')[1] ?? '0'
    const child = spawn(
      process.execPath,
      [typescript, path.join(root, 'test/crash/server.ts'), this.#dir, port, ...settings],
      { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    this.#child = child
    this.address = await new Promise<string>((resolve, reject) => {
      child.stdout!.once('data', data => resolve(String(data).trim()))
      child.once('exit', code => reject(new Error(`The broker ended with ${code}`)))
    })
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM')
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
    child.kill(signal)
    await ended
  }
}

if (process.argv[1] === import.meta.filename) {
  const [seconds = 60, seed = Date.now() % 100_000] = process.argv.slice(2).map(Number)
  const { anomalies, kills, counts, file } = await runHistory(seconds * SECONDS, seed, console.log)
  const wrong = Object.entries(anomalies).filter(([, found]) => found.length > 0)
  for (const [name, found] of wrong) console.log(`${name}: ${found.length}, such as ${found.slice(0, 5).join('; ')}`)
  console.log(JSON.stringify({ seed, kills, counts, ...(wrong.length > 0 && { file }) }))
  process.exit(wrong.length > 0 ? 1 : 0)
}
