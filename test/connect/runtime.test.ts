/** What becomes of records that cannot be converted, of secrets, of topics that are not there yet, of clients' settings. */
import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { Admin } from '../../src/client/admin/admin.ts'
import { Consumer } from '../../src/client/consumer/consumer.ts'
import { Producer } from '../../src/client/producer/producer.ts'
import { directory } from '../broker/start.ts'
import { eventually, read, rest, startWorker, world } from './kit.ts'

async function setUp(t: Test, more: Record<string, string> = {}) {
  const place = await world(t)
  const worker = await startWorker(t, place, more)
  const output = path.join(place.dir, 'out.txt')
  const producer = new Producer({ 'bootstrap.servers': place.bootstrap })
  t.teardown(() => producer.close())
  const send = (topic: string, value: string, headers: Record<string, string> = {}) =>
    producer.send({
      topic,
      key: 'k',
      value,
      headers: Object.entries(headers).map(([key, text]) => ({ key, value: Buffer.from(text) })),
    })
  const put = (name: string, config: Record<string, string>) =>
    rest(worker.url, 'PUT', `/connectors/${name}/config`, config)
  const status = async (name: string) => (await rest(worker.url, 'GET', `/connectors/${name}/status`)).body
  return { place, worker, output, send, put, status }
}

const sink = (output: string, more: Record<string, string> = {}) => ({
  'connector.class': 'FileStreamSink',
  file: output,
  topics: 'in',
  'value.converter': 'Json',
  'value.converter.schemas.enable': 'false',
  'key.converter': 'String',
  ...more,
})

async function readAll(t: Test, bootstrap: string, topic: string, count: number) {
  const consumer = new Consumer({ 'bootstrap.servers': bootstrap, 'auto.offset.reset': 'earliest' })
  t.teardown(() => consumer.close())
  await consumer.subscribe([topic])
  const records: Awaited<ReturnType<typeof consumer.poll>> = []
  const deadline = Date.now() + 10_000
  while (records.length < count && Date.now() < deadline) records.push(...(await consumer.poll(200)))
  return records
}

t.test('a record that is no JSON fails its task, and what came before it is committed', async t => {
  const { worker, output, send, put, status } = await setUp(t)
  await send('in', '{"a":1}')
  await send('in', 'no json')
  await put('strict', sink(output))
  const { tasks } = await eventually(
    () => status('strict'),
    ({ tasks }) => tasks[0]?.state === 'FAILED',
    'the task fails',
  )
  t.match(
    tasks[0].trace,
    /ConnectError: Tolerance exceeded in error handler[\s\S]*Caused by: DataError: .*at character 0/,
  )
  t.match((await rest(worker.url, 'GET', '/connectors/strict')).status, 200)
})

