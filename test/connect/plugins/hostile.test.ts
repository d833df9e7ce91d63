/**
 * Wrong plugins: whatever they do, they fail by themselves, with a word that helps their author; the worker and its other
 * connectors go on. Each case is a plugin's body, and what its status must say.
 */
import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { Producer } from '../../../src/client/producer/producer.ts'
import { eventually, read, rest, startWorker, world } from '../kit.ts'

const GOOD = `topic: 'out', sourcePartition: { p: 1 }, sourceOffset: { n: 1 }`
/** A source that returns this from its first poll. */
const polling = (returned: string) => `
  task: () => { let polls = 0; return { async poll() { await wait(5); return polls++ === 0 ? ${returned} : null } } },`
const record = (more: string) => polling(`[{ ${GOOD}, ${more} }]`)

/** Undefined: it runs, and nothing is wrong. */
const sources: Record<string, [body: string, said: RegExp | undefined]> = {
  'poll returns nothing': [polling('undefined'), undefined],
  'poll returns a text': [polling(`'abc'`), /poll\(\) returned string abc.*array of records/],
  'poll returns one record': [polling(`{ ${GOOD} }`), /poll\(\) returned Object.*array of records/],
  'poll returns a list of nothing': [polling('[undefined]'), /poll\(\) returned a record that is undefined/],
  'no topic': [polling(`[{ sourcePartition: {}, sourceOffset: {} }]`), /topic is undefined/],
  'a null topic': [record('topic: null'), /topic is null/],
  'a number for a topic': [record('topic: 7'), /topic is number 7/],
  'an empty topic': [record(`topic: ''`), /topic is string/],
  'a topic that cannot be': [record(`topic: 'a b/c'`), /INVALID_TOPIC|a b\/c/],
  'no place': [polling(`[{ topic: 'out' }]`), /sourcePartition is undefined/],
  'a text for an offset': [record(`sourceOffset: 'five'`), /sourceOffset is string five/],
  'a nested offset': [record('sourceOffset: { a: { b: 1 } }'), /field "a" of the offset/],
  'a function in an offset': [record('sourceOffset: { a() {} }'), /offset.*a.*|function/],
  'an offset in a circle': [
    record('sourceOffset: (() => { const o = {}; o.o = o; return o })()'),
    /field "o" of the offset/,
  ],
  'not a number in an offset': [record('sourceOffset: { a: NaN }'), /field "a" of the offset.*NaN/],
  'a date in a place': [record('sourcePartition: { a: new Date() }'), /field "a" of the partition/],
  'a type that is none': [record(`valueSchema: { type: 'int65', optional: false }, value: 1`), /int65/],
  'a text for a schema': [record(`valueSchema: 'string', value: 'x'`), /schema/i],
  'a struct without fields': [
    record(`valueSchema: { type: 'struct', optional: false }, value: { a: 1 }`),
    /struct.*fields|fields.*struct/i,
  ],
  'a text for a struct': [record(`valueSchema: Schema.struct({ a: Schema.int32 }), value: 'x'`), /STRUCT.*string x/],
  'a field of another type': [
    record(`valueSchema: Schema.struct({ a: Schema.int32 }), value: { a: 'x' }`),
    /INT32: string x \(field "a"\)/,
  ],
  'a required field that is not there': [
    record(`valueSchema: Schema.struct({ a: Schema.int32 }), value: {}`),
    /null value for field that is required .*\(field "a"\)/,
  ],
  'a number too large': [record(`valueSchema: Schema.int8, value: 300`), /INT8.*number 300/],
  'a function for a value': [record('value: () => 1'), /function/],
  'a symbol for a value': [record('value: Symbol("s")'), /symbol/i],
  'a value that throws when it is looked at': [
    record(`value: { get a() { throw new Error('do not look') } }`),
    /do not look/,
  ],
  'a value in a circle': [
    record('value: (() => { const o = {}; o.o = o; return o })()'),
    /nested too deep, or holds itself/,
  ],
  'headers that are none': [record('headers: { a: 1 }'), /headers is Object/],
  'a header without a name': [record('headers: [{ schema: null, value: 1 }]'), /header.*key is undefined/],
  'a negative partition': [record('partition: -1'), /partition is number -1/],
  'a text for a partition': [record(`partition: 'x'`), /partition is string x/],
  'a timestamp that is none': [record('timestamp: NaN'), /timestamp NaN/],
  'a date for a timestamp': [record('timestamp: new Date()'), /timestamp/],
  'poll throws nothing': [`task: () => ({ poll() { throw undefined } }),`, /threw undefined/],
  'poll throws a text': [`task: () => ({ poll() { throw 'just text' } }),`, /just text/],
  'poll throws what throws': [
    `task: () => ({ poll() { throw { toString() { throw new Error('never') } } } }),`,
    /threw/,
  ],
  'poll throws an error whose stack throws': [
    `task: () => ({ poll() { const e = new Error('deep'); Object.defineProperty(e, 'stack', { get() { throw new Error('no stack') } }); throw e } }),`,
    /deep/,
  ],
  'task is nothing': [`task: () => undefined,`, /task\(\) returned undefined.*poll/],
  'task cannot poll': [`task: () => ({}),`, /task\(\) returned Object.*poll/],
  'start is nothing': [
    `start: () => undefined, task: () => ({ poll: () => null }),`,
    /start\(\) returned undefined.*taskConfigs/,
  ],
  'tasks are no list': [
    `start: () => ({ taskConfigs: () => ({}) }), task: () => ({ poll: () => null }),`,
    /taskConfigs\(\) returned Object.*array/,
  ],
  'a task is nothing': [
    `start: () => ({ taskConfigs: () => [null] }), task: () => ({ poll: () => null }),`,
    /taskConfigs\(\).*null/,
  ],
  'a task’s settings are no texts': [
    `start: () => ({ taskConfigs: () => [{ n: 1 }] }), task: (config, context, given) => { if (given.n !== '1') throw new Error('n is ' + typeof given.n); return { async poll() { await wait(20); return null } } },`,
    undefined,
  ],
  'it fails itself with nothing': [
    `start: (config, context) => { setTimeout(() => context.raiseError(undefined), 20); return { taskConfigs: () => [] } }, task: () => ({ poll: () => null }),`,
    /raiseError|undefined/,
  ],
  'commitRecord and commit throw, stop never ends': [
    `task: () => { let polls = 0; return { async poll() { await wait(5); return polls++ === 0 ? [{ ${GOOD} }] : null },
      commitRecord() { throw new Error('x') }, async commit() { throw 'y' }, stop: () => new Promise(() => {}) } },`,
    undefined,
  ],
  'it changes what it returned': [
    `task: () => { let polls = 0; return { async poll() { await wait(5); if (polls++) return null; const all = [{ ${GOOD} }]; setImmediate(() => { all.length = 0; all.push(null) }); return all } } },`,
    undefined,
  ],
  'a transform that is awaited': [`transforms: true, ${record('value: 1')}`, undefined],
}

