/** The five laws of src/view/README.md, each with somebody who breaks it. */
import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { batches } from '../../src/protocol/batch.ts'
import { decodeRecords, encodeBatch } from '../../src/protocol/record.ts'
import type { RecordSource } from '../../src/view/source.ts'
import { type ApplyBatch, HELD, View } from '../../src/view/view.ts'
import { directory } from '../broker/start.ts'

const SCHEMA = 'CREATE TABLE pair (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;'
const root = path.resolve(import.meta.dirname, '../..')

/** A log of key=value, a batch a word: `a=1` is one record, `a=1,b=2` two. */
class Log implements RecordSource {
  readonly name: string
  logStartOffset = 0
  endOffset = 0
  written: number | undefined
  readonly batches: { epoch: number; bytes: Buffer }[] = []

  constructor(words: string, { epoch = 0, name = 'state-0' } = {}) {
    this.name = name
    this.append(words, epoch)
  }

  append(words: string, epoch = 0): this {
    for (const word of words.split(' ').filter(Boolean)) {
      const records = word.split(',').map(pair => {
        const [key = '', value = ''] = pair.split('=')
        return { timestamp: 0, key: Buffer.from(key), value: Buffer.from(value) }
      })
      const bytes = encodeBatch({ records, baseOffset: this.endOffset, leaderEpoch: epoch })
      this.batches.push({ epoch, bytes })
      this.endOffset += records.length
    }
    return this
  }

  get writtenOffset(): number {
    return this.written ?? this.endOffset
  }

  epochAt(offset: number): number {
    for (const { header } of this.batchesFrom(offset)) return header.leaderEpoch
    return -1
  }

  *batchesFrom(offset: number) {
    for (const { bytes } of this.batches) {
      const { header } = [...batches(bytes)][0]!
      if (header.nextOffset > offset) yield { header, bytes }
    }
  }
}

const put =
  (view: View): ApplyBatch =>
  ({ bytes }) => {
    for (const { key, value } of decodeRecords(bytes))
      view.run(
        'INSERT INTO pair VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
        String(key),
        String(value),
      )
  }
const open = (dir: string, version = 1) => View.open({ file: path.join(dir, 'pairs.db'), schema: SCHEMA, version })
const rows = (view: View) =>
  view
    .sql<{ key: string; value: string }>('SELECT * FROM pair ORDER BY key')
    .all()
    .map(({ key, value }) => `${key}=${value}`)

function opened(t: Test, dir = directory(t), version = 1): View {
  const view = open(dir, version)
  t.teardown(() => view.close())
  return view
}

t.test('replay() folds a log from where it was left, whole batches, to what is committed', async t => {
  const view = opened(t)
  const log = new Log('a=1 b=2,a=3')
  t.equal(view.position('state-0'), undefined)
  t.equal(view.replay(log, put(view)), 2)
  t.same(rows(view), ['a=3', 'b=2'])
  t.same(view.position('state-0'), { nextOffset: 3, epoch: 0 })
  t.equal(view.replay(log, put(view)), 0, 'there is nothing new')
  log.append('c=4 d=5', 1)
  log.written = 4
  t.equal(view.replay(log, put(view)), 1, 'd is not committed')
  t.same(view.position('state-0'), { nextOffset: 4, epoch: 1 })
  t.same(rows(view), ['a=3', 'b=2', 'c=4'])
  // Retention took what comes before.
  const short = new Log('x=1 y=2', { name: 'other-0' })
  short.logStartOffset = 1
  t.equal(view.replay(short, put(view)), 1)
  t.same(rows(view), ['a=3', 'b=2', 'c=4', 'y=2'])
})

t.test('a batch that is held is brought again', async t => {
  const view = opened(t)
  const log = new Log('a=1 b=2')
  view.replay(log, ({ header }) =>
    header.baseOffset === 1 ? HELD : put(view)({ header, bytes: log.batches[0]!.bytes }, log),
  )
  t.same(view.position('state-0'), { nextOffset: 1, epoch: 0 })
  view.replay(log, put(view))
  t.same(rows(view), ['a=1', 'b=2'])
})

