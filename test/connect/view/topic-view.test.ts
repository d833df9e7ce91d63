/** The view of a topic: used when it fits, made anew when it does not, and never wrong. */
import { fork } from 'node:child_process'
import { randomInt } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import t, { type Test } from 'tap'
import { Admin } from '../../../src/client/admin/admin.ts'
import { resourceTypes } from '../../../src/client/admin/configs.ts'
import { Producer } from '../../../src/client/producer/producer.ts'
import { keyBytes, offsetBytes, readOffset } from '../../../src/connect/storage/offsets.ts'
import type { OffsetsTopic } from '../../../src/connect/storage/offsets-topic.ts'
import { noteClosed } from '../../../src/view/sum.ts'
import { directory, startBroker } from '../../broker/start.ts'
import { typescript } from '../../kit/typescript.ts'
import { eventually } from '../kit.ts'
import { offsetsStore, type Place } from './offsets-store.ts'

interface World extends Place {
  log: string[]
}

const { broker } = await startBroker(t)
let places = 0
const place = (t: Test): World => ({
  bootstrap: broker.address,
  topic: `offsets-${++places}`,
  file: path.join(directory(t), 'offsets.db'),
  log: [],
})

async function open(t: Test, world: World, readCommitted = false) {
  const store = offsetsStore(world, line => world.log.push(line), readCommitted)
  t.teardown(() => store.stop())
  await store.start()
  return store
}

const key = (name: string) => keyBytes('lines', { file: name })
const put = (store: OffsetsTopic, values: Record<string, number | null>) =>
  store.set(Object.entries(values).map(([name, at]) => [key(name), offsetBytes(at === null ? null : { at })]))
const get = async (store: OffsetsTopic, ...names: string[]) =>
  (await store.get(names.map(key))).map(value => readOffset(value)?.['at'])

/** As a file that was closed so. */
function tamper(file: string, ...statements: string[]): void {
  const db = new Database(file)
  for (const each of statements) db.exec(each)
  db.close()
  noteClosed(file)
}

t.test('a start reads on where the view stands, and what came meanwhile', async t => {
  const world = place(t)
  const first = await open(t, world)
  await put(first, { a: 1, b: 2 })
  t.strictSame(await get(first, 'a', 'b'), [1, 2])
  for (const suffix of ['', '-wal', '-shm'])
    t.equal(fs.statSync(world.file + suffix).mode & 0o777, 0o600, `${suffix} is private`)
  await first.stop()
  tamper(world.file, `UPDATE source_offset SET value = '{"at":77}' WHERE key = '["lines",{"file":"a"}]'`)
  const wrong = new Database(world.file)
  t.equal(wrong.prepare('SELECT count(*) AS count FROM source_offset').pluck().get(), 2)
  wrong.close()
  tamper(
    world.file,
    `UPDATE source_offset SET value = CAST('{"at":77}' AS BLOB) WHERE key = CAST('["lines",{"file":"a"}]' AS BLOB)`,
  )
  await using producer = new Producer({ 'bootstrap.servers': world.bootstrap })
  await producer.send({ topic: world.topic, key: key('b'), value: null })
  await producer.send({ topic: world.topic, key: key('c'), value: offsetBytes({ at: 3 }) })
  const second = await open(t, world)
  t.strictSame(await get(second, 'a', 'b', 'c'), [77, undefined, 3], 'what is not read again is as the file has it')
  t.same((await second.partitions('lines')).length, 2)
  t.strictSame(world.log, [])
})

