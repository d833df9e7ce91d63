import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { Fetch } from '../../../src/protocol/generated/apis/01-fetch.ts'
import { batchOf, connectTo, fetchFrom, fetchRequest, produceTo, startWithTopic, valuesOf } from '../start.ts'

t.test('every version reads', async t => {
  const { connection, topicId } = await startWithTopic(t)
  await produceTo(connection, 'orders', 0, batchOf(['a', 'b', 'c']))
  for (let version = Fetch.min; version <= Fetch.max; version++) {
    const request = fetchRequest('orders', 0, 1)
    const topics = request.topics.map(topic => ({ ...topic, topicId }))
    const { responses, errorCode } = await connection.send(Fetch, version, { ...request, topics })
    t.equal(errorCode, 0)
    const partition = responses[0]!.partitions[0]!
    t.match(partition, { errorCode: 0, highWatermark: 3, lastStableOffset: 3, logStartOffset: version < 5 ? -1 : 0 })
    t.same(
      valuesOf(partition.records),
      ['0 a', '1 b', '2 c'],
      `version ${version}: the whole batch that holds offset 1`,
    )
  }
})

t.test('offsets out of range, and partitions that are not there', async t => {
  const { connection, topicId } = await startWithTopic(t)
  await produceTo(connection, 'orders', 0, batchOf(['a']))
  t.match(await fetchFrom(connection, 'orders', 0, 1), { errorCode: 0, values: [] }, 'one past the end is the end')
  t.match(await fetchFrom(connection, 'orders', 0, 2), { error: 'OFFSET_OUT_OF_RANGE', highWatermark: -1 })
  t.match(await fetchFrom(connection, 'orders', 0, -1), { error: 'OFFSET_OUT_OF_RANGE' })
  t.match(await fetchFrom(connection, 'orders', 1, 0), { error: 'UNKNOWN_TOPIC_OR_PARTITION' })
  t.match(await fetchFrom(connection, 'nowhere', 0, 0), { error: 'UNKNOWN_TOPIC_OR_PARTITION' })
  const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }]
  const { responses } = await connection.send(Fetch, 13, {
    ...fetchRequest('', 0, 0),
    topics: [
      { topicId: 'bbbbbbbbbbbbbbbbbbbbbg', partitions },
      { topicId, partitions },
    ],
  })
  const errors = new Map(responses.map(({ topicId, partitions }) => [topicId, errorName(partitions[0]!.errorCode)]))
  t.same([errors.get('bbbbbbbbbbbbbbbbbbbbbg'), errors.get(topicId)], ['UNKNOWN_TOPIC_ID', 'NONE'])
})

t.test('a leader epoch that is not ours is fenced', async t => {
  const { connection } = await startWithTopic(t)
  const at = (currentLeaderEpoch: number) =>
    fetchFrom(connection, 'orders', 0, 0, {
      topics: [
        {
          topic: 'orders',
          partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000, currentLeaderEpoch }],
        },
      ],
    })
  t.match(await at(-1), { error: 'NONE' })
  t.match(await at(0), { error: 'NONE' })
  t.match(await at(1), { error: 'UNKNOWN_LEADER_EPOCH' })
})

t.test('limits: the first batch always, whole batches only, the answer no larger than asked', async t => {
  const { connection } = await startWithTopic(t, { partitions: 2 })
  for (const partition of [0, 1])
    for (const letter of ['a', 'b', 'c', 'd'])
      await produceTo(connection, 'orders', partition, batchOf([letter.repeat(1000)]))
  const sizeOfOne = batchOf(['a'.repeat(1000)]).length
  const read = async (maxBytes: number, partitionMaxBytes: number) => {
    const partitions = [0, 1].map(partition => ({ partition, fetchOffset: 0, partitionMaxBytes }))
    const { responses } = await connection.send(Fetch, 12, {
      ...fetchRequest('', 0, 0, { maxBytes }),
      topics: [{ topic: 'orders', partitions }],
    })
    return responses[0]!.partitions.map(({ records }) => valuesOf(records).length)
  }
  t.same(await read(1, 1), [1, 0], 'progress, though one batch is more than was asked')
  t.same(await read(1e6, 1), [1, 0])
  t.same(await read(1e6, sizeOfOne), [1, 1])
  t.same(await read(1e6, sizeOfOne * 2 - 1).then(counts => counts[0]), 1)
  t.same(await read(1e6, sizeOfOne * 3), [3, 3])
  t.same(await read(sizeOfOne * 3, 1e6), [3, 0])
  t.same(await read(1e6, 1e6), [4, 4])
})

t.test('large answers come whole, in pieces of memory that are used again', async t => {
  const { connection, broker } = await startWithTopic(t)
  const value = 'x'.repeat(300_000)
  for (let i = 0; i < 10; i++) await produceTo(connection, 'orders', 0, batchOf([value + i]))
  await produceTo(connection, 'orders', 0, batchOf(['y'.repeat(2_500_000)])).then(({ error }) =>
    t.equal(error, 'MESSAGE_TOO_LARGE'),
  )
  for (let round = 0; round < 3; round++) {
    const seen: string[] = []
    while (seen.length < 10) {
      const topics = [
        { topic: 'orders', partitions: [{ partition: 0, fetchOffset: seen.length, partitionMaxBytes: 50e6 }] },
      ]
      const { values } = await fetchFrom(connection, 'orders', 0, 0, { maxBytes: 50e6, topics })
      t.ok(values.length > 0)
      seen.push(...values)
    }
    t.same(seen.map(text => text.slice(-1)).join(''), '0123456789')
    t.ok(seen.every(text => text.length === value.length + 3))
  }
  t.equal(broker.fetchBuffers.lent, 0)
})