t.test('1. log first: whoever asks cannot write', async t => {
  const view = opened(t)
  view.replay(new Log('a=1'), put(view))
  const reader = view.reader()
  t.teardown(() => reader.close())
  t.throws(() => reader.run("UPDATE pair SET value = '2'"), { code: 'SQLITE_READONLY' })
  t.throws(() => reader.setPosition('state-0', 7, 0), { code: 'SQLITE_READONLY' })
  t.same(rows(view), ['a=1'])
})

t.test('2. rows and position commit together: an apply that fails at any batch leaves neither', async t => {
  for (let bad = 0; bad < 3; bad++) {
    const view = opened(t)
    view.replay(new Log('z=0', { name: 'before-0' }), put(view))
    const log = new Log('a=1 b=2 c=3')
    let seen = 0
    const broken: ApplyBatch = (batch, source) => {
      put(view)(batch, source)
      if (seen++ === bad) throw new Error('broken on purpose')
    }
    t.throws(() => view.replay(log, broken), { message: 'broken on purpose' })
    t.same(rows(view), ['z=0'], `batch ${bad}`)
    t.equal(view.position('state-0'), undefined)
    t.equal(view.replay(log, put(view)), 3, 'and nothing is in the way of the next')
  }
})

t.test('2. a process that dies within a transaction leaves the rows and the position before it', async t => {
  const [dir, copy] = [directory(t), directory(t)]
  const view = opened(t, dir)
  const log = new Log('a=1')
  view.replay(log, put(view))
  view.begin()
  put(view)({ header: [...batches(log.batches[0]!.bytes)][0]!.header, bytes: new Log('b=2').batches[0]!.bytes }, log)
  view.setPosition('state-0', 2, 0)
  t.same(rows(view), ['a=1', 'b=2'], 'the writer sees its own')
  // What another process would find on the disk now.
  for (const file of fs.readdirSync(dir)) fs.copyFileSync(path.join(dir, file), path.join(copy, file))
  view.rollback()
  const after = opened(t, copy)
  t.same(rows(after), ['a=1'])
  t.same(after.position('state-0'), { nextOffset: 1, epoch: 0 })
})

// A clock or a coin in an apply would make two brokers, or one before and after a crash, disagree.
t.test('3. apply is dull: those that there are look at nothing but the record', async t => {
  for (const machine of ['metadata', 'group', 'transaction']) {
    const text = fs.readFileSync(path.join(root, 'src', machine, 'apply.ts'), 'utf8')
    for (const outside of [
      /lib\/clock/,
      /lib\/random/,
      /node:/,
      /\bDate\b/,
      /Math\.random/,
      /\bawait\b/,
      /new KafkaError/,
    ])
      t.notMatch(text, outside, `src/${machine}/apply.ts`)
  }
})

t.test(
  '3. the same log gives the same rows, however it is cut: at once, batch by batch, with a restart in between',
  async t => {
    const words = Array.from({ length: 40 }, (_, i) => `k${(i * 7) % 11}=${i}${i % 3 ? '' : `,k${i % 5}=${i}`}`).join(
      ' ',
    )
    const whole = opened(t)
    whole.replay(new Log(words), put(whole))
    const dir = directory(t)
    const log = new Log(words)
    const { endOffset } = log
    for (let written = 1; written <= endOffset; written++) {
      const view = open(dir)
      log.written = written
      view.replay(log, put(view))
      view.close()
    }
    t.same(rows(opened(t, dir)), rows(whole))
    // One that counts for itself is found out.
    let count = 0
    const counting =
      (view: View): ApplyBatch =>
      () =>
        view.run('INSERT INTO pair VALUES (?, ?)', `k${count}`, String(count++))
    const [first, second] = [opened(t), opened(t)]
    first.replay(new Log(words), counting(first))
    second.replay(new Log(words), counting(second))
    t.not(rows(first).join(), rows(second).join())
  },
)

