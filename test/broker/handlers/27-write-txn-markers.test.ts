import t from 'tap'
import { errorName } from '../../../src/protocol/errors.ts'
import { WriteTxnMarkers } from '../../../src/protocol/generated/apis/27-write-txn-markers.ts'
import { committed, init, produce, start } from '../transactions.ts'

t.test('an operator ends a transaction that hangs', async t => {
  const { connection } = await start(t, 2)
  const who = await init(connection)
  await produce(connection, who, ['stuck'])
  const write = async (topics: { name: string; partitionIndexes: number[] }[], transactionVersion = 0) => {
    const marker = { ...who, transactionResult: false, coordinatorEpoch: 0, transactionVersion, topics }
    const response = await connection.send(WriteTxnMarkers, 2, { markers: [marker] })
    return response.markers[0]!.topics.flatMap(({ partitions }) => partitions.map(row => errorName(row.errorCode)))
  }
  t.same((await committed(connection)).values, [])
  t.same(await write([{ name: 'orders', partitionIndexes: [0, 9] }]), ['NONE', 'UNKNOWN_TOPIC_OR_PARTITION'])
  t.match(await committed(connection), { values: ['0 stuck'], aborted: [{ firstOffset: 0 }] })
})
