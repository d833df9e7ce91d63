/** Records as requests to a real server: bodies, addresses, order, retries, refusals, and what settings cannot be. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { Admin } from '../../../src/client/admin/admin.ts'
import { Consumer } from '../../../src/client/consumer/consumer.ts'
import { Producer } from '../../../src/client/producer/producer.ts'
import { retryAfter } from '../../../src/connect/connectors/http/request.ts'
import { placeholders } from '../../../src/connect/connectors/http/template.ts'
import { HttpSink } from '../../../src/connect/connectors/http-sink.ts'
import { resolveSettings } from '../../../src/connect/settings.ts'
import { eventually, rest, startWorker, world } from '../kit.ts'

interface Seen {
  method: string
  url: string
  body: string
  headers: http.IncomingHttpHeaders
  at: number
}
type Reply = (
  seen: Seen,
  nth: number,
) => { status: number; headers?: Record<string, string>; body?: string; delayMs?: number } | 'hang up' | 'silence'
const [TOPIC, PARTITION, OFFSET, KEY] = placeholders

async function setUp(t: Test, reply: Reply = () => ({ status: 200 })) {
  const seen: Seen[] = []
  let underWay = 0
  let most = 0
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    most = Math.max(most, ++underWay)
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', async () => {
      const entry = {
        method: request.method!,
        url: request.url!,
        body: Buffer.concat(chunks).toString(),
        headers: request.headers,
        at: Date.now(),
      }
      seen.push(entry)
      const answer = reply(entry, seen.length)
      if (typeof answer !== 'string' && answer.delayMs)
        await new Promise(resolve => setTimeout(resolve, answer.delayMs))
      underWay--
      if (answer === 'hang up') request.socket.destroy()
      else if (answer !== 'silence') response.writeHead(answer.status, answer.headers).end(answer.body ?? '')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const place = await world(t)
  const { url } = await startWorker(t, place, { 'offset.flush.interval.ms': '100' })
  const producer = new Producer({ 'bootstrap.servers': place.bootstrap })
  t.teardown(() => producer.close())
  const send = (key: string | null, value: unknown, partition?: number) =>
    producer.send({ topic: 'in', key, value: value === null ? null : JSON.stringify(value), partition })
  const put = async (more: Record<string, string> = {}) => {
    const { status, body } = await rest(url, 'PUT', '/connectors/hook/config', {
      'connector.class': 'HttpSink',
      'http.url': `${address}/hook`,
      topics: 'in',
      'key.converter': 'String',
      'value.converter': 'Json',
      'value.converter.schemas.enable': 'false',
      'retry.backoff.ms': '50',
      ...more,
    })
    if (status >= 300) throw new Error(body.message)
  }
  const failed = async () =>
    (
      await eventually(
        async () => (await rest(url, 'GET', '/connectors/hook/status')).body,
        ({ tasks }) => tasks[0]?.state === 'FAILED',
        'it fails',
      )
    ).tasks[0].trace as string
  const arrived = (count: number) =>
    eventually(
      () => seen,
      all => all.length >= count,
      `${count} requests`,
    )
  const settled = () => new Promise(resolve => setTimeout(resolve, 300))
  return { seen, send, put, failed, arrived, settled, url, address, place, most: () => most }
}

t.test('a request a record: body, address, headers, who sends it', async t => {
  const { send, put, arrived } = await setUp(t)
  await send('a/b', { n: 1, list: [true, null] })
  await send('c', 'text')
  await put({ 'http.method': 'PUT', 'auth.type': 'basic', 'auth.user': 'u', 'auth.password': 'p:w' })
  const [first, second] = await arrived(2)
  t.match(first, {
    method: 'PUT',
    url: '/hook',
    body: '{"list":[true,null],"n":1}',
    headers: { 'content-type': 'application/json', authorization: `Basic ${Buffer.from('u:p:w').toString('base64')}` },
  })
  t.equal(second!.body, '"text"')
})

t.test('parts of the record in address and headers, encoded', async t => {
  const { send, put, arrived, address } = await setUp(t)
  await send('a/b ü', 1)
  await put({
    'http.url': `${address}/t/${TOPIC}/${KEY}?p=${PARTITION}`,
    'http.headers': `Idempotency-Key: ${TOPIC}-${PARTITION}-${OFFSET} | Accept: a, b`,
    'auth.type': 'bearer',
    'auth.token': 'secret',
  })
  const [first] = await arrived(1)
  t.match(first, {
    url: '/t/in/a%2Fb%20%C3%BC?p=0',
    headers: { 'idempotency-key': 'in-0-0', accept: 'a, b', authorization: 'Bearer secret' },
  })
})

t.test('batches: a JSON array, or lines; texts as they are; null values', async t => {
  for (const [more, bodies, type] of [
    [{ 'batch.format': 'array', 'batch.max.records': '2' }, ['[{"n":1},{"n":2}]', '[{"n":3}]'], 'application/json'],
    [{ 'batch.format': 'ndjson' }, ['{"n":1}\n{"n":2}\n{"n":3}\n'], 'application/x-ndjson'],
    [
      { 'request.body.format': 'string', 'value.converter': 'String', 'http.headers': 'Content-Type: a/b' },
      ['{"n":1}', '{"n":2}', '{"n":3}'],
      'a/b',
    ],
  ] as const) {
    const { send, put, arrived, settled, seen } = await setUp(t)
    await send('k', { n: 1 })
    await send('k', { n: 2 })
    await send('k', null)
    await send('k', { n: 3 })
    await put(more)
    await arrived(bodies.length)
    await settled()
    t.same(
      seen.map(({ body }) => body),
      bodies,
    )
    t.equal(seen[0]!.headers['content-type'], type)
  }
  const { send, put, arrived, address } = await setUp(t)
  await send('gone', null)
  await put({ 'null.values': 'delete', 'http.url': `${address}/${KEY}` })
  t.match(await arrived(1), [{ method: 'DELETE', url: '/gone', body: '' }])
})

t.test('429 and 5xx are tried again, after Retry-After; what was sent is not sent twice; order is kept', async t => {
  const replies: Record<number, ReturnType<Reply>> = {
    3: { status: 503 },
    4: { status: 429, headers: { 'retry-after': '1' } },
    5: 'hang up',
  }
  const { send, put, arrived, settled, seen } = await setUp(t, (_, nth) => replies[nth] ?? { status: 200 })
  for (let n = 1; n <= 5; n++) await send('k', { n })
  await put()
  await arrived(8)
  await settled()
  t.same(
    seen.map(({ body }) => JSON.parse(body).n),
    [1, 2, 3, 3, 3, 3, 4, 5],
  )
  t.ok(seen[4]!.at - seen[3]!.at >= 990, `Retry-After: 1 was honoured, ${seen[4]!.at - seen[3]!.at} ms`)
})

t.test('no answer in time is tried again; after max.retries the task fails and says so', async t => {
  const { send, put, failed, seen } = await setUp(t, () => 'silence')
  await send('k', 1)
  await put({ 'request.timeout.ms': '60', 'max.retries': '2', 'retry.backoff.ms': '10' })
  t.match(await failed(), /POST http:.*\/hook: no answer within 60 ms\. It was tried 3 times: see max\.retries/)
  t.equal(seen.length, 3)
})

t.test('a server that is not there yet is waited for', async t => {
  const { send, put, failed } = await setUp(t)
  await send('k', 1)
  await put({ 'http.url': 'http://127.0.0.1:1/', 'max.retries': '1' })
  t.match(await failed(), /ECONNREFUSED|bad port/)
})

t.test('a 4xx is the record’s: it is given up, alone out of its batch; the task goes on', async t => {
  const bad = (body: string) => /"n":[37]\b/.test(body)
  for (const format of ['none', 'array', 'ndjson']) {
    const { send, put, place, seen, settled } = await setUp(t, ({ body }) =>
      bad(body) ? { status: 422, body: 'no  such\nnumber' } : { status: 201 },
    )
    for (let n = 1; n <= 9; n++) await send('k', { n })
    await put({
      'batch.format': format,
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'dead',
      'errors.deadletterqueue.topic.replication.factor': '1',
      'errors.deadletterqueue.context.headers.enable': 'true',
    })
    const consumer = new Consumer({ 'bootstrap.servers': place.bootstrap, 'auto.offset.reset': 'earliest' })
    t.teardown(() => consumer.close())
    await consumer.subscribe(['dead'])
    const dead: Awaited<ReturnType<typeof consumer.poll>> = []
    await eventually(
      async () => dead.push(...(await consumer.poll(100))),
      count => count >= 2,
      'two dead letters',
    )
    await settled()
    t.same(
      dead.map(({ value }) => String(value)),
      ['{"n":3}', '{"n":7}'],
    )
    t.match(
      String(dead[0]!.headers.find(({ key }) => key === '__connect.errors.exception.message')!.value),
      /^Record in-0 at offset 2: POST .* was answered 422: no such number$/,
    )
    const good = seen
      .filter(({ body }) => !bad(body))
      .flatMap(({ body }) => [...body.matchAll(/"n":(\d)/g)].map(([, n]) => Number(n)))
    t.same(good, [1, 2, 4, 5, 6, 8, 9], format)
  }
})

t.test('a 4xx without tolerance fails the task; so do 401 and redirects, with it too', async t => {
  for (const [status, more, message] of [
    [400, {}, /Record in-0 at offset 0: POST .* was answered 400: why/],
    [401, { 'errors.tolerance': 'all', 'errors.log.enable': 'true' }, /was answered 401: why\. Look at auth\.type/],
    [
      302,
      { 'errors.tolerance': 'all', 'errors.log.enable': 'true' },
      /was answered 302.*location \/there: redirects are not followed/,
    ],
  ] as const) {
    const { send, put, failed } = await setUp(t, () => ({ status, body: 'why', headers: { location: '/there' } }))
    await send('k', 1)
    await put(more)
    t.match(await failed(), message)
  }
})

t.test('partitions go side by side, each in order, not more than max.in.flight', async t => {
  const { send, put, arrived, seen, most, place } = await setUp(t, () => ({ status: 200, delayMs: 20 }))
  await using admin = await Admin.connect({ 'bootstrap.servers': place.bootstrap })
  await admin.createTopics([{ name: 'in', partitions: 6, replicationFactor: 1 }])
  await Promise.all(Array.from({ length: 60 }, (_, n) => send('k', { n, p: n % 6 }, n % 6)))
  await put({ 'max.in.flight': '3' })
  await arrived(60)
  t.ok(most() > 1 && most() <= 3, `${most()} at a time`)
  for (let p = 0; p < 6; p++) {
    const own = seen
      .map(({ body }) => JSON.parse(body) as { n: number; p: number })
      .filter(each => each.p === p)
      .map(({ n }) => n)
    t.same(
      own,
      [...own].sort((a, b) => a - b),
      `partition ${p}`,
    )
    t.equal(own.length, 10)
  }
})

t.test('what cannot be set is said of each setting; a password is never told', async t => {
  const ask = async (more: Record<string, string>) => {
    const given = { 'http.url': 'http://h/', ...more }
    return HttpSink.validate!(resolveSettings(HttpSink.config, given) as never, given)
  }
  t.same(await ask({}), {})
  for (const [more, name, message] of [
    [{ 'http.url': 'ftp://x' }, 'http.url', /ftp:\/\/x is no address such as/],
    [{ 'http.url': 'http://u:p@h/' }, 'http.url', /use auth\.type=basic/],
    [{ 'http.url': `http://h/${KEY!.replace('key', 'keys')}` }, 'http.url', /keys\} stands for nothing: there are/],
    [{ 'http.headers': 'Accept' }, 'http.headers', /"Accept" is no header/],
    [{ 'http.headers': 'A b: c' }, 'http.headers', /is no header/],
    [{ 'auth.type': 'basic' }, 'auth.user', /needs it/],
    [{ 'auth.type': 'bearer' }, 'auth.token', /needs it/],
    [{ 'batch.format': 'array', 'null.values': 'delete' }, 'null.values', /batch\.format=none/],
    [{ 'batch.format': 'array', 'request.body.format': 'string' }, 'batch.format', /request\.body\.format=json/],
  ] as const)
    t.match(await ask(more), { [name]: message })
  const { url, address } = await setUp(t)
  const { body } = await rest(url, 'PUT', '/connector-plugins/HttpSink/config/validate', {
    'connector.class': 'HttpSink',
    topics: 'in',
    name: 'x',
    'http.url': address,
    'auth.type': 'bearer',
    'auth.token': 'very-secret',
  })
  t.equal(
    body.error_count,
    0,
    JSON.stringify(body.configs.filter((each: { value: { errors: string[] } }) => each.value.errors.length)),
  )
  const token = body.configs.find((each: { value: { name: string } }) => each.value.name === 'auth.token')
  t.equal(token.value.value, '[hidden]')
  t.notOk(JSON.stringify(body).includes('very-secret'))
})

t.test('Retry-After is seconds, or a date', async t => {
  t.equal(retryAfter('7'), 7000)
  t.equal(retryAfter('Sat, 21 Nov 2026 10:00:05 GMT', Date.parse('2026-11-21T10:00:00Z')), 5000)
  t.equal(retryAfter('Sat, 21 Nov 2026 10:00:05 GMT', Date.parse('2026-11-21T10:01:00Z')), 0)
  t.equal(retryAfter('soon'), undefined)
  t.equal(retryAfter(null), undefined)
})
