import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { OffsetFetch } from '../../../src/protocol/generated/apis/09-offset-fetch.ts'
import { FindCoordinator } from '../../../src/protocol/generated/apis/10-find-coordinator.ts'
import { AddOffsetsToTxn } from '../../../src/protocol/generated/apis/25-add-offsets-to-txn.ts'
import { TxnOffsetCommit } from '../../../src/protocol/generated/apis/28-txn-offset-commit.ts'
import { end, ID, init, start, type Who } from '../transactions.ts'

t.test('offsets of a group count when their transaction commits', async t => {
  const { connection } = await start(t)
  await connection.send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: ['readers'] })
  const fetched = async () => {
    const response = await connection.send(OffsetFetch, 8, {
      groups: [{ groupId: 'readers', topics: [{ name: 'orders', partitionIndexes: [0] }] }],
    })
    return response.groups[0]!.topics[0]!.partitions[0]!.committedOffset
  }
  const commit = async ({ producerId, producerEpoch }: Who, committedOffset: number, version: number) => {
    const response = await connection.send(TxnOffsetCommit, version, {
      transactionalId: ID,
      groupId: 'readers',
      producerId,
      producerEpoch,
      topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, committedOffset, committedMetadata: '' }] }],
    })
    return errorName(response.topics[0]!.partitions[0]!.errorCode)
  }
  let who: Who = await init(connection)
  t.equal(await commit(who, 5, 5), 'NONE', 'v5 adds the partition by itself')
  t.equal(await fetched(), -1)
  who = await end(connection, who, true)
  t.equal(await fetched(), 5)
  t.equal(await commit(who, 9, 5), 'NONE')
  who = await end(connection, who, false)
  t.equal(await fetched(), 5, 'aborted')
  t.equal(await commit(who, 7, 3), 'INVALID_TXN_STATE', 'v3 does not')
  const { producerId, producerEpoch } = who
  const added = await connection.send(AddOffsetsToTxn, 3, {
    transactionalId: ID,
    producerId,
    producerEpoch,
    groupId: 'readers',
  })
  t.equal(errorName(added.errorCode), 'NONE')
  t.equal(await commit(who, 7, 3), 'NONE')
  t.match(await end(connection, who, true, 3), { error: 'NONE' })
  t.equal(await fetched(), 7)
})