const PRELUDE = `
import { Schema } from 'tskafka'
const wait = ms => new Promise(resolve => setTimeout(resolve, ms))
`

async function running(t: Test, plugins: string, more: Record<string, string> = {}) {
  const place = await world(t)
  fs.writeFileSync(path.join(place.dir, 'hostile.mjs'), PRELUDE + plugins)
  const worker = await startWorker(t, place, {
    'plugin.path': path.join(place.dir, 'hostile.mjs'),
    'task.shutdown.graceful.timeout.ms': '300',
    'offset.flush.interval.ms': '50',
    'value.converter.schemas.enable': 'false',
    ...more,
  })
  const put = (name: string, config: Record<string, string>) =>
    rest(worker.url, 'PUT', `/connectors/${name}/config`, config)
  const status = async (name: string) => (await rest(worker.url, 'GET', `/connectors/${name}/status`)).body
  const traceOf = async (name: string) => {
    const { connector, tasks = [] } = (await status(name)) ?? {}
    return [connector, ...tasks].map(each => each?.trace ?? '').join('')
  }
  return { place, ...worker, put, status, traceOf }
}

t.test('sources', async t => {
  const names = Object.keys(sources)
  const plugins = names.map(
    (name, index) => `export const S${index} = { kind: 'source', version: '1', config: {}, ${sources[name]![0]} }`,
  )
  const { put, status, traceOf, place, stop } = await running(t, plugins.join('\n'))
  const answers = new Map<number, string>()
  for (const index of names.keys()) {
    const { status, body } = await put(`s${index}`, { 'connector.class': `S${index}` })
    if (status >= 400) answers.set(index, body.message)
  }
  for (const [index, name] of names.entries()) {
    const said = sources[name]![1]
    if (!said) continue
    const trace = await eventually(
      async () => (await traceOf(`s${index}`)) || (answers.get(index) ?? ''),
      found => found !== '',
      name,
      3000,
    ).catch(error => error.message as string)
    t.match(trace, said, name)
  }
  for (const [index, name] of names.entries())
    if (!sources[name]![1])
      t.match(await status(`s${index}`), { connector: { state: 'RUNNING' }, tasks: [{ state: 'RUNNING' }] }, name)
  const [input, output] = [path.join(place.dir, 'in'), path.join(place.dir, 'out')]
  fs.writeFileSync(input, 'still here\n')
  await put('file', { 'connector.class': 'FileStreamSource', file: input, topic: 'lines' })
  await put('sink', { 'connector.class': 'FileStreamSink', file: output, topics: 'lines' })
  await eventually(
    () => read(output),
    text => text === 'still here\n',
    'others go on',
  )
  await stop()
})

