/** top without a terminal: one frame of a real broker, as lines and as JSON. */
import t from 'tap'
import { top } from '../../commands/top.ts'
import { connectAdmin } from '../../src/client/admin/connect.ts'
import { alterGroupOffsets } from '../../src/client/admin/group-offsets.ts'
import { batchOf, createTopic, produceTo, startBroker } from '../broker/start.ts'
import { typed } from '../cli/world.ts'

t.test('one frame: topics with their rates, groups with their lag', async t => {
  const { broker, connect } = await startBroker(t, { 'offsets.topic.num.partitions': '1' })
  const connection = await connect()
  await createTopic(connection, 'orders', 2)
  await createTopic(connection, 'prices')
  await produceTo(connection, 'orders', 0, batchOf(Array.from({ length: 1000 }, (_, i) => `${i}`)))
  await using cluster = await connectAdmin(broker.address)
  await alterGroupOffsets(cluster, 'billing', [{ topic: 'orders', partition: 0, offset: 0 }])
  const at = ['--bootstrap-server', broker.address, '--interval-ms', '300']
  let isRunning = true
  const running = typed(top, [...at, '--json']).finally(() => {
    isRunning = false
  })
  // Somebody writes and reads all the time: whenever it looks, there is something that the look before has not seen.
  let count = 0
  while (isRunning) {
    count++
    await produceTo(connection, 'orders', 1, batchOf(['x']))
    await alterGroupOffsets(cluster, 'billing', [{ topic: 'orders', partition: 0, offset: count }])
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  const { code, stdout } = await running
  t.equal(code, 0)
  const frame = JSON.parse(stdout)
  t.match(frame, {
    version: 1,
    topics: [
      { name: 'orders', partitions: 2 },
      { name: 'prices', partitions: 1, records: 0, in: 0, bytes: 0 },
    ],
    groups: [{ id: 'billing', state: 'Empty', members: 0 }],
  })
  t.equal(frame.topics.length, 2, 'not those that Kafka keeps for itself')
  const [orders] = frame.topics
  t.ok(orders.records > 1000 && orders.records <= 1000 + count, `${orders.records} records of ${1000 + count}`)
  t.ok(frame.groups[0].lag <= 1000 && frame.groups[0].lag >= 1000 - count, `lag ${frame.groups[0].lag}`)
  t.ok(orders.in > 0 && orders.in <= count / 0.3, `fewer than ${count} in 0.3 s or more: ${orders.in}`)
  t.ok(orders.out > 0 && orders.out <= count / 0.3, `${orders.out}`)
  t.ok(orders.bytesIn > 0 && orders.bytes > 100)

  const plain = await typed(top, [...at, '--topic', 'pri.*', '--sort', 'name'])
  t.match(
    plain.stdout,
    /^TOPIC +PARTITIONS .*\nprices +1 +0 +0 B +0 +0 B +0\n\nGROUP .*\nbilling +Empty +0 +\d+ +0 +-\n$/,
  )
})

t.test('nobody there, and a wrong word', async t => {
  t.match(await typed(top, ['--bootstrap-server', '127.0.0.1:1']), {
    code: 1,
    stdout: /^Error while executing top command : /,
  })
  t.match(await typed(top, ['--sort', 'sideways']), { code: 2, stderr: /^--sort: / })
  t.match(await typed(top, ['--interval-ms', '1']), { code: 2, stderr: /^--interval-ms 1 is too short: 50 or more/ })
})
