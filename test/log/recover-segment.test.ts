/** Offset and leader epoch of a batch are under no checksum: after a crash what lies around it tells them. */
import t from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import { createLogger } from '../../src/lib/logger.ts'
import type { LogConfig } from '../../src/log/config.ts'
import { Handles } from '../../src/log/handles.ts'
import { PartitionLog } from '../../src/log/partition-log.ts'
import { type Around, truePlace } from '../../src/log/recover-segment.ts'
import { BatchHeader, batches } from '../../src/protocol/batch.ts'
import { encodeBatch } from '../../src/protocol/record.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { defaults, NOW } from './config.ts'

t.test(
  'truePlace() takes what is around a batch of two records for the truth where that leaves one answer',
  async t => {
    const usual: Around = {
      expected: 10,
      epoch: 1,
      next: { baseOffset: 12, leaderEpoch: 1 },
      contiguous: true,
      epochAt: () => 1,
    }
    const cases: [
      what: string,
      said: [offset: number, epoch: number],
      around: Partial<Around>,
      truth: [number, number],
    ][] = [
      ['what fits stays', [10, 1], {}, [10, 1]],
      ['too far up: it runs into the next', [14, 1], {}, [10, 1]],
      ['too far up, with compaction, which leaves no overlaps', [14, 1], { contiguous: false }, [10, 1]],
      ['too far down', [2, 1], {}, [10, 1]],
      [
        'a hole before it, and the next one right behind',
        [20, 1],
        { next: { baseOffset: 22, leaderEpoch: 1 } },
        [20, 1],
      ],
      ['too far up at the end', [14, 1], { next: undefined }, [10, 1]],
      ['a hole at the end, which compaction may have made', [14, 1], { next: undefined, contiguous: false }, [14, 1]],
      ['too far down at the end, behind a hole or not', [2, 1], { next: undefined, contiguous: false }, [2, 1]],
      ['nothing is known of what is before', [14, 1], { expected: undefined }, [14, 1]],
      ['an epoch beyond the next', [10, 9], {}, [10, 1]],
      ['an epoch that has passed', [10, 0], {}, [10, 1]],
      ['an epoch that may have begun here', [10, 2], { next: { baseOffset: 12, leaderEpoch: 2 } }, [10, 2]],
      ['an epoch that may have begun at the end', [10, 9], { next: undefined }, [10, 9]],
      ['an epoch that nobody has written down', [10, 9], { epochAt: () => -1 }, [10, 9]],
      ['a checkpoint that is wrong itself', [10, 1], { epochAt: () => 9 }, [10, 1]],
    ]
    for (const [what, [baseOffset, leaderEpoch], around, truth] of cases) {
      const place = truePlace({ baseOffset, leaderEpoch, lastOffsetDelta: 1 }, { ...usual, ...around })
      t.same([place.baseOffset, place.leaderEpoch], truth, what)
    }
  },
)

const BATCHES = 6
const FILE = '/orders-0/00000000000000000000.log'

/** A log of batches of two records, the first half of them of epoch 0, the others of epoch 1. */
function openLog(
  disk: ForgetfulDisk,
  said: string[] = [],
  config: Partial<LogConfig> = {},
  recoveryPoint = 0,
): PartitionLog {
  return PartitionLog.open({
    dir: '/orders-0',
    topic: 'orders',
    partition: 0,
    topicId: 'AQIDBAUGBwgJCgsMDQ4PEA',
    config: () => ({ ...defaults, ...config }),
    files: disk,
    handles: new Handles(disk),
    clock: new VirtualClock(NOW),
    logger: createLogger({ write: line => said.push(line), level: 'warn' }),
    recoveryPoint,
    logStartOffset: 0,
    cleanShutdown: false,
  })
}

function killed(): ForgetfulDisk {
  const disk = new ForgetfulDisk()
  const log = openLog(disk)
  for (let i = 0; i < BATCHES; i++) {
    const records = [0, 1].map(j => ({ timestamp: NOW, value: Buffer.from(`value ${2 * i + j}`) }))
    log.append(encodeBatch({ records }), { leaderEpoch: i < BATCHES / 2 ? 0 : 1, origin: 'client' })
  }
  log.write()
  return disk
}

const places = (disk: ForgetfulDisk) =>
  [...batches(disk.readAll(FILE))].map(({ start }) => {
    const { baseOffset, leaderEpoch } = new BatchHeader(disk.readAll(FILE), start)
    return [baseOffset, leaderEpoch]
  })

t.test('a bit that has turned where no CRC looks is put right, or said, and nothing is lost by it', async t => {
  const original = killed()
  const truth = places(original)
  const bytes = original.readAll(FILE)
  // Offset, length, epoch, magic: all that comes before the CRC.
  for (const [i, { start }] of [...batches(bytes)].entries())
    for (let at = 0; at < 17; at++)
      for (let bit = 0; bit < 8; bit++) {
        const what = `batch ${i}, byte ${at}, bit ${bit}`
        const disk = original.copy()
        const flipped = Buffer.from(bytes)
        flipped[start + at]! ^= 1 << bit
        disk.writeAll(FILE, flipped)
        const said: string[] = []
        const log = openLog(disk, said)
        t.not(said.length, 0, `${what} is said`)
        if (at < 12 || at === 16) t.same(places(disk), truth, what)
        t.equal(log.endOffset, 2 * BATCHES, what)
        log.lead(1)
        t.ok(log.epochs.at(-1)!.epoch <= 1, `${what}: ${JSON.stringify(log.epochs)}`)
      }
})

