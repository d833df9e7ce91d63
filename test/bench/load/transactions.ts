/**
 * Transactions and offset commits from one thread, one after the other: transactions.ts PORT SECONDS
 * A transaction is one record, then its end, by the transactional Producer. A commit is one OffsetCommit v8 of a group
 * without members. Prints one line of JSON.
 */

import { setTimeout as delay } from 'node:timers/promises'
import { Producer } from '../../../src/client/producer/producer.ts'
import { Connection } from '../../../src/net/connection.ts'
import { OffsetCommit } from '../../../src/protocol/generated/apis/08-offset-commit.ts'
import { FindCoordinator } from '../../../src/protocol/generated/apis/10-find-coordinator.ts'
import { createTopic } from './frames.ts'

const [port, seconds] = process.argv.slice(2).map(Number)
const topic = `txn-${process.pid}`
await createTopic(port!, topic)

/** Calls of `one` a second, once it has been warm for a second. */
async function rateOf(one: () => Promise<void>): Promise<number> {
  for (const end = performance.now() + 1000; performance.now() < end; ) await one()
  const began = performance.now()
  let count = 0
  for (const end = began + seconds! * 1000; performance.now() < end; count++) await one()
  return (count * 1000) / (performance.now() - began)
}

const producer = new Producer({
  'bootstrap.servers': `127.0.0.1:${port}`,
  'transactional.id': topic,
  'linger.ms': '0',
})
await producer.initTransactions()
const transactions = await rateOf(async () => {
  producer.beginTransaction()
  void producer.send({ topic, value: 'x' })
  await producer.commitTransaction()
})
await producer.close()

const connection = await Connection.connect({ host: '127.0.0.1', port: port!, clientId: 'bench' })
for (let code: number | undefined = -1; code !== 0; await delay(100)) {
  const { coordinators } = await connection.send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: [topic] })
  code = coordinators[0]?.errorCode
}
let committedOffset = 0
const commit = async () => {
  const { topics } = await connection.send(OffsetCommit, 8, {
    groupId: topic,
    memberId: '',
    topics: [
      { name: topic, partitions: [{ partitionIndex: 0, committedOffset: committedOffset++, committedMetadata: '' }] },
    ],
  })
  const code = topics[0]?.partitions[0]?.errorCode
  if (code !== 0) throw new Error(`A commit was refused with ${code}`)
}
for (let ready = false; !ready; )
  ready = await commit().then(
    () => true,
    () => delay(100, false),
  )
const commits = await rateOf(commit)
connection.close()
process.stdout.write(`${JSON.stringify({ transactions, commits })}\n`)
