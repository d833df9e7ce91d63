import t from 'tap'
import { Position } from '../../../src/client/consumer/position.ts'
import { KafkaError } from '../../../src/protocol/errors.ts'

const batch = (nextOffset: number, size: number, leaderEpoch = 3) =>
  ({ kind: 'batch', bytes: Buffer.alloc(size), nextOffset, leaderEpoch }) as const

t.test('the reader follows what it was given; bytes are counted in and out', async t => {
  const position = new Position({ topic: 'orders', partition: 2 })
  t.equal(position.key, 'orders-2')
  t.equal(position.isKnown, false)
  position.seek(100)
  position.keep(batch(110, 50)) // 100..109
  position.keep({ kind: 'skip', nextOffset: 120, leaderEpoch: 4 }) // 110..119, aborted
  position.keep({ kind: 'error', error: new KafkaError('CORRUPT_MESSAGE', 'broken') })
  t.equal(position.buffered, 50)
  position.shift()
  t.match(position, { offset: 110, leaderEpoch: 3, buffered: 0 })
  position.shift()
  t.match(position, { offset: 120, leaderEpoch: 4 })
  position.shift()
  t.match(position, { offset: 120, leaderEpoch: 4, entries: [] }, 'an error is no step')
})

t.test('a batch that begins before the reader takes it nowhere back', async t => {
  const position = new Position({ topic: 'orders', partition: 0 })
  position.seek(105)
  position.keep(batch(103, 10)) // what a fetch from 100 found, before the reader jumped
  position.shift()
  t.equal(position.offset, 105)
})

t.test('a jump drops what waits, and makes answers that are on their way old', async t => {
  for (const jump of ['seek', 'lose'] as const) {
    const position = new Position({ topic: 'orders', partition: 0 })
    position.seek(100, 5)
    position.keep(batch(110, 50))
    position.notBefore = 9
    position.replica = { id: 1, until: 9 }
    const { generation } = position
    if (jump === 'seek') position.seek(7, 2)
    else position.lose({ kind: 'earliest' })
    t.match(position, { buffered: 0, entries: [], notBefore: 0, replica: undefined, generation: generation + 1 }, jump)
    t.match(
      position,
      jump === 'seek'
        ? { offset: 7, fetchOffset: 7, leaderEpoch: 2, reset: undefined, isKnown: true }
        : { offset: -1, fetchOffset: -1, leaderEpoch: -1, reset: { kind: 'earliest' }, isKnown: false },
    )
  }
})