const PUT = `put(records) {}`
const sinks: Record<string, [body: string, said: RegExp | undefined]> = {
  'task is nothing': ['task: () => null,', /task\(\) returned null.*put\(\)/],
  'task cannot put': ['task: () => ({ poll() {} }),', /task\(\) returned Object.*put\(\)/],
  'put throws a text': [`task: () => ({ put(records) { if (records.length) throw 'no thanks' } }),`, /no thanks/],
  'put empties its list': ['task: () => ({ put(records) { records.length = 0 } }),', undefined],
  'preCommit says nothing': [`task: () => ({ ${PUT}, preCommit() {} }),`, undefined],
  'preCommit says a text': [`task: () => ({ ${PUT}, preCommit: () => 'all' }),`, undefined],
  'preCommit says too much': [
    `task: () => ({ ${PUT}, preCommit: all => all.map(each => ({ ...each, offset: each.offset + 100 })) }),`,
    undefined,
  ],
  'flush throws a text': [`task: () => ({ ${PUT}, flush() { throw 'no flush' } }),`, undefined],
  'it seeks to a text': [
    `task: (config, context) => ({ ${PUT}, open(all) { for (const at of all) context.offset(at, 'begin') } }),`,
    /context\.offset\(\) was given the offset string begin/,
  ],
  'it seeks to nowhere': [
    `task: (config, context) => ({ put(records) { if (records.length) context.offset(undefined, 1) } }),`,
    /context\.offset\(\) was given/,
  ],
  'it pauses what it does not have': [
    `task: (config, context) => ({ put(records) { if (records.length) context.pause({ topic: 'x', partition: 7 }) } }),`,
    /x-7|not assigned|No current assignment/i,
  ],
  'it waits for not a number': [`task: (config, context) => ({ ${PUT}, open() { context.timeout(NaN) } }),`, undefined],
  'it reports what is no record': [
    `task: (config, context) => ({ async put(records) { if (records.length) await context.report(undefined, new Error('x')) } }),`,
    /report\(\)|undefined/,
  ],
  'it reports without an error': [
    `task: (config, context) => ({ put(records) { for (const each of records) context.report(each) } }),`,
    undefined,
  ],
  'stop throws': [`task: () => ({ ${PUT}, stop() { throw new Error('x') } }),`, undefined],
  'put never ends': [
    `task: () => ({ put: records => records.length ? new Promise(() => {}) : undefined }),`,
    undefined,
  ],
}

t.test('sinks', async t => {
  const names = Object.keys(sinks)
  const plugins = names.map(
    (name, index) => `export const K${index} = { kind: 'sink', version: '1', config: {}, ${sinks[name]![0]} }`,
  )
  const { put, status, traceOf, place, stop } = await running(t, plugins.join('\n'))
  await using producer = new Producer({ 'bootstrap.servers': place.bootstrap })
  await producer.send({ topic: 'in', value: '{"a":1}' })
  for (const index of names.keys())
    await put(`k${index}`, {
      'connector.class': `K${index}`,
      topics: 'in',
      'errors.tolerance': 'all',
      'errors.log.enable': 'true',
    })
  for (const [index, name] of names.entries()) {
    const said = sinks[name]![1]
    if (!said) continue
    const trace = await eventually(
      () => traceOf(`k${index}`),
      found => found !== '',
      name,
      3000,
    ).catch(error => error.message as string)
    t.match(trace, said, name)
  }
  await new Promise(resolve => setTimeout(resolve, 300))
  for (const [index, name] of names.entries())
    if (!sinks[name]![1])
      t.match(await status(`k${index}`), { connector: { state: 'RUNNING' }, tasks: [{ state: 'RUNNING' }] }, name)
  const began = Date.now()
  await stop()
  t.ok(Date.now() - began < 10_000, 'one that does not end is left behind')
})

