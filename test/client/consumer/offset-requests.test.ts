/** Topics go by their ids, and may be made anew while an answer is on the way. */
import t from 'tap'
import { Cluster } from '../../../src/client/cluster.ts'
import { commitOffsets, fetchOffsets } from '../../../src/client/consumer/offset-requests.ts'
import { OffsetCommit } from '../../../src/protocol/generated/apis/08-offset-commit.ts'
import { OffsetFetch } from '../../../src/protocol/generated/apis/09-offset-fetch.ts'
import { FakeBroker, topicId } from '../fake-broker.ts'

const at = { topic: 'orders', partition: 0 }
const NOBODY = { groupId: 'g', memberId: '', generationId: -1, groupInstanceId: null }

async function madeAnew(t: { teardown(fn: () => unknown): unknown }) {
  const broker = await FakeBroker.start({ orders: 1 })
  const cluster = new Cluster({ bootstrapServers: broker.bootstrap, apiTimeoutMs: 5000 })
  t.teardown(async () => {
    await cluster.close()
    await broker.close()
  })
  await cluster.refresh(['orders'])
  const makeAnew = () => {
    broker.topics.set('orders', { partitions: 1, id: topicId('anew') })
    broker.tell(cluster)
  }
  return { broker, cluster, makeAnew }
}

t.test('what was committed is found under the name that was asked for', async t => {
  const { broker, cluster, makeAnew } = await madeAnew(t)
  broker.on(OffsetFetch, ({ groups }) => {
    makeAnew()
    const id = groups[0]!.topics![0]!.topicId
    const row = { partitionIndex: 0, committedOffset: 5, committedLeaderEpoch: 0, metadata: '', errorCode: 0 }
    return { groups: [{ groupId: 'g', errorCode: 0, topics: [{ topicId: id, partitions: [row] }] }] }
  })
  const found = await fetchOffsets(cluster, 'g', [at])
  t.equal(cluster.metadata.nameOf(topicId('orders')), undefined, 'metadata has forgotten the id')
  t.match(found.get('orders-0'), { ...at, offset: 5 })
})

t.test('a refused commit names the topic, not its id', async t => {
  const { broker, cluster, makeAnew } = await madeAnew(t)
  broker.on(OffsetCommit, ({ topics }) => {
    makeAnew()
    return {
      topics: topics.map(({ topicId: id }) => ({ topicId: id, partitions: [{ partitionIndex: 0, errorCode: 12 }] })),
    }
  })
  await t.rejects(commitOffsets(cluster, NOBODY, [{ ...at, offset: 1 }]), {
    name: 'OFFSET_METADATA_TOO_LARGE',
    message: /orders-0/,
  })
})