t.test('a view that does not fit is thrown away, and that is said', async t => {
  const wrong = `UPDATE source_offset SET value = CAST('{"at":77}' AS BLOB)`
  const rows: [what: string, spoil: (world: World) => void | Promise<void>, said: RegExp, readCommitted?: boolean][] = [
    ['of another cluster', ({ file }) => tamper(file, wrong, "UPDATE folded SET source = 'x' || source"), /it is of x/],
    [
      'read with transactions',
      ({ file }) => tamper(file, wrong),
      /read_uncommitted, and this is .* read_committed/,
      true,
    ],
    [
      'behind the end',
      ({ file }) => tamper(file, wrong, 'UPDATE applied SET next_offset = 99'),
      /stands at 99 .* 0 to 2/,
    ],
    ['of another epoch', ({ file }) => tamper(file, wrong, 'UPDATE applied SET epoch = 7'), /with epoch 7/],
    [
      'too old',
      ({ file }) => tamper(file, wrong, 'UPDATE folded SET caught_up_at = caught_up_at - 43200001'),
      /has not followed/,
    ],
    [
      'of the future',
      ({ file }) => tamper(file, wrong, 'UPDATE folded SET caught_up_at = caught_up_at + 9e6'),
      /has not followed/,
    ],
    [
      'of another version',
      ({ file }) => tamper(file, wrong, 'PRAGMA user_version = 99'),
      /another version, or damaged/,
    ],
    ['no database', ({ file }) => fs.writeFileSync(file, 'nonsense'), /another version, or damaged/],
    ['with one wrong bit', ({ file }) => flip(file), /another version, or damaged/],
    [
      'before the beginning',
      async ({ file, bootstrap, topic }) => {
        tamper(file, wrong, 'UPDATE applied SET next_offset = 0')
        await using admin = await Admin.connect({ 'bootstrap.servers': bootstrap })
        // What is only compacted has no beginning that can be moved.
        for (const policy of ['delete', 'compact']) {
          await admin.incrementalAlterConfigs([
            {
              type: resourceTypes.topic,
              name: topic,
              changes: [{ name: 'cleanup.policy', operation: 0, value: policy }],
            },
          ])
          if (policy === 'delete') await admin.deleteRecords([{ topic, partition: 0, offset: 1 }])
        }
      },
      /stands at 0 .* has 1 to 2/,
    ],
    [
      'of a topic that was deleted',
      async ({ file, bootstrap, topic }) => {
        tamper(file, wrong)
        await using admin = await Admin.connect({ 'bootstrap.servers': bootstrap })
        await admin.deleteTopics([topic])
        await eventually(
          async () =>
            (
              await admin.createTopics([
                { name: topic, partitions: 1, replicationFactor: 1, configs: { 'cleanup.policy': 'compact' } },
              ])
            )[0]?.error,
          error => error === undefined,
          'the topic is made again',
        )
        await using producer = new Producer({ 'bootstrap.servers': bootstrap })
        for (const [name, at] of [
          ['a', 1],
          ['b', 2],
        ] as const)
          await producer.send({ topic, key: key(name), value: offsetBytes({ at }) })
      },
      /it is of .*, and this is/,
    ],
  ]
  for (const [what, spoil, said, readCommitted] of rows)
    await t.test(what, async t => {
      const world = place(t)
      const first = await open(t, world)
      await put(first, { a: 1 })
      await put(first, { b: 2 })
      await get(first)
      await first.stop()
      await spoil(world)
      const second = await open(t, world, readCommitted)
      const a = what === 'before the beginning' ? undefined : 1
      t.strictSame(await get(second, 'a', 'b'), [a, 2], 'as the topic has it')
      t.equal(world.log.length, 1)
      t.match(world.log[0], said)
    })
})

function flip(file: string): void {
  const bytes = fs.readFileSync(file)
  bytes[bytes.indexOf('{"at":1}') + 6]! ^= 1
  fs.writeFileSync(file, bytes)
}

t.test('a file that breaks while the worker runs is given up, and the topic read again', async t => {
  const world = place(t)
  const store = await open(t, world)
  await put(store, { a: 1, b: 2 })
  t.strictSame(await get(store, 'a'), [1])
  const other = new Database(world.file)
  other.exec('DROP TABLE source_offset')
  other.close()
  t.strictSame(await get(store, 'a', 'b'), [1, 2], 'found by who asks')
  await put(store, { a: 3 })
  t.strictSame(await get(store, 'a', 'b'), [3, 2])
  await store.stop()
  t.match(world.log.join(), /cannot be kept, and is thrown away: no such table/)
  const next = await open(t, world)
  t.strictSame(await get(next, 'a', 'b'), [3, 2])
  const other2 = new Database(world.file)
  other2.exec('DROP TABLE source_offset')
  other2.close()
  await put(next, { c: 4 })
  t.strictSame(await get(next, 'a', 'b', 'c'), [3, 2, 4], 'found by who writes')
})

// Offset n has the value n for the key n % KEYS: what rows must say at a position is known.
const KEYS = 7
t.test('kill -9 in the middle of writing leaves rows and position of one moment', async t => {
  const world = place(t)
  await (await open(t, world)).stop()
  await using producer = new Producer({ 'bootstrap.servers': world.bootstrap })
  let written = 0
  let isOver = false
  const writing = (async () => {
    while (!isOver) {
      const batch = Array.from({ length: 50 }, () => written++)
      await Promise.all(
        batch.map(at => producer.send({ topic: world.topic, key: key(String(at % KEYS)), value: offsetBytes({ at }) })),
      )
      await new Promise(resolve => setTimeout(resolve, 2))
    }
  })()
  let last = 0
  for (let round = 0; round < 4; round++) {
    const child = fork(
      path.join(import.meta.dirname, 'follow-process.ts'),
      [world.bootstrap, world.topic, world.file],
      {
        execArgv: [typescript],
      },
    )
    await new Promise(resolve => child.once('message', resolve))
    await new Promise(resolve => setTimeout(resolve, randomInt(5, 120)))
    child.kill('SIGKILL')
    await new Promise(resolve => child.once('exit', resolve))
    const db = new Database(world.file, { readonly: true })
    const position = db.prepare('SELECT next_offset FROM applied').pluck().get() as number
    const rows = db.prepare('SELECT value FROM source_offset').pluck().all() as Buffer[]
    db.close()
    const expected = Array.from({ length: Math.min(KEYS, position) }, (_, i) => position - 1 - i)
    t.strictSame(
      rows.map(value => readOffset(value)!['at'] as number).sort((a, b) => b - a),
      expected,
      `round ${round}, at ${position}`,
    )
    t.ok(position > last, 'it goes on where it was')
    last = position
  }
  isOver = true
  await writing
  const store = await open(t, world)
  const newest = Array.from({ length: KEYS }, (_, i) => written - KEYS + i)
  t.strictSame(await get(store, ...newest.map(n => String(n % KEYS))), newest)
  t.strictSame(world.log, [], 'and the view was good each time')
})
