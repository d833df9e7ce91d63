import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { CreatePartitions } from '../../../src/protocol/generated/apis/37-create-partitions.ts'
import { batchOf, produceTo, startWithTopic } from '../start.ts'

const ask = (name: string, count: number, validateOnly = false) => ({
  topics: [{ name, count, assignments: null }],
  timeoutMs: 1000,
  validateOnly,
})

t.test('every version adds partitions, usable at once', async t => {
  const { connection } = await startWithTopic(t)
  for (let version = 0; version <= CreatePartitions.max; version++) {
    const { results } = await connection.send(CreatePartitions, version, ask('orders', version + 2))
    t.match(results, [{ name: 'orders', errorCode: 0 }])
    t.match(await produceTo(connection, 'orders', version + 1, batchOf(['a'])), { errorCode: 0, baseOffset: 0 })
  }
})

t.test('fewer, as many, none, and of a topic that is not there', async t => {
  const { connection } = await startWithTopic(t, { partitions: 3 })
  for (const [name, count, error] of [
    ['orders', 2, 'INVALID_PARTITIONS'],
    ['orders', 3, 'INVALID_PARTITIONS'],
    ['orders', 0, 'INVALID_PARTITIONS'],
    ['nowhere', 3, 'UNKNOWN_TOPIC_OR_PARTITION'],
  ] as const) {
    const { results } = await connection.send(CreatePartitions, 3, ask(name, count))
    t.equal(errorName(results[0]!.errorCode), error, `${name} ${count}`)
  }
})

t.test('validateOnly adds nothing', async t => {
  const { connection, broker } = await startWithTopic(t)
  const { results } = await connection.send(CreatePartitions, 3, ask('orders', 5, true))
  t.match(results, [{ errorCode: 0 }])
  t.equal(broker.metadata.topics.get('orders')?.partitions.length, 1)
})