const parts: Record<string, [plugin: string, config: Record<string, string>, said: RegExp]> = {
  'a transform that returns nothing': [
    'transformation',
    { transforms: 'x', 'transforms.x.type': 'P' },
    /Transform x \(P\d+\) returned undefined: it must return a record, or null/,
  ],
  'an async transform': [
    'transformation',
    { transforms: 'x', 'transforms.x.type': 'P' },
    /Transform x .* returned Promise.*Transforms cannot be async/,
  ],
  'create of a transform that returns nothing': [
    'transformation',
    { transforms: 'x', 'transforms.x.type': 'P' },
    /create\(\) returned undefined/,
  ],
  'an async predicate': [
    'predicate',
    {
      transforms: 'x',
      'transforms.x.type': 'Filter',
      'transforms.x.predicate': 'p',
      predicates: 'p',
      'predicates.p.type': 'P',
    },
    /Predicate p .* returned Promise/,
  ],
  'a converter that writes text': [
    'converter',
    { 'value.converter': 'P' },
    /Converter P\d+: toBytes\(\) returned string/,
  ],
  'a converter that is nothing': ['converter', { 'value.converter': 'P' }, /create\(\) returned undefined/],
}
const creates = [
  '() => record => undefined',
  '() => async record => record',
  '() => undefined',
  '() => async () => true',
  `() => ({ toBytes: () => 'text', fromBytes: () => ({ schema: null, value: 1 }) })`,
  '() => undefined',
]

t.test('transforms, predicates and converters', async t => {
  const names = Object.keys(parts)
  const plugins = names.map(
    (name, index) =>
      `export const P${index} = { kind: '${parts[name]![0]}', version: '1', config: {}, create: ${creates[index]} }`,
  )
  const { put, traceOf, place } = await running(t, plugins.join('\n'))
  fs.writeFileSync(path.join(place.dir, 'in'), 'one\n')
  for (const [index, name] of names.entries()) {
    const [, config, said] = parts[name]!
    const own = Object.fromEntries(
      Object.entries(config).map(([key, value]) => [key, value === 'P' ? `P${index}` : value]),
    )
    const { status, body } = await put(`p${index}`, {
      'connector.class': 'FileStreamSource',
      file: path.join(place.dir, 'in'),
      topic: 'x',
      ...own,
    })
    const trace =
      status >= 400
        ? body.message
        : await eventually(
            () => traceOf(`p${index}`),
            found => found !== '',
            name,
            3000,
          ).catch(error => error.message as string)
    t.match(trace, said, name)
  }
})

t.test('validation that breaks is answered, and breaks nothing else', async t => {
  const { put, url } = await running(
    t,
    `
export const V1 = { kind: 'source', version: '1', config: {}, validate() { throw new Error('cannot validate') }, task: () => ({ poll: () => null }) }
export const V2 = { kind: 'source', version: '1', config: {}, validate() {}, task: () => ({ poll: () => wait(20) }) }
export const V3 = { kind: 'source', version: '1', config: { a: { type: 'string', default: 'x', check() { throw new Error('cannot check') } } }, task: () => ({ poll: () => null }) }
export const V4 = { kind: 'source', version: '1', config: {}, validate: () => ({ nope: 'is wrong' }), task: () => ({ poll: () => null }) }
`,
  )
  t.match(await put('v1', { 'connector.class': 'V1' }), { status: 500, body: { message: /cannot validate/ } })
  t.match(await put('v2', { 'connector.class': 'V2' }), { status: 201 })
  t.match(await put('v3', { 'connector.class': 'V3', a: 'y' }), { status: 500, body: { message: /cannot check/ } })
  t.match(await put('v4', { 'connector.class': 'V4' }), { status: 400, body: { message: /is wrong/ } })
  t.equal((await rest(url, 'GET', '/connectors')).status, 200)
})

t.test('of two plugins with one name the second is not used, and that is said', async t => {
  const { place, url } = await running(
    t,
    `
const task = () => ({ poll: () => wait(20) })
export const Twice = { kind: 'source', version: '1', config: {}, task }
export const Again = { kind: 'source', class: 'Twice', version: '2', config: {}, task }
export const SqliteSourceConnector = { kind: 'source', version: '3', config: {}, task }
`,
  )
  const { body } = await rest(url, 'GET', '/connector-plugins')
  t.same(
    body
      .filter((each: { class: string }) => /Twice|SqliteSource/.test(each.class))
      .map((each: { version: string }) => each.version)
      .sort(),
    ['1.0.0', '2'], // a module's exports come in the order of their names: Again is before Twice
  )
  const log = place.log.join('\n')
  t.match(log, /WARN .*Twice of .*hostile\.mjs is not used: .*hostile\.mjs has the same name/)
  t.match(log, /WARN .*SqliteSourceConnector of .*hostile\.mjs is not used: one that is shipped has the same name/)
})
