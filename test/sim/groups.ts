/**
 * A group on its bad days, repeated by a seed: members of both protocols come, go, hang, lose connections and answers; topics
 * grow; the disk refuses writes; the coordinator is killed and another one reads what is left of its log. Looked at after
 * every step:
 *
 * 1. No partition has two owners in one generation or epoch: neither as the coordinator has it, nor as those members believe
 *    whom it would let commit.
 * 2. An offset whose commit was acknowledged is there, or one that was committed after it.
 * 3. Epochs never go back, for a member nor for a group that has members.
 * 4. At the end, when nothing bad happens any more, every partition that somebody wants is read by somebody.
 * 5. The view is what the log says: it is thrown away, and the same rows come back.
 * 6. Nobody is turned away for good: here all members of a classic group speak the same.
 *
 *   npx tsx test/sim/groups.ts 17        the seed 17, with what happened
 *   npx tsx test/sim/groups.ts 1 5000    five thousand of them, in three minutes
 */
import assert from 'node:assert'
import type { ConsumerGroup, OwnedPartitions } from '../../src/group/consumer/group.ts'
import type { MigrationPolicy } from '../../src/group/migration/downgrade.ts'
import * as queries from '../../src/group/queries.ts'
import { VirtualClock } from '../../src/lib/clock.ts'
import { type Random, seededRandom } from '../../src/lib/random.ts'
import { KafkaError } from '../../src/protocol/errors.ts'
import type { View } from '../../src/view/view.ts'
import { GROUP, type Started, startGroups } from '../group/start.ts'
import { MemoryLog } from '../kit/memory-log.ts'
import { ClassicClient, type Client, ConsumerClient, type Reach } from './clients.ts'
import { byHand, SimFailure } from './seeds.ts'

const STEPS = 250
const LOG = '__consumer_offsets-0'
const CLIENTS_MAX = 6

export interface SimReport {
  steps: number
  crashes: number
  commits: number
  upgrades: number
  downgrades: number
  generations: number
}

export async function simulateGroups(seed: number, steps = STEPS): Promise<SimReport> {
  const sim = new GroupSim(seed)
  try {
    for (let step = 0; step < steps; step++) await sim.step()
    await sim.converge()
    sim.checkViewIsDisposable()
    return sim.report
  } catch (error) {
    throw new SimFailure(seed, error, sim.trace)
  } finally {
    sim.close()
  }
}

