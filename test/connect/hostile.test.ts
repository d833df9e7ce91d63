/** Connectors that throw, or hang, at each stage of their life: they are FAILED, or left behind, and the worker goes on. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { Producer } from '../../src/client/producer/producer.ts'
import type { Started } from '../../src/connect/start.ts'
import { typescript } from '../kit/typescript.ts'
import { eventually, rest, startMember, startWorker, type World, workerSettings, world } from './kit.ts'

const settings = {
  'plugin.path': path.join(import.meta.dirname, 'hostile.ts'),
  'task.shutdown.graceful.timeout.ms': '300',
  'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
}
const makes: Readonly<Record<string, (t: Test, world: World) => Promise<Started>>> = {
  standalone: (t, place) => startWorker(t, place, settings, { connectorStopMs: 500 }),
  distributed: (t, place) =>
    startMember(t, place, { ...settings, 'scheduled.rebalance.max.delay.ms': '0' }, { connectorStopMs: 500 }),
}
type Status = { connector: { state: string; trace?: string }; tasks: { state: string; trace?: string }[] }

/** Which part fails, and what the connector's own part is then; undefined: nothing fails, what it threw is only logged. */
const stages: Readonly<Record<'source' | 'sink', Readonly<Record<string, 'connector' | 'task' | undefined>>>> = {
  source: {
    start: 'connector',
    task: 'task',
    poll: 'task',
    commit: undefined,
    commitRecord: undefined,
    taskStop: undefined,
    stop: undefined,
  },
  sink: {
    start: 'connector',
    task: 'task',
    open: 'task',
    put: 'task',
    flush: undefined,
    close: undefined,
    taskStop: undefined,
    stop: undefined,
  },
}

for (const [make, start] of Object.entries(makes))
  t.test(`${make}: what throws is FAILED with its stack, and the others run`, { timeout: 120_000 }, async t => {
    const place = await world(t)
    const { url } = await start(t, place)
    await using producer = new Producer({ 'bootstrap.servers': place.bootstrap })
    await producer.send({ topic: 'hostile', value: 'one' })
    const status = async (name: string): Promise<Status> => (await rest(url, 'GET', `/connectors/${name}/status`)).body
    const put = (name: string, config: Record<string, string>) => rest(url, 'PUT', `/connectors/${name}/config`, config)
    const runs = ({ connector, tasks }: Status) => connector?.state === 'RUNNING' && tasks?.[0]?.state === 'RUNNING'
    await put('well', { 'connector.class': 'HostileSource', topic: 'well' })
    for (const kind of ['source', 'sink'] as const)
      for (const [stage, failing] of Object.entries(stages[kind])) {
        const name = `${kind}-${stage}`
        const config = {
          'connector.class': kind === 'source' ? 'HostileSource' : 'HostileSink',
          stages: stage,
          ...(kind === 'sink' && { topics: 'hostile' }),
        }
        await put(name, config)
        const { connector, tasks } = await eventually(
          () => status(name),
          found =>
            failing === 'connector'
              ? found.connector?.state === 'FAILED'
              : failing === 'task'
                ? found.tasks?.[0]?.state === 'FAILED'
                : runs(found),
          `${name} is ${failing ? 'FAILED' : 'RUNNING'}`,
        )
        const trace = failing === 'connector' ? connector.trace : tasks[0]?.trace
        if (failing) t.match(trace, new RegExp(`Error: broken at ${stage}\\n +at `), `${name}: its stack`)
        t.match(await rest(url, 'GET', `/connectors/${name}`), { status: 200, body: { name } })
        await eventually(
          () => rest(url, 'DELETE', `/connectors/${name}`),
          ({ status }) => status === 204,
          'it goes',
        )
        await eventually(
          () => rest(url, 'GET', `/connectors/${name}/status`),
          ({ status }) => status === 404,
          'all of it',
        )
      }
    t.ok(runs(await status('well')), 'the other one runs')
    t.match(await put('invalid', { 'connector.class': 'HostileSource', stages: 'validate' }), {
      status: 500,
      body: { error_code: 500, message: /broken at validate/ },
    })
    t.match(await rest(url, 'GET', '/connectors/invalid'), { status: 404 })
    await put('tasks', { 'connector.class': 'HostileSource', stages: 'taskConfigs' })
    t.match(
      await eventually(
        () => rest(url, 'GET', '/connectors/tasks'),
        ({ status }) => status === 200,
        'it is there',
      ),
      {
        body: { tasks: [] },
      },
    )
    await put('offsets', { 'connector.class': 'HostileSource', stages: 'alterOffsets' })
    await eventually(() => status('offsets'), runs, 'it runs')
    await rest(url, 'PUT', '/connectors/offsets/stop')
    const reset = await eventually(
      () => rest(url, 'DELETE', '/connectors/offsets/offsets'),
      ({ status }) => status !== 409 && status !== 400,
      'it is stopped',
    )
    t.match(reset, { status: 500, body: { message: /broken at alterOffsets/ } })
  })

