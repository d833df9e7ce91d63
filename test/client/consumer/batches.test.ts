import t from 'tap'
import { type AbortedTransaction, entriesOf } from '../../../src/client/consumer/batches.ts'
import { encodeEndTxnMarker } from '../../../src/protocol/control.ts'
import { decodeRecords, encodeBatch } from '../../../src/protocol/record.ts'

const TIME = 1_700_000_000_000
/** Offsets `from` to `to`, of a producer's transaction when one is named. */
const batch = (from: number, to: number, producerId?: number) =>
  encodeBatch({
    baseOffset: from,
    leaderEpoch: 3,
    records: Array.from({ length: to - from + 1 }, (_, i) => ({ timestamp: TIME, value: Buffer.from(`${from + i}`) })),
    ...(producerId === undefined ? {} : { producerId, producerEpoch: 0, baseSequence: 0, isTransactional: true }),
  })
const marker = (baseOffset: number, producerId: number, committed: boolean) =>
  encodeEndTxnMarker({
    committed,
    coordinatorEpoch: 0,
    producerId,
    producerEpoch: 0,
    timestamp: TIME,
    baseOffset,
    leaderEpoch: 3,
  })

/** `0-2` a batch of these offsets, `~` one stepped over, up to its last offset, `!` an error. */
const brief = (bytes: Buffer, options: { from?: number; aborted?: AbortedTransaction[]; checkCrcs?: boolean } = {}) =>
  [...entriesOf(bytes, { from: 0, checkCrcs: true, aborted: undefined, ...options })]
    .map(entry => {
      if (entry.kind === 'error') return `!${entry.error.name}`
      if (entry.kind === 'skip') return `~${entry.nextOffset - 1}`
      return `${decodeRecords(entry.bytes)[0]!.offset}-${entry.nextOffset - 1}`
    })
    .join(' ')

t.test('batches come whole, in order, from the one that holds the position', async t => {
  const bytes = Buffer.concat([batch(0, 2), batch(3, 5), batch(6, 6)])
  t.equal(brief(bytes), '0-2 3-5 6-6')
  t.equal(brief(bytes, { from: 4 }), '3-5 6-6')
  t.equal(brief(bytes, { from: 7 }), '')
})

// The broker cuts the last batch anywhere: whatever is whole is read, and the rest comes again.
t.test('a batch that was cut is left, wherever it was cut', async t => {
  const bytes = Buffer.concat([batch(0, 2), batch(3, 5)])
  const first = batch(0, 2).length
  for (let cut = 0; cut <= bytes.length; cut++)
    t.equal(
      brief(bytes.subarray(0, cut)),
      cut === bytes.length ? '0-2 3-5' : cut >= first ? '0-2' : '',
      `cut at ${cut}`,
    )
})

t.test('a wrong checksum is an error behind what came before, and named by its offset', async t => {
  const bytes = Buffer.concat([batch(0, 2), batch(3, 5), batch(6, 6)])
  bytes[batch(0, 2).length + 70]! ^= 1
  t.equal(brief(bytes), '0-2 !CORRUPT_MESSAGE')
  t.equal(brief(bytes, { checkCrcs: false }), '0-2 3-5 6-6', 'unless nobody looks')
  const [, error] = [...entriesOf(bytes, { from: 0, checkCrcs: true, aborted: undefined })]
  t.match(error, { error: { message: /offset 3/ } })
})

t.test("control batches are nobody's, and positions step over them", async t => {
  const bytes = Buffer.concat([batch(0, 1, 9), marker(2, 9, true), batch(3, 3)])
  t.equal(brief(bytes), '0-1 ~2 3-3')
  t.equal(brief(bytes, { aborted: [] }), '0-1 ~2 3-3')
})

t.test('a marker that a cleaning has emptied is stepped over', async t => {
  const emptied = encodeBatch({
    baseOffset: 2,
    lastOffset: 2,
    leaderEpoch: 3,
    records: [],
    maxTimestamp: TIME,
    producerId: 9,
    producerEpoch: 0,
    isTransactional: true,
    isControl: true,
  })
  t.equal(brief(Buffer.concat([emptied, batch(3, 3)]), { aborted: [] }), '~2 3-3')
})

t.test('read_committed does not show what was aborted, and shows what its producer writes after that', async t => {
  const bytes = Buffer.concat([
    batch(0, 1, 9),
    batch(2, 2, 8),
    batch(3, 3),
    marker(4, 9, false),
    batch(5, 5, 9),
    marker(6, 8, true),
    batch(7, 7, 9),
    marker(8, 9, false),
  ])
  const aborted = [
    { producerId: 9, firstOffset: 7 },
    { producerId: 9, firstOffset: 0 },
  ]
  t.equal(brief(bytes, { aborted }), '~1 2-2 3-3 ~4 5-5 ~6 ~7 ~8')
  t.equal(brief(bytes), '0-1 2-2 3-3 ~4 5-5 ~6 7-7 ~8', 'read_uncommitted shows all')
})

t.test('a fetch that begins within an aborted transaction hides the rest of it', async t => {
  const bytes = Buffer.concat([batch(4, 5, 9), marker(6, 9, false), batch(7, 7, 9)])
  t.equal(brief(bytes, { from: 5, aborted: [{ producerId: 9, firstOffset: 1 }] }), '~5 ~6 7-7')
})

t.test('messages of magic 0 and 1 become batches', async t => {
  // Kafka 4.3.1's own bytes: magic 1, none, offset 100, two messages.
  const value = Buffer.from('old')
  const old = Buffer.alloc(12 + 22 + value.length)
  old.writeBigInt64BE(100n)
  old.writeInt32BE(old.length - 12, 8)
  old[16] = 1
  old.writeBigInt64BE(BigInt(TIME), 18)
  old.writeInt32BE(-1, 26)
  old.writeInt32BE(value.length, 30)
  value.copy(old, 34)
  const [entry] = [...entriesOf(old, { from: 100, checkCrcs: false, aborted: undefined })]
  t.match(entry, { kind: 'batch', nextOffset: 101 })
  if (entry?.kind === 'batch') t.match(decodeRecords(entry.bytes), [{ offset: 100, timestamp: TIME, value }])
  t.match([...entriesOf(old, { from: 100, checkCrcs: true, aborted: undefined })], [{ kind: 'error' }], 'its CRC is 0')
})
