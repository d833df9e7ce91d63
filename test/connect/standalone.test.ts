/** A standalone worker, from files to topics to files; what it survives, and what it says when it cannot. */
import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { readJavaMap } from '../../src/connect/storage/java-map.ts'
import { eventually, read, rest, startWorker, type World, world } from './kit.ts'

async function files(t: Test) {
  const place = await world(t)
  const [input, output] = [path.join(place.dir, 'in.txt'), path.join(place.dir, 'out.txt')]
  const source = { 'connector.class': 'FileStreamSource', file: input, topic: 'lines' }
  const sink = { 'connector.class': 'FileStreamSink', file: output, topics: 'lines' }
  return { place, input, output, source, sink }
}

const put = async (url: string, name: string, config: Record<string, string>) => {
  const { status, body } = await rest(url, 'PUT', `/connectors/${name}/config`, config)
  if (status >= 300) throw new Error(JSON.stringify(body))
}

const stateOf = async (url: string, name: string) => (await rest(url, 'GET', `/connectors/${name}/status`)).body
const positions = ({ dir }: World) => {
  const bytes = fs.existsSync(path.join(dir, 'offsets')) ? fs.readFileSync(path.join(dir, 'offsets')) : Buffer.alloc(0)
  return bytes.length === 0
    ? ''
    : readJavaMap(bytes, 'offsets')
        .map(([, value]) => String(value))
        .join()
}

t.test('lines go from file to file, and so do those that come later', async t => {
  const { place, input, output, source, sink } = await files(t)
  fs.writeFileSync(input, 'foo\nbar\n')
  const { url } = await startWorker(t, place)
  await put(url, 'source', source)
  await put(url, 'sink', sink)
  await eventually(
    () => read(output),
    text => text === 'foo\nbar\n',
    'both lines',
  )
  fs.appendFileSync(input, 'no end yet')
  fs.appendFileSync(input, ', and now\r\nlast\n')
  await eventually(
    () => read(output),
    text => text === 'foo\nbar\nno end yet, and now\nlast\n',
    'later lines',
  )
})

t.test('after a restart it goes on where it was, in bytes', async t => {
  const { place, input, output, source, sink } = await files(t)
  fs.writeFileSync(input, 'größe\nzwei\n')
  const first = await startWorker(t, place)
  await put(first.url, 'source', source)
  await put(first.url, 'sink', sink)
  await eventually(
    () => read(output),
    text => text === 'größe\nzwei\n',
    'both lines',
  )
  await first.stop()
  t.equal(positions(place), '{"position":13}')
  fs.appendFileSync(input, 'drei\n')
  const second = await startWorker(t, place)
  await put(second.url, 'source', source)
  await put(second.url, 'sink', sink)
  await eventually(
    () => read(output),
    text => text === 'größe\nzwei\ndrei\n',
    'the third line, and no other twice',
  )
})

t.test('a file that comes later is waited for', async t => {
  const { place, input, output, source, sink } = await files(t)
  const { url } = await startWorker(t, place)
  await put(url, 'source', source)
  await put(url, 'sink', sink)
  await eventually(
    () => place.log.join('\n'),
    text => /Couldn't find file/.test(text),
    'a warning',
  )
  fs.writeFileSync(input, 'late\n')
  await eventually(
    () => read(output),
    text => text === 'late\n',
    'its line',
  )
})

t.test('paused connectors neither read nor write, and go on when they are resumed', async t => {
  const { place, input, output, source, sink } = await files(t)
  fs.writeFileSync(input, 'one\n')
  const { url } = await startWorker(t, place)
  await put(url, 'source', source)
  await put(url, 'sink', sink)
  await eventually(
    () => read(output),
    text => text === 'one\n',
    'the first line',
  )
  await rest(url, 'PUT', '/connectors/sink/pause')
  await eventually(
    () => stateOf(url, 'sink'),
    ({ tasks }) => tasks[0]?.state === 'PAUSED',
    'the sink pauses',
  )
  fs.appendFileSync(input, 'two\n')
  await eventually(
    () => positions(place),
    text => text.includes(':8'),
    'the source has read it',
  )
  await new Promise(resolve => setTimeout(resolve, 500))
  t.equal(read(output), 'one\n')
  await rest(url, 'PUT', '/connectors/sink/resume')
  await eventually(
    () => read(output),
    text => text === 'one\ntwo\n',
    'the second line',
  )
  t.match(await stateOf(url, 'sink'), { connector: { state: 'RUNNING' }, tasks: [{ state: 'RUNNING' }] })
})

