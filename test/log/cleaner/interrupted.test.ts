import t, { type Test } from 'tap'
import { VirtualClock } from '../../../src/lib/clock.ts'
import { type Random, seededRandom } from '../../../src/lib/random.ts'
import { faultyFiles } from '../../kit/faulty-files.ts'
import type { ForgetfulDisk } from '../../kit/forgetful-disk.ts'
import { seeds } from '../../sim/seeds.ts'
import { NOW } from '../config.ts'
import { openDir, TOPIC } from '../life.ts'
import { cleanNow, demandSame, ID, newDisk } from './history.ts'
import { config, Model } from './model.ts'

/** Endings that are tried where every one has many ends of its own; all of them when seeds were asked for. */
const STEP = process.env['SEEDS'] ? 1 : 5

/** A disk with a log that has all kinds of things in it, and waits to be cleaned. */
async function dirtyDisk(seed: number): Promise<{ disk: ForgetfulDisk; model: Model; clock: VirtualClock }> {
  const disk = newDisk()
  const clock = new VirtualClock(NOW)
  const dir = openDir(disk, clock, config)
  const log = dir.open(TOPIC, 0, ID)
  const model = new Model(seededRandom(seed))
  for (const cleaned of [false, true]) {
    if (cleaned) await cleanNow(dir, log, clock)
    for (let i = 0; i < 25; i++) {
      model.append(log, clock.now())
      // Small segments, several of which become one.
      if (i % 2 === 1) log.roll()
    }
    model.endAll(log, clock.now())
    log.roll()
    clock.advance(30_000)
  }
  await dir.close(1)
  return { disk, model, clock }
}

/** Clean a copy of `disk` until an operation fails. @returns whether none did */
async function cleanUntil(disk: ForgetfulDisk, clock: VirtualClock, operation: number): Promise<boolean> {
  let end = Number.POSITIVE_INFINITY
  const files = faultyFiles(disk, ({ number }) => (number >= end ? 'EIO' : undefined))
  const dir = openDir(files, clock, config)
  const log = dir.open(TOPIC, 0)
  end = files.operations + operation
  const ended = await cleanNow(dir, log, clock).catch(() => false)
  await new Promise(setImmediate)
  return ended
}

async function interruptions(
  t: Test,
  seeds: readonly number[],
  stop: (disk: ForgetfulDisk, random: Random) => void,
): Promise<void> {
  for (const seed of seeds) {
    const dirty = await dirtyDisk(seed)
    const { model, clock } = dirty
    const before = model.read(openDir(dirty.disk.copy(), clock, config).open(TOPIC, 0))
    for (let at = 1, ended = false; !ended; at++) {
      const disk = dirty.disk.copy()
      ended = await cleanUntil(disk, clock, at)
      stop(disk, seededRandom(seed * 1000 + at))
      try {
        await demandWhole(disk, model, clock, before)
        // What the recovery has done must survive as well.
        stop(disk, seededRandom(seed * 1000 + at + 500))
        await demandWhole(disk, model, clock, before)
      } catch (error) {
        t.fail(`seed ${seed}, ended at operation ${at} of the cleaning: ${(error as Error).stack}`)
      }
    }
  }
}

/** It reads as before, as it is and cleaned, and nothing is left behind. */
async function demandWhole(disk: ForgetfulDisk, model: Model, clock: VirtualClock, before: Map<string, string>) {
  const dir = openDir(disk, clock, config)
  const log = dir.open(TOPIC, 0, ID)
  demandSame(model.read(log), before)
  model.demandSequences(log)
  const left = disk.list(`/data/${TOPIC}-0`).filter(name => /cleaned|swap|deleted/.test(name))
  if (left.length > 0) throw new Error(`${left} are left behind`)
  await cleanNow(dir, log, clock)
  demandSame(model.read(log), before)
}

t.test('a cleaning that is killed at any operation leaves the log as it was, or as it is to be', t =>
  interruptions(t, seeds(1), disk => disk.kill()),
)

t.test('so does one that a power cut ends', t => interruptions(t, seeds(2), (disk, random) => disk.powerCut(random)))

t.test('so does one that a power cut ends, and nothing that was not synced is there', t =>
  interruptions(t, seeds(1), disk => disk.powerCut()),
)

t.test('a start that completes a cleaning may be interrupted as well, at any operation', async t => {
  const dirty = await dirtyDisk(4)
  const { model, clock } = dirty
  const before = model.read(openDir(dirty.disk.copy(), clock, config).open(TOPIC, 0))
  for (let at = 1, ended = false; !ended; at += STEP) {
    const half = dirty.disk.copy()
    ended = await cleanUntil(half, clock, at)
    half.kill()
    for (let start = 1, opened = false; !opened; start++) {
      const disk = half.copy()
      try {
        openDir(
          faultyFiles(disk, ({ number }) => (number >= start ? 'EIO' : undefined)),
          clock,
          config,
        ).open(TOPIC, 0)
        opened = true
      } catch {
        // The second start has failed, too.
      }
      disk.powerCut(seededRandom(at * 1000 + start))
      try {
        demandSame(model.read(openDir(disk, clock, config).open(TOPIC, 0, ID)), before)
      } catch (error) {
        t.fail(`ended at operation ${at}, and operation ${start} of the start: ${(error as Error).message}`)
      }
    }
  }
})
