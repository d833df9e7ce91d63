/**
 * connect dev: run the connector of one file against a broker that this starts, print its records, and start it anew when the
 * file changes. A sink gets the lines that are typed. Kafka has no such tool.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { integer, many, text, toggle } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { Lines, type TakeLines } from '../src/cli/lines.ts'
import { tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import { Admin } from '../src/client/admin/admin.ts'
import { Producer } from '../src/client/producer/producer.ts'
import { DevSession, type Found, findConnector } from '../src/connect/dev/session.ts'
import { Watch } from '../src/connect/dev/watch.ts'
import { ConnectError } from '../src/connect/errors.ts'
import { surviveStrayErrors } from '../src/connect/runtime/stray-errors.ts'

export const connectDev = tool({
  name: 'connect-dev',
  summary: 'Run one connector while it is being written',
  grammar: 'joptsimple',
  flags: {
    config: many(text('--config <name=value>', 'a setting of the connector; may be given again')),
    dryRun: toggle('--dry-run', 'print each record before and after each transform, and write none'),
    records: integer('--max-records <n>', 'end after this many records'),
    once: toggle('--once', 'do not look for changes of the file; end when the connector fails'),
    bootstrap: text('--bootstrap-server <host:port>', 'a broker that is there, in place of one that is started'),
    dir: text('--data <folder>', 'keep the broker and the offsets there for the next time'),
  },
  operands: '<my-connector.ts | package folder> [name=value ...]',
  examples: [
    'tskafka connect dev plugins/heartbeat.ts --config topic=beats',
    `tskafka connect dev plugins/heartbeat.ts topic=beats --dry-run --config transforms=t --config 'transforms.t.type=HoistField$Value' --config transforms.t.field=beat`,
    `printf '{"id":1}\\n{"id":2}\\n' | tskafka connect dev plugins/my-sink.ts`,
  ],
  async run({ io, options, operands: [file, ...more] }) {
    if (file === undefined)
      throw new UsageError('The file of the connector is missing', { next: 'tskafka connect dev ./my-source.ts' })
    const location = path.resolve(io.cwd, file)
    if (!fs.existsSync(location)) throw new UsageError(`There is no ${file}`, { next: `ls ${path.dirname(file)}` })
    const config = Object.fromEntries([...options.config, ...more].map(pairOf))
    const dir = options.dir === undefined ? undefined : path.resolve(io.cwd, options.dir)
    await using place = await placeOf(dir, options.bootstrap)
    const { dryRun, records, once } = options
    // Awaited: what it uses goes away with this block.
    return await new Dev(io, { location, config, ...place, dryRun, records, once }).run()
  },
})

function pairOf(given: string): [string, string] {
  const at = given.indexOf('=')
  if (at < 1) throw new UsageError(`"${given}" is no setting: it is name=value`, { next: 'tskafka connect dev --help' })
  return [given.slice(0, at).trim(), given.slice(at + 1)]
}

interface Place extends AsyncDisposable {
  readonly bootstrapServers: string
  readonly dir: string
}

/** A folder for offsets, and a broker; what was made for this once is gone after it. */
async function placeOf(given: string | undefined, bootstrap: string | undefined): Promise<Place> {
  const dir = given ?? fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-dev-'))
  fs.mkdirSync(dir, { recursive: true })
  const clean = () => {
    if (given === undefined) fs.rmSync(dir, { recursive: true, force: true })
  }
  if (bootstrap !== undefined) return { bootstrapServers: bootstrap, dir, [Symbol.asyncDispose]: async () => clean() }
  const { EmbeddedBroker } = await import('../src/broker/embedded/broker.ts')
  const broker = await EmbeddedBroker.start({ configs: { 'log.dirs': path.join(dir, 'broker') } })
  return {
    bootstrapServers: broker.bootstrapServers,
    dir,
    async [Symbol.asyncDispose]() {
      await broker.close()
      clean()
    },
  }
}

interface DevRun {
  readonly location: string
  readonly config: Readonly<Record<string, string>>
  readonly bootstrapServers: string
  readonly dir: string
  readonly dryRun: boolean
  readonly records: number | undefined
  readonly once: boolean
}

class Dev {
  readonly #io: Io
  readonly #o: DevRun
  readonly #end: (code: number) => void
  readonly #ended: Promise<number>
  readonly #watch: Watch
  #session: DevSession | undefined
  #records = 0
  #hasFailed = false
  /** Lines that were sent to a sink; undefined while there may be more. */
  #expected: number | undefined
  #reloading: Promise<void> = Promise.resolve()