const THROWING = `
export const Throwing = {
  kind: 'source', version: '1.2', config: { when: { type: 'string' } },
  start(config) {
    if (config.when === 'start') throw new Error('no start today')
    return { taskConfigs: () => config.when === 'taskConfigs' ? boom() : [{ when: config.when }] }
  },
  task(config, context) {
    if (config.when === 'task') throw new Error('no task today')
    return { poll: async () => { if (config.when === 'poll') boom(); return null }, stop() { if (config.when === 'stop') boom() } }
  },
}
function boom() { throw new TypeError('it went boom', { cause: new Error('the fuse') }) }
export const Sink = {
  kind: 'sink', version: '1', config: { when: { type: 'string' } },
  task: config => ({ put(records) { if (records.length > 0) boom() } }),
}
`

t.test('a connector that throws is FAILED with its stack, and the worker goes on', async t => {
  const { place, input, output, source, sink } = await files(t)
  fs.writeFileSync(path.join(place.dir, 'throwing.mjs'), THROWING)
  fs.writeFileSync(input, 'still here\n')
  const { url } = await startWorker(t, place, { 'plugin.path': path.join(place.dir, 'throwing.mjs') })
  const failing = (when: string) => ({ 'connector.class': 'Throwing', when })
  t.match(await rest(url, 'PUT', '/connectors/start/config', failing('start')), {
    status: 500,
    body: { message: /Failed to transition connector start to state STARTED/ },
  })
  t.match(await stateOf(url, 'start'), {
    connector: { state: 'FAILED', trace: /no start today[\s\S]*throwing.mjs/, version: '1.2' },
    tasks: [],
  })
  t.match(await rest(url, 'PUT', '/connectors/configs/config', failing('taskConfigs')), { status: 500 })
  for (const [when, trace] of [
    ['task', /no task today/],
    ['poll', /TypeError: it went boom[\s\S]*Caused by: Error: the fuse/],
  ] as const) {
    await put(url, when, failing(when))
    const status = await eventually(
      () => stateOf(url, when),
      ({ tasks }) => tasks[0]?.state === 'FAILED',
      `${when} fails`,
    )
    t.match(status, { connector: { state: 'RUNNING' }, tasks: [{ trace }] })
  }
  await put(url, 'stop', failing('stop'))
  await put(url, 'throwing-sink', { 'connector.class': 'Sink', topics: 'lines', when: 'put' })
  await put(url, 'source', source)
  await put(url, 'sink', sink)
  await eventually(
    () => read(output),
    text => text === 'still here\n',
    'others go on',
  )
  await eventually(
    () => stateOf(url, 'throwing-sink'),
    ({ tasks }) => tasks[0]?.state === 'FAILED',
    'the sink fails',
  )
  t.match(await rest(url, 'DELETE', '/connectors/stop'), { status: 204 })
  t.match(await rest(url, 'POST', '/connectors/poll/restart?includeTasks=true&onlyFailed=true'), {
    status: 202,
    body: { connector: { state: 'RUNNING' }, tasks: [{ state: 'RESTARTING' }] },
  })
})

