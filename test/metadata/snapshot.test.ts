/** A snapshot is the view as records, and the records are the view: over anything that records can make of one. */
import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { realFiles } from '../../src/lib/files.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { randomUuid } from '../../src/lib/uuid.ts'
import { appliers } from '../../src/metadata/apply.ts'
import { checkpointBatches, readCheckpoint, writeCheckpoint } from '../../src/metadata/checkpoint.ts'
import { applyControl, kraftOf, standalone } from '../../src/metadata/kraft.ts'
import { decodeRecord } from '../../src/metadata/records.ts'
import { SCHEMA, SCHEMA_VERSION } from '../../src/metadata/schema.ts'
import { clear, digest, render } from '../../src/metadata/snapshot.ts'
import { nothingTouched } from '../../src/metadata/touched.ts'
import { decodeRecords } from '../../src/protocol/record.ts'
import { View } from '../../src/view/view.ts'
import { kafkaLog } from '../kit/batches.ts'
import { randomRecords } from './random-records.ts'

const open = (dir: string, name: string) =>
  View.open({ file: path.join(dir, `${name}.db`), schema: SCHEMA, version: SCHEMA_VERSION })

function load(view: View, batches: readonly { isControl: boolean; bytes: Buffer }[]): void {
  for (const { isControl, bytes } of batches) {
    if (isControl) applyControl(view, bytes)
    else
      for (const { value } of decodeRecords(bytes)) {
        const { apiKey, value: fields } = decodeRecord(value!)
        appliers[apiKey]!(view, fields, nothingTouched())
      }
  }
}

const contents = (view: View) => ({
  kraft: kraftOf(view),
  records: render(view),
  timestamp: 2000,
  lastTimestamp: 1000,
  epoch: 3,
})

const asControl = (bytes: Buffer, i: number, all: readonly Buffer[]) => ({
  bytes,
  isControl: i === 0 || i === all.length - 1,
})

t.test('digest(view) = digest(load(render(view))), whatever happened before', async t => {
  const dir = t.testdir()
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
  for (let round = 0; round < 40; round++) {
    const random = seededRandom(seed + round)
    const view = open(dir, `a${round}`)
    view.begin()
    const kraft = standalone(1, randomUuid(random), { name: 'CONTROLLER', host: 'localhost', port: 9093 })
    if (round % 2) load(view, [...checkpointBatches({ ...contents(view), kraft })].map(asControl))
    for (const { apiKey, value } of randomRecords(random, 300)) appliers[apiKey]!(view, value, nothingTouched())
    view.commit()
    const file = path.join(dir, `${round}.checkpoint`)
    writeCheckpoint(realFiles, file, contents(view))
    const again = open(dir, `b${round}`)
    // What is there goes: a snapshot replaces everything.
    for (const { apiKey, value } of randomRecords(seededRandom(round), 50))
      appliers[apiKey]!(again, value, nothingTouched())
    clear(again)
    load(again, readCheckpoint(realFiles, file))
    if (digest(again) !== digest(view)) t.fail(`SEED=${seed + round} differs`)
    if (digest(view) === digest(open(dir, `empty${round}`))) t.fail(`SEED=${seed + round} made nothing`)
    view.close()
    again.close()
  }
  t.pass(`SEED=${seed}`)
})

t.test('the versions of records follow the cluster’s metadata.version', async t => {
  const versions = (level: number) => {
    const view = open(t.testdir(), `level${level}`)
    for (const { apiKey, value } of randomRecords(seededRandom(7), 200))
      appliers[apiKey]!(view, value, nothingTouched())
    view.run("INSERT OR REPLACE INTO feature VALUES ('metadata.version', ?)", level)
    const seen = new Map([...render(view)].map(({ message, version }) => [message.apiKey, version]))
    t.match([...render(view)][0], { value: { name: 'metadata.version', featureLevel: level } }, 'it comes first')
    view.close()
    return [seen.get(0), seen.get(3)]
  }
  t.same(versions(30), [4, 2])
  t.same(versions(25), [3, 2])
  t.same(versions(17), [3, 1])
  t.same(versions(7), [1, 0])
})

t.test('Apache Kafka’s own snapshot is read to the end', async t => {
  const view = withFixture(t)
  t.same(view.sql('SELECT name, level FROM feature ORDER BY name').all(), [
    { name: 'eligible.leader.replicas.version', level: 1 },
    { name: 'group.version', level: 1 },
    { name: 'metadata.version', level: 30 },
    { name: 'share.version', level: 1 },
    { name: 'streams.version', level: 1 },
    { name: 'transaction.version', level: 2 },
  ])
  t.same(kraftOf(view), {
    version: 1,
    voters: [
      {
        voterId: 1,
        voterDirectoryId: '8oIOR8XUQ1WZZw5uTgh2-w',
        endpoints: [{ name: 'CONTROLLER', host: '127.0.0.1', port: 21401 }],
        kRaftVersionFeature: { minSupportedVersion: 0, maxSupportedVersion: 1 },
      },
    ],
  })
  t.same(view.sql('SELECT name, partitions FROM topics ORDER BY name').all(), [
    { name: '__consumer_offsets', partitions: 3 },
    { name: 'orders', partitions: 3 },
  ])
  t.same(view.sql('SELECT * FROM client_quota').all(), [
    { entity: '[["user",null]]', key: 'producer_byte_rate', value: 1000 },
  ])
  t.match(view.sql('SELECT user, mechanism, iterations FROM scram').all(), [
    { user: 'alice', mechanism: 1, iterations: 8192 },
  ])
  const again = open(t.testdirName, 'again')
  const file = path.join(t.testdirName, 'ours.checkpoint')
  writeCheckpoint(realFiles, file, contents(view))
  load(again, readCheckpoint(realFiles, file))
  t.equal(digest(again), digest(view))
  view.close()
  again.close()
})

function withFixture(t: Test): View {
  const file = path.join(t.testdir(), '00000000000000000052-0000000001.checkpoint')
  fs.writeFileSync(file, kafkaLog('metadata.checkpoint'))
  const view = open(t.testdirName, 'kafka')
  load(view, readCheckpoint(realFiles, file))
  return view
}
