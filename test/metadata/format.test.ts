import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { systemClock } from '../../src/lib/clock.ts'
import { realFiles } from '../../src/lib/files.ts'
import { BOOTSTRAP_FILE } from '../../src/metadata/checkpoint.ts'
import { writeBootstrap } from '../../src/metadata/format.ts'
import { decodeRecord } from '../../src/metadata/records.ts'
import { METADATA_TOPIC } from '../../src/metadata/seam.ts'
import { readControlRecord } from '../../src/protocol/control.ts'
import { decodeRecords } from '../../src/protocol/record.ts'
import { kafkaLog } from '../kit/batches.ts'
import { node } from './node.ts'

const quorumState = (dir: string) =>
  JSON.parse(fs.readFileSync(path.join(dir, `${METADATA_TOPIC}-0/quorum-state`), 'utf8'))

/** What the log holds, a line each. */
function lines({ log }: ReturnType<typeof node>): string[] {
  const found: string[] = []
  for (const { header, bytes } of log.batchesFrom(0))
    for (const each of decodeRecords(bytes)) {
      if (header.isControl) found.push(readControlRecord(each)!.type)
      else {
        const { name, value } = decodeRecord(each.value!)
        const { name: what, featureLevel } = value as { name?: string; featureLevel?: number }
        found.push(featureLevel === undefined ? name : `${what}=${featureLevel}`)
      }
    }
  return found
}

t.test('an empty directory is formatted as kafka-storage format --standalone does', async t => {
  const dir = t.testdir()
  const first = node(dir)
  t.same(
    fs.readdirSync(dir).filter(name => name === BOOTSTRAP_FILE),
    [BOOTSTRAP_FILE],
  )
  t.ok(fs.existsSync(path.join(dir, `${METADATA_TOPIC}-0/00000000000000000000-0000000000.checkpoint`)))
  t.same(quorumState(dir), {
    leaderId: 1,
    leaderEpoch: 1,
    votedId: -1,
    votedDirectoryId: 'AAAAAAAAAAAAAAAAAAAAAA',
    data_version: 1,
  })
  t.match(first.controller.kraft, {
    version: 1,
    voters: [
      { voterId: 1, voterDirectoryId: 'AQIDBAUGBwgJCgsMDQ4PEA', endpoints: [{ name: 'CONTROLLER', port: 9093 }] },
    ],
  })
  t.same(lines(first), [
    'LEADER_CHANGE',
    'KRAFT_VERSION',
    'KRAFT_VOTERS',
    'BeginTransactionRecord',
    'metadata.version=30',
    'eligible.leader.replicas.version=1',
    'group.version=1',
    'share.version=1',
    'streams.version=1',
    'transaction.version=2',
    'ConfigRecord',
    'EndTransactionRecord',
    'RegisterControllerRecord',
    'RegisterBrokerRecord',
    'BrokerRegistrationChangeRecord',
  ])
  first.stop()
  const second = node(dir)
  t.same(
    lines(second).filter(line => /LEADER|KRAFT/.test(line)),
    ['LEADER_CHANGE', 'KRAFT_VERSION', 'KRAFT_VOTERS', 'LEADER_CHANGE'],
    'who votes is said once',
  )
  t.match(quorumState(dir), { leaderEpoch: 2, data_version: 1 })
  t.equal(second.controller.kraft.version, 1)
  second.stop()
})

t.test('with controller.quorum.voters the voters are a setting', async t => {
  const dir = t.testdir()
  const { controller, stop } = node(dir, { staticVoters: true })
  t.same(controller.kraft, { version: 0, voters: [] })
  t.match(quorumState(dir), { data_version: 0, currentVoters: [{ voterId: 1 }] })
  stop()
})

t.test('a directory that kafka-storage formatted is opened as it says', async t => {
  const dir = t.testdir({ [BOOTSTRAP_FILE]: kafkaLog('bootstrap.checkpoint') })
  const { controller, stop } = node(dir)
  t.equal(controller.kraft.version, 0, 'it named no voters')
  t.equal(controller.cache.features.get('metadata.version'), 30)
  t.equal(controller.cache.configs(4, '').get('min.insync.replicas'), '1')
  stop()
})

t.test('a bootstrap file that is broken stops the start', async t => {
  const dir = t.testdir()
  writeBootstrap(realFiles, dir, systemClock)
  fs.truncateSync(path.join(dir, BOOTSTRAP_FILE), 200)
  t.throws(() => node(dir), { name: 'CorruptLogError', message: /bootstrap.checkpoint/ })
})
