import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { DescribeTopicPartitions } from '../../../src/protocol/generated/apis/75-describe-topic-partitions.ts'
import { createTopic, startBroker } from '../start.ts'

async function start(t: Parameters<typeof startBroker>[0], configs = {}) {
  const { connect } = await startBroker(t, configs)
  const connection = await connect()
  for (const [name, partitions] of [
    ['b', 3],
    ['a', 2],
    ['c', 1],
  ] as const)
    await createTopic(connection, name, partitions)
  type Cursor = { topicName: string; partitionIndex: number } | null
  const page = async (names: string[], responsePartitionLimit = 2000, cursor: Cursor = null) => {
    const response = await connection.send(DescribeTopicPartitions, 0, {
      topics: names.map(name => ({ name })),
      responsePartitionLimit,
      cursor,
    })
    const rows = response.topics.map(({ name, errorCode, partitions }) =>
      errorCode === 0
        ? `${name} ${partitions.map(({ partitionIndex }) => partitionIndex)}`
        : `${name} ${errorName(errorCode)}`,
    )
    return {
      rows,
      cursor: response.nextCursor && {
        topicName: response.nextCursor.topicName,
        partitionIndex: response.nextCursor.partitionIndex,
      },
    }
  }
  return { connection, page }
}

t.test('all topics, or those asked for, by name', async t => {
  const { page } = await start(t)
  t.same(await page([]), { rows: ['a 0,1', 'b 0,1,2', 'c 0'], cursor: null })
  t.same(await page(['c', 'nowhere', 'a', 'a', 'not/legal']), {
    rows: ['a 0,1', 'c 0', 'not/legal INVALID_TOPIC_EXCEPTION', 'nowhere UNKNOWN_TOPIC_OR_PARTITION'],
    cursor: null,
  })
})

t.test('pages of any size, put together, are the whole', async t => {
  const { page } = await start(t)
  for (let limit = 1; limit <= 7; limit++) {
    const seen: string[] = []
    let cursor: { topicName: string; partitionIndex: number } | null = null
    do {
      const next: Awaited<ReturnType<typeof page>> = await page([], limit, cursor)
      const rows = next.rows.flatMap(row =>
        row
          .split(' ')[1]!
          .split(',')
          .map(index => `${row.split(' ')[0]}${index}`),
      )
      t.ok(rows.length <= limit && rows.length > 0, `a page of ${limit} has ${rows.length}`)
      seen.push(...rows)
      cursor = next.cursor
    } while (cursor !== null)
    t.same(seen, ['a0', 'a1', 'b0', 'b1', 'b2', 'c0'])
  }
})

t.test("the broker's own limit holds", async t => {
  const { page } = await start(t, { 'max.request.partition.size.limit': '4' })
  t.same(await page([]), { rows: ['a 0,1', 'b 0,1'], cursor: { topicName: 'b', partitionIndex: 2 } })
})

t.test('a cursor that makes no sense', async t => {
  const { page } = await start(t)
  t.same(await page(['a'], 2000, { topicName: 'b', partitionIndex: 0 }).then(({ rows }) => rows), ['a INVALID_REQUEST'])
  t.same(await page(['a'], 2000, { topicName: 'a', partitionIndex: -1 }).then(({ rows }) => rows), [
    'a INVALID_REQUEST',
  ])
})
