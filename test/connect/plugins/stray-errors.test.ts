/** Errors that nobody waits for do not end a worker; those of our own do. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { strayMessage } from '../../../src/connect/runtime/stray-errors.ts'
import { typescript } from '../../kit/typescript.ts'
import { eventually, rest, workerSettings, world } from '../kit.ts'

const STRAY = `
export const Stray = {
  kind: 'source', version: '1', config: {},
  start: (config, context) => ({ taskConfigs: () => [{}], stop() { setTimeout(() => context.raiseError(new Error('too late')), 50) } }),
  task: () => ({
    async poll() { await new Promise(resolve => setTimeout(resolve, 50)); return null },
    stop() {
      setTimeout(() => { throw new Error('from a timer') }, 20)
      Promise.reject(new Error('from a promise'))
      Promise.reject('only text')
      new Promise((_, reject) => setTimeout(reject, 30))
      fetch('http://127.0.0.1:1/')
    },
  }),
}
`
const QUITTER = `
export const Quitter = {
  kind: 'source', version: '1', config: { late: { type: 'boolean' } },
  task: ({ late }) => ({
    async poll() {
      if (late) setTimeout(() => process.exit(4), 10)
      else process.exit(3)
      await new Promise(resolve => setTimeout(resolve, 50))
      return null
    },
  }),
}
`

t.test('a worker survives what its plugins throw after they were stopped', async t => {
  const place = await world(t)
  const plugins = path.join(place.dir, 'plugins')
  fs.mkdirSync(plugins)
  fs.writeFileSync(path.join(plugins, 'stray.mjs'), STRAY)
  fs.writeFileSync(path.join(plugins, 'quitter.mjs'), QUITTER)
  const given = workerSettings(place, { 'plugin.path': plugins })
  const file = path.join(place.dir, 'worker.properties')
  fs.writeFileSync(
    file,
    Object.entries(given)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  )
  const child = spawn(process.execPath, [typescript, path.join(import.meta.dirname, 'worker-process.ts'), file], {
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  let log = ''
  child.stderr.on('data', chunk => {
    log += chunk
  })
  const over = new Promise<number | null>(resolve => child.once('exit', resolve))
  t.teardown(() => child.kill('SIGKILL'))
  const [, url = ''] = await eventually(
    () => /is ready at (\S+)/.exec(log) ?? [],
    found => found.length > 0,
    'it is ready',
    30_000,
  )
  const put = () => rest(url, 'PUT', '/connectors/stray/config', { 'connector.class': 'Stray' })
  const running = () =>
    eventually(
      async () => (await rest(url, 'GET', '/connectors/stray/status')).body,
      body => body.tasks?.[0]?.state === 'RUNNING',
      'it runs',
    )
  await put()
  await running()
  t.equal((await rest(url, 'DELETE', '/connectors/stray')).status, 204)
  await eventually(
    () => log,
    text =>
      [/from a timer/, /from a promise/, /only text/, /reason "undefined"/, /fetch failed|bad port/, /too late/].every(
        each => each.test(text),
      ),
    'all of them are in the log',
  ).catch(error => t.fail(`${error.message}\n${log}`))
  t.match(
    log,
    /Stray of .*stray\.mjs threw where nobody waits for it, in a timer or a promise: catch it there.*\n.*Error: from a timer\n.*stray\.mjs:/,
  )
  t.equal((await rest(url, 'GET', '/connectors/stray/status')).status, 404, 'no status comes back')
  const quit = (late: boolean) =>
    rest(url, 'PUT', '/connectors/quitter/config', { 'connector.class': 'Quitter', late: String(late) })
  await quit(false)
  const { tasks } = await eventually(
    async () => (await rest(url, 'GET', '/connectors/quitter/status')).body,
    body => body.tasks?.[0]?.state === 'FAILED',
    'its task has failed',
  )
  t.match(tasks[0].trace, /Quitter of .*quitter\.mjs called process\.exit\(3\), which would end[\s\S]*quitter\.mjs:/)
  await quit(true)
  await eventually(
    () => log,
    text => /Quitter of .* called process\.exit\(4\)/.test(text),
    'a timer that ends the process is in the log',
  )
  t.match((await put()).status, 201)
  await running()
  child.kill('SIGTERM')
  t.equal(await over, 0)
})

t.test('a fault of ours is not a plugin’s', async t => {
  const error = new Error('x')
  const stack = (...frames: string[]) => {
    error.stack = ['Error: x', ...frames.map(frame => `    at ${frame}`)].join('\n')
    return strayMessage(error, [{ class: 'P', location: '/plugins/p.ts', plugin: {} as never }])
  }
  const own = path.resolve(import.meta.dirname, '../../../src/connect/runtime/worker.ts')
  t.equal(stack('node:internal/timers:1:1', `Worker.run (${own}:5:7)`, 'f (/plugins/p.ts:1:2)'), undefined)
  t.match(stack(`f (/plugins/p.ts:1:2)`, `Worker.run (${own}:5:7)`), /^P of \/plugins\/p\.ts threw/)
  t.match(stack(`f (file:///plugins/p.ts?tskafka-plugin=1:1:2)`), /^P of/)
  t.match(stack('afterConnect (node:net:1:2)'), /^A plugin, or something that it uses/)
})
