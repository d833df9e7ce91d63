/** Every byte of every file of a partition is wrong once: nobody reads what was not written, and nothing crashes. */
import t, { type Test } from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import type { LogConfig } from '../../src/log/config.ts'
import { CorruptLogError } from '../../src/log/errors.ts'
import type { PartitionLog } from '../../src/log/partition-log.ts'
import { batches, verifyCrc } from '../../src/protocol/batch.ts'
import { encodeEndTxnMarker } from '../../src/protocol/control.ts'
import { KafkaError } from '../../src/protocol/errors.ts'
import { decodeRecords, encodeBatch } from '../../src/protocol/record.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { defaults, NOW } from './config.ts'
import { openDir, TOPIC } from './life.ts'

const config: LogConfig = { ...defaults, 'segment.bytes': 700, 'index.interval.bytes': 100 }
const RECORDS = 16

async function partition(): Promise<ForgetfulDisk> {
  const disk = new ForgetfulDisk()
  disk.mkdir('/data')
  const dir = openDir(disk, new VirtualClock(NOW), config)
  const log = dir.open(TOPIC, 0, 'AQIDBAUGBwgJCgsMDQ4PEA')
  for (let i = 0; log.endOffset < RECORDS; i++) {
    const offset = log.endOffset
    const transactional = i % 4 === 3
    log.append(
      encodeBatch({
        records: [0, 1].map(j => ({ timestamp: NOW + offset + j, value: Buffer.from(`value ${offset + j}`) })),
        ...(transactional && { producerId: 7, producerEpoch: i, baseSequence: 0, isTransactional: true }),
      }),
      { leaderEpoch: i < 6 ? 1 : 2, origin: 'client' },
    )
    if (!transactional) continue
    const marker = { producerId: 7, producerEpoch: i, committed: i % 8 === 3, coordinatorEpoch: 0, timestamp: NOW }
    log.append(encodeEndTxnMarker(marker), { leaderEpoch: i < 6 ? 1 : 2, origin: 'coordinator' })
  }
  log.write()
  await dir.close(1)
  return disk
}

/** What a client gets that reads from `offset` on: values by offset. A batch that is broken by its CRC is the client's to see. */
function readFrom(log: PartitionLog, from: number): Map<number, string> {
  const found = new Map<number, string>()
  const plan = log.read({ from, maxBytes: 1 << 20, upTo: log.lastStableOffset, minOneBatch: true })
  const buffer = Buffer.alloc(plan.size)
  const bytes = buffer.subarray(0, plan.readInto(buffer))
  for (const { header, start } of batches(bytes)) {
    if (!verifyCrc(bytes, start)) return found.set(-1, 'broken')
    if (header.isControl) found.set(header.baseOffset, `value ${header.baseOffset}`)
    if (header.isControl) continue
    for (const { offset, value } of decodeRecords(bytes, start)) found.set(offset, value!.toString())
  }
  return found
}

/** Ask everything of the log. @throws {Error} when an answer is wrong; refusals are right */
function demandTrue(log: PartitionLog, aborted: string, whole: boolean): void {
  for (let from = log.logStartOffset; from < Math.min(log.endOffset, RECORDS); from++) {
    const found = allowed(() => readFrom(log, from))
    if (!found || found.has(-1)) continue
    for (const [offset, value] of found)
      if (value !== `value ${offset}`) throw new Error(`${value} is read at offset ${offset}, from ${from}`)
    const [first] = found.keys()
    // A marker may be in between; and a batch begins before.
    if (first === undefined ? from < RECORDS - 3 : first > from + 1)
      throw new Error(`offset ${first} is read where ${from} was asked for`)
  }
  for (let i = 0; i < RECORDS; i++) {
    const at = allowed(() => log.offsetForTimestamp(NOW + i))
    if (at && at.timestamp < NOW + i) throw new Error(`${at.timestamp} comes before ${NOW + i}`)
    if (whole && at && at.offset > i + 3) throw new Error(`${NOW + i} leads to offset ${at.offset}`)
  }
  const now = allowed(() => JSON.stringify(log.abortedTransactions(0, log.endOffset)))
  if (whole && now !== undefined && now !== aborted) throw new Error(`aborted are ${now}, not ${aborted}`)
}

/** @returns undefined when it is refused */
function allowed<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch (error) {
    if (error instanceof CorruptLogError || error instanceof KafkaError) return undefined
    throw error
  }
}

async function flipAll(t: Test, clean: boolean): Promise<void> {
  const original = await partition()
  const dir = `/data/${TOPIC}-0`
  const aborted = JSON.stringify(
    openDir(original.copy(), new VirtualClock(NOW), config).open(TOPIC, 0).abortedTransactions(0, RECORDS),
  )
  t.equal(JSON.parse(aborted).length, 1)
  let flips = 0
  for (const name of original.list(dir)) {
    const bytes = original.readAll(`${dir}/${name}`)
    // Of the offset and the epoch no CRC knows; what can be seen of them is their order.
    const unprotected = new Set<number>()
    if (name.endsWith('.log'))
      for (const { start } of batches(bytes))
        for (const at of [0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15]) unprotected.add(start + at)
    if (name === 'partition.metadata' || name === 'leader-epoch-checkpoint') continue
    for (let at = 0; at < bytes.length; at++) {
      if (unprotected.has(at) && !clean) continue
      const bit = unprotected.has(at) ? 0x80 : 1 << (at % 8)
      const disk = original.copy()
      const flipped = Buffer.from(bytes)
      flipped[at]! ^= bit
      disk.writeAll(`${dir}/${name}`, flipped)
      if (!clean) disk.remove('/data/.kafka_cleanshutdown')
      try {
        const log = allowed(() => openDir(disk, new VirtualClock(NOW), config).open(TOPIC, 0))
        if (log) demandTrue(log, aborted, clean && !name.endsWith('.log'))
      } catch (error) {
        t.fail(`${name}, byte ${at} ^ ${bit}: ${(error as Error).stack}`)
      }
      flips++
    }
  }
  t.ok(flips > 900, `${flips} flips`)
}

t.test('after a clean stop', t => flipAll(t, true))
t.test('after a crash', t => flipAll(t, false))
