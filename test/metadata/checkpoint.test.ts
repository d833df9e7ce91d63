import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { realFiles } from '../../src/lib/files.ts'
import {
  CheckpointFile,
  checkpointName,
  lastTimestampOf,
  parseCheckpointName,
  readCheckpoint,
  writeCheckpoint,
} from '../../src/metadata/checkpoint.ts'
import { STATIC_QUORUM } from '../../src/metadata/format.ts'
import { standalone } from '../../src/metadata/kraft.ts'
import { record } from '../../src/metadata/records.ts'
import { batches } from '../../src/protocol/batch.ts'
import { readControlRecord } from '../../src/protocol/control.ts'
import { FeatureLevelRecord } from '../../src/protocol/generated/records/metadata/12-feature-level.ts'
import { decodeRecords } from '../../src/protocol/record.ts'

t.test('names sort as numbers, and say whether the file was finished', async t => {
  t.equal(checkpointName({ offset: 52, epoch: 1 }), '00000000000000000052-0000000001.checkpoint')
  t.same(parseCheckpointName('00000000000000000052-0000000001.checkpoint'), { offset: 52, epoch: 1, finished: true })
  t.match(parseCheckpointName('00000000000000000052-0000000001.checkpoint.part'), { finished: false })
  t.match(parseCheckpointName('00000000000000000052-0000000001.checkpoint.deleted'), { finished: false })
  for (const other of ['bootstrap.checkpoint', '00000000000000000052.log', '52-1.checkpoint', ''])
    t.equal(parseCheckpointName(other), undefined, other)
})

const levels = (count: number) =>
  Array.from({ length: count }, (_, i) => record(FeatureLevelRecord, { name: `f${i}`, featureLevel: 1 }))
const kraft = standalone(1, 'AQIDBAUGBwgJCgsMDQ4PEA', { name: 'CONTROLLER', host: 'localhost', port: 9093 })

t.test('a header, batches of 1024 records, a footer; offsets count from 0, the epoch is the snapshot’s', async t => {
  const file = path.join(t.testdir(), 'x.checkpoint')
  writeCheckpoint(realFiles, file, { kraft, records: levels(1500), timestamp: 20, lastTimestamp: 10, epoch: 7 })
  const bytes = fs.readFileSync(file)
  t.same(
    [...batches(bytes)].map(({ header }) => [header.baseOffset, header.count, header.isControl, header.leaderEpoch]),
    [
      [0, 3, true, 7],
      [3, 1024, false, 7],
      [1027, 476, false, 7],
      [1503, 1, true, 7],
    ],
  )
  const contents = readCheckpoint(realFiles, file)
  t.same(
    decodeRecords(contents[0]!.bytes).map(each => readControlRecord(each)?.type),
    ['SNAPSHOT_HEADER', 'KRAFT_VERSION', 'KRAFT_VOTERS'],
  )
  t.equal(lastTimestampOf(contents), 10)
  t.same(fs.readdirSync(t.testdirName), ['x.checkpoint'], 'the unfinished file has become the finished one')
})

t.test('a static quorum says nothing of voters', async t => {
  const file = path.join(t.testdir(), 'x.checkpoint')
  writeCheckpoint(realFiles, file, { kraft: STATIC_QUORUM, records: [], timestamp: 20, lastTimestamp: 0, epoch: 0 })
  t.same(
    readCheckpoint(realFiles, file).flatMap(({ bytes }) =>
      decodeRecords(bytes).map(each => readControlRecord(each)?.type),
    ),
    ['SNAPSHOT_HEADER', 'SNAPSHOT_FOOTER'],
  )
})

t.test('cut anywhere, or changed anywhere, it is refused', async t => {
  const file = path.join(t.testdir(), 'x.checkpoint')
  writeCheckpoint(realFiles, file, { kraft, records: levels(3), timestamp: 20, lastTimestamp: 10, epoch: 7 })
  const whole = fs.readFileSync(file)
  for (let cut = 0; cut < whole.length; cut++) {
    fs.writeFileSync(file, whole.subarray(0, cut))
    t.throws(() => readCheckpoint(realFiles, file), { name: 'CorruptLogError' }, `cut at byte ${cut}`)
  }
  // From byte 17 on the checksum counts; what is before is offset, length and epoch.
  for (let at = 17; at < whole.length; at += 7) {
    const wrong = Buffer.from(whole)
    wrong[at]! ^= 0x10
    fs.writeFileSync(file, wrong)
    const [, second, third] = [...batches(whole)]
    const fixed = [second!.start, third!.start].some(start => at >= start && at < start + 16)
    if (!fixed) t.throws(() => readCheckpoint(realFiles, file), { name: 'CorruptLogError' }, `byte ${at}`)
  }
})

t.test('one that is given up leaves nothing', async t => {
  const file = path.join(t.testdir(), 'x.checkpoint')
  const unfinished = new CheckpointFile(realFiles, file)
  unfinished.add(Buffer.from('abc'))
  t.same(fs.readdirSync(t.testdirName), ['x.checkpoint.part'])
  unfinished.abandon()
  t.same(fs.readdirSync(t.testdirName), [])
})
