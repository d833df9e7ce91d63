import path from 'node:path'
import t, { type Test } from 'tap'
import { realFiles } from '../../src/lib/files.ts'
import { BOOTSTRAP_FILE, writeCheckpoint } from '../../src/metadata/checkpoint.ts'
import { STATIC_QUORUM } from '../../src/metadata/format.ts'
import { decodeRecord, encodeRecord, record, recordAt } from '../../src/metadata/records.ts'
import { RegisterBrokerRecord } from '../../src/protocol/generated/records/metadata/00-register-broker.ts'
import { TopicRecord } from '../../src/protocol/generated/records/metadata/02-topic.ts'
import { PartitionRecord } from '../../src/protocol/generated/records/metadata/03-partition.ts'
import { PartitionChangeRecord } from '../../src/protocol/generated/records/metadata/05-partition-change.ts'
import { FeatureLevelRecord } from '../../src/protocol/generated/records/metadata/12-feature-level.ts'
import { decodeRecords } from '../../src/protocol/record.ts'
import { creatable, create, node } from './node.ts'

const DIR = 'AQIDBAUGBwgJCgsMDQ4PEA'
const broker = record(RegisterBrokerRecord, {
  brokerId: 1,
  isMigratingZkBroker: true,
  incarnationId: DIR,
  brokerEpoch: 7,
  endPoints: [],
  features: [],
  rack: null,
  inControlledShutdown: true,
  logDirs: [DIR],
  cordonedLogDirs: [DIR],
})
const replicas = { replicas: [1], isr: [1], removingReplicas: [], addingReplicas: [], directories: [DIR] }
const elr = { eligibleLeaderReplicas: [2], lastKnownElr: [3] }
const partition = record(PartitionRecord, { topicId: DIR, ...replicas, ...elr })
const change = record(PartitionChangeRecord, { partitionId: 0, topicId: DIR, directories: [DIR], ...elr })

t.test('a record is what its metadata.version knows: the version, and the fields', async t => {
  const all = { isMigratingZkBroker: true, logDirs: [DIR], cordonedLogDirs: [DIR] }
  const none = { isMigratingZkBroker: false, logDirs: [], cordonedLogDirs: null }
  const rows = [
    [broker, 30, 4, all],
    [broker, 29, 3, { ...all, cordonedLogDirs: null }],
    [broker, 17, 3, { ...all, cordonedLogDirs: null }],
    [broker, 16, 2, { ...none, isMigratingZkBroker: true }],
    [broker, 8, 2, { ...none, isMigratingZkBroker: true }],
    [broker, 7, 1, { ...none, inControlledShutdown: true }],
    [partition, 23, 2, { directories: [DIR], ...elr }],
    [partition, 22, 1, { directories: [DIR], eligibleLeaderReplicas: null, lastKnownElr: null }],
    [partition, 17, 1, { directories: [DIR], eligibleLeaderReplicas: null, lastKnownElr: null }],
    [partition, 16, 0, { directories: [], eligibleLeaderReplicas: null, lastKnownElr: null, isr: [1] }],
    [change, 23, 2, { directories: [DIR], ...elr }],
    [change, 17, 1, { directories: [DIR], eligibleLeaderReplicas: null }],
    [change, 16, 0, { directories: null, eligibleLeaderReplicas: null }],
  ] as const
  for (const [given, level, version, value] of rows)
    t.match(decodeRecord(encodeRecord(recordAt(given, level))), { version, value }, `${given.message.name} at ${level}`)
  const topic = record(TopicRecord, { name: 'orders', topicId: DIR })
  t.equal(recordAt(topic, 7), topic, 'the others never changed')
  t.equal(recordAt({ ...partition, version: 0 }, 30).version, 0, 'and none is raised')
})

function formattedAt(t: Test, level: number): string {
  const dir = t.testdir()
  writeCheckpoint(realFiles, path.join(dir, BOOTSTRAP_FILE), {
    kraft: STATIC_QUORUM,
    records: [record(FeatureLevelRecord, { name: 'metadata.version', featureLevel: level })],
    timestamp: 0,
    lastTimestamp: 0,
    epoch: 0,
  })
  return dir
}

t.test('a cluster of an old metadata.version starts, makes topics, and starts again', async t => {
  for (const level of [7, 8, 14, 16, 17, 22, 23, 29]) {
    const dir = formattedAt(t, level)
    const first = node(dir)
    t.match(await create(first.controller, [creatable('orders')]), { topics: [{ name: 'orders', numPartitions: 1 }] })
    first.stop()
    const { log, stop } = node(dir)
    const found = new Map<string, { version: number; value: unknown }>()
    for (const { header, bytes } of log.batchesFrom(0))
      for (const { value } of header.isControl ? [] : decodeRecords(bytes)) {
        const { name, version, value: fields } = decodeRecord(value!)
        found.set(name, { version, value: fields })
      }
    const knowsDirectories = level >= 17
    t.match(found.get('RegisterBrokerRecord'), {
      version: recordAt(broker, level).version,
      value: { logDirs: knowsDirectories ? [DIR] : [] },
    })
    t.match(found.get('PartitionRecord'), { version: recordAt(partition, level).version })
    t.same((found.get('PartitionRecord')!.value as { directories: unknown }).directories, knowsDirectories ? [DIR] : [])
    stop()
  }
})
