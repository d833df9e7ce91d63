import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { DeleteRecords } from '../../../src/protocol/generated/apis/21-delete-records.ts'
import { batchOf, fetchFrom, produceTo, startWithTopic } from '../start.ts'

const ask = (name: string, ...partitions: [partitionIndex: number, offset: number][]) => ({
  topics: [{ name, partitions: partitions.map(([partitionIndex, offset]) => ({ partitionIndex, offset })) }],
  timeoutMs: 1000,
})

t.test('every version raises the start; -1 is everything', async t => {
  const { connection } = await startWithTopic(t)
  for (const value of ['a', 'b', 'c', 'd']) await produceTo(connection, 'orders', 0, batchOf([value]))
  for (let version = 0; version <= DeleteRecords.max; version++) {
    const { topics } = await connection.send(DeleteRecords, version, ask('orders', [0, version + 1]))
    t.match(topics, [{ name: 'orders', partitions: [{ partitionIndex: 0, lowWatermark: version + 1, errorCode: 0 }] }])
  }
  t.match(await fetchFrom(connection, 'orders', 0, 2), { error: 'OFFSET_OUT_OF_RANGE' })
  t.match(await fetchFrom(connection, 'orders', 0, 3), { values: ['3 d'], logStartOffset: 3 })
  const { topics } = await connection.send(DeleteRecords, 2, ask('orders', [0, -1]))
  t.match(topics[0]?.partitions, [{ lowWatermark: 4 }])
  t.match(await produceTo(connection, 'orders', 0, batchOf(['e'])), { baseOffset: 4, logStartOffset: 4 })
})

t.test('a start never goes back', async t => {
  const { connection } = await startWithTopic(t)
  for (const value of ['a', 'b']) await produceTo(connection, 'orders', 0, batchOf([value]))
  await connection.send(DeleteRecords, 2, ask('orders', [0, 2]))
  const { topics } = await connection.send(DeleteRecords, 2, ask('orders', [0, 1]))
  t.match(topics[0]?.partitions, [{ errorCode: 0, lowWatermark: 2 }])
})

t.test('what cannot be deleted is refused, each partition for itself', async t => {
  const { connection } = await startWithTopic(t, { configs: { 'cleanup.policy': 'compact' } })
  const { topics } = await connection.send(DeleteRecords, 2, ask('orders', [0, 0], [1, 0]))
  t.same(
    topics[0]!.partitions.map(({ errorCode, lowWatermark }) => `${errorName(errorCode)} ${lowWatermark}`),
    ['POLICY_VIOLATION -1', 'UNKNOWN_TOPIC_OR_PARTITION -1'],
  )
})

t.test('offsets past the end', async t => {
  const { connection } = await startWithTopic(t)
  for (const offset of [1, -2]) {
    const { topics } = await connection.send(DeleteRecords, 2, ask('orders', [0, offset]))
    t.equal(errorName(topics[0]!.partitions[0]!.errorCode), 'OFFSET_OUT_OF_RANGE')
  }
})
