/**
 * A group of the consumer protocol, handed from one make of coordinator to the other: its epoch stays, so nobody rebalances.
 * What would move it is the hash of its topics, which both must compute alike.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import t, { type Test } from 'tap'
import { Connection } from '../../src/net/connection.ts'
import { batches } from '../../src/protocol/batch.ts'
import { FindCoordinator } from '../../src/protocol/generated/apis/10-find-coordinator.ts'
import { ConsumerGroupHeartbeat } from '../../src/protocol/generated/apis/68-consumer-group-heartbeat.ts'
import { ConsumerGroupDescribe } from '../../src/protocol/generated/apis/69-consumer-group-describe.ts'
import { ConsumerGroupMetadataValue } from '../../src/protocol/generated/records/group/03-consumer-group-metadata.ts'
import { Reader } from '../../src/protocol/reader.ts'
import { decodeRecords } from '../../src/protocol/record.ts'
import { createTopic } from '../broker/start.ts'
import { formatWithKafka, properties, serveKafka, serveTskafka } from './kafka.ts'

const makers = { kafka: serveKafka, tskafka: serveTskafka }
const MEMBER = 'QAECAwQFBgcICQoLDA0ODw'

async function connect(t: Test, address: string): Promise<Connection> {
  const [host, port] = address.split(':')
  const connection = await Connection.connect({ host: host!, port: Number(port), clientId: 'test' })
  t.teardown(() => connection.close())
  return connection
}

/** Until the coordinator has read its log. */
async function heartbeat(connection: Connection, memberEpoch: number) {
  for (let tries = 0; ; tries++) {
    await connection.send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: ['g'] })
    const answer = await connection.send(ConsumerGroupHeartbeat, 1, {
      groupId: 'g',
      memberId: MEMBER,
      memberEpoch,
      ...(memberEpoch === 0 && { rebalanceTimeoutMs: 60_000, subscribedTopicNames: ['orders', 'payments'] }),
      topicPartitions: memberEpoch === 0 ? [] : null,
    })
    if (answer.errorCode === 0 || tries === 100) return answer
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

/** What `__consumer_offsets` says of the group, in its order. */
function epochs(data: string): { epoch: number; metadataHash: bigint }[] {
  const found: { epoch: number; metadataHash: bigint }[] = []
  for (const dir of fs.readdirSync(data).filter(name => name.startsWith('__consumer_offsets-'))) {
    const log = fs.readFileSync(path.join(data, dir, '00000000000000000000.log'))
    for (const { start, end } of batches(log))
      for (const { key, value } of decodeRecords(log.subarray(start, end)))
        if (key!.readInt16BE() === ConsumerGroupMetadataValue.apiKey && value !== null)
          found.push(ConsumerGroupMetadataValue.read(new Reader(value, 2), value.readInt16BE()))
  }
  return found
}

for (const racks of [true, false])
  t.test(`the epoch stays, ${racks ? 'with' : 'without'} a rack`, async t => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-consumer-group-'))
    t.teardown(() => fs.rmSync(dir, { recursive: true, force: true }))
    const data = path.join(dir, 'data')
    const { file, port } = await properties(dir, data, 'bootstrap.servers')
    if (racks) fs.appendFileSync(file, 'broker.rack=rack-1\n')
    await formatWithKafka(file, ['--standalone'])
    let memberEpoch = 0
    for (const [stage, make] of (['kafka', 'tskafka', 'kafka'] as const).entries()) {
      const server = await makers[make](t, file, port)
      const connection = await connect(t, server.address)
      if (stage === 0) {
        await createTopic(connection, 'orders', 3)
        await createTopic(connection, 'payments', 1)
      }
      const answer = await heartbeat(connection, memberEpoch)
      t.match(answer, { errorCode: 0 }, `${make} knows the member`)
      if (stage > 0) t.equal(answer.memberEpoch, memberEpoch, `${make}: its epoch stays`)
      memberEpoch = answer.memberEpoch
      const { groups } = await connection.send(ConsumerGroupDescribe, 1, {
        groupIds: ['g'],
        includeAuthorizedOperations: false,
      })
      t.match(groups[0], { errorCode: 0, groupEpoch: memberEpoch, members: [{ memberId: MEMBER }] })
      connection.close()
      await server.stop()
    }
    const said = epochs(data)
    t.ok(said.length > 0 && said.every(({ metadataHash }) => metadataHash === said[0]!.metadataHash))
    t.comment(said)
  })