class GroupSim implements Reach {
  readonly random: Random
  readonly trace: string[] = []
  readonly report: SimReport = { steps: 0, crashes: 0, commits: 0, upgrades: 0, downgrades: 0, generations: 0 }
  readonly #clock = new VirtualClock(1_000_000)
  readonly #topics = new Map([
    ['orders', 4],
    ['payments', 2],
  ])
  readonly #cooperative: boolean
  readonly #policy: MigrationPolicy
  /** How many of a hundred newcomers speak the classic protocol. */
  readonly #classicShare: number
  #started: Started
  #log = new MemoryLog(LOG)
  #clients: Client[] = []
  #names = 0
  #offset = 0
  /** By partition: offsets that were sent, in their order, and the last one that was acknowledged. */
  readonly #sent = new Map<string, number[]>()
  readonly #acknowledged = new Map<string, number>()
  /** The largest epoch that a member was told, by member id, while it is the same client. */
  readonly #told = new Map<Client, number>()
  #last: { kind: string; epoch: number; empty: boolean } | undefined
  #turnedAway: string | undefined

  constructor(seed: number) {
    this.random = seededRandom(seed)
    this.#cooperative = this.random.below(2) === 0
    this.#policy = this.#pick(['bidirectional', 'bidirectional', 'bidirectional', 'upgrade', 'downgrade', 'disabled'])
    this.#classicShare = this.#pick([25, 50, 75])
    this.#started = this.#start()
    this.note(`${this.#cooperative ? 'cooperative' : 'eager'}, ${this.#policy}`)
  }

  #start(): Started {
    const random = seededRandom(this.random.below(2 ** 31))
    const options = { log: this.#log, clock: this.#clock, topics: this.#topics, policy: this.#policy, random }
    return startGroups({ ...options, rebalanceDelayMs: this.#pick([0, 0, 3000]) })
  }

  coordinator(): Started {
    return this.#started
  }

  nextOffset(): number {
    return ++this.#offset
  }

  committing(partition: string, offset: number): void {
    this.#sent.set(partition, [...(this.#sent.get(partition) ?? []), offset])
  }

  committed(partition: string, offset: number): void {
    this.report.commits++
    this.#acknowledged.set(partition, Math.max(offset, this.#acknowledged.get(partition) ?? 0))
  }

  note(line: string): void {
    this.trace.push(`${String(this.#clock.now() - 1_000_000).padStart(8)} ${line}`)
  }

  turnedAway(name: string, error: string): void {
    if (this.#started.groups.find(GROUP)?.kind === 'classic') this.#turnedAway = `${name} is turned away with ${error}`
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.random.below(from.length)]!
  }

  /** One thing happens, its consequences are waited for, and everything is looked at. */
  async step(): Promise<void> {
    this.report.steps++
    this.#happen()
    // Two things in one turn: what is due at once comes after both.
    if (this.random.below(8) === 0) {
      this.#check()
      this.#happen()
    }
    await this.#settle()
    this.#check()
  }

  #happen(): void {
    const dice = this.random.below(100)
    this.#clients = this.#clients.filter(client => !client.dead)
    if (this.#clients.length === 0 || (dice < 5 && this.#clients.length < CLIENTS_MAX)) return this.#newcomer()
    const client = this.#pick(this.#clients)
    if (dice < 70) return client.busy ? undefined : this.#act(client)
    if (dice < 84) return this.#wait(this.#pick([500, 1000, 3000]))
    if (dice < 86) return this.#wait(12_000)
    if (dice < 88) return this.#leave(client)
    if (dice < 90) return this.#die(client)
    if (dice < 93) return this.#disconnect(client)
    if (dice < 94) return this.#resubscribe(client)
    if (dice < 95) return this.#grow()
    if (dice < 97) return this.#hold()
    if (dice < 98) return this.#refuse()
    return this.#crash()
  }

  #act(client: Client): void {
    const before = `${client.memberId}@${client.epoch}`
    client.act()
    this.note(`${client.name} acts (${before})`)
  }

  #wait(ms: number): void {
    this.note(`${ms} ms pass`)
    this.#clock.advance(ms)
  }

  #newcomer(): void {
    const name = `m${++this.#names}`
    const instances = new Set(this.#clients.map(({ instanceId }) => instanceId))
    const free = ['i', 'j'].filter(instance => !instances.has(instance))
    // A named one may come while another still has the name: two processes that were started by mistake.
    const instanceId = this.random.below(4) > 0 ? null : this.#pick([...free, ...free, ...free, 'i'])
    const topics = this.#pick([['orders'], ['orders'], ['orders', 'payments']])
    const classic = this.random.below(100) < this.#classicShare
    this.note(`${name} comes: ${classic ? 'classic' : 'consumer'} ${topics} ${instanceId ?? ''}`)
    this.#clients.push(
      classic
        ? new ClassicClient(name, this, {
            topics,
            instanceId,
            cooperative: this.#cooperative,
            sessionTimeoutMs: this.#pick([6000, 10_000]),
          })
        : new ConsumerClient(name, this, { topics, instanceId, regex: this.random.below(4) === 0 ? 'ord.*' : null }),
    )
  }

  #leave(client: Client): void {
    if (client.busy) client.disconnect()
    this.note(`${client.name} leaves`)
    client.leave()
  }

  /** Without a word. */
  #die(client: Client): void {
    this.note(`${client.name} dies`)
    client.disconnect()
    client.dead = true
  }

  #disconnect(client: Client): void {
    this.note(`${client.name} loses its connection`)
    client.disconnect()
  }

  #resubscribe(client: Client): void {
    const topics = this.#pick([['orders'], ['payments'], ['orders', 'payments']])
    this.note(`${client.name} wants ${topics}`)
    if (client instanceof ClassicClient || client instanceof ConsumerClient) client.resubscribe(topics)
  }

  #grow(): void {
    const topic = this.#pick([...this.#topics.keys()])
    if (this.#topics.get(topic)! < 6) this.#topics.set(topic, this.#topics.get(topic)! + 1)
    this.note(`${topic} has ${this.#topics.get(topic)} partitions`)
  }

  /** Writes are not answered from now on; or all of them are, at once. */
  #hold(): void {
    this.#log.held = !this.#log.held
    if (!this.#log.held) this.#log.write()
    this.note(this.#log.held ? 'writes are held back' : 'writes go on')
  }

  /** The disk refuses what has not been written. */
  #refuse(): void {
    if (!this.#log.held) return
    this.note('the disk refuses')
    this.#log.held = false
    this.#log.fail(new KafkaError('KAFKA_STORAGE_ERROR', 'the disk is full'))
    // What was not written nobody was told.
    this.#last = undefined
  }

  /** kill -9: what was not written is gone; clients hear nothing, and find another coordinator. */
  #crash(): void {
    this.report.crashes++
    const lost = this.#log.endOffset - this.#log.writtenOffset
    this.note(`crash: ${lost} records were not written`)
    const old = this.#started
    const log = new MemoryLog(LOG)
    for (const bytes of this.#log.bytes) {
      if (log.endOffset >= this.#log.writtenOffset) break
      log.append(Buffer.from(bytes), { leaderEpoch: 0 })
      log.write()
    }
    for (const client of this.#clients) client.disconnect()
    old.coordinator.stop()
    old.coordinator.close()
    this.#log = log
    this.#last = undefined
    this.#started = this.#start()
  }

  async #settle(): Promise<void> {
    for (let turns = 0; turns < 2; turns++) {
      this.#clock.advance(0)
      await new Promise(resolve => setImmediate(resolve))
    }
  }

  #check(): void {
    assert(!this.#turnedAway, this.#turnedAway)
    const { groups, store } = this.#started
    const found = groups.demand(GROUP)
    this.#checkOffsets(store.view)
    // An empty group may be made anew, of the other kind: it counts from 1 again, as on Kafka.
    if (!found || found.group.isEmpty) this.#told.clear()
    for (const client of this.#clients) if (found?.group.members.has(client.memberId)) this.#checkTold(client)
    if (!found) {
      this.#last = undefined
      return
    }
    const epoch = found.kind === 'consumer' ? found.group.epoch : found.group.generationId
    this.#checkEpoch(found.kind, epoch, found.group.isEmpty)
    if (found.kind === 'consumer') this.#checkConsumer(found.group)
    else {
      const { group } = found
      const valid = this.#clients.filter(
        ({ memberId, epoch, dead }) => !dead && group.members.has(memberId) && epoch === group.generationId,
      )
      this.#checkDisjoint(valid.map(({ name, held }) => ({ name, held })))
    }
  }

  #checkTold(client: Client): void {
    const told = this.#told.get(client) ?? -1
    // One that begins anew counts anew. A classic generation is written when its leader assigns, not when it is announced.
    if (client.epoch <= 0) this.#told.delete(client)
    else if (!(client instanceof ClassicClient) || client.state === 'in') {
      assert(client.epoch >= told, `${client.name} was told epoch ${told}, and ${client.epoch} after it`)
      this.#told.set(client, client.epoch)
    }
  }

  #checkEpoch(kind: string, epoch: number, empty: boolean): void {
    const last = this.#last
    if (last && !last.empty) {
      assert(epoch >= last.epoch || empty, `the group was at ${last.kind} ${last.epoch}, and is at ${kind} ${epoch}`)
      if (last.kind === 'classic' && kind === 'consumer') this.report.upgrades++
      if (last.kind === 'consumer' && kind === 'classic') this.report.downgrades++
      if (epoch > last.epoch) this.report.generations++
    }
    this.#last = { kind, epoch, empty }
  }

  #checkConsumer(group: ConsumerGroup): void {
    const held = (owned: OwnedPartitions) =>
      [...owned].flatMap(([topicId, partitions]) =>
        [...partitions.keys()].map(index => `${topicId.replace(/_+A$/, '')}-${index}`),
      )
    const members = [...group.members.values()].map(member => ({
      name: member.memberId,
      held: new Set([...held(member.assigned), ...held(member.pendingRevocation)]),
    }))
    this.#checkDisjoint(members)
    for (const client of this.#clients) {
      const member = group.members.get(client.memberId)
      if (client.dead || client.epoch <= 0 || member?.epoch !== client.epoch) continue
      const known = members.find(({ name }) => name === client.memberId)!.held
      const extra = [...client.held].filter(partition => !known.has(partition))
      assert.deepStrictEqual(extra, [], `${client.name} reads ${extra}, which the coordinator does not know`)
    }
  }

  #checkDisjoint(owners: readonly { name: string; held: ReadonlySet<string> }[]): void {
    const owner = new Map<string, string>()
    for (const { name, held } of owners)
      for (const partition of held) {
        assert(!owner.has(partition), `${partition} is with ${owner.get(partition)} and with ${name}`)
        owner.set(partition, name)
      }
  }

  #checkOffsets(view: View): void {
    for (const [partition, acknowledged] of this.#acknowledged) {
      const [topic = '', index] = partition.split('-')
      const { offset } = queries.committed(view, GROUP, topic, Number(index)) ?? { offset: 0 }
      assert(offset >= acknowledged, `${partition}: ${acknowledged} was acknowledged, and ${offset} is committed`)
      assert(this.#sent.get(partition)?.includes(offset), `${partition}: ${offset} is committed, and nobody sent it`)
    }
  }

  /** Days without faults: whoever is there goes on until everything is read. A group that may not change its kind may stay split. */
  async converge(): Promise<void> {
    if (this.#log.held) this.#hold()
    this.note('from here on nothing bad happens')
    const names = new Set<string>()
    for (const client of this.#clients) {
      if (client.instanceId !== null && names.has(client.instanceId)) this.#die(client)
      else if (client.instanceId !== null) names.add(client.instanceId)
    }
    for (let round = 0; round < 300; round++) {
      this.#clients = this.#clients.filter(client => !client.dead)
      for (const client of this.#clients) {
        if (client.busy) continue
        this.#act(client)
        await this.#settle()
        this.#check()
      }
      if (this.#unread().length === 0 && this.#clients.every(({ epoch }) => epoch > 0)) return
      this.#clock.advance(500)
      await this.#settle()
      this.#check()
    }
    if (this.#policy === 'bidirectional') assert.fail(`nobody reads ${this.#unread()}`)
  }

  #unread(): string[] {
    const wanted = new Set(this.#clients.flatMap(({ topics }) => topics))
    const read = new Set(this.#clients.flatMap(({ held }) => [...held]))
    return [...this.#topics]
      .filter(([topic]) => wanted.has(topic))
      .flatMap(([topic, count]) => Array.from({ length: count }, (_, index) => `${topic}-${index}`))
      .filter(partition => !read.has(partition))
  }

  checkViewIsDisposable(): void {
    this.#log.held = false
    this.#log.write()
    const again = startGroups({ log: this.#log, clock: this.#clock, topics: this.#topics })
    try {
      again.groups.demand(GROUP)
      assert.deepStrictEqual(rowsOf(again.store.view), rowsOf(this.#started.store.view))
    } finally {
      again.coordinator.stop()
      again.coordinator.close()
    }
  }

  close(): void {
    for (const client of this.#clients) client.dead = true
    this.#started.coordinator.stop()
    this.#started.coordinator.close()
  }
}

const tables = [
  'offset_commit',
  'pending_offset',
  'classic_group',
  'classic_member',
  'consumer_group',
  'consumer_member',
  'consumer_target',
  'consumer_current',
  'consumer_regex',
  'applied',
]
const rowsOf = (view: View) =>
  Object.fromEntries(tables.map(table => [table, view.sql(`SELECT * FROM ${table}`).all()]))

if (process.argv[1] === import.meta.filename) await byHand(simulateGroups)