t.test('a fetch waits for a minimum of bytes, is woken by a write, and gives up in time', async t => {
  const { connection, broker } = await startWithTopic(t)
  const producer = await connectTo(t, broker)
  const started = performance.now()
  t.match(await fetchFrom(connection, 'orders', 0, 0, { maxWaitMs: 100 }), { errorCode: 0, values: [] })
  t.ok(performance.now() - started >= 95, 'waited')

  const woken = fetchFrom(connection, 'orders', 0, 0, { maxWaitMs: 10_000 })
  while (broker.waiting.size === 0) await new Promise(resolve => setTimeout(resolve, 1))
  await produceTo(producer, 'orders', 0, batchOf(['a']))
  t.same((await woken).values, ['0 a'])

  const hungry = fetchFrom(connection, 'orders', 0, 1, { maxWaitMs: 10_000, minBytes: 500 })
  for (const letter of ['b', 'c', 'd', 'e']) await produceTo(producer, 'orders', 0, batchOf([letter.repeat(100)]))
  const { values, records } = await hungry
  t.ok(records!.length >= 500)
  t.equal(values.length, 4 - 1, 'three batches of about 170 bytes are enough')
  t.equal(broker.waiting.size, 0)
})

t.test('an error ends the wait at once', async t => {
  const { connection } = await startWithTopic(t)
  const started = performance.now()
  t.match(await fetchFrom(connection, 'nowhere', 0, 0, { maxWaitMs: 10_000 }), { error: 'UNKNOWN_TOPIC_OR_PARTITION' })
  t.ok(performance.now() - started < 2000)
})

t.test('stopping the broker lets those who wait go', async t => {
  const { connection, broker } = await startWithTopic(t)
  const waiting = fetchFrom(connection, 'orders', 0, 0, { maxWaitMs: 60_000 })
  while (broker.waiting.size === 0) await new Promise(resolve => setTimeout(resolve, 1))
  await broker.close()
  t.match(await waiting, { errorCode: 0, values: [] })
})

t.test('a session: only what changed is asked and told', async t => {
  const { connection, topicId } = await startWithTopic(t, { partitions: 3 })
  await produceTo(connection, 'orders', 1, batchOf(['a']))
  const topics = [
    { topicId, partitions: [0, 1, 2].map(partition => ({ partition, fetchOffset: 0, partitionMaxBytes: 1e6 })) },
  ]
  const first = await connection.send(Fetch, 17, { ...fetchRequest('', 0, 0), topics, sessionId: 0, sessionEpoch: 0 })
  t.ok(first.sessionId > 0)
  t.equal(first.responses[0]!.partitions.length, 3)
  const { sessionId } = first
  const next = (sessionEpoch: number, more = {}) =>
    connection.send(Fetch, 17, { ...fetchRequest('', 0, 0), topics: [], sessionId, sessionEpoch, ...more })
  const told = (response: Awaited<ReturnType<typeof next>>) =>
    response.responses.flatMap(({ partitions }) =>
      partitions.map(({ partitionIndex, records }) => `${partitionIndex}: ${valuesOf(records)}`),
    )
  t.same(told(await next(1)), ['1: 0 a'], 'not moved on: the same data again')
  t.same(
    told(
      await next(2, { topics: [{ topicId, partitions: [{ partition: 1, fetchOffset: 1, partitionMaxBytes: 1e6 }] }] }),
    ),
    [],
  )
  await produceTo(connection, 'orders', 2, batchOf(['b']))
  t.same(told(await next(3)), ['2: 0 b'])
  t.equal(errorName((await next(9)).errorCode), 'INVALID_FETCH_SESSION_EPOCH')
  const unknown = await connection.send(Fetch, 17, {
    ...fetchRequest('', 0, 0),
    topics: [],
    sessionId: sessionId ^ 1,
    sessionEpoch: 1,
  })
  t.equal(errorName(unknown.errorCode), 'FETCH_SESSION_ID_NOT_FOUND')
  t.equal((await next(-1, { topics })).sessionId, 0, 'closed')
  t.equal(errorName((await next(4)).errorCode), 'FETCH_SESSION_ID_NOT_FOUND')
})

t.test('read committed ends at the last stable offset', async t => {
  const { connection } = await startWithTopic(t)
  await produceTo(connection, 'orders', 0, batchOf(['a']))
  t.match(await fetchFrom(connection, 'orders', 0, 0, { isolationLevel: 1 }), {
    values: ['0 a'],
    lastStableOffset: 1,
    abortedTransactions: [],
  })
  t.match(await fetchFrom(connection, 'orders', 0, 0), { abortedTransactions: null })
})
