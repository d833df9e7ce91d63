/** Names, settings and offsets that were made to break a worker: each is answered, none is a fault, and the worker goes on. */
import t from 'tap'
import { eventually, rest, startWorker, world } from '../kit.ts'

const names = [
  '__proto__',
  'constructor',
  'a%2Fb',
  '%2e%2e',
  'a%00b',
  '%F0%9F%98%80',
  'x'.repeat(300),
  '-0',
  'a-0',
  '%25',
  '"',
]
const source = (more: object = {}) => ({
  'connector.class': 'FileStreamSource',
  topic: 'hostile',
  file: '/none',
  ...more,
})
const bodies: unknown[] = [
  source({ transforms: '__proto__,constructor' }),
  source({ transforms: 'a', 'transforms.a.type': 'constructor' }),
  source({ predicates: '__proto__', 'tasks.max': '999999999', 'errors.retry.timeout': '9'.repeat(400) }),
  source({ 'key.converter': 'constructor', 'value.converter': '__proto__' }),
  source({ 'topic.creation.groups': 'a,__proto__', 'topic.creation.default.partitions': '-5' }),
  JSON.parse(JSON.stringify(source({ proto: null })).replace('"proto"', '"__proto__"')),
  JSON.parse(JSON.stringify(source({ proto: {} })).replace('"proto"', '"__proto__"')),
  { 'connector.class': 'toString' },
  { 'connector.class': 'FileStreamSink', 'topics.regex': '(((((' },
  { name: { a: 1 }, config: source() },
  { name: ['x'], config: source() },
  { name: 'half\ud800', config: source() },
  { name: 'line\nbreak', config: source() },
  { name: 'n', config: source({ name: 'n' }), initial_state: '__proto__' },
  { offsets: [1] },
  { offsets: [{ partition: { filename: { a: 1 } }, offset: { position: 1e300 } }] },
  { offsets: [{ partition: [], offset: 'x' }] },
  { level: {} },
  [],
  'text',
]
const routes: readonly (readonly [string, (name: string) => string])[] = [
  ['POST', () => '/connectors'],
  ['PUT', name => `/connectors/${name}/config`],
  ['PATCH', name => `/connectors/${name}/config`],
  ['PATCH', name => `/connectors/${name}/offsets`],
  ['PUT', name => `/connectors/${name}/stop`],
  ['POST', name => `/connectors/${name}/tasks/0/restart`],
  ['PUT', name => `/connector-plugins/${name}/config/validate`],
  ['PUT', () => '/connector-plugins/FileStreamSource/config/validate'],
  ['PUT', name => `/admin/loggers/${name}`],
]

t.test('whatever is sent', { timeout: 60_000 }, async t => {
  const place = await world(t)
  const { url } = await startWorker(t, place)
  t.match(await rest(url, 'PUT', '/connectors/__proto__/config', source()), { status: 201 })
  for (const [index, name] of names.entries())
    for (const [at, body] of bodies.entries())
      for (const [method, path] of routes) {
        // Each body with some of the names, each name with some of the bodies.
        if ((index + at) % 6 !== 0) continue
        const { status, body: answer } = await rest(url, method, path(name), body)
        const isFine = status < 300 || (answer.error_code === status && /\w/.test(answer.message))
        if (!isFine) t.fail(`${method} ${path(name)} ${JSON.stringify(body)}: ${status} ${JSON.stringify(answer)}`)
        if (answer?.message?.length > 2000) t.fail(`${method} ${path(name)}: ${answer.message.length} characters`)
      }
  const faults = place.log.filter(line => /(Type|Range|Reference|URI)Error/.test(line))
  t.strictSame(faults, [], 'nothing of it was a fault of ours')
  const { body: created } = await rest(url, 'GET', '/connectors')
  t.notOk(
    created.some((name: string) => /object|half|\n/.test(name)),
    'what is no name made no connector',
  )
  t.ok(created.includes('__proto__'), 'what is one did')
  for (const name of created)
    t.match(await rest(url, 'DELETE', `/connectors/${encodeURIComponent(name)}`), { status: 204 }, name)
  t.match(await rest(url, 'GET', '/health'), { status: 200 })
  t.strictSame((await rest(url, 'GET', '/connectors')).body, [])
})

t.test('a setting that is null is not kept, and the connector runs', async t => {
  const place = await world(t)
  const { url } = await startWorker(t, place)
  t.match(await rest(url, 'PUT', '/connectors/nulls/config', source({ 'batch.size': null, odd: null })), {
    status: 201,
  })
  t.strictSame((await rest(url, 'GET', '/connectors/nulls/config')).body, { ...source(), name: 'nulls' })
  await eventually(
    () => rest(url, 'GET', '/connectors/nulls/status'),
    ({ body }) => body.tasks?.[0]?.state === 'RUNNING',
    'it runs',
  )
})
