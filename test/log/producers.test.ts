import t from 'tap'
import { type Marker, Producers } from '../../src/log/producers.ts'
import type { BatchHeader } from '../../src/protocol/batch.ts'
import { readBatchHeader } from '../../src/protocol/batch.ts'
import { encodeBatch } from '../../src/protocol/record.ts'

const NAME = 'orders-0'
const header = (
  baseSequence: number,
  count: number,
  { epoch = 0, offset = baseSequence, transactional = false, control = false, producerId = 7 } = {},
): BatchHeader =>
  readBatchHeader(
    encodeBatch({
      records: Array.from({ length: count }, () => ({ timestamp: 5, value: Buffer.from('v') })),
      baseOffset: offset,
      producerId,
      producerEpoch: epoch,
      baseSequence,
      isTransactional: transactional || control,
      isControl: control,
    }),
  )
const check = (producers: Producers, next: BatchHeader, more = {}) =>
  producers.check(next, NAME, { client: true, ...more })
const marker = (committed: boolean, coordinatorEpoch = 0): Marker => ({ committed, coordinatorEpoch })

t.test('the last five batches are known as repetitions, whole and no others', async t => {
  const producers = new Producers()
  for (let i = 0; i < 7; i++) producers.add(header(i * 3, 3)) // 0..2, 3..5 .. 18..20
  for (let i = 0; i < 7; i++) {
    const found = producers.findDuplicate(header(i * 3, 3))
    t.equal(found?.firstOffset, i < 2 ? undefined : i * 3, `sequences ${i * 3} to ${i * 3 + 2}`)
  }
  t.equal(producers.findDuplicate(header(18, 2)), undefined, 'a part of one')
  t.equal(producers.findDuplicate(header(18, 3, { epoch: 1 })), undefined, 'of another epoch')
  t.equal(producers.findDuplicate(header(18, 3, { producerId: 8 })), undefined, 'of another producer')
})

t.test('which sequence may come next', async t => {
  const producers = new Producers()
  check(producers, header(5, 1), {})
  t.pass('any, of a producer that is not known')
  t.throws(() => check(producers, header(5, 1), { startsAtZero: true }), { name: 'OUT_OF_ORDER_SEQUENCE_NUMBER' })
  producers.add(header(0, 4))
  for (const [sequence, epoch, error] of [
    [4, 0, undefined],
    [5, 0, 'OUT_OF_ORDER_SEQUENCE_NUMBER'],
    [3, 0, 'OUT_OF_ORDER_SEQUENCE_NUMBER'],
    [0, 0, 'OUT_OF_ORDER_SEQUENCE_NUMBER'],
    [0, 1, undefined],
    [4, 1, 'OUT_OF_ORDER_SEQUENCE_NUMBER'],
  ] as const)
    if (error)
      t.throws(() => check(producers, header(sequence, 1, { epoch })), { name: error }, `${sequence}, epoch ${epoch}`)
    else t.doesNotThrow(() => check(producers, header(sequence, 1, { epoch })), `${sequence}, epoch ${epoch}`)
  producers.add(header(0, 1, { epoch: 3, offset: 4 }))
  t.throws(() => check(producers, header(1, 1, { epoch: 2 })), { name: 'INVALID_PRODUCER_EPOCH' })
})

t.test('sequences go on at 0 after 2147483647', async t => {
  const producers = new Producers()
  producers.add(header(2 ** 31 - 2, 2, { offset: 0 }))
  t.doesNotThrow(() => check(producers, header(0, 1)))
  t.throws(() => check(producers, header(1, 1)), { name: 'OUT_OF_ORDER_SEQUENCE_NUMBER' })
})

t.test('a transaction is open until its marker is written; the first of all open ones is the limit', async t => {
  const producers = new Producers()
  producers.add(header(0, 2, { transactional: true, offset: 10 }))
  producers.add(header(0, 2, { transactional: true, offset: 12, producerId: 8 }))
  t.equal(producers.firstUnstableOffset, 10)
  t.throws(() => check(producers, header(2, 1)), { name: 'INVALID_TXN_STATE' }, 'a plain batch in between')
  const aborted = producers.end(header(-1, 1, { control: true, offset: 14 }), marker(false))
  t.same(aborted, { producerId: 7, firstOffset: 10, lastOffset: 14, lastStableOffset: 12 })
  t.equal(producers.firstOpenOffset, 12)
  t.equal(producers.firstUnstableOffset, 10, 'its marker is not written yet')
  producers.settled(15)
  t.equal(producers.firstUnstableOffset, 12)
  t.equal(
    producers.end(header(-1, 1, { control: true, offset: 15, producerId: 8 }), marker(true)),
    undefined,
    'committed',
  )
  t.equal(producers.end(header(-1, 1, { control: true, offset: 16, producerId: 9 }), marker(false)), undefined, 'empty')
})

t.test('whose marker is taken', async t => {
  const producers = new Producers()
  producers.add(header(0, 1, { transactional: true, epoch: 5 }))
  const ends =
    (epoch: number, version: number, coordinatorEpoch = 0) =>
    () =>
      producers.checkMarker(header(-1, 1, { control: true, epoch }), marker(true, coordinatorEpoch), NAME, version)
  t.throws(ends(4, 0), { name: 'INVALID_PRODUCER_EPOCH' })
  t.doesNotThrow(ends(5, 0))
  t.throws(ends(5, 2), { name: 'INVALID_PRODUCER_EPOCH' }, 'a marker of version 2 has an epoch of its own')
  t.doesNotThrow(ends(6, 2))
  producers.end(header(-1, 1, { control: true, epoch: 6, offset: 1 }), marker(true, 3))
  t.doesNotThrow(ends(6, 2, 3), 'the same again: its answer was lost')
  t.throws(ends(7, 2, 2), { name: 'TRANSACTION_COORDINATOR_FENCED' })
})

t.test('appends that could not be written are taken back', async t => {
  const producers = new Producers()
  producers.add(header(0, 2))
  producers.written()
  producers.add(header(2, 1))
  producers.add(header(0, 1, { producerId: 8, transactional: true, offset: 3 }))
  producers.undo(2)
  t.equal(producers.get(7)?.batches.at(-1)?.lastSequence, 1)
  t.equal(producers.get(8), undefined)
  t.equal(producers.firstOpenOffset, undefined)
})

t.test('silent producers are forgotten, but for those in a transaction', async t => {
  const producers = new Producers()
  producers.add(header(0, 1))
  producers.add(header(0, 1, { producerId: 8, transactional: true, offset: 1 }))
  producers.written()
  producers.expire(4)
  t.equal(producers.size, 2)
  producers.expire(5)
  t.same(
    [...producers.all()].map(({ producerId }) => producerId),
    [8],
  )
})
