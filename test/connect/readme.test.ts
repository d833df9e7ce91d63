/** The connector that src/connect/README.md shows: it is thirty lines, the compiler takes it, and it runs as it is printed. */
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { Consumer } from '../../src/client/consumer/consumer.ts'
import { directory } from '../broker/start.ts'
import { eventually, rest, startWorker, world } from './kit.ts'
import { connectors, settingsTable, tableIn, withTable } from './settings-table.ts'

const root = path.resolve(import.meta.dirname, '../..')
const readme = fs.readFileSync(path.join(root, 'src/connect/README.md'), 'utf8')
const [, heartbeat = ''] = /^`plugins\/heartbeat\.ts`[\s\S]*?^```ts\n(.*?)^```$/ms.exec(readme) ?? []

/** As somebody's own project has it, with this package's types. */
function project(t: Test, files: Record<string, string>): string {
  const dir = directory(t)
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(dir, name), text)
  const compilerOptions = {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    typeRoots: [path.join(root, 'node_modules/@types')],
    types: ['node'],
    paths: { tskafka: [path.join(root, 'src/index.ts')] },
  }
  fs.writeFileSync(path.join(dir, 'package.json'), '{"type":"module"}')
  fs.writeFileSync(path.join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  return dir
}

/** tap's own NODE_OPTIONS, which it gives to every child, are not for a compiler. */
const compiled = (dir: string) =>
  promisify(execFile)('env', ['-u', 'NODE_OPTIONS', path.join(root, 'node_modules/.bin/tsc'), '-p', dir]).then(
    () => '',
    ({ stdout, stderr }) => `${stdout}${stderr}`,
  )

t.test('its types are those of the package', async t => {
  t.equal(heartbeat.trimEnd().split('\n').length, 32, 'thirty lines, more or less')
  t.equal(await compiled(project(t, { 'heartbeat.ts': heartbeat })), '')
})

t.test('every other program in it compiles too', async t => {
  const programs = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, program]) => program!)
  t.equal(programs.length, 2)
  t.equal(await compiled(project(t, Object.fromEntries(programs.map((text, index) => [`p${index}.ts`, text])))), '')
})

t.test('without a helper function, typed by the interfaces alone', async t => {
  const dir = project(t, {
    'typed.ts': `
import type { ConfigOf, Converter, HeaderConverter, Predicate, SinkConnector, SinkTask, SourceConnector, SourceTask,
  Transformation } from 'tskafka'
const table = { topic: { type: 'string' }, 'batch.size': { type: 'int', default: 10 } } as const
class Task implements SourceTask {
  readonly config: ConfigOf<typeof table>
  constructor(config: ConfigOf<typeof table>) { this.config = config }
  poll() { return [{ topic: this.config.topic, sourcePartition: {}, sourceOffset: { n: this.config['batch.size'] + 1 } }] }
}
export const Source: SourceConnector<typeof table> = { kind: 'source', version: '1', config: table, task: own => new Task(own) }
class Writer implements SinkTask {
  async put(records: Parameters<SinkTask['put']>[0]) { for (const { offset } of records) console.log(offset + 1) }
}
export const Sink: SinkConnector<typeof table> = { kind: 'sink', version: '1', config: table, task: () => new Writer() }
export const Loud: Transformation<typeof table> = {
  kind: 'transformation', version: '1', config: table, create: () => record => ({ ...record, value: String(record.value) }),
}
export const Odd: Predicate<typeof table> = { kind: 'predicate', version: '1', config: table, create: () => ({ value }) => value === 1 }
export const bytes: Converter = {
  toBytes: (topic, schema, value) => Buffer.from(topic + schema?.type + value), fromBytes: () => ({ schema: null, value: 1 }),
}
export const header: HeaderConverter = { toBytes: () => null, fromBytes: () => ({ schema: null, value: null }) }
`,
    'wrong.ts': `
import type { SourceConnector } from 'tskafka'
export const Wrong: SourceConnector = { kind: 'source', version: '1', config: {}, task: () => ({ poll: () => [{ value: 1 }] }) }
`,
  })
  const said = await compiled(dir)
  t.match(said, /wrong\.ts\(3,\d+\): .*topic/, 'a record without a topic is refused')
  t.notMatch(said, /typed\.ts/)
})

t.test('it runs as printed, and a restart goes on', async t => {
  const place = await world(t)
  fs.mkdirSync(path.join(place.dir, 'plugins'))
  fs.writeFileSync(path.join(place.dir, 'plugins', 'heartbeat.ts'), heartbeat)
  const more = { 'plugin.path': path.join(place.dir, 'plugins') }
  const config = { 'connector.class': 'Heartbeat', topic: 'beats', 'interval.ms': '20' }
  const consumer = new Consumer({ 'bootstrap.servers': place.bootstrap, 'auto.offset.reset': 'earliest' })
  t.teardown(() => consumer.close())
  const beats: number[] = []
  const beat = async () => {
    for (const { value } of await consumer.poll(100)) beats.push(JSON.parse(String(value)).payload.number)
    return beats.length
  }
  const start = async () => {
    const worker = await startWorker(t, place, more)
    t.match(await rest(worker.url, 'PUT', '/connectors/heart/config', config), { status: 201 })
    return worker
  }
  const first = await start()
  await consumer.subscribe(['beats'])
  await eventually(beat, count => count >= 5, 'five beats')
  await first.stop()
  const before = await beat()
  await start()
  await eventually(beat, count => count >= before + 5, 'five more')
  t.same(
    beats,
    beats.map((_, index) => index + 1),
    'none is missing, none is twice',
  )
  t.equal(place.log.filter(line => /WARN|ERROR/.test(line)).join('\n'), '')
})

t.test('wrong settings are a 400 that names each', async t => {
  const place = await world(t)
  fs.writeFileSync(path.join(place.dir, 'heartbeat.ts'), heartbeat)
  const { url } = await startWorker(t, place, { 'plugin.path': path.join(place.dir, 'heartbeat.ts') })
  const { status, body } = await rest(url, 'PUT', '/connectors/heart/config', {
    'connector.class': 'Heartbeat',
    topic: '',
    'interval.ms': '0',
  })
  t.equal(status, 400)
  t.match(
    body.message,
    /2 error\(s\):[\s\S]*topic: String must be non-empty[\s\S]*interval\.ms: Value must be at least 1/,
  )
})

t.test('each shipped connector has a table of its settings, as they are defined', async t => {
  const file = path.join(root, 'src/connect/README.md')
  // GOLDEN=1 writes them anew.
  if (process.env['GOLDEN']) {
    let text = readme
    for (const [name, plugin] of connectors) text = withTable(text, name, settingsTable(plugin))
    fs.writeFileSync(file, text)
  }
  const text = fs.readFileSync(file, 'utf8')
  for (const [name, plugin] of connectors) {
    t.equal(tableIn(text, name), settingsTable(plugin), name)
    for (const [setting, { doc }] of Object.entries(plugin.config)) t.ok(doc, `${name} ${setting} says what it is for`)
  }
})
