import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { OffsetFetch } from '../../../src/protocol/generated/apis/09-offset-fetch.ts'
import { TxnOffsetCommit } from '../../../src/protocol/generated/apis/28-txn-offset-commit.ts'
import { commitOffset, startWithGroups } from '../groups.ts'
import { ID, init } from '../transactions.ts'

t.test('an offset within a transaction is not there yet, and whoever wants stable ones is told', async t => {
  const { connection } = await startWithGroups(t)
  await commitOffset(connection, 1)
  const { producerId, producerEpoch } = await init(connection)
  const { topics } = await connection.send(TxnOffsetCommit, 5, {
    transactionalId: ID,
    groupId: 'g',
    producerId,
    producerEpoch,
    generationId: -1,
    memberId: '',
    topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, committedOffset: 5, committedMetadata: null }] }],
  })
  t.equal(topics[0]?.partitions[0]?.errorCode, 0)
  const fetch = async (requireStable: boolean) =>
    (
      await connection.send(OffsetFetch, 7, {
        groupId: 'g',
        topics: [{ name: 'orders', partitionIndexes: [0] }],
        groups: [],
        requireStable,
      })
    ).topics[0]!.partitions[0]!
  t.equal((await fetch(false)).committedOffset, 1)
  t.equal(errorName((await fetch(true)).errorCode), 'UNSTABLE_OFFSET_COMMIT')
})
