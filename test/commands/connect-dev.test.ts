/** `connect dev`: one connector of one file, its records, its changes; and the other commands under `connect`. */
import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { connect } from '../../commands/connect.ts'
import { connectDev } from '../../commands/connect-dev.ts'
import { connectPluginPath } from '../../commands/connect-plugin-path.ts'
import { run } from '../../src/cli/run.ts'
import { directory } from '../broker/start.ts'
import { typed, world } from '../cli/world.ts'
import { eventually } from '../connect/kit.ts'

const SOURCE = (word: string) => `
import type { SourceConnector } from 'tskafka'
import { step } from './step.ts'
const config = { topic: { type: 'string' } } as const
export const Count: SourceConnector<typeof config> = {
  kind: 'source', version: '1', config,
  async task({ topic }, { offsets, signal }) {
    let n = Number((await offsets.offset({}))?.n ?? 0)
    return { async poll() {
      await new Promise(resolve => setTimeout(resolve, 20))
      if (signal.aborted) return null
      n += step
      return [{ topic, sourcePartition: {}, sourceOffset: { n }, key: 'k', value: { ${word}: n } }]
    } }
  },
}
`
const SINK = `
export const Sink = { kind: 'sink', version: '1', config: {}, task: () => ({ put(records) {
  for (const { value } of records) if (value.bad) throw new Error('too bad')
} }) }
`

function files(t: Test, texts: Record<string, string> = {}) {
  const cwd = directory(t)
  const all = { 'count.ts': SOURCE('n'), 'step.ts': 'export const step: number = 1', 'sink.mjs': SINK, ...texts }
  for (const [name, text] of Object.entries(all)) fs.writeFileSync(path.join(cwd, name), text)
  return cwd
}

t.test('a source: its records, one a line, until there are enough', async t => {
  const cwd = files(t)
  const { code, stdout, stderr } = await typed(
    connectDev,
    ['count.ts', '--config', 'topic=counts', '--max-records', '3'],
    { cwd },
  )
  t.equal(code, 0, stderr)
  t.equal(stdout, [1, 2, 3].map(n => `counts key="k" {"n":${n}} offset {"n":${n}}\n`).join(''))
  t.match(stderr, /^The broker is 127\.0\.0\.1:\d+; count\.ts is watched, Ctrl-C ends\n$/)
})

t.test('a dry run: before and after each transform', async t => {
  const cwd = files(t)
  const config = [
    'topic=counts',
    'transforms=hoist,same,drop',
    'transforms.hoist.type=HoistField$Value',
    'transforms.hoist.field=in',
    'transforms.same.type=DropHeaders',
    'transforms.same.headers=x',
    'transforms.drop.type=Filter',
    'transforms.drop.predicate=p',
    'predicates=p',
    'predicates.p.type=RecordIsTombstone',
    'transforms.drop.negate=true',
  ]
  const { code, stdout } = await typed(connect, ['dev', 'count.ts', ...config, '--dry-run', '--max-records', '2'], {
    cwd,
  })
  t.equal(code, 0)
  t.match(
    stdout,
    /^#1 counts key="k" \{"n":1\} offset \{"n":1\}\n {3}after hoist: counts key="k" \{"in":\{"n":1\}\} offset \{"n":1\}\n {3}after same: .*\n {3}not let through by drop\n#2 /,
  )
})

t.test('a change starts it anew, with its offsets; what cannot be loaded leaves the one before', async t => {
  const cwd = files(t)
  const made = world({ cwd })
  const over = run(connectDev, ['count.ts', 'topic=counts'], made.io)
  const shown = (text: RegExp) =>
    eventually(
      () => made.stdout + made.stderr,
      all => text.test(all),
      String(text),
    )
  await shown(/\{"n":5\}/)
  fs.writeFileSync(path.join(cwd, 'count.ts'), SOURCE('changed'))
  await shown(/Started anew after \d+ ms/)
  await shown(/\{"changed":\d+\}/)
  const first = Number(/"changed":(\d+)/.exec(made.stdout)![1])
  const last = Number([...made.stdout.matchAll(/\{"n":(\d+)\} offset/g)].at(-1)![1])
  t.equal(first, last + 1, 'from where the one before was')
  fs.writeFileSync(path.join(cwd, 'step.ts'), 'export const step: number = = 2')
  await shown(/step\.ts:1:\d+: Unexpected "="[\s\S]*The one before runs on/)
  fs.writeFileSync(path.join(cwd, 'step.ts'), 'export const step: number = 1000')
  await shown(/"changed":1\d{3}\}/)
  made.interrupt()
  t.equal(await over, 0)
})

