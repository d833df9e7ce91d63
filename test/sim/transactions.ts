/**
 * Transactions on their bad days, repeated by a seed: producers that share transactional ids, hang, lose answers, die and
 * are fenced; a broker that is killed anywhere, between two writes of one EndTxn too; timeouts. Looked at after every step:
 *
 * 1. No record of an aborted transaction is seen by read_committed, nor one that nobody asked to commit.
 * 2. What read_committed has shown stays, in its order, and each record comes once.
 * 3. The last stable offset is where the first open transaction begins: found out again from the bytes of the log.
 * 4. A commit that was acknowledged is seen, whole; one whose answer was lost is seen whole or not at all.
 * 5. The offset of a group is of a transaction that committed, and never of one before the last that was acknowledged.
 * 6. At the end no transaction is left open.
 *
 *   npx tsx test/sim/transactions.ts 17        the seed 17, with what happened
 *   npx tsx test/sim/transactions.ts 1 5000    five thousand of them
 */
import assert from 'node:assert'
import { VirtualClock } from '../../src/lib/clock.ts'
import { type Random, seededRandom } from '../../src/lib/random.ts'
import type { PartitionLog } from '../../src/log/partition-log.ts'
import { readControlRecord } from '../../src/protocol/control.ts'
import { OffsetFetch } from '../../src/protocol/generated/apis/09-offset-fetch.ts'
import { ListTransactions } from '../../src/protocol/generated/apis/66-list-transactions.ts'
import { decodeRecords } from '../../src/protocol/record.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { SimNode } from './node.ts'
import { type Deed, type Stage, TxnProducer } from './producers.ts'
import { byHand, SimFailure } from './seeds.ts'

const STEPS = 200
const PARTITIONS = 3
const IDS = ['pay', 'ship']

export interface TransactionReport {
  steps: number
  crashes: number
  deeds: number
  committed: number
  seen: number
}

export async function simulateTransactions(seed: number, steps = STEPS): Promise<TransactionReport> {
  const sim = new TransactionSim(seed)
  try {
    for (let step = 0; step < steps; step++) await sim.step()
    await sim.converge()
    return sim.report
  } catch (error) {
    throw new SimFailure(seed, error, sim.trace)
  } finally {
    sim.close()
  }
}

class TransactionSim implements Stage {
  readonly random: Random
  readonly partitions = PARTITIONS
  readonly trace: string[] = []
  readonly report: TransactionReport = { steps: 0, crashes: 0, deeds: 0, committed: 0, seen: 0 }
  readonly #clock = new VirtualClock(1_000_000)
  readonly #disk = new ForgetfulDisk()
  readonly #deeds: Deed[] = []
  #producers: TxnProducer[] = []
  #names = 0
  #value = 0
  #producerId = 0
  #node: SimNode
  /** By partition: what read_committed has shown so far. */
  readonly #shown: string[][] = Array.from({ length: PARTITIONS }, () => [])
  readonly #offsets = new Map<number, Deed>()
  /** Offsets of acknowledged commits, in the order of their acknowledgements; the last one counts. */
  #lastOffset: { offset: number; rank: number } | undefined
  #killAfter = -1

  constructor(seed: number) {
    this.random = seededRandom(seed)
    this.#node = this.#start()
  }

  #written(file: string): void {
    if (this.#killAfter < 0 || !file.endsWith('.log') || this.#killAfter-- > 0) return
    this.note(`killed after a write to ${file}`)
    this.#crash()
  }

