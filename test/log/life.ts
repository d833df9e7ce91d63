/**
 * A scripted life of a data directory, which a power cut or a kill may end at any of its operations, and what must be true of
 * what is left. The model knows what was appended at which offset, and what of it was acknowledged.
 */
import { VirtualClock } from '../../src/lib/clock.ts'
import type { Files } from '../../src/lib/files.ts'
import { silentLogger } from '../../src/lib/logger.ts'
import { seededRandom } from '../../src/lib/random.ts'
import type { LogConfig } from '../../src/log/config.ts'
import { Handles } from '../../src/log/handles.ts'
import { LogDir } from '../../src/log/log-dir.ts'
import type { PartitionLog } from '../../src/log/partition-log.ts'
import { verifyCrc } from '../../src/protocol/batch.ts'
import { encodeEndTxnMarker } from '../../src/protocol/control.ts'
import { type BatchInit, decodeRecords, encodeBatch } from '../../src/protocol/record.ts'
import { defaults, NOW } from './config.ts'

export const TOPIC = 'orders'
const IDEMPOTENT = 7
const TRANSACTIONAL = 8

/** One topic's history: a name may have several, one after the other. */
class Topic {
  readonly id: string
  /** Offset to value, or undefined for a marker. */
  readonly appended = new Map<number, string | undefined>()
  readonly acknowledged = new Set<number>()
  readonly aborted: { firstOffset: number; lastOffset: number }[] = []
  /** Nothing before it need be there. */
  deletedTo = 0
  nextSequence = 0
  acknowledgedSequence = -1
  gone = false

  constructor(id: string) {
    this.id = id
  }
}

export class Life {
  readonly topics: Topic[] = []
  readonly clock = new VirtualClock(NOW)
  readonly #config: LogConfig
  #dir: LogDir
  #epoch = 0
  #transactions = 0

  constructor(files: Files, more: Partial<LogConfig>) {
    this.#config = { ...defaults, 'segment.bytes': 2600, 'index.interval.bytes': 150, ...more }
    this.#dir = this.#open(files)
  }

  #open(files: Files): LogDir {
    return openDir(files, this.clock, this.#config)
  }

