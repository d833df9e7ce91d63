import t from 'tap'
import { readBatchHeader } from '../../../src/protocol/batch.ts'
import { errorName } from '../../../src/protocol/errors.ts'
import { Produce } from '../../../src/protocol/generated/apis/00-produce.ts'
import { InitProducerId } from '../../../src/protocol/generated/apis/22-init-producer-id.ts'
import { batchOf, createTopic, fetchFrom, offsetAt, produceTo, startBroker, startWithTopic } from '../start.ts'

t.test('every version appends, and says where', async t => {
  const { connection, topicId } = await startWithTopic(t)
  let offset = 0
  for (let version = Produce.min; version <= Produce.max; version++) {
    const response = await connection.send(Produce, version, {
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: 'orders', topicId, partitionData: [{ index: 0, records: batchOf(['a', 'b']) }] }],
    })
    const topic = response.responses[0]!
    t.match(topic, version < 13 ? { name: 'orders' } : { topicId }, `version ${version}`)
    t.match(topic.partitionResponses, [{ index: 0, errorCode: 0, baseOffset: offset, logAppendTimeMs: -1 }])
    t.equal(topic.partitionResponses[0]!.logStartOffset, version < 5 ? -1 : 0)
    offset += 2
  }
  t.equal((await fetchFrom(connection, 'orders', 0, 0)).values.length, offset)
})

t.test('acks 0, 1 and all; nothing else', async t => {
  const { connection } = await startWithTopic(t)
  t.match(await produceTo(connection, 'orders', 0, batchOf(['a']), { acks: 1 }), { errorCode: 0, baseOffset: 0 })
  t.match(await produceTo(connection, 'orders', 0, batchOf(['b']), { acks: -1 }), { errorCode: 0, baseOffset: 1 })
  for (const acks of [2, -2, 32767])
    t.match(await produceTo(connection, 'orders', 0, batchOf(['x']), { acks }), {
      error: 'INVALID_REQUIRED_ACKS',
      baseOffset: -1,
    })
  connection.sendWithoutResponse(Produce, 12, {
    acks: 0,
    timeoutMs: 1000,
    topicData: [{ name: 'orders', partitionData: [{ index: 0, records: batchOf(['c']) }] }],
  })
  t.same((await fetchFrom(connection, 'orders', 0, 0)).values, ['0 a', '1 b', '2 c'])
})

t.test('acks=0 that fails closes the connection: the producer can learn it in no other way', async t => {
  const { connection, log } = await startWithTopic(t)
  const closed = new Promise<void>(resolve => connection.onClose(() => resolve()))
  connection.sendWithoutResponse(Produce, 12, {
    acks: 0,
    timeoutMs: 1000,
    topicData: [{ name: 'nowhere', partitionData: [{ index: 0, records: batchOf(['c']) }] }],
  })
  await closed
  t.match(log.at(-1), /its produce with acks=0 failed: nowhere-0: UNKNOWN_TOPIC_OR_PARTITION/)
})

t.test('a partition that is refused does not fail its neighbours', async t => {
  const { connection, topicId } = await startWithTopic(t, { partitions: 2 })
  const corrupt = batchOf(['x'])
  corrupt[corrupt.length - 1]! ^= 1
  const response = await connection.send(Produce, 12, {
    acks: -1,
    timeoutMs: 1000,
    topicData: [
      {
        name: 'orders',
        partitionData: [
          { index: 0, records: corrupt },
          { index: 1, records: batchOf(['fine']) },
          { index: 2, records: batchOf(['x']) },
        ],
      },
      { name: 'nowhere', partitionData: [{ index: 0, records: batchOf(['x']) }] },
    ],
  })
  t.same(
    response.responses.flatMap(({ name, partitionResponses }) =>
      partitionResponses.map(
        ({ index, errorCode, baseOffset }) => `${name}-${index} ${errorName(errorCode)} ${baseOffset}`,
      ),
    ),
    [
      'orders-0 CORRUPT_MESSAGE -1',
      'orders-1 NONE 0',
      'orders-2 UNKNOWN_TOPIC_OR_PARTITION -1',
      'nowhere-0 UNKNOWN_TOPIC_OR_PARTITION -1',
    ],
  )
  const byId = await connection.send(Produce, 13, {
    acks: -1,
    timeoutMs: 1000,
    topicData: [
      { topicId: 'bbbbbbbbbbbbbbbbbbbbbg', partitionData: [{ index: 0, records: batchOf(['x']) }] },
      { topicId, partitionData: [{ index: 0, records: batchOf(['by id']) }] },
    ],
  })
  t.same(
    byId.responses.map(({ partitionResponses }) => errorName(partitionResponses[0]!.errorCode)),
    ['UNKNOWN_TOPIC_ID', 'NONE'],
  )
})