t.test('a sink gets the lines that are typed', async t => {
  const cwd = files(t)
  const good = await typed(connectDev, ['sink.mjs'], { cwd, stdin: '{"a":1}\nk\t{"b":[true]}\nk\tnull' })
  t.match(good, {
    code: 1,
    stdout: 'dev-0@0 {"a":1}\ndev-0@1 key="k" {"b":[true]}\ndev-0@2 key="k" null\n',
    stderr: /Cannot read properties of null[\s\S]*sink\.mjs:3/,
  })
  const bad = await typed(connectDev, ['sink.mjs'], { cwd, stdin: '{"a":1}\n{"bad":true}\n' })
  t.match(bad, { code: 1, stderr: /Caused by: Error: too bad[\s\S]*sink\.mjs:3/ })
  const dry = await typed(connectDev, ['sink.mjs', '--dry-run'], { cwd, stdin: '{"bad":true}\n' })
  t.match(dry, { code: 0, stdout: '#1 dev-0@0 {"bad":true}\n' }, 'it is not asked in a dry run')
})

t.test('what is wrong is said, with what to do', async t => {
  const cwd = files(t, {
    'two.mjs': SINK + SINK.replace('Sink', 'Other'),
    'none.mjs': 'export const x = 1',
    'broken.ts': 'const = 1',
    'only.mjs': `export const T = { kind: 'transformation', version: '1', config: {}, create: () => r => r }`,
    'throws.mjs': SINK.replace('task: () =>', `start() { throw new Error('no start') }, task: () =>`),
  })
  const cases: [string[], RegExp][] = [
    [[], /The file of the connector is missing\nTry: tskafka connect dev \.\/my-source\.ts/],
    [['no.ts'], /There is no no\.ts/],
    [['count.ts', 'oops'], /"oops" is no setting: it is name=value/],
    [
      ['count.ts', '--once'],
      /Missing required configuration "topic" which has no default value\.\nSettings are given as --config name=value/,
    ],
    [['two.mjs'], /exports Other and Sink: choose one by --config connector\.class=Other/],
    [['two.mjs', 'connector.class=Third'], /which name matches Third/],
    [['none.mjs'], /exports no plugin \(only x\)/],
    [['only.mjs'], /exports no connector, only T \(transformation\)/],
    [['broken.ts'], /broken\.ts:1:7: Expected identifier but found "="/],
    [['throws.mjs', '--once'], /no start[\s\S]*throws\.mjs/],
  ]
  for (const [argv, message] of cases) {
    const { code, stderr } = await typed(connectDev, argv, { cwd })
    t.match(stderr, message, argv.join(' '))
    t.equal(code, 1)
  }
})

t.test('--data keeps broker and offsets for the next time', async t => {
  const cwd = files(t)
  const argv = ['count.ts', 'topic=counts', '--data', 'kept', '--max-records', '2']
  t.match((await typed(connectDev, argv, { cwd })).stdout, /^counts key="k" \{"n":1\}/)
  t.match((await typed(connectDev, argv, { cwd })).stdout, /^counts key="k" \{"n":[3-9]\}/)
})

t.test('plugins of a path: Kafka’s columns, totals and exit codes', async t => {
  const cwd = files(t, { 'broken.ts': 'const = 1', 'worker.properties': 'plugin.path=plugins' })
  fs.mkdirSync(path.join(cwd, 'plugins'))
  for (const name of ['count.ts', 'step.ts', 'broken.ts'])
    fs.renameSync(path.join(cwd, name), path.join(cwd, 'plugins', name))
  const { code, stdout, stderr } = await typed(
    connectPluginPath,
    ['list', '--worker-config', 'worker.properties', '--plugin-location', 'sink.mjs'],
    { cwd },
  )
  t.equal(code, 0)
  t.equal(
    stdout.replaceAll(cwd, '$DIR'),
    `pluginName	firstAlias	secondAlias	pluginVersion	pluginType	isLoadable	hasManifest	pluginLocation
broken.ts	N/A	N/A	undefined	unknown	false	true	$DIR/plugins/broken.ts
Count	N/A	N/A	1	source	true	true	$DIR/plugins/count.ts
Sink	N/A	N/A	1	sink	true	true	$DIR/sink.mjs

Total plugins:      	3
Loadable plugins:   	2
Compatible plugins: 	2
`,
  )
  t.match(stderr, /broken\.ts:1:7:[\s\S]*step\.ts exports no plugin \(only step\)/)
  t.match(await typed(connect, ['plugin-path', 'list', '--plugin-path', 'plugins'], { cwd }), {
    code: 0,
    stdout: /^Count\t/m,
  })
  t.match(await typed(connectPluginPath, ['sync-manifests', '--plugin-path', 'plugins', '--dry-run'], { cwd }), {
    code: 0,
    stdout: /\nNo changes required\.\n$/,
  })
  t.match(await typed(connectPluginPath, ['list', '--plugin-location', 'plugins'], { cwd }), {
    code: 0,
    stderr: /plugins is no plugin: it has no package\.json\. Plugins in a folder are found by --plugin-path\n$/,
  })
  t.match(await typed(connectPluginPath, ['list', '--plugin-path', 'gone'], { cwd }), {
    code: 3,
    stderr: /There is no gone/,
  })
  t.match(await typed(connectPluginPath, ['list'], { cwd }), {
    code: 1,
    stderr: /Must specify at least one --plugin-location/,
  })
})
