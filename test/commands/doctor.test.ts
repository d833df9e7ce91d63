import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { doctor } from '../../commands/doctor.ts'
import { encodeEndTxnMarker } from '../../src/protocol/control.ts'
import { batchOf, createTopic, directory, produceTo, startBroker } from '../broker/start.ts'
import { typed } from '../cli/world.ts'

/** A directory as a clean stop leaves it: a topic of several segments with an aborted transaction, and an empty one. */
async function dataDirectory(t: Test): Promise<string> {
  const dir = directory(t)
  const { broker, connect } = await startBroker(t, {}, dir)
  const connection = await connect()
  await createTopic(connection, 'orders', 1, { 'index.interval.bytes': '100', 'segment.index.bytes': '40' })
  await createTopic(connection, 'empty')
  for (let i = 0; i < 12; i++)
    await produceTo(connection, 'orders', 0, batchOf([`${i} ${'x'.repeat(100)}`], {}, 1000 + i))
  const { log } = broker.partitions.leader('orders', 0)
  const transaction = { producerId: 7, producerEpoch: 0, baseSequence: 0, isTransactional: true }
  log.append(batchOf(['never'], transaction, 2000), { leaderEpoch: 1, origin: 'client' })
  const marker = { producerId: 7, producerEpoch: 0, committed: false, coordinatorEpoch: 0, timestamp: 2000 }
  log.append(encodeEndTxnMarker(marker), { leaderEpoch: 1, origin: 'coordinator' })
  log.write()
  await broker.close()
  return dir
}

/** Every file and directory: what it holds, and when it was changed. */
function picture(dir: string): string[] {
  return fs
    .readdirSync(dir, { recursive: true, withFileTypes: true })
    .map(entry => {
      const name = path.join(entry.parentPath, entry.name)
      const { mtimeMs, size, mode } = fs.statSync(name)
      return `${name} ${mtimeMs} ${size} ${mode} ${entry.isFile() ? fs.readFileSync(name).toString('base64') : ''}`
    })
    .sort()
}

const examine = async (...dirs: string[]) => {
  const { code, stdout } = await typed(doctor, dirs)
  return { code, text: stdout.replaceAll(path.dirname(dirs[0]!), '').replace(/[0-9a-f]{32}/g, '<hex>') }
}

const log = '00000000000000000000.log'
const change = (file: string, at: number, byte = 0xff) => {
  const bytes = fs.readFileSync(file)
  const where = at < 0 ? bytes.length + at : at
  bytes[where] = bytes[where]! ^ byte
  fs.writeFileSync(file, bytes)
}

t.test('a directory that was left cleanly is ok, and stays as it is', async t => {
  const dir = await dataDirectory(t)
  const before = picture(dir)
  const { code, text } = await examine(dir)
  t.match(text, /node 1 of cluster \S+, directory \S+\n {2}3 partitions, \d+ segments, \d+ batches: ok\n$/)
  t.equal(code, 0)
  const { stdout } = await typed(doctor, [dir, '--json'])
  const told = JSON.parse(stdout)
  t.match(told, { version: 1, verdict: 'ok', directories: [{ directory: dir, cleanShutdown: true, findings: [] }] })
  t.match(
    told.directories[0].partitions.find((each: { topic: string }) => each.topic === 'orders'),
    { partition: 0, endOffset: 14, logStartOffset: 0 },
  )
  t.same(picture(dir), before)
})