  #start(): SimNode {
    return new SimNode({
      disk: this.#disk,
      onWrite: file => this.#written(file),
      clock: this.#clock,
      partitions: PARTITIONS,
      seed: this.random.below(2 ** 31),
      takeProducerId: () => ++this.#producerId,
    })
  }

  node(): SimNode {
    return this.#node
  }

  nextValue(): number {
    return ++this.#value
  }

  now(): number {
    return this.#clock.now()
  }

  newDeed(): Deed {
    const deed: Deed = {
      number: this.#deeds.length,
      fate: 'open',
      acknowledged: new Set(),
      sent: new Set(),
      offset: undefined,
    }
    this.#deeds.push(deed)
    this.report.deeds++
    return deed
  }

  offsetSent(offset: number, deed: Deed): void {
    this.#offsets.set(offset, deed)
  }

  done(deed: Deed): void {
    this.report.committed++
    if (deed.offset !== undefined) this.#lastOffset = { offset: deed.offset, rank: 0 }
  }

  note(line: string): void {
    this.trace.push(`${String(this.#clock.now() - 1_000_000).padStart(8)} ${line}`)
  }

  async step(): Promise<void> {
    this.report.steps++
    this.#happen()
    // Two things in one turn: what is due at once comes after both.
    if (this.random.below(8) === 0) this.#happen()
    await this.#settle()
    await this.#check()
  }

  #happen(): void {
    const dice = this.random.below(100)
    this.#producers = this.#producers.filter(producer => !producer.dead)
    if (this.#producers.length === 0 || (dice < 4 && this.#producers.length < 4)) return this.#newcomer()
    const producer = this.#producers[this.random.below(this.#producers.length)]!
    if (dice < 80) return producer.busy ? undefined : producer.act()
    if (dice < 88) return this.#wait([500, 1000, 3000][this.random.below(3)]!)
    if (dice < 90) return this.#wait(25_000)
    if (dice < 92) return this.#die(producer)
    if (dice < 94) {
      this.note(`${producer.name} loses its connection`)
      return producer.disconnect()
    }
    if (dice < 98) {
      this.#killAfter = this.random.below(6)
      return
    }
    return this.#crash()
  }

  #newcomer(): void {
    const producer = new TxnProducer(
      `p${++this.#names}`,
      IDS[this.random.below(IDS.length)]!,
      this,
      this.random.below(3) > 0,
    )
    this.note(`${producer.name} comes, as ${producer.id}`)
    this.#producers.push(producer)
  }

  #wait(ms: number): void {
    this.note(`${ms} ms pass`)
    this.#clock.advance(ms)
  }

  #die(producer: TxnProducer): void {
    this.note(`${producer.name} dies`)
    producer.dead = true
  }

  #crash(): void {
    this.report.crashes++
    this.#killAfter = -1
    this.note('crash')
    const old = this.#node
    for (const producer of this.#producers) producer.disconnect()
    old.kill()
    this.#node = this.#start()
  }

  async #settle(): Promise<void> {
    for (let turns = 0; turns < 6; turns++) {
      this.#clock.advance(0)
      await new Promise(resolve => setImmediate(resolve))
    }
  }

  async #check(): Promise<void> {
    const { fates, values } = this.#knowledge()
    for (let index = 0; index < PARTITIONS; index++) {
      const log = this.#node.log(index)
      this.#checkStable(log)
      const seen = readCommitted(log)
      const shown = this.#shown[index]!
      assert.deepStrictEqual(seen.slice(0, shown.length), shown, `partition ${index}: what was shown has changed`)
      assert.strictEqual(new Set(seen).size, seen.length, `partition ${index}: a record comes twice`)
      for (const value of seen.slice(shown.length)) {
        const deed = values.get(value)
        assert(deed, `${value} was never sent`)
        assert(
          deed.fate === 'committed' || deed.fate === 'asked to commit',
          `${value} is seen, and its transaction (${deed.number}) is ${deed.fate}`,
        )
      }
      this.#shown[index] = seen
    }
    const seen = new Set(this.#shown.flat())
    for (const deed of fates.committed) {
      const missing = [...deed.acknowledged].filter(value => !seen.has(value))
      if (missing.length > 0) this.#checkHeldBack(missing)
    }
    await this.#checkOffset()
  }

  #knowledge() {
    const values = new Map<string, Deed>()
    for (const deed of this.#deeds) for (const value of deed.sent) values.set(value, deed)
    return { values, fates: { committed: this.#deeds.filter(({ fate }) => fate === 'committed') } }
  }

  /** A committed record may only be unseen because a transaction before it is still open. */
  #checkHeldBack(missing: readonly string[]): void {
    for (const value of missing) {
      const log = this.#node.log(Number(value.split(':')[0]))
      const held = log.lastStableOffset < log.writtenOffset
      assert(held, `${value} was committed, acknowledged, and is not seen`)
    }
  }

  /** Where the first transaction begins that has no marker: from the bytes, not from what the log remembers. */
  #checkStable(log: PartitionLog): void {
    const open = new Map<number, number>()
    for (const { header, bytes } of log.batchesFrom(0)) {
      if (header.baseOffset >= log.writtenOffset) break
      if (header.isControl) {
        const marker = readControlRecord(decodeRecords(bytes)[0]!)
        if (marker?.type === 'COMMIT' || marker?.type === 'ABORT') open.delete(header.producerId)
      } else if (header.isTransactional && !open.has(header.producerId)) open.set(header.producerId, header.baseOffset)
    }
    const first = Math.min(log.writtenOffset, ...open.values())
    assert.strictEqual(log.lastStableOffset, first, `${log.name}: the last stable offset`)
  }

  async #checkOffset(): Promise<void> {
    const { groups } = await this.#node.ask(OffsetFetch, 9, {
      groups: [{ groupId: 'g', topics: null }],
      requireStable: false,
    })
    const offset = groups[0]!.topics[0]?.partitions[0]?.committedOffset ?? -1
    if (offset < 0) return void assert(this.#lastOffset === undefined, 'the committed offset is lost')
    const deed = this.#offsets.get(offset)
    assert(
      deed && (deed.fate === 'committed' || deed.fate === 'asked to commit'),
      `offset ${offset} is committed, and its transaction (${deed?.number}) is ${deed?.fate}`,
    )
    if (this.#lastOffset === undefined || offset === this.#lastOffset.offset) return
    // Another one committed since: it may have been told of, or not.
    assert(
      deed.fate === 'asked to commit' || deed.offset === offset,
      `offset ${offset} is committed, and ${this.#lastOffset.offset} was acknowledged after it`,
    )
  }

  /** Days without faults: everybody ends what was begun, timeouts do the rest. */
  async converge(): Promise<void> {
    this.#killAfter = -1
    this.note('from here on nothing bad happens')
    for (let round = 0; round < 60; round++) {
      this.#producers = this.#producers.filter(producer => !producer.dead)
      for (const producer of this.#producers) if (!producer.busy && !producer.idle) producer.finish()
      await this.#settle()
      await this.#check()
      this.#clock.advance(1000)
    }
    await this.#settle()
    await this.#check()
    const filters = { stateFilters: ['Ongoing', 'PrepareCommit', 'PrepareAbort'], producerIdFilters: [] }
    const { transactionStates } = await this.#node.ask(ListTransactions, 0, filters)
    assert.deepStrictEqual(transactionStates, [], 'a transaction is left open')
    for (let index = 0; index < PARTITIONS; index++) {
      const log = this.#node.log(index)
      assert.strictEqual(log.lastStableOffset, log.endOffset, `${log.name} has an open transaction`)
    }
    const seen = new Set(this.#shown.flat())
    this.report.seen = seen.size
    for (const { fate, number, sent, acknowledged } of this.#deeds) {
      const shown = [...sent].filter(value => seen.has(value))
      if (fate === 'committed')
        for (const value of acknowledged) assert(seen.has(value), `${value} of the committed ${number} is not seen`)
      else if (fate === 'asked to commit')
        for (const value of acknowledged)
          assert(shown.length === 0 || seen.has(value), `of ${number} is seen ${shown}, and not ${value}`)
      else assert.deepStrictEqual(shown, [], `${number} is ${fate}`)
    }
  }

  close(): void {
    this.#killAfter = -1
    this.#node.kill()
  }
}

/** As every consumer does it: up to the last stable offset, without control records, without what was aborted. */
function readCommitted(log: PartitionLog): string[] {
  const upTo = log.lastStableOffset
  const aborted = log.abortedTransactions(0, upTo).sort((a, b) => a.firstOffset - b.firstOffset)
  const skipping = new Set<number>()
  const values: string[] = []
  for (const { header, bytes } of log.batchesFrom(0)) {
    if (header.baseOffset >= upTo) break
    while (aborted[0] && aborted[0].firstOffset <= header.baseOffset) skipping.add(aborted.shift()!.producerId)
    const records = decodeRecords(bytes)
    if (header.isControl) {
      if (readControlRecord(records[0]!)?.type === 'ABORT') skipping.delete(header.producerId)
    } else if (!(header.isTransactional && skipping.has(header.producerId)))
      values.push(...records.map(({ value }) => String(value)))
  }
  return values
}

if (process.argv[1] === import.meta.filename) await byHand(simulateTransactions)