t.test(
  'the sign of an offset is put right where compaction has left holes, and where nothing is looked at but headers',
  async t => {
    const disk = killed()
    const bytes = disk.readAll(FILE)
    const starts = [...batches(bytes)].map(({ start }) => start)
    // Without the second: there is a hole before the third, which no neighbour tells the offset of.
    const holed = Buffer.concat([bytes.subarray(0, starts[1]), bytes.subarray(starts[2])])
    for (const [i, { start }] of [...batches(holed)].entries())
      for (const recoveryPoint of [0, 8]) {
        const flipped = Buffer.from(holed)
        flipped[start]! ^= 0x80
        disk.writeAll(FILE, flipped)
        const said: string[] = []
        const log = openLog(disk.copy(), said, { 'cleanup.policy': ['compact'] }, recoveryPoint)
        t.equal(log.endOffset, 2 * BATCHES, `batch ${i}, from recovery point ${recoveryPoint}`)
        t.same(
          [...log.batchesFrom(0)].map(({ header }) => header.baseOffset),
          [0, 4, 6, 8, 10],
        )
        t.match(said.join(), /a bit had turned in the batch at byte \d+, in the sign of its offset: it is turned back/)
      }
  },
)

t.test('a batch that was synced is mended as well: its header is believed where it leads to the next', async t => {
  const original = killed()
  const bytes = original.readAll(FILE)
  const truth = places(original)
  for (const [i, { start }] of [...batches(bytes)].entries())
    for (const [at, bit] of [
      ...Array.from({ length: 32 }, (_, n) => [8 + (n >> 3), n & 7] as const),
      [0, 7],
      [16, 3],
    ] as const)
      for (const recoveryPoint of [6, 2 * BATCHES]) {
        const disk = original.copy()
        const flipped = Buffer.from(bytes)
        flipped[start + at]! ^= 1 << bit
        disk.writeAll(FILE, flipped)
        const log = openLog(disk, [], {}, recoveryPoint)
        t.equal(log.endOffset, 2 * BATCHES, `batch ${i}, byte ${at}, bit ${bit}, recovery point ${recoveryPoint}`)
        t.strictSame(places(disk), truth)
      }
})

t.test('two bits that have turned, or one that the CRC is of, end the log there', async t => {
  const original = killed()
  const bytes = original.readAll(FILE)
  const { start } = [...batches(bytes)][2]!
  for (const turned of [
    [
      [0, 0x80],
      [16, 0x01],
    ],
    [
      [8, 1],
      [11, 1],
    ],
    [[17, 1]],
    [[40, 1]],
  ] as const) {
    const disk = original.copy()
    const flipped = Buffer.from(bytes)
    for (const [at, bits] of turned) flipped[start + at]! ^= bits
    disk.writeAll(FILE, flipped)
    t.equal(openLog(disk).endOffset, 4, JSON.stringify(turned))
  }
})

t.test(
  'what Apache Kafka has written twice, when an index was full, is read once, and nothing is lost by it',
  async t => {
    const disk = killed()
    const log = openLog(disk)
    log.roll()
    log.append(encodeBatch({ records: [{ timestamp: NOW, value: Buffer.from('next') }] }), {
      leaderEpoch: 1,
      origin: 'client',
    })
    log.write()
    // The index was full: the bytes stay, and come again in a segment of their own.
    const next = disk.readAll('/orders-0/00000000000000000012.log')
    disk.writeAll(FILE, Buffer.concat([disk.readAll(FILE), next]))
    const offsets = (of: PartitionLog, maxBytes = 1 << 20) => {
      const found: number[] = []
      for (let from = 0; from < of.endOffset; from = found.at(-1)! + 1) {
        const plan = of.read({ from, maxBytes, upTo: of.endOffset, minOneBatch: true })
        const buffer = Buffer.alloc(plan.size)
        for (const { header } of batches(buffer.subarray(0, plan.readInto(buffer)))) found.push(header.lastOffset)
      }
      return found
    }
    const all = [1, 3, 5, 7, 9, 11, 12]
    for (const recoveryPoint of [0, 12]) {
      const said: string[] = []
      const again = openLog(disk.copy(), said, {}, recoveryPoint)
      t.same(offsets(again), all, `read from recovery point ${recoveryPoint}`)
      t.same(offsets(again, 1), all, 'a batch at a time')
      t.same(
        [...again.batchesFrom(0)].map(({ header }) => header.lastOffset),
        all,
      )
      t.equal(
        said.filter(line => line.includes('of offsets that the next segment has')).length,
        recoveryPoint === 0 ? 1 : 0,
      )
    }
  },
)

t.test('holes that compaction has left are no reason to say anything', async t => {
  const disk = killed()
  const bytes = Buffer.from(disk.readAll(FILE))
  const [, second, third] = batches(bytes)
  disk.writeAll(FILE, Buffer.concat([bytes.subarray(0, second!.start), bytes.subarray(third!.start)]))
  const said: string[] = []
  const log = openLog(disk, said, { 'cleanup.policy': ['compact'] })
  t.same(said, [])
  t.equal(log.endOffset, 2 * BATCHES)
  const other: string[] = []
  t.equal(openLog(disk.copy(), other).endOffset, 2 * BATCHES, 'and never one to lose what follows')
  t.match(other, [/begins at offset 4, and the one before it ends at 2/])
})
