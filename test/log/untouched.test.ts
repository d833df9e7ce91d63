import t from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { readCheckpoint } from '../../src/log/checkpoints.ts'
import type { LogConfig } from '../../src/log/config.ts'
import { isUntouched } from '../../src/log/untouched.ts'
import { encodeBatch } from '../../src/protocol/record.ts'
import { faultyFiles } from '../kit/faulty-files.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { defaults, NOW } from './config.ts'
import { Life, openDir, TOPIC } from './life.ts'

const DIR = `/data/${TOPIC}-0`
const config: LogConfig = { ...defaults, 'segment.bytes': 2600, 'index.interval.bytes': 150 }

const saysUntouched = (disk: ForgetfulDisk) =>
  isUntouched(disk, DIR, readCheckpoint(disk, '/data', 'recovery-point-offset-checkpoint').get(`${TOPIC}-0`) ?? 0)

/** What opening the log as after a crash, and closing it, changes of it. */
async function changes(disk: ForgetfulDisk): Promise<string[]> {
  const found: string[] = []
  const files = faultyFiles(disk, ({ kind, path }) => {
    if (!['open', 'read', 'list'].includes(kind) && path.startsWith(DIR)) found.push(`${kind} ${path}`)
    return undefined
  })
  const dir = openDir(files, new VirtualClock(NOW), config)
  await dir.open(TOPIC, 0).closeLater()
  dir.abandon()
  return found
}

t.test(
  'wherever a life ends: a log that is called untouched is one that an opening and a stop would not touch',
  async t => {
    const counts = { untouched: 0, touched: 0 }
    for (const cut of [false, true])
      for (let end = 1; ; end++) {
        const disk = new ForgetfulDisk()
        disk.mkdir('/data')
        disk.syncDir('/')
        const files = faultyFiles(disk, ({ number }) => (number >= end ? 'EIO' : undefined))
        try {
          await new Life(files, {}).run(files)
        } catch {
          // It ends there.
        }
        await new Promise(resolve => setImmediate(resolve))
        if (cut) disk.powerCut(seededRandom(end))
        else disk.kill()
        disk.remove('/data/.kafka_cleanshutdown')
        const how = `ended at operation ${end}, ${cut ? 'by a power cut' : 'by a kill'}`
        // As it ended; and after the stop of a broker that has come to put it right, the mark of which is taken away by a start.
        for (const put of [false, true]) {
          if (!disk.exists(DIR)) break
          if (put) {
            const dir = openDir(disk, new VirtualClock(NOW), config)
            await dir.close(1)
            disk.remove('/data/.kafka_cleanshutdown')
          }
          const untouched = saysUntouched(disk)
          counts[untouched ? 'untouched' : 'touched']++
          if (untouched) t.strictSame(await changes(disk), [], `${how}${put ? ', and put right' : ''}`)
        }
        if (files.operations < end) break
      }
    t.comment(JSON.stringify(counts))
    t.ok(counts.untouched > 200 && counts.touched > 200, JSON.stringify(counts))
  },
)

/** A log of three segments, stopped cleanly, then killed without anything having come to it. */
async function stopped(): Promise<ForgetfulDisk> {
  const disk = new ForgetfulDisk()
  disk.mkdir('/data')
  const dir = openDir(disk, new VirtualClock(NOW), config)
  const log = dir.open(TOPIC, 0, 'AQIDBAUGBwgJCgsMDQ4PEA')
  for (let i = 0; i < 40; i++)
    log.append(encodeBatch({ records: [{ timestamp: NOW + i, value: Buffer.alloc(100) }] }), {
      leaderEpoch: 0,
      origin: 'client',
    })
  log.write()
  await dir.close(1)
  disk.remove('/data/.kafka_cleanshutdown')
  return disk
}

t.test('every file that is gone, or ends early, or goes on, is seen', async t => {
  const disk = await stopped()
  t.ok(saysUntouched(disk))
  const names = disk.list(DIR)
  const last = names
    .filter(name => name.endsWith('.log'))
    .at(-1)!
    .slice(0, 20)
  const end = names.filter(name => name.endsWith('.snapshot')).at(-1)!
  for (const name of [`${last}.log`, `${last}.index`, `${last}.timeindex`, end, 'leader-epoch-checkpoint']) {
    const gone = disk.copy()
    gone.remove(`${DIR}/${name}`)
    t.notOk(saysUntouched(gone), `${name} is gone`)
  }
  for (const kind of ['log', 'index', 'timeindex']) {
    const file = `${DIR}/${last}.${kind}`
    const bytes = disk.readAll(file)
    // The index without its last entry leads to the end as well; one that has none of many does not.
    const entry = { log: 1, index: 1, timeindex: 12 }[kind]!
    for (const [what, other] of [
      ['cut', bytes.subarray(0, bytes.length - entry)],
      ['longer', Buffer.concat([bytes, Buffer.alloc(24)])],
    ] as const) {
      const changed = disk.copy()
      changed.writeAll(file, other)
      t.notOk(saysUntouched(changed), `${kind}, ${what}`)
    }
  }
  for (const name of [
    `${last}.txnindex`,
    `${last}.log.swap`,
    '00000000000000000099.snapshot',
    '00000000000000000099.log',
  ]) {
    const more = disk.copy()
    more.writeAll(`${DIR}/${name}`, '')
    t.notOk(saysUntouched(more), `${name} is there`)
  }
})

t.test('a stop opens no log that is untouched', async t => {
  const disk = await stopped()
  const dir = openDir(disk, new VirtualClock(NOW), config)
  const read = new Set<string>()
  const files = faultyFiles(disk, ({ kind, path }) => {
    if (kind === 'read' && path.startsWith(DIR)) read.add(path.slice(-9))
    return undefined
  })
  dir.abandon()
  const next = openDir(files, new VirtualClock(NOW), config)
  await next.close(2)
  t.ok(disk.exists('/data/.kafka_cleanshutdown'))
  t.notOk(
    [...read].some(name => /snapshot|epoch|metadata/.test(name)),
    [...read].join(),
  )
  const last = openDir(disk, new VirtualClock(NOW), config)
  t.equal(last.open(TOPIC, 0).endOffset, 40)
})