const COUNTER = `
import { Schema, sourceConnector, RetriableError } from 'tskafka'
const tables: string[] = ['a']
export const Counter = sourceConnector({
  version: '1.0.0',
  config: { topic: { type: 'string', nonEmpty: true }, upTo: { type: 'int', default: 3, min: 1 } },
  validate: config => config.upTo % 2 === 0 ? { upTo: 'Only odd numbers, ' + config.upTo + ' is even' } : {},
  start: (config, context, given) => {
    setTimeout(() => { tables.push('b'); context.requestTaskReconfiguration() }, 300)
    return { taskConfigs: max => tables.slice(0, max).map(table => ({ ...given, table })) }
  },
  async task(config, context, given) {
    const table = given.table as string
    let next = Number((await context.offsets.offset({ table }))?.n ?? 0)
    let failures = 0
    return {
      async poll() {
        if (failures++ < 2) throw new RetriableError('try again')
        if (next >= config.upTo) { await new Promise(resolve => setTimeout(resolve, 50)); return null }
        next++
        return [{ sourcePartition: { table }, sourceOffset: { n: next }, topic: config.topic,
          keySchema: Schema.string, key: table,
          valueSchema: Schema.struct({ n: Schema.int32, text: Schema.optional(Schema.string) }), value: { n: next } }]
      },
    }
  },
})
`

t.test('a plugin in TypeScript: validated, retried, asked for tasks again, from where it was', async t => {
  const { place, output, sink } = await files(t)
  fs.mkdirSync(path.join(place.dir, 'plugins'))
  fs.writeFileSync(path.join(place.dir, 'plugins', 'counter.ts'), COUNTER)
  const more = { 'plugin.path': path.join(place.dir, 'plugins'), 'key.converter': 'String' }
  const first = await startWorker(t, place, more)
  const config = { 'connector.class': 'Counter', topic: 'lines', 'tasks.max': '2', 'sink.x': '1' }
  t.match(await rest(first.url, 'PUT', '/connectors/counter/config', { ...config, upTo: '4' }), {
    status: 400,
    body: { message: /1 error\(s\):\nOnly odd numbers, 4 is even\n/ },
  })
  t.match(await rest(first.url, 'PUT', '/connectors/counter/config', { ...config, upTo: '0' }), {
    status: 400,
    body: { message: /Invalid value 0 for configuration upTo: Value must be at least 1/ },
  })
  await put(first.url, 'counter', config)
  await put(first.url, 'sink', sink)
  const lines = (text: string) => text.split('\n').filter(Boolean).sort()
  await eventually(
    () => lines(read(output)),
    all => all.length === 6,
    'three of each table',
  )
  t.same(lines(read(output)), [
    'Struct{n=1}',
    'Struct{n=1}',
    'Struct{n=2}',
    'Struct{n=2}',
    'Struct{n=3}',
    'Struct{n=3}',
  ])
  t.match((await rest(first.url, 'GET', '/connectors/counter')).body, { tasks: { length: 2 }, type: 'source' })
  await eventually(
    async () => (await rest(first.url, 'GET', '/connectors/counter/offsets')).body.offsets.length,
    count => count === 2,
    'an offset of each table',
  )
  await first.stop()
  const second = await startWorker(t, place, more)
  await put(second.url, 'counter', { ...config, upTo: '5' })
  await put(second.url, 'sink', sink)
  await eventually(
    () => lines(read(output)).length,
    count => count === 10,
    'two more of each',
  )
})

t.test('what is wrong with a worker is said before it runs', async t => {
  const place = await world(t)
  await t.rejects(startWorker(t, place, { 'key.converter': 'Jason' }), /did you mean Json/)
  await t.rejects(startWorker(t, place, { listeners: 'tcp://x' }), /http:\/\/host:port/)
  await t.rejects(startWorker(t, place, { 'config.providers': 'x' }), /there is no config.providers.x.class/)
  await t.rejects(startWorker(t, place, { 'connector.client.config.override.policy': 'Some' }), /matches Some/)
  await t.rejects(startWorker(t, place, { 'rest.extension.classes': 'x' }), /there is only/)
  const { addresses } = await startWorker(t, place, { 'offset.flush.intervall.ms': '1' })
  t.match(
    place.log.join('\n'),
    /offset.flush.intervall.ms is not a setting of a worker: did you mean offset.flush.interval.ms\?/,
  )
  await t.rejects(startWorker(t, place, { listeners: addresses[0]! }), /Cannot listen on .*EADDRINUSE/)
  fs.writeFileSync(path.join(place.dir, 'offsets'), 'nonsense')
  await t.rejects(startWorker(t, place), /offsets is damaged at byte/)
})
