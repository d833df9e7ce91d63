import t, { type Test } from 'tap'
import { seededRandom } from '../../src/lib/random.ts'
import type { LogConfig } from '../../src/log/config.ts'
import { faultyFiles } from '../kit/faulty-files.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { seeds } from '../sim/seeds.ts'
import { Life } from './life.ts'

const SYNCED: Partial<LogConfig> = { 'flush.messages': 1 }

async function lifeUntil(end: number, config: Partial<LogConfig>) {
  const disk = new ForgetfulDisk()
  disk.mkdir('/data')
  disk.syncDir('/')
  const files = faultyFiles(disk, ({ number }) => (number >= end ? 'EIO' : undefined))
  let life: Life | undefined
  try {
    life = new Life(files, config)
    await life.run(files)
  } catch (error) {
    if (end === Number.POSITIVE_INFINITY) throw error
  }
  // Syncs on their way come to nothing.
  await new Promise(resolve => setImmediate(resolve))
  return { disk, life, operations: files.operations }
}

/** Every ending, in each of `ways`, twice: what a recovery makes must survive as well. */
async function endings(
  t: Test,
  config: Partial<LogConfig>,
  acknowledgedStay: boolean,
  ways: readonly ((disk: ForgetfulDisk, end: number) => void)[],
): Promise<void> {
  const { operations } = await lifeUntil(Number.POSITIVE_INFINITY, config)
  t.ok(operations > 150, `${operations} operations`)
  for (let end = 1; end <= operations; end++)
    for (const [way, stop] of ways.entries()) {
      const { disk, life } = await lifeUntil(end, config)
      try {
        stop(disk, end)
        await life?.check(disk, { acknowledgedStay })
        stop(disk, end + 1)
        await life?.check(disk, { acknowledgedStay })
      } catch (error) {
        t.fail(`ended at operation ${end} of ${operations}, way ${way}: ${(error as Error).message}`)
        if ((error as Error).name !== 'Error') t.comment((error as Error).stack)
      }
    }
}

t.test('with flush.messages=1 a power cut at any operation takes nothing that was acknowledged', t =>
  endings(t, SYNCED, true, [
    disk => disk.powerCut(),
    ...seeds(1).map(seed => (disk: ForgetfulDisk, end: number) => disk.powerCut(seededRandom(end * 7 + seed))),
  ]),
)

t.test('a kill at any operation takes nothing that was acknowledged', t => endings(t, {}, true, [disk => disk.kill()]))

t.test('without flush.messages a power cut at any operation leaves whole batches, in order, and nothing else', t =>
  endings(t, {}, false, [
    disk => disk.powerCut(),
    ...seeds(1).map(seed => (disk: ForgetfulDisk, end: number) => disk.powerCut(seededRandom(end * 7 + seed))),
  ]),
)
