/**
 * What a play plays in: one broker at a time on one directory, a clock that moves when told to, randomness from a seed,
 * and a connection for each name, so that one who waits holds up nobody else.
 *
 * A kill is what a kill leaves: the directory as it is at that moment, copied, and the next broker starts from the copy.
 * The page cache survives a killed process, so what was written is there, synced or not; nothing is that was only in memory.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Broker } from '../../src/broker/broker.ts'
import { VirtualClock } from '../../src/lib/clock.ts'
import { realFiles } from '../../src/lib/files.ts'
import { createLogger } from '../../src/lib/logger.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { Connection } from '../../src/net/connection.ts'
import { mount } from '../kit/mount.ts'

const STARTED_AT = Date.UTC(2026, 0, 1)
/** A command that is not answered by then waits for something: it wanted an `&`. */
const ANSWER_WITHIN_MS = 5_000
/** Few internal partitions, quick to make, and groups that rebalance at once unless a play says otherwise. */
const QUICK = {
  listeners: 'PLAINTEXT://127.0.0.1:0',
  'offsets.topic.num.partitions': '1',
  'transaction.state.log.num.partitions': '1',
  'group.initial.rebalance.delay.ms': '0',
}

/** A classic or a consumer member, as the play calls it. */
export interface Member {
  groupId: string
  memberId: string
  /** Generation or epoch. */
  generation: number
  instanceId: string | null
}

export interface Producing {
  transactionalId: string | null
  producerId: number
  producerEpoch: number
  sequences: Map<string, number>
}

export class World {
  readonly clock = new VirtualClock(STARTED_AT)
  readonly members = new Map<string, Member>()
  readonly producers = new Map<string, Producing>()
  /** What the broker logged since the play last looked. */
  readonly log: string[] = []
  readonly #random = seededRandom(1)
  readonly #root = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-play-'))
  readonly #connections = new Map<string, Promise<Connection>>()
  readonly #background = new Map<string, { saying: Promise<readonly string[]>; answered: boolean }>()
  #lives = 0
  #broker: Broker | undefined
  #settings: Record<string, string> = {}
  /** Called after each write to a file. */
  #onWrite: (file: string) => void = () => {}
  /** Killed brokers, whose processes are ours: closed at the end. */
  readonly #dead: Promise<unknown>[] = []

  get dir(): string {
    return path.join(this.#root, `${this.#lives}`)
  }

  get broker(): Broker {
    if (!this.#broker) throw new Error('No broker is running: broker start')
    return this.#broker
  }

  /** Settings stay from one start to the next. */
  async start(settings: Readonly<Record<string, string>>): Promise<void> {
    if (this.#broker) throw new Error('The broker is running already')
    Object.assign(this.#settings, settings)
    this.#broker = await Broker.start({
      configs: { ...QUICK, ...this.#settings, 'log.dirs': this.dir },
      clock: this.clock,
      random: this.#random,
      files: mount(realFiles, file => this.#onWrite(file)).files,
      logger: createLogger({ write: line => this.log.push(line.trimEnd()), level: 'info' }),
    })
    await this.settle()
  }

  async stop(): Promise<void> {
    const { broker } = this
    this.#broker = undefined
    await broker.close()
    await this.#disconnect()
  }

  /** As `kill -9` does. */
  async kill(): Promise<void> {
    const { broker } = this
    this.#broker = undefined
    const from = this.dir
    this.#lives++
    fs.cpSync(from, this.dir, { recursive: true, filter: source => path.basename(source) !== '.lock' })
    const closing = this.#disconnect()
    // It is dead to everybody; its sockets and files are this process's, and are let go.
    this.#dead.push(broker.close().catch(() => {}))
    await closing
  }

  /** Die at the moment when a log of `topic` has been written to: after the bytes, before anybody is told. */
  killAfterWrite(topic: string): void {
    const pattern = new RegExp(`/${topic}-\\d+/\\d+\\.log$`)
    this.#onWrite = file => {
      if (!pattern.test(file)) return
      this.#onWrite = () => {}
      void this.kill()
    }
  }

  /** The connection that `who` uses; made when first asked for. */
  connection(who: string): Promise<Connection> {
    let connection = this.#connections.get(who)
    if (!connection) {
      const [host = '', port] = this.broker.address.split(':')
      connection = Connection.connect({ host, port: Number(port), clientId: who })
      this.#connections.set(who, connection)
    }
    return connection
  }

  async #disconnect(): Promise<void> {
    const connections = [...this.#connections.values()]
    this.#connections.clear()
    await Promise.all(connections.map(async connection => (await connection).close()))
  }

  /**
   * Let everything that is under way come to rest. Loopback sockets and our files answer within a turn of the event loop,
   * so a few dozen turns are plenty; who has no answer then waits for the clock, or for somebody else.
   */
  async settle(): Promise<void> {
    for (let turns = 0; turns < 30; turns++) await this.#turn()
  }

  /** A turn of the event loop, and what is due at once. */
  async #turn(): Promise<void> {
    this.clock.advance(0)
    await new Promise(resolve => setImmediate(resolve))
  }

  /** Move time from timer to timer, so that each one's consequences are there before the next fires. */
  async advance(ms: number): Promise<void> {
    const end = this.clock.now() + ms
    for (let next = this.clock.untilNext; next !== undefined; next = this.clock.untilNext) {
      if (this.clock.now() + next > end) break
      this.clock.advance(next)
      await this.settle()
    }
    this.clock.advance(end - this.clock.now())
    await this.settle()
  }

  /** A command in the background, by a name that `await` takes. */
  async begin(name: string, saying: Promise<readonly string[]>): Promise<void> {
    if (this.#background.has(name)) throw new Error(`${name} waits already`)
    const entry = { saying, answered: false }
    this.#background.set(name, entry)
    const answered = () => {
      entry.answered = true
    }
    saying.then(answered, answered)
    await this.settle()
  }

  /** What a command in the background said. */
  async said(name: string): Promise<readonly string[]> {
    const entry = this.#background.get(name)
    if (!entry) throw new Error(`${name} does not wait: ${[...this.#background.keys()].join(', ') || 'nobody'} does`)
    const said = await this.within(name, entry.saying)
    this.#background.delete(name)
    return said
  }

  /** Names of those in the background that have no answer. */
  async waiting(): Promise<string[]> {
    await this.settle()
    return [...this.#background].filter(([, { answered }]) => !answered).map(([name]) => name)
  }

  /** The answer, as long as it needs no clock and nobody else. */
  async within(what: string, saying: Promise<readonly string[]>): Promise<readonly string[]> {
    let answered = false
    const done = () => {
      answered = true
    }
    saying.then(done, done)
    for (const began = Date.now(); !answered; await this.#turn())
      if (Date.now() - began > ANSWER_WITHIN_MS) throw new Error(`${what}: no answer; did you mean &`)
    return saying
  }

  member(name: string): Member {
    const member = this.members.get(name)
    if (!member) throw new Error(`No member is called ${name}`)
    return member
  }

  /** What the play calls a member; an id that it has no name for stays as it is. */
  nameOf(memberId: string | null): string {
    for (const [name, member] of this.members) if (member.memberId === memberId) return name
    return memberId === null || memberId === '' ? '-' : memberId
  }

  async close(): Promise<void> {
    for (const { saying } of this.#background.values()) saying.catch(() => {})
    await this.#disconnect()
    await this.#broker?.close()
    await Promise.all(this.#dead)
    fs.rmSync(this.#root, { recursive: true, force: true })
  }
}