for (const [make, start] of Object.entries(makes))
  t.test(`${make}: what hangs holds up nobody else`, { timeout: 120_000 }, async t => {
    const place = await world(t)
    const worker = await start(t, place)
    const { url } = worker
    await using producer = new Producer({ 'bootstrap.servers': place.bootstrap })
    await producer.send({ topic: 'hostile', value: 'one' })
    const hanging = ['validate', 'start', 'taskConfigs', 'task', 'poll', 'commit', 'taskStop', 'stop']
    const putting = hanging.map(stage =>
      rest(url, 'PUT', `/connectors/${stage}/config`, {
        'connector.class': 'HostileSource',
        stages: stage,
        how: 'hang',
      }).catch(() => {}),
    )
    for (const stage of ['put', 'flush', 'close'])
      putting.push(
        rest(url, 'PUT', `/connectors/${stage}/config`, {
          'connector.class': 'HostileSink',
          topics: 'hostile',
          stages: stage,
          how: 'hang',
        }).catch(() => {}),
      )
    await new Promise(resolve => setTimeout(resolve, 500))
    const began = Date.now()
    const put = await rest(url, 'PUT', '/connectors/well/config', { 'connector.class': 'HostileSource', topic: 'well' })
    t.match(put, { status: 201 })
    await eventually(
      async () => (await rest(url, 'GET', '/connectors/well/status')).body as Status,
      ({ connector, tasks }) => connector?.state === 'RUNNING' && tasks?.[0]?.state === 'RUNNING',
      'the other one runs',
    )
    t.ok(Date.now() - began < 5000, `it runs after ${Date.now() - began} ms`)
    for (const name of ['poll', 'taskStop', 'put', 'flush']) {
      const deleted = await eventually(
        () => rest(url, 'DELETE', `/connectors/${name}`),
        ({ status }) => status !== 409,
        'settled',
      )
      t.match(deleted, { status: 204 }, name)
      await eventually(
        () => rest(url, 'GET', `/connectors/${name}`),
        ({ status }) => status === 404,
        'it is gone',
      )
    }
    const ending = Date.now()
    await worker.stop()
    t.ok(Date.now() - ending < 15_000, `the worker stops all the same, after ${Date.now() - ending} ms`)
    await Promise.all(putting)
  })

// As a process: what nobody catches ends one.
t.test(
  'what a connector throws out of nowhere is a line of the log, and the worker goes on',
  { timeout: 60_000 },
  async t => {
    const place = await world(t)
    const file = path.join(place.dir, 'worker.properties')
    const given = workerSettings(place, settings)
    fs.writeFileSync(
      file,
      Object.entries(given)
        .map(each => `${each.join('=')}\n`)
        .join(''),
    )
    const script = path.join(import.meta.dirname, 'standalone-process.ts')
    const child = spawn(process.execPath, [typescript, script, file], { stdio: ['ignore', 'ignore', 'pipe'] })
    const over = new Promise<number | null>(resolve => child.once('exit', resolve))
    t.teardown(() => void child.kill('SIGKILL'))
    let log = ''
    child.stderr.on('data', chunk => {
      log += chunk
    })
    const [, url] = await eventually(
      () => /ready at (http\S+) /.exec(log) ?? [],
      found => found.length > 0,
      'it is ready',
    )
    for (const stages of ['start', 'poll'])
      t.match(
        await rest(url!, 'PUT', `/connectors/${stages}/config`, {
          'connector.class': 'HostileSource',
          stages,
          how: 'stray',
        }),
        { status: 201 },
      )
    await eventually(
      () => log,
      text =>
        ['error of start', 'rejection of start', 'error of poll'].every(what => text.includes(`Error: stray ${what}`)),
      'it says so',
    )
    t.match(log, /threw where nobody waits for it, in a timer or a promise/)
    t.match((await rest(url!, 'GET', '/connectors/poll/status')).body, { tasks: [{ state: 'RUNNING' }] })
    child.kill('SIGTERM')
    t.equal(await over, 0, 'it stops when it is told to')
  },
)

t.test('a connector of the command line that cannot be ends the worker, and is no fault of ours', async t => {
  const place = await world(t)
  const write = (name: string, values: Readonly<Record<string, string>>) => {
    const file = path.join(place.dir, name)
    fs.writeFileSync(
      file,
      Object.entries(values)
        .map(each => `${each.join('=')}\n`)
        .join(''),
    )
    return file
  }
  const worker = write('worker.properties', workerSettings(place, settings))
  const cases: [config: Record<string, string>, message: RegExp][] = [
    [{ name: 'x' }, /^Failed to create connector for .*: Connector config \{name=x\} contains no connector type$/m],
    [{ name: 'x', 'connector.class': 'Nope' }, /^Failed to create connector for .*: .* which name matches Nope/m],
  ]
  for (const [config, message] of cases) {
    const script = path.join(import.meta.dirname, 'standalone-process.ts')
    const child = spawn(process.execPath, [typescript, script, worker, write('connector.properties', config)])
    t.teardown(() => void child.kill('SIGKILL'))
    let said = ''
    child.stderr.on('data', chunk => {
      said += chunk
    })
    t.equal(await new Promise(resolve => child.once('close', resolve)), 1)
    t.match(said, message)
    t.notMatch(said, /tskafka broke|a fault of tskafka/)
  }
})