type Spoil = (dir: string, orders: string) => void
const cases: [what: string, spoil: Spoil, verdict: string, said: RegExp][] = [
  [
    'a flipped bit in a batch',
    (_, o) => change(path.join(o, log), 90),
    'unseen',
    /orders-0\/0{20}\.log at byte 0: .*checksum/,
  ],
  [
    'a torn end after a clean stop',
    (_, o) => tear(lastLog(o), 3),
    'offline',
    /a start cannot use it: cannot open the partition/,
  ],
  [
    'a torn end after a crash',
    (d, o) => [tear(lastLog(o), 3), unclean(d)],
    'repaired',
    /cuts the log there: \d+ bytes/,
  ],
  [
    'an offset that has turned, after a crash',
    (d, o) => [change(lastLog(o), 6, 0x40), unclean(d)],
    'repaired',
    /its last segment|gives it the offset|cuts the log/,
  ],
  [
    'the sign of an offset that has turned, after a crash',
    (d, o) => [change(lastLog(o), 0, 0x80), unclean(d)],
    'repaired',
    /turns back a bit in the sign of its offset/,
  ],
  [
    'no snapshot of the end after a clean stop',
    (_, o) => fs.rmSync(find(o, '14.snapshot')),
    'repaired',
    /ends at offset 14, and the clean stop has left no snapshot of there/,
  ],
  ['no index', (_, o) => fs.rmSync(path.join(o, log.replace('log', 'index'))), 'repaired', /\.index: it is missing/],
  [
    'an index of another log',
    (_, o) => change(path.join(o, log.replace('log', 'index')), 7, 1),
    'repaired',
    /begins at byte/,
  ],
  [
    'a time index that is wrong',
    (_, o) => change(path.join(o, log.replace('log', 'timeindex')), 7, 64),
    'repaired',
    /timestamp/,
  ],
  ['a torn transaction index', (_, o) => tear(find(o, '.txnindex'), 1), 'repaired', /cannot be transactions/],
  ['a transaction index without its marker', (_, o) => change(find(o, '.txnindex'), 25, 1), 'repaired', /no marker/],
  [
    'a snapshot with a wrong checksum',
    (_, o) => change(find(o, '.snapshot'), -1),
    'repaired',
    /no snapshot of producers/,
  ],
  [
    'epochs that are none',
    (_, o) => change(path.join(o, 'leader-epoch-checkpoint'), 0),
    'repaired',
    /no list of leader epochs/,
  ],
  [
    'other epochs',
    (_, o) => fs.writeFileSync(path.join(o, 'leader-epoch-checkpoint'), '0\n1\n7 0\n'),
    'repaired',
    /it has epoch 7/,
  ],
  [
    'partition.metadata without an id',
    (_, o) => fs.writeFileSync(path.join(o, 'partition.metadata'), 'version: 0\n'),
    'repaired',
    /names no topic/,
  ],
  [
    'a left-over of a cleaning',
    (_, o) => fs.writeFileSync(path.join(o, `${log}.cleaned`), ''),
    'repaired',
    /did not come to its end/,
  ],
  [
    'a checkpoint that is none',
    d => fs.writeFileSync(path.join(d, 'recovery-point-offset-checkpoint'), '0\n9\n'),
    'repaired',
    /no list of offsets/,
  ],
  [
    'a log start offset beyond the end',
    d => fs.writeFileSync(path.join(d, 'log-start-offset-checkpoint'), '0\n1\norders 0 99\n'),
    'repaired',
    /written down as 99, and it ends at 14/,
  ],
  [
    'no meta.properties',
    d => fs.rmSync(path.join(d, 'meta.properties')),
    'refused',
    /it is missing, and there are partitions/,
  ],
  [
    'meta.properties without an id',
    d => fs.writeFileSync(path.join(d, 'meta.properties'), 'version=1\nnode.id=1\n'),
    'refused',
    /it has no cluster.id/,
  ],
  [
    'a view that is no database',
    d => fs.writeFileSync(path.join(d, 'metadata.db'), 'x'.repeat(5000)),
    'repaired',
    /metadata.db: /,
  ],
  [
    'a broken quorum-state',
    d => change(path.join(d, '__cluster_metadata-0', 'quorum-state'), 0),
    'repaired',
    /quorum-state: /,
  ],
  [
    'a broken bootstrap.checkpoint',
    d => change(path.join(d, 'bootstrap.checkpoint'), -5),
    'repaired',
    /bootstrap.checkpoint: /,
  ],
  [
    'a partition of another topic of that name',
    (_, o) => fs.writeFileSync(path.join(o, 'partition.metadata'), 'version: 0\ntopic_id: AQIDBAUGBwgJCgsMDQ4PEA'),
    'repaired',
    /puts it aside as -stray/,
  ],
]

const find = (dir: string, ending: string) =>
  path.join(dir, fs.readdirSync(dir).findLast(name => name.endsWith(ending))!)
const lastLog = (dir: string) =>
  path.join(
    dir,
    fs.readdirSync(dir).findLast(name => name.endsWith('.log') && fs.statSync(path.join(dir, name)).size > 0)!,
  )
const tear = (file: string, bytes: number) => fs.truncateSync(file, fs.statSync(file).size - bytes)
const unclean = (dir: string) => fs.rmSync(path.join(dir, '.kafka_cleanshutdown'))

t.test('what is wrong is said, with what a start would do, and nothing is changed', async t => {
  const whole = await dataDirectory(t)
  for (const [what, spoil, verdict, said] of cases) {
    const dir = path.join(directory(t), 'd')
    fs.cpSync(whole, dir, { recursive: true, preserveTimestamps: true })
    spoil(dir, path.join(dir, 'orders-0'))
    const before = picture(dir)
    const { code, text } = await examine(dir)
    t.equal(code, 1, what)
    t.match(text, said, `${what}: ${text}`)
    const { stdout } = await typed(doctor, [dir, '--json'])
    t.equal(JSON.parse(stdout).verdict, verdict, `${what}: ${text}`)
    t.same(picture(dir), before, `${what}: nothing is changed`)
  }
})

t.test('what is good to know is no fault', async t => {
  const dir = await dataDirectory(t)
  unclean(dir)
  fs.mkdirSync(path.join(dir, `gone-0.${'1'.repeat(32)}-delete`))
  fs.mkdirSync(path.join(dir, `lost-0.${'1'.repeat(32)}-stray`))
  fs.mkdirSync(path.join(dir, `moved-0.${'1'.repeat(32)}-future`))
  const { code, text } = await examine(dir)
  t.equal(code, 0, text)
  t.match(text, /not a clean one\n {4}good to know: a start checks/)
  t.match(text, /-delete: a partition that was deleted/)
  t.match(text, /-stray: a partition of a topic that there was not/)
  t.match(text, /-future: a partition on its way/)
})

t.test('a broker runs there', { skip: !fs.existsSync('/proc/locks') }, async t => {
  const { dir } = await startBroker(t)
  const { code, text } = await examine(dir)
  t.equal(code, 1)
  t.match(text, new RegExp(`process ${process.pid} has it open`))
  t.match(text, /: 1 wrong\n$/)
})

t.test('two directories of one broker, and of two', async t => {
  const [a, b] = [await dataDirectory(t), await dataDirectory(t)]
  const { code, text } = await examine(a, b)
  t.equal(code, 1)
  t.match(text, /must be of one node/)
  t.match(text, /orders-0 lies in .* and in /)
  t.equal((await typed(doctor, [])).code, 2)
  t.match((await typed(doctor, ['/nowhere'])).stdout, /there is no such directory/)
  const file = await typed(doctor, [import.meta.filename])
  t.match(file, { code: 1, stdout: /it is a file, no directory\n.*a start refuses: a directory is meant/ })
})
