import t from 'tap'
import type { Connection } from '../../../src/net/connection.ts'
import { errorName } from '../../../src/protocol/errors.ts'
import { OffsetFetch } from '../../../src/protocol/generated/apis/09-offset-fetch.ts'
import { AddOffsetsToTxn } from '../../../src/protocol/generated/apis/25-add-offsets-to-txn.ts'
import { TxnOffsetCommit } from '../../../src/protocol/generated/apis/28-txn-offset-commit.ts'
import { commitOffset, startWithGroups } from '../groups.ts'
import { end, ID, init } from '../transactions.ts'

async function fetchOne(connection: Connection, requireStable: boolean) {
  const topics = [{ name: 'orders', partitionIndexes: [0] }]
  return (await connection.send(OffsetFetch, 7, { groupId: 'g', topics, groups: [], requireStable })).topics[0]!
    .partitions[0]!
}

async function commitWithin(
  connection: Connection,
  who: { producerId: number; producerEpoch: number },
  committedOffset: number,
) {
  const { topics } = await connection.send(TxnOffsetCommit, 3, {
    transactionalId: ID,
    groupId: 'g',
    ...who,
    generationId: -1,
    memberId: '',
    topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, committedOffset, committedMetadata: null }] }],
  })
  return errorName(topics[0]!.partitions[0]!.errorCode)
}

t.test(
  'an offset within a transaction counts when it commits; until then whoever wants stable ones is told',
  async t => {
    const { connection } = await startWithGroups(t, { 'transaction.state.log.num.partitions': '3' })
    await commitOffset(connection, 1)
    const who = await init(connection)
    t.equal(await commitWithin(connection, who, 5), 'INVALID_TXN_STATE', 'the group is not in the transaction')
    await connection.send(AddOffsetsToTxn, 3, { transactionalId: ID, ...who, groupId: 'g' })
    t.equal(await commitWithin(connection, who, 5), 'NONE')
    t.equal((await fetchOne(connection, false)).committedOffset, 1)
    t.equal(errorName((await fetchOne(connection, true)).errorCode), 'UNSTABLE_OFFSET_COMMIT')
    const after = await end(connection, who, true)
    t.equal((await fetchOne(connection, true)).committedOffset, 5)

    const next = after.producerId >= 0 ? { producerId: after.producerId, producerEpoch: after.producerEpoch } : who
    await connection.send(AddOffsetsToTxn, 3, { transactionalId: ID, ...next, groupId: 'g' })
    t.equal(await commitWithin(connection, next, 9), 'NONE')
    await end(connection, next, false)
    t.equal((await fetchOne(connection, true)).committedOffset, 5, 'an aborted one never does')
  },
)
