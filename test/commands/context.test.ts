/** context: names of clusters, which command takes them from where, and what is said of names that there are not. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { cluster } from '../../commands/cluster.ts'
import { context } from '../../commands/context.ts'
import { topics } from '../../commands/topics.ts'
import { contextsFile } from '../../src/cli/contexts.ts'
import { directory, startBroker } from '../broker/start.ts'
import { typed } from '../cli/world.ts'

type T = Parameters<typeof directory>[0]

function setUp(t: T) {
  const cwd = directory(t)
  const env: Record<string, string> = { XDG_CONFIG_HOME: cwd }
  const run = (line: string) => typed(context, line.split(' '), { env, cwd })
  return { cwd, env, run }
}

t.test('contexts are added, used, listed and removed', async t => {
  const { cwd, env, run } = setUp(t)
  fs.writeFileSync(path.join(cwd, 'prod.properties'), 'client.id=me\n')
  t.match(await run('list'), { code: 0, stdout: '', stderr: /^There are no contexts. Try: tskafka context add dev/ })
  t.match(await run('add dev --bootstrap-server localhost:9092'), {
    code: 0,
    stdout: 'Context dev is localhost:9092, and in use\n', // the first one
  })
  t.match(await run('add prod --bootstrap-server a:1,b:2 --command-config prod.properties'), {
    stdout: 'Context prod is a:1,b:2. To use it: tskafka context use prod\n',
  })
  t.match(await run('use prod'), { code: 0, stdout: 'Context prod is in use: a:1,b:2\n' })
  t.equal((await run('list')).stdout, `  dev   localhost:9092\n* prod  a:1,b:2  ${cwd}/prod.properties\n`)
  t.match(JSON.parse((await run('list --json')).stdout), {
    contexts: [
      { name: 'dev', current: false },
      { name: 'prod', current: true, bootstrapServer: 'a:1,b:2', commandConfig: `${cwd}/prod.properties` },
    ],
  })
  t.equal(fs.statSync(contextsFile({ env })!).mode & 0o777, 0o600, 'the user’s alone')
  t.match(await run('remove prod'), { code: 0, stdout: 'Context prod is forgotten: none is in use now\n' })
  t.match(await run('use --none'), { code: 0 })
  t.equal((await run('list')).stdout, '  dev  localhost:9092\n')
})

t.test('a context is where no address is typed: --context, the environment, the one in use', async t => {
  const { broker } = await startBroker(t)
  const { cwd, env, run } = setUp(t)
  await run(`add here --bootstrap-server ${broker.address}`)
  await run('add gone --bootstrap-server 127.0.0.1:1')
  const list = (words: string[], more: Record<string, string> = {}) =>
    typed(topics, ['--list', ...words], { cwd, env: { ...env, ...more } })
  const here = { code: 0, stdout: '\n' }
  const gone = { code: 1, stdout: /127\.0\.0\.1:1/ }
  t.match(await list([]), here, 'the one in use')
  t.match(await list(['--context', 'gone']), gone)
  t.match(await list([], { TSKAFKA_CONTEXT: 'gone' }), gone)
  t.match(await list(['--context', 'here'], { TSKAFKA_CONTEXT: 'gone' }), here, 'what is typed comes first')
  t.match(await list(['--bootstrap-server', broker.address], { TSKAFKA_CONTEXT: 'gone' }), here, 'an address too')
  t.match(await list(['--bootstrap-server', broker.address, '--context', 'gone']), {
    code: 1,
    stderr: /^--context and --bootstrap-server both say which cluster: give one of them\n/,
  })
  t.match(await typed(cluster, ['cluster-id', '--context', 'here'], { env }), { code: 0, stdout: /^Cluster ID: / })
  t.match(
    await typed(cluster, ['cluster-id', '--con', 'x'], { env }),
    { stderr: /^Cannot read x: / },
    'no new meaning of --con',
  )
})

t.test('the settings of a context are those of its commands, unless others are typed', async t => {
  const { broker } = await startBroker(t)
  const { cwd, env, run } = setUp(t)
  const file = path.join(cwd, 'slow.properties')
  fs.writeFileSync(file, 'request.timeout.ms=many\n')
  fs.writeFileSync(path.join(cwd, 'fine.properties'), '')
  await run(`add here --bootstrap-server ${broker.address} --command-config ${file}`)
  const list = (...words: string[]) => typed(topics, ['--list', ...words], { cwd, env })
  t.match(await list(), { code: 1, stdout: /many/ })
  t.match(await list('--command-config', 'fine.properties'), { code: 0 })
})

t.test('without a context a missing address is what it was', async t => {
  for (const env of [{}, { XDG_CONFIG_HOME: '/nowhere' }] as Record<string, string>[])
    t.match(await typed(topics, ['--list'], { env }), { code: 1, stderr: /^--bootstrap-server is missing/ })
})

t.test('wrong names, wrong words, wrong files', async t => {
  const { cwd, env, run } = setUp(t)
  await run('add prod --bootstrap-server localhost:9092')
  const rows: [line: string, message: RegExp][] = [
    ['use prd', /^There is no context "prd". Did you mean prod\?\nTry: tskafka context list\n$/],
    ['use constructor', /^There is no context "constructor": there are prod\n/],
    ['remove', /^The name of the context is missing\nTry: tskafka context remove dev\n/],
    ['use a b', /^One name is enough: "b" is too much/],
    ['add dev', /^--bootstrap-server is missing/],
    ['add dev --bootstrap-server localhost', /^--bootstrap-server "localhost" is no address/],
    ['add a/b --bootstrap-server localhost:1', /^"a\/b" cannot be a name/],
    ['add dev --bootstrap-server localhost:1 --command-config nope', /^Cannot read nope: there is no such file/],
    [
      'lst',
      /^"lst" is not a command of tskafka context: there are add, use, list, remove\nTry: tskafka context list\n/,
    ],
  ]
  for (const [line, message] of rows) t.match(await run(line), { code: 2, stdout: '', stderr: message }, line)
  t.match(await typed(topics, ['--list'], { env: { ...env, TSKAFKA_CONTEXT: 'prd' } }), {
    code: 1,
    stderr: /^There is no context "prd". Did you mean prod\?/,
  })
  const file = contextsFile({ env })!
  fs.writeFileSync(file, '{"contexts":')
  t.match(await run('list'), { code: 2, stderr: new RegExp(`^${file} is no list of contexts: .*\nTry: rm ${file}\n`) })
  fs.writeFileSync(file, '{"contexts":{"a":{}}}')
  t.match(await run('list'), { code: 2, stderr: /has a context without a bootstrapServer/ })
  t.match(await typed(context, ['add', 'a', '--bootstrap-server', 'a:1'], { env: {}, cwd }), {
    code: 2,
    stderr: /neither XDG_CONFIG_HOME nor HOME is set/,
  })
})