  get #topic(): Topic {
    return this.topics.at(-1)!
  }

  get #log(): PartitionLog {
    return this.#dir.open(TOPIC, 0, this.#topic.id)
  }

  /** Until it ends, or the disk does. */
  async run(files: Files): Promise<void> {
    this.topics.push(new Topic('AQIDBAUGBwgJCgsMDQ4PEA'))
    for (let i = 0; i < 4; i++) await this.#append(2)
    await Promise.all([this.#append(1), this.#append(3), this.#append(1)])
    await this.#transaction(false)
    this.#epoch++
    for (let i = 0; i < 3; i++) await this.#append(2)
    await this.#log.settle()
    await this.#dir.checkpointLater()
    await this.#transaction(true)
    await this.#append(1)
    this.#deleteBefore(5)
    await this.#append(4)
    this.#log.roll()
    await this.#append(1)
    this.#retain(2)
    await this.#dir.checkpointLater()
    this.clock.advance(61_000)
    await this.#append(2)
    await this.#log.settle()
    await this.#append(2)
    await this.#dir.close(1)
    this.#dir = this.#open(files)
    await this.#append(2)
    await this.#transaction(false)
    this.#deleteBefore(this.#log.endOffset - 1)
    await this.#dir.checkpointLater()
    this.#topic.gone = true
    this.#dir.delete(TOPIC, 0, 'delete', 60_000)
    this.topics.push(new Topic('EQIDBAUGBwgJCgsMDQ4PEA'))
    this.#epoch = 0
    for (let i = 0; i < 8; i++) await this.#append(2)
    this.clock.advance(61_000)
    for (let i = 0; i < 4; i++) await this.#append(1)
    await this.#log.settle()
    await this.#append(1)
    this.#dir.abandon()
  }

  async #append(count: number, more: Partial<BatchInit> = {}): Promise<void> {
    const topic = this.#topic
    const length = this.#log.endOffset % 3 === 0 ? 600 : 10
    const values = Array.from(
      { length: count },
      (_, i) => `${topic.id} ${this.#log.endOffset + i} ${'x'.repeat(length)}`,
    )
    const sequence = topic.nextSequence
    const transactional = more.isTransactional ?? false
    const { firstOffset, lastOffset } = this.#log.append(
      encodeBatch({
        // Time goes to and fro.
        records: values.map((value, i) => ({
          timestamp: NOW + (((sequence + i) * 37) % 101),
          value: Buffer.from(value),
        })),
        producerId: IDEMPOTENT,
        producerEpoch: 0,
        baseSequence: sequence,
        ...more,
      }),
      { leaderEpoch: this.#epoch, origin: 'client' },
    )
    if (!transactional) topic.nextSequence += count
    values.forEach((value, i) => void topic.appended.set(firstOffset + i, value))
    await this.#written()
    for (let offset = firstOffset; offset <= lastOffset; offset++) topic.acknowledged.add(offset)
    if (!transactional) topic.acknowledgedSequence = Math.max(topic.acknowledgedSequence, sequence)
  }

  async #transaction(committed: boolean): Promise<void> {
    const topic = this.#topic
    const producer = { producerId: TRANSACTIONAL, producerEpoch: this.#transactions++ }
    const firstOffset = this.#log.endOffset
    await this.#append(2, { ...producer, baseSequence: 0, isTransactional: true })
    const lastOffset = this.#log.endOffset
    const marker = encodeEndTxnMarker({ ...producer, committed, coordinatorEpoch: 0, timestamp: this.clock.now() })
    this.#log.append(marker, { leaderEpoch: this.#epoch, origin: 'coordinator' })
    topic.appended.set(lastOffset, undefined)
    await this.#written()
    topic.acknowledged.add(lastOffset)
    if (!committed) topic.aborted.push({ firstOffset, lastOffset })
  }

  #written(): Promise<void> {
    return new Promise((resolve, reject) => this.#log.onWritten(error => (error ? reject(error) : resolve())))
  }

  #deleteBefore(offset: number): void {
    this.#topic.deletedTo = Math.max(this.#topic.deletedTo, offset)
    this.#log.deleteBefore(offset)
  }

  #retain(count: number): void {
    const { segments } = this.#log
    const kept = segments[Math.max(0, segments.length - count)]!.baseOffset
    this.#topic.deletedTo = Math.max(this.#topic.deletedTo, kept)
    this.#log.deleteOldSegments((_, next) => next !== undefined && next.baseOffset <= kept)
  }

  /**
   * What must be true of what is left; a few records more are appended.
   * @param acknowledgedStay whether what was acknowledged had to survive this end
   * @throws {Error} which promise is broken
   */
  async check(files: Files, { acknowledgedStay }: { acknowledgedStay: boolean }): Promise<void> {
    const topic = this.topics.at(-1)
    if (!topic) return
    this.#dir = this.#open(files)
    if (this.#dir.logs.has(TOPIC, 0) && this.#dir.open(TOPIC, 0).topicId !== topic.id) {
      demand(topic.acknowledged.size === 0 || !acknowledgedStay, 'the partition is of another topic')
      // As a broker does with what is of no topic.
      this.#dir.delete(TOPIC, 0, 'stray', 0)
    }
    demand(this.#dir.logs.has(TOPIC, 0) || topic.acknowledged.size === 0 || !acknowledgedStay, 'the partition is gone')
    if (topic.gone) return this.#dir.abandon()
    const log = this.#log
    if (acknowledgedStay)
      demand(log.logStartOffset <= topic.deletedTo, `it starts at ${log.logStartOffset}, not at ${topic.deletedTo}`)
    const found = readAll(log)
    for (const [offset, value] of found)
      demand(topic.appended.get(offset) === value, `${value} is at offset ${offset}, not ${topic.appended.get(offset)}`)
    demandTimes(log)
    if (acknowledgedStay) this.#demandAcknowledged(topic, log, found)
    await this.#goOn(topic, log, found)
    this.#dir.abandon()
  }

  #demandAcknowledged(topic: Topic, log: PartitionLog, found: ReadonlyMap<number, string | undefined>): void {
    for (const offset of topic.acknowledged)
      demand(offset < topic.deletedTo || found.has(offset), `offset ${offset} was acknowledged, and is gone`)
    const aborted = log.abortedTransactions(log.logStartOffset, log.endOffset)
    for (const { firstOffset, lastOffset } of topic.aborted) {
      if (lastOffset < topic.deletedTo || !topic.acknowledged.has(lastOffset)) continue
      const known = aborted.find(each => each.lastOffset === lastOffset)
      demand(known?.firstOffset === firstOffset, `the transaction aborted at ${lastOffset} is not known as such`)
    }
    const last = log.producers.get(IDEMPOTENT)?.batches.at(-1)?.firstSequence ?? -1
    demand(last >= topic.acknowledgedSequence, `the last sequence known is ${last}, not ${topic.acknowledgedSequence}`)
  }

  /** The log takes more, and has it. */
  async #goOn(topic: Topic, log: PartitionLog, found: ReadonlyMap<number, string | undefined>): Promise<void> {
    topic.nextSequence = log.producers.get(IDEMPOTENT)?.batches.at(-1)?.lastSequence ?? -1
    topic.nextSequence++
    // What was not acknowledged and is not there never was.
    for (const offset of topic.appended.keys()) if (offset >= log.endOffset) topic.appended.delete(offset)
    for (const offset of topic.acknowledged) if (offset >= log.endOffset) topic.acknowledged.delete(offset)
    await this.#append(3)
    const now = readAll(log)
    demand(now.size === found.size + 3, `${found.size} records and 3 more are ${now.size}`)
  }
}

