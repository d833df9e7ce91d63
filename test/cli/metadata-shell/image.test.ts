/** What the metadata shell makes of files: a folder is its newest snapshot with the log behind it, and damage is said. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { type Image, readImage } from '../../../src/cli/metadata-shell/image.ts'
import { realFiles } from '../../../src/lib/files.ts'
import { checkpointName, writeCheckpoint } from '../../../src/metadata/checkpoint.ts'
import { encodeRecord, type MetadataRecord, record } from '../../../src/metadata/records.ts'
import { TopicRecord } from '../../../src/protocol/generated/records/metadata/02-topic.ts'
import { ConfigRecord } from '../../../src/protocol/generated/records/metadata/04-config.ts'
import { RemoveTopicRecord } from '../../../src/protocol/generated/records/metadata/09-remove-topic.ts'
import { encodeBatch } from '../../../src/protocol/record.ts'
import { directory } from '../../broker/start.ts'

const ids = { a: 'AAAAAAAAAAAAAAAAAAABAA', b: 'AAAAAAAAAAAAAAAAAAACAA' }
const topic = (name: keyof typeof ids) => record(TopicRecord, { name, topicId: ids[name] })
const without = (name: keyof typeof ids) => record(RemoveTopicRecord, { topicId: ids[name] })
const config = (value: string) => record(ConfigRecord, { resourceType: 2, resourceName: 'a', name: 'x', value })

const batch = (baseOffset: number, records: readonly MetadataRecord[]) =>
  encodeBatch({
    baseOffset,
    leaderEpoch: 3,
    records: records.map(each => ({ timestamp: 1000 + baseOffset, value: encodeRecord(each) })),
  })
const segment = (dir: string, base: number, ...batches: Buffer[]) =>
  fs.writeFileSync(path.join(dir, `${String(base).padStart(20, '0')}.log`), Buffer.concat(batches))
const snapshot = (dir: string, offset: number, records: readonly MetadataRecord[]) =>
  writeCheckpoint(realFiles, path.join(dir, checkpointName({ offset, epoch: 2 })), {
    kraft: { version: 0, voters: [] },
    records,
    timestamp: 77,
    lastTimestamp: 55,
    epoch: 2,
  })

const names = ({ view }: Image) =>
  view
    .sql<{ name: string }>('SELECT name FROM topic ORDER BY name')
    .all()
    .map(({ name }) => name)

const logDir = (t: Parameters<typeof directory>[0]) => {
  const dir = path.join(directory(t), '__cluster_metadata-0')
  fs.mkdirSync(dir)
  return dir
}

t.test('a folder is the newest snapshot and what the log has behind it, whatever the log still has before', async t => {
  const dir = logDir(t)
  snapshot(dir, 5, [])
  snapshot(dir, 10, [topic('b')])
  segment(dir, 0, batch(0, [topic('a')]), batch(9, [without('a')])) // both below offset 10
  for (const given of [dir, path.dirname(dir)]) {
    const image = readImage(given)
    t.same(names(image), ['b'])
    t.same(image.provenance, { offset: 9, epoch: 2, timeMs: 55 }, 'of the snapshot, nothing came after')
    t.same(image.warnings, [])
  }
  segment(dir, 10, batch(10, [topic('a'), config('1')]), batch(12, [without('b')]))
  const image = readImage(dir)
  t.same(names(image), ['a'])
  t.same(image.provenance, { offset: 12, epoch: 3, timeMs: 1012 })
})

t.test('a data directory that was only formatted is what it was formatted with', async t => {
  const dir = path.dirname(logDir(t))
  writeCheckpoint(realFiles, path.join(dir, 'bootstrap.checkpoint'), {
    kraft: { version: 0, voters: [] },
    records: [topic('a')],
    timestamp: 1,
    lastTimestamp: 0,
    epoch: 0,
  })
  t.same(names(readImage(dir)), ['a'])
})

t.test('a torn end and a broken batch are said, and what is before them is there', async t => {
  const dir = logDir(t)
  const file = path.join(dir, '00000000000000000000.log')
  const [first, second] = [batch(0, [topic('a')]), batch(1, [topic('b')])]
  for (let cut = 1; cut < second.length; cut++) {
    segment(dir, 0, first, second.subarray(0, cut))
    const image = readImage(file)
    t.same(names(image), ['a'], `cut ${cut}`)
    t.match(image.warnings, [new RegExp(`the last ${cut} bytes are no whole batch`)])
  }
  const broken = Buffer.from(second)
  broken[broken.length - 1]! ^= 1
  segment(dir, 0, first, broken)
  const image = readImage(file)
  t.same(names(image), ['a'])
  t.match(image.warnings[0], /does not match its checksum/)
})

t.test('a record about what an earlier file has is skipped, and the folder is named as the way out', async t => {
  const dir = logDir(t)
  segment(dir, 7, batch(7, [without('a'), topic('b')]))
  const image = readImage(path.join(dir, '00000000000000000007.log'))
  t.same(names(image), ['b'], 'the rest is read')
  t.match(image.warnings, [/1 records are about what is not in it \(offset 7: .*give the folder/])
})

t.test('what is no metadata is refused, with what to type', async t => {
  const dir = directory(t)
  const cases: readonly [string, RegExp][] = [
    [path.join(dir, 'none.log'), /none\.log is not there/],
    [dir, /holds no metadata records/],
    ['/dev/null', /holds no metadata records/],
    [import.meta.filename, /holds no metadata records/],
  ]
  for (const [given, message] of cases)
    t.throws(() => readImage(given), { message, next: /--snapshot <log\.dirs>\/__cluster_metadata-0/ }, given)
})
