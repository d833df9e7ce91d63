/** The same batches, rolled and cleaned at the same moments, leave the same bytes as they leave in Kafka (test/real/Logs.java). */
import fs from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { VirtualClock } from '../../../src/lib/clock.ts'
import type { Files } from '../../../src/lib/files.ts'
import { silentLogger } from '../../../src/lib/logger.ts'
import { clean } from '../../../src/log/cleaner/clean.ts'
import { cleanable } from '../../../src/log/cleaner/cleanable.ts'
import { Pace } from '../../../src/log/cleaner/slices.ts'
import { Handles } from '../../../src/log/handles.ts'
import { PartitionLog } from '../../../src/log/partition-log.ts'
import { decodeSnapshot } from '../../../src/log/producer-snapshot.ts'
import { readBatchHeader } from '../../../src/protocol/batch.ts'
import { decodeRecords } from '../../../src/protocol/record.ts'
import { ForgetfulDisk } from '../../kit/forgetful-disk.ts'
import { defaults, NOW } from '../config.ts'

interface Cleaning {
  now: number
  firstDirty: number
  upTo: number
  ratio: number
  endOffset?: number
  files?: Record<string, string>
}

interface History {
  segmentBytes: number
  indexInterval: number
  mapBytes: number
  deleteRetention: number
  minLag: number
  operations: (string | Cleaning)[]
}

const fixture = path.resolve(import.meta.dirname, '../../../fixtures/logs.jsonl.gz')
const histories: History[] = gunzipSync(fs.readFileSync(fixture))
  .toString()
  .trim()
  .split('\n')
  .map(line => JSON.parse(line))

const openLog = (files: Files, clock: VirtualClock, history: History) =>
  PartitionLog.open({
    dir: '/t-0',
    topic: 't',
    partition: 0,
    topicId: 'AQIDBAUGBwgJCgsMDQ4PEA',
    config: () => ({
      ...defaults,
      'segment.bytes': history.segmentBytes,
      'index.interval.bytes': history.indexInterval,
      'segment.ms': Number.MAX_SAFE_INTEGER,
      'cleanup.policy': ['compact'],
      'delete.retention.ms': history.deleteRetention,
      'min.compaction.lag.ms': history.minLag,
    }),
    files,
    handles: new Handles(files),
    clock,
    logger: silentLogger,
    recoveryPoint: 0,
    logStartOffset: 0,
    cleanShutdown: true,
  })

/** In order of their ids: Kafka's order is that of a hash map. */
const producersIn = (snapshot: Buffer) => decodeSnapshot(snapshot)?.sort((a, b) => a.producerId - b.producerId)

/** Batches with their records: two codecs' compressed bytes need not be the same. */
const contents = (log: Buffer) => {
  const batches: unknown[] = []
  for (let at = 0; at < log.length; ) {
    const { size, crc, ...header } = readBatchHeader(log, at)
    batches.push({ header, records: decodeRecords(log, at) })
    at += size
  }
  return batches
}

for (const [number, history] of histories.entries())
  t.test(`history ${number + 1}`, async t => {
    const disk = new ForgetfulDisk()
    const clock = new VirtualClock(NOW)
    const log = openLog(disk, clock, history)
    let checkpoint: number | undefined
    let compressed = false
    for (const operation of history.operations) {
      if (operation === 'roll') log.roll()
      else if (typeof operation === 'string') {
        const batch = Buffer.from(operation, 'hex')
        compressed ||= readBatchHeader(batch).compression !== 'none'
        log.append(batch, { leaderEpoch: 0, origin: 'coordinator' })
        log.write()
      } else {
        clock.advance(operation.now - clock.now())
        const { firstDirty, upTo, ratio } = cleanable(log, checkpoint, clock.now())
        t.same([firstDirty, upTo], [operation.firstDirty, operation.upTo])
        t.ok(Math.abs(ratio - operation.ratio) < (compressed ? 0.02 : 1e-9), `${operation.ratio} is dirty`)
        if (operation.files) checkpoint = await cleanAsKafka(log, operation)
      }
    }
    log.close()

    async function cleanAsKafka(log: PartitionLog, operation: Cleaning): Promise<number> {
      const { endOffset } = await clean(log, {
        firstDirty: operation.firstDirty,
        upTo: operation.upTo,
        dedupeBytes: history.mapBytes,
        loadFactor: 0.9,
        pace: new Pace(clock, () => Number.POSITIVE_INFINITY),
        stopped: () => false,
      })
      t.equal(endOffset, operation.endOffset)
      const files = operation.files!
      const logs = (names: readonly string[]) => names.filter(name => name.endsWith('.log'))
      t.same(logs(disk.list('/t-0')), logs(Object.keys(files)))
      for (const [name, hex] of Object.entries(files)) {
        const theirs = Buffer.from(hex, 'hex')
        const ours = disk.exists(`/t-0/${name}`) ? disk.readAll(`/t-0/${name}`) : Buffer.alloc(0)
        if (name.endsWith('.snapshot')) t.same(producersIn(ours), producersIn(theirs), name)
        else if (name.endsWith('.log') && compressed) t.same(contents(ours), contents(theirs), name)
        else if (!(compressed && name.endsWith('.index'))) t.equal(ours.toString('hex'), hex, name)
      }
      return endOffset
    }
  })