  constructor(io: Io, options: DevRun) {
    this.#io = io
    this.#o = options
    let end!: (code: number) => void
    this.#ended = new Promise(resolve => {
      end = resolve
    })
    this.#end = end
    this.#watch = new Watch(options.location, () => {
      this.#reloading = this.#reloading.then(() => this.#reload())
    })
  }

  async run(): Promise<number> {
    const { bootstrapServers, location, once } = this.#o
    this.#io.onInterrupt(() => this.#end(0))
    const found = await this.#find()
    const config = found.kind === 'sink' ? await this.#withTopics() : this.#o.config
    this.#io.warn(
      `The broker is ${bootstrapServers}${once ? '' : `; ${path.basename(location)} is watched, Ctrl-C ends`}`,
    )
    if (!once) await this.#watch.look()
    const notSurviving = surviveStrayErrors(message => this.#io.warn(message), found.entries)
    try {
      await this.#start(found, config)
      if (found.kind === 'sink') this.#feed(config['topics']!).catch(error => this.#failed(String(error)))
      return await this.#ended
    } finally {
      notSurviving()
      this.#watch.stop()
      await this.#reloading
      await this.#session?.stop()
    }
  }

  #find(): Promise<Found> {
    return findConnector(this.#o.location, this.#o.config['connector.class'])
  }

  async #start(found: Found, config: Readonly<Record<string, string>>): Promise<void> {
    const { location, bootstrapServers, dir, dryRun } = this.#o
    try {
      this.#session = await DevSession.start(found, {
        location,
        config,
        bootstrapServers,
        dir,
        dryRun,
        print: line => {
          if (this.#isEnough) return
          this.#io.print(line)
          this.#io.stdout.flush()
        },
        onRecord: () => this.#counted(),
        log: line => this.#io.warn(line.trimEnd()),
        onFailed: trace => this.#failed(trace),
      })
    } catch (error) {
      // A connector that threw has said so by its status.
      if ((error as { status?: number }).status === 400) this.#failed(wrongSettings((error as Error).message))
      else if (!(error instanceof ConnectError)) throw error
    }
  }

  /** Also after its last one it goes on, so that what it wrote is committed. */
  #counted(): void {
    this.#records++
    if (this.#isEnough || (this.#expected !== undefined && this.#records >= this.#expected))
      setImmediate(() => this.#end(0))
  }

  get #isEnough(): boolean {
    return this.#o.records !== undefined && this.#records >= this.#o.records
  }

  #failed(trace: string): void {
    this.#hasFailed = true
    this.#io.warn(trace)
    if (this.#o.once || this.#expected !== undefined) this.#end(1)
    else this.#io.warn(`It is started again when ${path.basename(this.#o.location)} changes`)
  }

  /** What cannot be loaded leaves the one before running. */
  async #reload(): Promise<void> {
    const began = performance.now()
    await this.#watch.look()
    let found: Found
    try {
      found = await this.#find()
    } catch (error) {
      this.#io.warn(`${(error as Error).message}\n${this.#session ? 'The one before runs on' : 'Nothing runs'}`)
      return
    }
    const config = found.kind === 'sink' ? await this.#withTopics() : this.#o.config
    await this.#session?.stop()
    this.#session = undefined
    this.#hasFailed = false
    await this.#start(found, config)
    if (this.#session) this.#io.warn(`Started anew after ${Math.round(performance.now() - began)} ms`)
  }

  /** A sink reads a topic of its own, which is there before it looks for it. */
  async #withTopics(): Promise<Record<string, string>> {
    const { config, bootstrapServers } = this.#o
    const topics = config['topics'] ?? 'dev'
    await using admin = await Admin.connect({ 'bootstrap.servers': bootstrapServers })
    const rows = await admin.createTopics(
      topics.split(',').map(name => ({ name: name.trim(), partitions: 1, replicationFactor: 1 })),
    )
    for (const { error } of rows) if (error && error.name !== 'TOPIC_ALREADY_EXISTS') throw error
    return { ...config, topics }
  }

  /** `value`, or `key TAB value`. */
  async #feed(topics: string): Promise<void> {
    const [topic = ''] = topics.split(',')
    if (this.#io.stdin.isTTY) this.#io.warn(`Type lines for the topic ${topic}: a value, or a key, a tab and a value`)
    await using producer = new Producer({ 'bootstrap.servers': this.#o.bootstrapServers, 'linger.ms': 0 })
    let sent = 0
    for await (const typed of linesOf(this.#io)) {
      const tab = typed.indexOf('\t')
      await producer.send({ topic, key: tab < 0 ? null : typed.slice(0, tab), value: typed.slice(tab + 1) })
      sent++
    }
    this.#expected = sent
    if (this.#hasFailed) this.#end(1)
    else if (this.#records >= sent) this.#end(0)
  }
}

/** Without where REST would tell them again. */
const wrongSettings = (message: string) =>
  `${message
    .split('\n')
    .slice(1)
    .filter(line => !line.startsWith('You can also find'))
    .join('\n')
    .trim()}\nSettings are given as --config name=value`

async function* linesOf({ stdin }: Io): AsyncGenerator<string> {
  const lines = new Lines()
  const found: string[] = []
  const take: TakeLines = (buffer, bounds, count) => {
    for (let index = 0; index < count; index++)
      found.push(buffer.toString('utf8', bounds[2 * index], bounds[2 * index + 1]))
  }
  for await (const chunk of stdin.chunks()) {
    lines.push(chunk, take)
    yield* found.splice(0)
  }
  lines.end(take)
  yield* found
}