t.test('4. the view is disposable: another version, or a file that is none, is thrown away', async t => {
  const dir = directory(t)
  const log = new Log('a=1 b=2')
  const first = open(dir, 1)
  first.replay(log, put(first))
  first.close()
  const same = open(dir, 1)
  t.same(rows(same), ['a=1', 'b=2'], 'it is as it was left')
  same.close()
  const next = open(dir, 2)
  t.same(rows(next), [])
  t.equal(next.position('state-0'), undefined)
  t.equal(next.replay(log, put(next)), 2)
  t.same(rows(next), ['a=1', 'b=2'])
  next.close()
  for (const nonsense of [
    'not a database, and longer than the header of one would be, which is 100 bytes long '.repeat(3),
    '',
  ]) {
    fs.writeFileSync(path.join(dir, 'pairs.db'), nonsense)
    const view = open(dir, 2)
    t.equal(view.replay(log, put(view)), 2)
    t.same(rows(view), ['a=1', 'b=2'])
    view.close()
  }
  View.discard(path.join(dir, 'pairs.db'))
  t.same(fs.readdirSync(dir), [])
})

t.test('4. a file that a power cut has torn is thrown away', async t => {
  const [dir, copy] = [directory(t), directory(t)]
  const file = path.join(copy, 'pairs.db')
  const view = opened(t, dir)
  const log = new Log(Array.from({ length: 2000 }, (_, i) => `key${i}=${'x'.repeat(50)}`).join(','))
  view.replay(log, put(view))
  view.db.pragma('wal_checkpoint(TRUNCATE)')
  view.replay(log.append('last=1'), put(view))
  for (const name of fs.readdirSync(dir)) fs.copyFileSync(path.join(dir, name), path.join(copy, name))
  const whole = fs.readFileSync(file)
  t.ok(fs.statSync(`${file}-wal`).size > 0, 'it was not closed')
  for (const [what, bytes] of [
    ['as it was', whole],
    ['a page of it', Buffer.concat([whole.subarray(0, 8192), Buffer.alloc(4096, 0xaa), whole.subarray(12288)])],
    ['its end', whole.subarray(0, 4096 * 5)],
    ['all but its first page', Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(whole.length - 4096)])],
  ] as const) {
    const wal = fs.readFileSync(`${file}-wal`)
    fs.writeFileSync(file, bytes)
    const found = open(copy)
    t.equal(rows(found).length, what === 'as it was' ? 2001 : 0, what)
    found.replay(log, put(found))
    t.same(rows(found), rows(view), what)
    found.close()
    fs.writeFileSync(`${file}-wal`, wal)
  }
})

t.test('4. a view that is no beginning of the log does not fit it', async t => {
  const view = opened(t)
  t.ok(view.fits(new Log('')), 'an empty view fits any log')
  view.replay(new Log('a=1 b=2', { epoch: 3 }), put(view)) // 0, 1 in epoch 3
  const at = (words: string, epoch: number, more: Partial<Log> = {}) =>
    view.fits(Object.assign(new Log(words, { epoch }), more))
  t.ok(at('a=1 b=2', 3))
  t.ok(at('a=1 b=2 c=3', 3), 'the log has gone on')
  t.notOk(at('a=1', 3), 'the log ends before: it was cut, or is another')
  t.notOk(at('a=1 x=2', 4), 'the last that was applied has another epoch')
  t.notOk(at('a=1 b=2 c=3', 3, { written: 1 }), 'it holds what was never committed')
  t.notOk(at('a=1 b=2 c=3 d=4', 3, { logStartOffset: 3 }), 'what lies between is gone')
  t.ok(at('a=1 b=2 c=3', 3, { logStartOffset: 2 }), 'nothing is missing, though nobody knows the epoch')
})

t.test(
  '5. the open transaction is the uncommitted state: readers see what is committed, a failed append is a rollback',
  async t => {
    const view = opened(t)
    view.replay(new Log('a=1'), put(view))
    view.begin()
    view.begin() // It has begun already.
    view.run("UPDATE pair SET value = '2'")
    const reader = view.reader()
    t.teardown(() => reader.close())
    t.same(rows(view), ['a=2'])
    t.same(rows(reader), ['a=1'])
    view.rollback()
    t.same(rows(view), ['a=1'])
    view.begin()
    view.run("UPDATE pair SET value = '3'")
    view.commit()
    t.same(rows(reader), ['a=1'], 'its picture stays, however long it is read from')
    const next = view.reader()
    t.teardown(() => next.close())
    t.same(rows(next), ['a=3'])
    view.commit()
    view.rollback()
    t.same(rows(view), ['a=3'], 'there is nothing to end')
  },
)
