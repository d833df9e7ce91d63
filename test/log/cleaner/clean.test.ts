import t from 'tap'
import { VirtualClock } from '../../../src/lib/clock.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import type { LogDir } from '../../../src/log/log-dir.ts'
import type { PartitionLog } from '../../../src/log/partition-log.ts'
import { decodeRecords } from '../../../src/protocol/record.ts'
import { NOW } from '../config.ts'
import { openDir, TOPIC } from '../life.ts'
import { cleanNow, demandSame, ID, newDisk } from './history.ts'
import { config, Model } from './model.ts'

/** How often a key has a value in what was cleaned. */
function valuesOf(log: PartitionLog, upTo: number): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { header, bytes } of log.batchesFrom(log.logStartOffset))
    if (!header.isControl)
      for (const { key, offset } of decodeRecords(bytes))
        if (offset < upTo) counts.set(key!.toString(), (counts.get(key!.toString()) ?? 0) + 1)
  return counts
}

t.test('random histories read the same after every cleaning, and every key is there once', async t => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = seededRandom(seed)
    const disk = newDisk()
    const clock = new VirtualClock(NOW)
    const model = new Model(random)
    let dir = openDir(disk, clock, config)
    let log = dir.open(TOPIC, 0, ID)
    const dedupeBytes = random.below(3) === 0 ? 24 * 4 : 1 << 20
    try {
      for (let i = 0; i < 120; i++) {
        clock.advance(random.below(2000))
        const what = random.below(30)
        if (what < 24) model.append(log, clock.now())
        else if (what < 26) log.roll()
        else if (what < 28) {
          const before = model.read(log)
          const cleaned = await cleanNow(dir, log, clock, dedupeBytes)
          demandSame(model.read(log), before)
          const counts = cleaned && dedupeBytes > 1000 ? valuesOf(log, dir.logs.cleanerOffset(log.name)!) : new Map()
          for (const [key, count] of counts) if (count > 1) throw new Error(`"${key}" is there ${count} times`)
        } else {
          const before = model.read(log)
          if (what === 28) await dir.close(1)
          else disk.kill()
          dir = openDir(disk, clock, config)
          log = dir.open(TOPIC, 0, ID)
          demandSame(model.read(log), before)
        }
      }
      model.endAll(log, clock.now())
      model.demandSequences(log)
      await demandEnd(model, dir, log, clock)
    } catch (error) {
      t.fail(`seed ${seed}: ${(error as Error).stack}`)
    }
  }
})

/** In the end nothing is left but the last values, and what holds producers' sequences. */
async function demandEnd(model: Model, dir: LogDir, log: PartitionLog, clock: VirtualClock): Promise<void> {
  const before = model.read(log)
  for (let i = 0; i < 4; i++) {
    model.append(log, clock.now())
    model.endAll(log, clock.now())
    log.roll()
    await cleanNow(dir, log, clock)
    clock.advance(30_000)
  }
  const after = model.read(log)
  for (const key of before.keys()) if (!after.has(key)) before.delete(key)
  const counts = valuesOf(log, dir.logs.cleanerOffset(log.name)!)
  for (const [key, count] of counts) if (count > 1) throw new Error(`"${key}" is there ${count} times in the end`)
}

t.test(
  'cleaning makes nothing younger: a new segment was modified when the last of those was that it is made of',
  async t => {
    const disk = newDisk()
    const clock = new VirtualClock(NOW)
    const dir = openDir(disk, clock, config)
    const log = dir.open(TOPIC, 0, ID)
    const model = new Model(seededRandom(5))
    for (let i = 0; i < 40; i++) {
      model.append(log, clock.now())
      if (i % 2 === 1) log.roll()
    }
    model.endAll(log, clock.now())
    log.roll()
    for (const [i, segment] of log.segments.slice(0, -1).entries()) segment.setModified(NOW + i)
    const latest = NOW + log.segments.length - 2
    clock.advance(60_000)
    t.ok(await cleanNow(dir, log, clock))
    const modified = log.segments.slice(0, -1).map(({ modifiedMs }) => modifiedMs)
    t.ok(modified.length < 20, 'several became one')
    t.equal(modified.at(-1), latest)
    t.same(modified, [...modified].sort())
    t.notOk(modified.includes(0))
  },
)