t.test('one whole batch of magic 2, and nothing else', async t => {
  const { connection } = await startWithTopic(t)
  const batch = batchOf(['a'])
  const magic1 = Buffer.from(batch)
  magic1[16] = 1
  for (const [name, records, version, error] of [
    ['null', null, 12, 'INVALID_RECORD'],
    ['empty', Buffer.alloc(0), 12, 'INVALID_RECORD'],
    ['cut', batch.subarray(0, batch.length - 1), 12, 'INVALID_RECORD'],
    ['two', Buffer.concat([batch, batch]), 12, 'INVALID_RECORD'],
    ['magic 1', magic1, 12, 'INVALID_RECORD'],
    [
      'transactional',
      batchOf(['a'], { isTransactional: true, producerId: 1, producerEpoch: 0, baseSequence: 0 }),
      12,
      'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
    ],
    ['control', batchOf(['a'], { isControl: true }), 12, 'INVALID_RECORD'],
  ] as const)
    t.match(await produceTo(connection, 'orders', 0, records, { version }), { error, baseOffset: -1 }, name)
  t.match(await offsetAt(connection, 'orders', 0, -1), { offset: 0 }, 'nothing was written')
})

t.test('a topic with a codec of its own has the batches built anew, at its level', async t => {
  const { connection } = await startWithTopic(t)
  const values = Array.from(
    { length: 300 },
    (_, i) => `{"id":${i},"user":${(i * 7919) % 1009},"at":${(i * 31) ^ (i >> 3)}}`,
  )
  const codecs = { gzip: ['1', '9'], zstd: ['-7', '22'], lz4: ['1', '17'] } as const
  for (const [codec, [low, high]] of Object.entries(codecs)) {
    const sizes: number[] = []
    for (const level of [low, high]) {
      const name = `${codec}${level}`
      await createTopic(connection, name, 1, { 'compression.type': codec, [`compression.${codec}.level`]: level })
      t.match(await produceTo(connection, name, 0, batchOf(values)), { errorCode: 0 })
      const { records, values: read } = await fetchFrom(connection, name, 0, 0)
      t.equal(read.length, values.length)
      t.match(readBatchHeader(records!), { compression: codec })
      sizes.push(records!.length)
    }
    // lz4 has one level.
    if (codec === 'lz4') t.equal(sizes[1], sizes[0])
    else t.ok(sizes[1]! < sizes[0]!, `${codec}: ${sizes}`)
  }
})

t.test('every codec is kept as it came', async t => {
  const { connection } = await startWithTopic(t)
  const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
  for (const compression of codecs)
    t.match(
      await produceTo(connection, 'orders', 0, batchOf(['x'.repeat(100)], { compression })),
      { errorCode: 0 },
      compression,
    )
  t.match(await produceTo(connection, 'orders', 0, batchOf(['x'], { compression: 'zstd' }), { version: 6 }), {
    error: 'UNSUPPORTED_COMPRESSION_TYPE',
  })
  const { records } = await fetchFrom(connection, 'orders', 0, 0)
  t.match(
    (await fetchFrom(connection, 'orders', 0, 0)).values,
    codecs.map((_, i) => `${i} ${'x'.repeat(100)}`),
  )
  t.equal(records!.readInt16BE(21) & 7, 0)
})