t.test('errors.tolerance=all passes it over; the dead letter queue has it, and why', async t => {
  const { place, output, send, put } = await setUp(t)
  for (const value of ['{"a":1}', 'no json', '{"a":2.0}']) await send('in', value, { own: 'header' })
  const { status } = await put(
    'tolerant',
    sink(output, {
      'errors.tolerance': 'all',
      'errors.log.enable': 'true',
      'errors.log.include.messages': 'true',
      'errors.deadletterqueue.topic.name': 'dead',
      'errors.deadletterqueue.topic.replication.factor': '1',
      'errors.deadletterqueue.context.headers.enable': 'true',
    }),
  )
  t.equal(status, 201)
  await eventually(
    () => read(output),
    text => text === '{a=1}\n{a=2.0}\n',
    'the good ones',
  )
  const [dead] = await readAll(t, place.bootstrap, 'dead', 1)
  t.equal(String(dead!.value), 'no json')
  t.equal(String(dead!.key), 'k')
  const headers = Object.fromEntries(dead!.headers.map(({ key, value }) => [key, String(value)]))
  t.match(headers, {
    own: 'header',
    '__connect.errors.topic': 'in',
    '__connect.errors.partition': /^\d+$/,
    '__connect.errors.offset': /^\d+$/,
    '__connect.errors.connector.name': 'tolerant',
    '__connect.errors.task.id': '0',
    '__connect.errors.stage': 'VALUE_CONVERTER',
    '__connect.errors.class.name': 'org.apache.kafka.connect.json.JsonConverter',
    '__connect.errors.exception.class.name': 'org.apache.kafka.connect.errors.DataException',
    '__connect.errors.exception.message': /JSON/,
    '__connect.errors.exception.stacktrace': /at /,
  })
  t.match(
    place.log.join('\n'),
    /Error encountered in task tolerant-0. Executing stage 'VALUE_CONVERTER' with class '.*JsonConverter', where consumed record is \{topic='in'/,
  )
})

t.test('transforms with predicates: renamed, hoisted, dropped', async t => {
  const { output, send, put } = await setUp(t)
  const { status, body } = await put(
    'shaped',
    sink(output, {
      transforms: 'drop,in,not',
      'transforms.drop.type': 'Filter',
      'transforms.drop.predicate': 'secret',
      'transforms.in.type': 'InsertField$Value',
      'transforms.in.static.field': 'from',
      'transforms.in.static.value': 'here',
      'transforms.not.type': 'org.apache.kafka.connect.transforms.HoistField$Value',
      'transforms.not.field': 'plain',
      'transforms.not.predicate': 'secret',
      'transforms.not.negate': 'true',
      predicates: 'secret',
      'predicates.secret.type': 'HasHeaderKey',
      'predicates.secret.name': 'secret',
    }),
  )
  t.equal(status, 201, JSON.stringify(body))
  await send('in', '{"a":1}', { secret: 'yes' })
  await send('in', '{"a":2}')
  await eventually(
    () => read(output),
    text => text === '{plain={a=2, from=here}}\n',
    'one record, in its new shape',
  )
})

t.test('a transform without its type, or with a negation of nothing, is refused', async t => {
  const { output, put } = await setUp(t)
  t.match(await put('x', sink(output, { transforms: 'a' })), {
    status: 400,
    body: { message: /Missing required configuration "transforms.a.type"/ },
  })
  t.match(
    await put('x', sink(output, { transforms: 'a', 'transforms.a.type': 'Filter', 'transforms.a.negate': 'true' })),
    {
      status: 400,
      body: { message: /there is no config 'transforms.a.predicate' defining a predicate to be negated/ },
    },
  )
})

t.test('values of providers are put in where they are used, and nowhere else', async t => {
  const dir = directory(t)
  fs.writeFileSync(path.join(dir, 'secrets.properties'), 'file=of-the-file\n')
  fs.mkdirSync(path.join(dir, 'secrets'))
  fs.writeFileSync(path.join(dir, 'secrets', 'topic'), 'in')
  const { worker, put, output, send } = await setUp(t, {
    'config.providers': 'file,dir,env',
    'config.providers.file.class': 'FileConfigProvider',
    'config.providers.dir.class': 'org.apache.kafka.common.config.provider.DirectoryConfigProvider',
    'config.providers.dir.param.allowed.paths': path.join(dir, 'secrets'),
    'config.providers.env.class': 'EnvVarConfigProvider',
    'config.providers.env.param.allowlist.pattern': 'TSKAFKA_.*',
  })
  const [topic, home] = [`\${dir:${dir}/secrets:topic}`, '$' + '{env:HOME}']
  const config = sink(output, { topics: topic, 'unknown.x': home })
  t.match(await put('secret', config), { status: 201, body: { config: { topics: topic } } })
  await send('in', '1')
  await eventually(
    () => read(output),
    text => text === '1\n',
    'it reads the topic of the secret',
  )
  t.same((await rest(worker.url, 'GET', '/connectors/secret/tasks')).body[0].config.topics, topic)
  const outside = await put('other', sink(output, { file: `\${dir:${dir}:secrets.properties}` }))
  t.match(outside, { status: 500, body: { message: /not within allowed.paths/ } })
  const within = path.join(dir, 'secrets')
  t.match(
    await put('third', sink(output, { topics: `\${file:${dir}/secrets.properties:file}`, file: `${within}/out` })),
    {
      status: 201,
    },
  )
  t.match(await put('fourth', sink(output, { topics: '$' + '{file:/no/such/file:x}' })), {
    status: 500,
    body: { message: /Could not read \/no\/such\/file/ },
  })
})

t.test('topics of sources are made as the connector says', async t => {
  const { place, put } = await setUp(t)
  const input = path.join(place.dir, 'in.txt')
  fs.writeFileSync(input, 'one\n')
  const made = {
    'connector.class': 'FileStreamSource',
    file: input,
    'topic.creation.default.replication.factor': '1',
    'topic.creation.default.partitions': '3',
    'topic.creation.groups': 'compacted',
    'topic.creation.compacted.include': 'c.*',
    'topic.creation.compacted.exclude': 'ccc',
    'topic.creation.compacted.cleanup.policy': 'compact',
  }
  await put('plain', { ...made, topic: 'plain' })
  await put('compacted', { ...made, topic: 'cc', 'topic.creation.compacted.partitions': '2' })
  const admin = await Admin.connect(place.bootstrap)
  t.teardown(() => admin.close())
  const partitions = async (name: string) => (await admin.describeTopics([name]))[0]?.partitions.length
  await eventually(
    () => partitions('plain'),
    count => count === 3,
    'three by default',
  )
  await eventually(
    () => partitions('cc'),
    count => count === 2,
    'two of the group',
  )
  const [settings] = await admin.describeConfigs([{ type: 2, name: 'cc' }], { names: ['cleanup.policy'] })
  t.equal(settings!.entries[0]!.value, 'compact')
})

t.test('what a connector overrides of its clients is what the policy lets it', async t => {
  const none = await setUp(t, { 'connector.client.config.override.policy': 'None' })
  t.match(await none.put('x', sink(none.output, { 'consumer.override.max.poll.records': '5' })), {
    status: 400,
    body: {
      message: /The 'None' policy does not allow 'max.poll.records' to be overridden in the connector configuration./,
    },
  })
  const some = await setUp(t, {
    'connector.client.config.override.policy': 'Allowlist',
    'connector.client.config.override.allowlist': 'group.id',
  })
  await some.send('in', '7')
  t.match(await some.put('x', sink(some.output, { 'consumer.override.group.id': 'mine' })), { status: 201 })
  await eventually(
    () => read(some.output),
    text => text === '7\n',
    'it reads',
  )
  const { body } = await eventually(
    () => rest(some.worker.url, 'GET', '/connectors/x/offsets'),
    ({ body }) => body.offsets?.length === 1,
    'the offset of that group',
  )
  t.match(body, { offsets: [{ partition: { kafka_topic: 'in' }, offset: { kafka_offset: 1 } }] })
})

t.test("a stopped sink's offsets can be changed: it reads again, or passes over", async t => {
  const { worker, output, send, put, status } = await setUp(t)
  for (const value of ['1', '2', '3']) await send('in', value)
  await put('again', sink(output))
  await eventually(
    () => read(output),
    text => text === '1\n2\n3\n',
    'all',
  )
  t.match(await rest(worker.url, 'DELETE', '/connectors/again/offsets'), { status: 400 })
  await rest(worker.url, 'PUT', '/connectors/again/stop')
  await eventually(
    () => status('again'),
    ({ connector }) => connector.state === 'STOPPED',
    'it stops',
  )
  const to = (offset: unknown) => ({
    offsets: [{ partition: { kafka_topic: 'in', kafka_partition: '0' }, offset }],
  })
  for (const [body, message] of [
    [to({ kafka_offset: 'x' }), /Offset values for sink connectors need to be integers/],
    [to({}), /contain the key 'kafka_offset'/],
    [{ offsets: [{ offset: null }] }, /cannot be null or missing/],
    [{ offsets: [{ partition: { kafka_topic: 'in' } }] }, /must contain the keys/],
  ] as const)
    t.match(await rest(worker.url, 'PATCH', '/connectors/again/offsets', body), { status: 400, body: { message } })
  t.match(await rest(worker.url, 'PATCH', '/connectors/again/offsets', to({ kafka_offset: 2 })), {
    status: 200,
    body: { message: 'The offsets for this connector have been altered successfully' },
  })
  await rest(worker.url, 'PUT', '/connectors/again/resume')
  await eventually(
    () => read(output),
    text => text === '1\n2\n3\n3\n',
    'the third one again',
  )
  await rest(worker.url, 'PUT', '/connectors/again/stop')
  await eventually(
    () => status('again'),
    ({ tasks }) => tasks.length === 0,
    'it stops',
  )
  t.match(await rest(worker.url, 'DELETE', '/connectors/again/offsets'), { status: 200 })
  t.same((await rest(worker.url, 'GET', '/connectors/again/offsets')).body, { offsets: [] })
  await rest(worker.url, 'PUT', '/connectors/again/resume')
  await eventually(
    () => read(output),
    text => text === '1\n2\n3\n3\n1\n2\n3\n',
    'all again',
  )
})
