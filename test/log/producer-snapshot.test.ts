import t from 'tap'
import {
  decodeSnapshot,
  encodeSnapshot,
  newestSnapshot,
  removeStraySnapshots,
  saveSnapshot,
} from '../../src/log/producer-snapshot.ts'
import type { ProducerState } from '../../src/log/producers.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { bytes } from './indexes.hex.ts'

/** version | CRC32C of what follows | count */
const EMPTY = '0001|48674bc7|00000000'
const state = (more: Partial<ProducerState> = {}): ProducerState => ({
  producerId: 1,
  epoch: 2,
  batches: [{ firstSequence: 3, lastSequence: 5, lastOffset: 105, offsetDelta: 2, timestamp: 9 }],
  lastTimestamp: 9,
  coordinatorEpoch: -1,
  txnFirstOffset: undefined,
  ...more,
})

t.test('version, CRC, count, and 46 bytes a producer', async t => {
  const encoded = encodeSnapshot([state({ txnFirstOffset: 103, coordinatorEpoch: 4 })])
  t.equal(encoded.length, 2 + 4 + 4 + 46)
  t.equal(
    encoded.subarray(6).toString('hex'),
    bytes(
      '00000001 0000000000000001|0002|00000005|0000000000000069|00000002|0000000000000009|00000004|0000000000000067',
    ).toString('hex'),
  )
  t.same(decodeSnapshot(encoded), [state({ txnFirstOffset: 103, coordinatorEpoch: 4 })])
})

t.test('of a producer with a marker alone there is no batch', async t => {
  const alone = state({ batches: [] })
  t.same(decodeSnapshot(encodeSnapshot([alone])), [alone])
})

t.test('sequences that went around', async t => {
  const around = state({
    batches: [{ firstSequence: 2 ** 31 - 2, lastSequence: 1, lastOffset: 105, offsetDelta: 3, timestamp: 9 }],
  })
  t.same(decodeSnapshot(encodeSnapshot([around]))?.[0]?.batches[0]?.firstSequence, 2 ** 31 - 2)
})

t.test('a snapshot with any byte flipped, or cut anywhere, is none', async t => {
  const whole = encodeSnapshot([state(), state({ producerId: 2 })])
  for (let at = 0; at < whole.length; at++) {
    const flipped = Buffer.from(whole)
    flipped[at]! ^= 1 << (at % 8)
    if (decodeSnapshot(flipped)) t.fail(`byte ${at}`)
    if (decodeSnapshot(whole.subarray(0, at))) t.fail(`cut at ${at}`)
  }
  t.ok(decodeSnapshot(whole))
})

t.test('the newest that can be read and is not beyond; those that cannot be are removed', async t => {
  const disk = new ForgetfulDisk()
  for (const offset of [0, 10, 20, 30]) saveSnapshot([state({ epoch: offset })], disk, '/', offset)
  disk.writeAll('/00000000000000000020.snapshot', 'nonsense')
  t.match(newestSnapshot(disk, '/', [0, 10, 20, 30], 25), { offset: 10, states: [{ epoch: 10 }] })
  t.notOk(disk.exists('/00000000000000000020.snapshot'))
  t.equal(newestSnapshot(disk, '/', [30], 25), undefined)
})

t.test('strays: beyond the end, or of no segment; the newest is that of a clean stop', async t => {
  const disk = new ForgetfulDisk()
  for (const offset of [0, 10, 15, 20, 25, 40]) saveSnapshot([], disk, '/', offset)
  removeStraySnapshots(disk, '/', [0, 10, 15, 20, 25, 40], { bases: new Set([0, 10, 20]), endOffset: 30 })
  t.same(
    disk.list('/').map(name => Number.parseInt(name, 10)),
    [0, 10, 20, 25],
  )
})

t.test('nobody is known', async t => {
  t.equal(encodeSnapshot([]).toString('hex'), bytes(EMPTY).toString('hex'))
})
