import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { VirtualClock } from '../../src/lib/clock.ts'
import { realFiles } from '../../src/lib/files.ts'
import { createLogger } from '../../src/lib/logger.ts'
import { METADATA_TOPIC } from '../../src/metadata/seam.ts'
import { View } from '../../src/view/view.ts'
import { creatable, create, node } from './node.ts'

const limits = { bytesBetween: 20 << 20, intervalMs: 0, retentionBytes: -1, retentionMs: -1 }
const HOUR = 3_600_000
const files = (dir: string, suffix: string) =>
  fs.readdirSync(path.join(dir, `${METADATA_TOPIC}-0`)).filter(name => name.endsWith(suffix))
const turns = async (count = 20) => {
  for (let i = 0; i < count; i++) await new Promise(resolve => setImmediate(resolve))
}
const lost = (dir: string) => View.discard(path.join(dir, 'metadata.db'))
t.test('a snapshot and the log behind it are the view, when the view is gone', async t => {
  const dir = t.testdir()
  const first = node(dir)
  await create(first.controller, [creatable('before', { numPartitions: 3 })])
  const id = await first.controller.snapshot()
  await create(first.controller, [creatable('after')])
  first.stop()
  lost(dir)
  const again = node(dir)
  t.same([...again.controller.cache.topics.keys()].sort(), ['after', 'before'])
  t.same(again.controller.snapshots.at(-1), id)
  t.ok(again.controller.replayed < 20, 'the log before the snapshot was not read')
  again.stop()
})

t.test('due by bytes: one at a time, the newest is what a start begins with', async t => {
  const dir = t.testdir()
  const { controller, stop } = node(dir, { snapshots: { ...limits, bytesBetween: 500 } })
  for (let i = 0; i < 30; i++) {
    await create(controller, [creatable(`t${i}`)])
    await turns()
  }
  t.ok(controller.snapshots.length > 3, `${controller.snapshots.length} snapshots`)
  t.same(files(dir, '.part'), [])
  t.equal(files(dir, '.checkpoint').length, controller.snapshots.length)
  stop()
})

t.test('due by time, when something was written; not otherwise', async t => {
  const clock = new VirtualClock(1_700_000_000_000)
  const { controller, stop } = node(t.testdir(), { clock, snapshots: { ...limits, intervalMs: HOUR } })
  await create(controller, [creatable('a')])
  clock.advance(HOUR - 1)
  await turns()
  t.equal(controller.snapshots.length, 1, 'that of the empty log')
  clock.advance(1)
  await turns()
  t.equal(controller.snapshots.length, 2)
  clock.advance(5 * HOUR)
  await turns()
  t.equal(controller.snapshots.length, 2, 'nothing was written')
  await create(controller, [creatable('b')])
  await turns()
  t.equal(controller.snapshots.length, 3, 'it was due already')
  stop()
})

t.test('old snapshots go with the segments below the next; the newest stays, and a start needs no more', async t => {
  const dir = t.testdir()
  const clock = new VirtualClock(1_700_000_000_000)
  const options = { clock, segmentMs: 1500, snapshots: { ...limits, retentionBytes: 4000 } }
  const first = node(dir, options)
  for (let i = 0; i < 20; i++) {
    await create(first.controller, [creatable(`t${i}`)])
    clock.advance(1000)
    await first.controller.snapshot()
  }
  t.ok(first.log.logStartOffset > 20, `the log begins at ${first.log.logStartOffset}`)
  t.equal(first.controller.snapshots[0]!.offset, first.log.logStartOffset)
  t.notOk(files(dir, '.log').includes('00000000000000000000.log'))
  const logStartOffset = first.log.logStartOffset
  first.stop()
  lost(dir)
  const again = node(dir, { ...options, logStartOffset })
  t.equal(again.controller.cache.topics.size, 20)
  again.stop()
})

t.test('by age, too', async t => {
  const clock = new VirtualClock(1_700_000_000_000)
  const { controller, stop } = node(t.testdir(), { clock, snapshots: { ...limits, retentionMs: HOUR } })
  await create(controller, [creatable('a')])
  await controller.snapshot()
  clock.advance(2 * HOUR)
  await create(controller, [creatable('b')])
  const newest = await controller.snapshot()
  t.same(controller.snapshots, [newest])
  stop()
})

t.test('a damaged snapshot is passed over for an older one, or the whole log', async t => {
  const dir = t.testdir()
  const first = node(dir)
  await create(first.controller, [creatable('a')])
  await first.controller.snapshot()
  await create(first.controller, [creatable('b')])
  await first.controller.snapshot()
  first.stop()
  for (const name of files(dir, '.checkpoint').slice(1).reverse()) {
    fs.truncateSync(path.join(dir, `${METADATA_TOPIC}-0`, name), 100)
    lost(dir)
    const said: string[] = []
    const again = node(dir, { logger: createLogger({ write: line => said.push(line), level: 'warn' }) })
    t.match(said.join(''), new RegExp(`${name}.*an older snapshot is taken, or the whole log`))
    t.same([...again.controller.cache.topics.keys()].sort(), ['a', 'b'])
    again.kill()
  }
})

t.test('without its beginning, and without a snapshot of it, a log is not opened', async t => {
  const dir = t.testdir()
  const first = node(dir, { snapshots: { ...limits, retentionBytes: 0 } })
  for (let i = 0; i < 10; i++) await create(first.controller, [creatable(`t${i}`)])
  await first.controller.snapshot()
  const logStartOffset = first.log.logStartOffset
  t.ok(logStartOffset > 0)
  first.stop()
  lost(dir)
  for (const name of files(dir, '.checkpoint')) fs.rmSync(path.join(dir, `${METADATA_TOPIC}-0`, name))
  t.throws(() => node(dir, { logStartOffset }), {
    name: 'CorruptLogError',
    message: /begins at offset \d+ and no snapshot/,
  })
})

t.test('a snapshot ahead of the log is a log with records missing', async t => {
  const dir = t.testdir()
  const first = node(dir)
  await create(first.controller, [creatable('a')])
  await first.controller.snapshot()
  first.stop()
  lost(dir)
  fs.truncateSync(path.join(dir, `${METADATA_TOPIC}-0`, '00000000000000000000.log'), 0)
  t.throws(() => node(dir), { name: 'CorruptLogError', message: /ends at offset 0, and there is a snapshot up to/ })
})

t.test('what a crash left unfinished goes at the next start; a stop in the middle leaves nothing', async t => {
  const dir = t.testdir()
  const first = node(dir)
  const part = path.join(dir, `${METADATA_TOPIC}-0`, '00000000000000000005-0000000001.checkpoint.part')
  realFiles.writeAtomic(part, 'abc')
  const taking = first.controller.snapshot()
  first.stop()
  t.equal(await taking, undefined)
  t.same(files(dir, '.part').length, 1, 'only that of the crash')
  node(dir).stop()
  t.same(files(dir, '.part'), [])
})