/** Every timestamp leads to the first record that is as late. */
function demandTimes(log: PartitionLog): void {
  const times: { timestamp: number; offset: number }[] = []
  for (const { bytes } of log.batchesFrom(log.logStartOffset)) times.push(...decodeRecords(bytes))
  const records = times.filter(({ offset }) => offset >= log.logStartOffset)
  for (const { timestamp } of records) {
    const first = records.find(record => record.timestamp >= timestamp)
    const found = log.offsetForTimestamp(timestamp)
    demand(found?.offset === first?.offset, `timestamp ${timestamp} leads to ${found?.offset}, not to ${first?.offset}`)
  }
}

export function openDir(files: Files, clock: VirtualClock, config: LogConfig): LogDir {
  const dir = new LogDir({
    path: '/data',
    meta: { clusterId: 'c', nodeId: 1, directoryId: 'd' },
    lock: { release: () => {} },
    configOf: () => config,
    files,
    handles: new Handles(files, 8),
    clock,
    random: seededRandom(1),
    logger: silentLogger,
    onFailed: () => {},
  })
  dir.begin()
  return dir
}

/** Offset to value, of all records; undefined for markers. Offsets grow. */
function readAll(log: PartitionLog): Map<number, string | undefined> {
  const found = new Map<number, string | undefined>()
  let next: number | undefined
  for (const { header, bytes } of log.batchesFrom(log.logStartOffset)) {
    demand(verifyCrc(bytes), `the batch at ${header.baseOffset} is broken`)
    demand(next === undefined || header.baseOffset >= next, `${header.baseOffset} comes after ${next}`)
    next = header.nextOffset
    for (const { offset, value } of decodeRecords(bytes))
      found.set(offset, header.isControl ? undefined : (value?.toString() ?? ''))
  }
  demand((next ?? log.endOffset) <= log.endOffset, `the log ends at ${log.endOffset}, its batches at ${next}`)
  return found
}

function demand(holds: boolean, message: string): void {
  if (!holds) throw new Error(message)
}