t.test('an idempotent producer: each sequence once, in order', async t => {
  const { connection } = await startWithTopic(t)
  const { producerId, producerEpoch } = await connection.send(InitProducerId, 4, {
    transactionalId: null,
    transactionTimeoutMs: 0,
  })
  const send = (baseSequence: number, values: string[], epoch = producerEpoch) =>
    produceTo(connection, 'orders', 0, batchOf(values, { producerId, producerEpoch: epoch, baseSequence }))
  t.match(await send(0, ['a', 'b']), { errorCode: 0, baseOffset: 0 })
  t.match(await send(2, ['c']), { errorCode: 0, baseOffset: 2 })
  t.match(await send(0, ['a', 'b']), { errorCode: 0, baseOffset: 0 }, 'sent again: the offset it had')
  t.match(await send(5, ['f']), { error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' })
  t.match(await send(0, ['x'], producerEpoch + 1), { errorCode: 0, baseOffset: 3 }, 'a new epoch begins at 0')
  t.match(await send(3, ['x'], producerEpoch), { error: 'INVALID_PRODUCER_EPOCH' })
  t.same((await fetchFrom(connection, 'orders', 0, 0)).values, ['0 a', '1 b', '2 c', '3 x'])
})

t.test('max.message.bytes is of the batch; the message names the setting', async t => {
  const { connection } = await startWithTopic(t, { configs: { 'max.message.bytes': '200' } })
  t.match(await produceTo(connection, 'orders', 0, batchOf(['x'.repeat(100)])), { errorCode: 0 })
  t.match(await produceTo(connection, 'orders', 0, batchOf(['x'.repeat(300)])), {
    error: 'MESSAGE_TOO_LARGE',
    errorMessage: /max.message.bytes/,
  })
})

t.test('a compacted topic wants keys, and says which records had none', async t => {
  const { connection } = await startWithTopic(t, { configs: { 'cleanup.policy': 'compact' } })
  const answer = await produceTo(connection, 'orders', 0, batchOf(['a', 'b']))
  t.match(answer, { error: 'INVALID_RECORD', baseOffset: -1, logStartOffset: 0 })
  t.match(answer.recordErrors, [{ batchIndex: 0 }, { batchIndex: 1 }])
})

t.test('log append time is told, and is in the records', async t => {
  const before = Date.now()
  const { connection } = await startWithTopic(t, { configs: { 'message.timestamp.type': 'LogAppendTime' } })
  const { logAppendTimeMs } = await produceTo(connection, 'orders', 0, batchOf(['a'], {}, 5))
  t.ok(logAppendTimeMs >= before)
  t.match(await offsetAt(connection, 'orders', 0, -3), { timestamp: logAppendTimeMs, offset: 0 })
})

t.test('many producers at once: every answer is true, and nothing is lost', async t => {
  const { connect } = await startBroker(t)
  const connections = await Promise.all(Array.from({ length: 10 }, connect))
  await createTopic(connections[0]!, 'orders', 3)
  const seen = new Map<string, string>()
  await Promise.all(
    connections.flatMap((connection, c) =>
      Array.from({ length: 50 }, async (_, i) => {
        const { baseOffset } = await produceTo(connection, 'orders', i % 3, batchOf([`${c}-${i}`]))
        seen.set(`${i % 3} ${baseOffset}`, `${c}-${i}`)
      }),
    ),
  )
  t.equal(seen.size, 500)
  for (let partition = 0; partition < 3; partition++) {
    const { values } = await fetchFrom(connections[0]!, 'orders', partition, 0)
    for (const value of values) {
      const [offset, text] = value.split(' ')
      t.equal(seen.get(`${partition} ${offset}`), text)
    }
  }
})

t.test('internal topics are not for everybody', async t => {
  const { connection } = await startWithTopic(t, {
    topic: '__consumer_offsets',
    configs: { 'cleanup.policy': 'compact' },
  })
  t.match(await produceTo(connection, '__consumer_offsets', 0, batchOf(['a'])), { error: 'INVALID_TOPIC_EXCEPTION' })
})
