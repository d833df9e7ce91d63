import t from 'tap'
import { Batch, type RecordMetadata } from '../../../src/client/producer/batch.ts'
import { readBatchHeader, verifyCrc } from '../../../src/protocol/batch.ts'
import { KafkaError } from '../../../src/protocol/errors.ts'
import { BatchBuilder, decodeRecords } from '../../../src/protocol/record.ts'

const OPTIONS = { compression: 'none' } as const

/** A batch of these values, and what their senders were told. */
function filled(values: readonly string[]) {
  const batch = new Batch('orders', 3, new BatchBuilder({ ...OPTIONS, limit: 100_000 }), 50, 16_384)
  const told: string[] = []
  for (const [i, value] of values.entries()) {
    batch.builder.append(1000 + i, null, Buffer.from(value), [])
    const done = (error: KafkaError | undefined, row?: RecordMetadata) =>
      told.push(`${value}: ${error ? error.name : `${row!.topic}-${row!.partition}@${row!.offset} ${row!.timestamp}`}`)
    batch.callbacks.push({ index: i, timestamp: 1000 + i, done })
  }
  return { batch, told }
}

t.test('sealed with an identity it is numbered, without one it is not', async t => {
  const { batch } = filled(['a', 'b'])
  batch.seal({ id: 4000, epoch: 3 }, 17, true)
  t.match(readBatchHeader(batch.bytes!), {
    producerId: 4000,
    producerEpoch: 3,
    baseSequence: 17,
    isTransactional: true,
  })
  t.equal(batch.nextSequence, 19)
  const { batch: plain } = filled(['a'])
  plain.seal(undefined, 17, false)
  t.match(readBatchHeader(plain.bytes!), {
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
  })
  t.equal(plain.sequence, -1)
})

t.test('numbered anew, it is the same batch under another number, and its CRC holds', async t => {
  const { batch } = filled(['a', 'b'])
  batch.seal({ id: 4000, epoch: 3 }, 17, false)
  const before = decodeRecords(batch.bytes!)
  for (const [id, epoch, sequence] of [
    [4001, 0, 0],
    [2 ** 40 + 1, 32767, 2 ** 31 - 1],
  ] as const) {
    batch.renumber({ id, epoch }, sequence)
    t.match(readBatchHeader(batch.bytes!), { producerId: id, producerEpoch: epoch, baseSequence: sequence, count: 2 })
    t.ok(verifyCrc(batch.bytes!))
    t.same(decodeRecords(batch.bytes!), before)
  }
  t.equal(batch.nextSequence, 1, 'behind 2147483647 comes 0')
})

t.test('everybody is told once: where the record is, and when it was appended', async t => {
  const { batch, told } = filled(['a', 'b'])
  batch.written(100, -1)
  batch.written(200, -1)
  batch.failed(() => new KafkaError('NETWORK_EXCEPTION', 'too late'))
  t.same(told, ['a: orders-3@100 1000', 'b: orders-3@101 1001'])
  const appended = filled(['a'])
  appended.batch.written(7, 5555)
  t.same(appended.told, ['a: orders-3@7 5555'], 'the broker’s clock, where the topic says so')
  const unknown = filled(['a', 'b'])
  unknown.batch.written(-1, -1)
  t.same(unknown.told, ['a: orders-3@-1 1000', 'b: orders-3@-1 1001'], 'acks=0 knows no offset')
  const refused = filled(['a', 'b'])
  refused.batch.failed(index => new KafkaError(index === 1 ? 'INVALID_RECORD' : 'INVALID_TIMESTAMP', ''))
  t.same(refused.told, ['a: INVALID_TIMESTAMP', 'b: INVALID_RECORD'])
})

t.test('split, the parts have all records in order, the sequences, and those who wait', async t => {
  const values = Array.from({ length: 9 }, (_, i) => `${i}`.repeat(60))
  for (const limit of [1, 150, 250, 500, 100_000]) {
    const { batch, told } = filled(values)
    batch.seal({ id: 1, epoch: 0 }, 2 ** 31 - 3, false)
    const parts = batch.split(limit, OPTIONS, { id: 1, epoch: 0 }, false)
    t.same(
      parts.flatMap(({ bytes }) => decodeRecords(bytes!).map(({ value }) => String(value))),
      values,
      `parts of ${limit} bytes`,
    )
    let sequence = 2 ** 31 - 3
    for (const part of parts) {
      t.equal(part.sequence, sequence)
      t.equal(readBatchHeader(part.bytes!).baseSequence, sequence)
      t.match(part, { state: 'retry', createdAt: 50, topic: 'orders', partition: 3 })
      sequence = part.nextSequence
    }
    let offset = 0
    for (const part of parts) {
      part.written(offset, -1)
      offset += part.count
    }
    t.same(
      told,
      values.map((value, i) => `${value}: orders-3@${i} ${1000 + i}`),
    )
  }
})
