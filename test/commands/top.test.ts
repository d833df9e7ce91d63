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
  await produceTo(connection, 'orders', 0, batchOf(['a', 'b', 'c']))
  await using cluster = await connectAdmin(broker.address)
  await alterGroupOffsets(cluster, 'billing', [{ topic: 'orders', partition: 0, offset: 1 }])
  const at = ['--bootstrap-server', broker.address, '--interval-ms', '1000']
  const running = typed(top, [...at, '--json'])
  await new Promise(resolve => setTimeout(resolve, 400))
  await produceTo(connection, 'orders', 1, batchOf(['d', 'e']))
  await alterGroupOffsets(cluster, 'billing', [{ topic: 'orders', partition: 0, offset: 2 }])
  const { code, stdout } = await running
  t.equal(code, 0)
  const frame = JSON.parse(stdout)
  t.match(frame, {
    version: 1,
    topics: [
      { name: 'orders', partitions: 2, records: 5 },
      { name: 'prices', partitions: 1, records: 0, in: 0, bytes: 0 },
    ],
    groups: [{ id: 'billing', state: 'Empty', members: 0, lag: 1 }],
  })
  t.equal(frame.topics.length, 2, 'not those that Kafka keeps for itself')
  const [orders] = frame.topics
  t.ok(orders.in > 0.1 && orders.in < 2.1, `2 records in a second or more: ${orders.in}`)
  t.ok(orders.out > 0 && orders.bytesIn > 0 && orders.bytes > 100)

  const plain = await typed(top, [...at, '--topic', 'pri.*', '--sort', 'name'])
  t.match(
    plain.stdout,
    /^TOPIC +PARTITIONS .*\nprices +1 +0 +0 B +0 +0 B +0\n\nGROUP .*\nbilling +Empty +0 +1 +0 +-\n$/,
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
