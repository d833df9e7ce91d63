/** A start that is refused changes nothing: the next one finds the directories as the last stop has left them. */
import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { Broker } from '../../src/broker/broker.ts'
import { batchOf, createTopic, directory, fetchFrom, produceTo, startBroker } from './start.ts'

/** What the lock, and a view that can be thrown away, lie in. */
const DISPOSABLE = /^(\.lock|.*\.db(-wal|-shm|-journal|\.sum)?)$/

/** Every file by name, with its bytes; every directory. */
function tree(dir: string): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>()
  for (const entry of fs.readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (DISPOSABLE.test(entry.name)) continue
    const file = path.join(entry.parentPath, entry.name)
    found.set(path.relative(dir, file), entry.isFile() ? fs.readFileSync(file, 'latin1') : undefined)
  }
  return found
}

interface Refusal {
  what: string
  /** Make the start impossible, and what undoes that. */
  spoil: (t: Test, dirs: readonly string[]) => Promise<() => unknown> | (() => unknown)
  configs?: Record<string, string>
  error: { name: string; message: RegExp }
}

const edit = (file: string, change: (text: string) => string) => {
  const text = fs.readFileSync(file, 'latin1')
  fs.writeFileSync(file, change(text), 'latin1')
  return () => fs.writeFileSync(file, text, 'latin1')
}

/** A partition lies in both directories. @returns the place of the copy */
function copyToTheOther(dirs: readonly string[], partition: string): string {
  const places = dirs.map(dir => path.join(dir, partition))
  const [from] = places.filter(place => fs.existsSync(place))
  const [to] = places.filter(place => place !== from)
  fs.cpSync(from!, to!, { recursive: true })
  return to!
}

const refusals: Refusal[] = [
  {
    what: 'a partition lies in two directories',
    spoil(_, dirs) {
      const to = copyToTheOther(dirs, 'orders-0')
      return () => fs.rmSync(to, { recursive: true })
    },
    error: { name: 'DirectoryError', message: /lies both in/ },
  },
  {
    what: 'a directory is of another node',
    spoil: (_, [, two]) => edit(path.join(two!, 'meta.properties'), text => text.replace('node.id=1', 'node.id=9')),
    error: { name: 'DirectoryError', message: /belongs to node 9/ },
  },
  {
    what: 'a directory is of another cluster',
    spoil: (_, [, two]) =>
      edit(path.join(two!, 'meta.properties'), text =>
        text.replace(/cluster.id=.*/, 'cluster.id=AQIDBAUGBwgJCgsMDQ4PEA'),
      ),
    error: { name: 'DirectoryError', message: /belongs to cluster AQIDBAUGBwgJCgsMDQ4PEA/ },
  },
  {
    what: 'the meta.properties of the metadata’s directory is gone',
    spoil(_, [one]) {
      const file = path.join(one!, 'meta.properties')
      fs.renameSync(file, `${one}-away`)
      return () => fs.renameSync(`${one}-away`, file)
    },
    error: { name: 'DirectoryError', message: /meta.properties is missing/ },
  },
  {
    what: 'a directory is in use',
    async spoil(t, [, two]) {
      const moved = `${two}-of-another`
      fs.renameSync(two!, moved)
      const other = await startBroker(t, {}, two)
      return async () => {
        await other.broker.close()
        fs.rmSync(two!, { recursive: true })
        fs.renameSync(moved, two!)
      }
    },
    error: { name: 'DirectoryError', message: /in use by another broker/ },
  },
  {
    what: 'the port is in use',
    spoil: () => () => {},
    error: { name: 'ListenError', message: /the port is in use/ },
  },
  {
    what: 'the metadata begins where no snapshot leads to',
    spoil(_, [one]) {
      const log = path.join(one!, '__cluster_metadata-0')
      const names = fs.readdirSync(log).filter(name => name.endsWith('.checkpoint'))
      const views = fs.readdirSync(one!).filter(name => /^metadata\.db/.test(name))
      for (const name of views) fs.rmSync(path.join(one!, name))
      const texts = names.map(name => [name, fs.readFileSync(path.join(log, name))] as const)
      for (const name of names) fs.rmSync(path.join(log, name))
      const file = path.join(log, '00000000000000009999-0000000009.checkpoint')
      fs.writeFileSync(file, texts[0]![1])
      return () => {
        fs.rmSync(file)
        for (const [name, text] of texts) fs.writeFileSync(path.join(log, name), text)
      }
    },
    error: { name: 'CorruptLogError', message: /there is a snapshot up to 9999: records are missing/ },
  },
]

for (const { what, spoil, error } of refusals)
  t.test(`where ${what}`, async t => {
    const root = directory(t)
    const dirs = ['one', 'two'].map(name => path.join(root, name))
    const configs = { 'log.dirs': dirs.join(), listeners: 'PLAINTEXT://127.0.0.1:0' }
    const first = await startBroker(t, configs)
    const connection = await first.connect()
    await createTopic(connection, 'orders', 2)
    for (const index of [0, 1]) await produceTo(connection, 'orders', index, batchOf([`in ${index}`]))
    const { port } = new URL(`tcp://${first.broker.address}`)
    await first.broker.close()
    // A deletion that was interrupted.
    fs.mkdirSync(path.join(dirs[1]!, `gone-0.${'a'.repeat(32)}-delete`))

    const undo = await spoil(t, dirs)
    const holder = /port/.test(what) ? await startBroker(t, { listeners: `PLAINTEXT://127.0.0.1:${port}` }) : undefined
    const before = dirs.map(tree)
    const listeners = holder ? `PLAINTEXT://127.0.0.1:${port}` : configs.listeners
    await t.rejects(Broker.start({ configs: { ...configs, listeners } }), error)
    // What is removed in the background would be by now.
    await new Promise(resolve => setTimeout(resolve, 20))
    t.strictSame(dirs.map(tree), before, 'nothing has changed')
    await holder?.broker.close()
    await undo()

    const again = await startBroker(t, configs)
    t.ok(again.broker.logs.cleanShutdown, 'the last stop is a clean one still')
    t.notOk(
      dirs.some(dir => fs.existsSync(path.join(dir, '.kafka_cleanshutdown'))),
      'and a kill is a crash, from now on',
    )
    const reader = await again.connect()
    for (const index of [0, 1]) t.same((await fetchFrom(reader, 'orders', index, 0)).values, [`0 in ${index}`])
  })

t.test('a new directory is not formatted by a start that is refused', async t => {
  const root = directory(t)
  const dirs = ['one', 'two'].map(name => path.join(root, name))
  const first = await startBroker(t, { 'log.dirs': dirs.join() })
  await createTopic(await first.connect(), 'orders', 2)
  await first.broker.close()
  copyToTheOther(dirs, 'orders-0')
  const third = path.join(root, 'three')
  const start = () =>
    Broker.start({ configs: { 'log.dirs': [...dirs, third].join(), listeners: 'PLAINTEXT://127.0.0.1:0' } })
  await t.rejects(start(), { name: 'DirectoryError' })
  t.same([...tree(third).keys()], [])
})
