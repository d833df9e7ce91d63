/** The server itself: what takes too long, is too large, or is no request. */
import net from 'node:net'
import t, { type Test } from 'tap'
import { RestError } from '../../../src/connect/errors.ts'
import { RestServer, type ServerOptions } from '../../../src/connect/rest/server.ts'
import { type Handler, nothing, ok } from '../../../src/connect/rest/types.ts'
import { standaloneSettings } from '../../../src/connect/runtime/worker-config.ts'
import { createLogger } from '../../../src/lib/logger.ts'
import { rest } from '../kit.ts'

async function serve(t: Test, handler: Handler, more: Partial<ServerOptions> = {}) {
  const log: string[] = []
  const server = new RestServer({
    settings: standaloneSettings({
      'bootstrap.servers': 'localhost:9092',
      'key.converter': 'x',
      'value.converter': 'x',
      'offset.storage.file.filename': 'x',
      listeners: 'http://127.0.0.1:0',
    }),
    log: createLogger({ write: line => log.push(line), level: 'info' }),
    guard: undefined,
    forward: async error => {
      throw error
    },
    headers: () => ({}),
    ...more,
  })
  await server.listen(
    [
      ['PUT', '/it', handler],
      ['GET', '/names/:name', (_, { params }) => ok(params['name'])],
    ],
    [],
  )
  t.teardown(() => server.close())
  return { server, log, url: server.url }
}

t.test('a request that a connector holds up is answered, and the next one, too', async t => {
  let calls = 0
  const { server, url } = await serve(t, () => (calls++ === 0 ? new Promise(() => {}) : nothing(204)), {
    requestMs: 100,
  })
  t.match(await rest(url, 'PUT', '/it'), { status: 503 }, 'before there is a herder')
  server.serve({} as never)
  t.same(await rest(url, 'PUT', '/it'), { status: 500, body: { error_code: 500, message: 'Request timed out' } })
  t.match(await rest(url, 'PUT', '/it'), { status: 204 })
})

t.test('a body that is too large, and words that are no request, do no harm', async t => {
  const { server, url } = await serve(t, (_, { body }) => ok(body.length))
  server.serve({} as never)
  const put = (body: string | undefined) =>
    fetch(`${url}/it`, { method: 'PUT', ...(body && { body, headers: { 'content-type': 'application/json' } }) })
  t.equal((await put('x'.repeat(11 * 1024 * 1024))).status, 413)
  const { port } = new URL(url)
  const socket = net.connect(Number(port), '127.0.0.1')
  socket.end('nonsense\r\n\r\n')
  const answer = await new Promise<string>(resolve => socket.once('data', data => resolve(String(data))))
  t.match(answer, /^HTTP\/1.1 400 /)
  t.same(await rest(url, 'PUT', '/it', 'x'), { status: 200, body: 3 })
})

/** Sent as it is. @returns the first line of the answer, and its body */
function raw(url: string, ...lines: string[]): Promise<{ line: string; body: string }> {
  const socket = net.connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(lines.join('\r\n'))
  return new Promise((resolve, reject) => {
    let text = ''
    socket.on('data', data => {
      text += data
    })
    socket.on('end', () => resolve({ line: text.split('\r\n', 1)[0]!, body: text.split('\r\n\r\n')[1] ?? '' }))
    socket.on('error', reject)
  })
}

t.test('a name is what its path says, with all that an address may hide in it', async t => {
  const { server, url } = await serve(t, () => nothing(204))
  server.serve({} as never)
  const rows: [path: string, status: number, body: unknown][] = [
    ['/names/plain', 200, 'plain'],
    ['/names/a%20b/', 200, 'a b'],
    ['/names/a%2Fb', 200, 'a/b'],
    ['/names/50%25', 200, '50%'],
    ['/names/%2541', 200, '%41'],
    ['/names/%25%32%46', 200, '%2F'],
    ['/names/a%0Ab', 200, 'a\nb'],
    ['/names/%EC%9D%B4%EB%A6%84', 200, '이름'],
    ['/names/a+b?name=c', 200, 'a+b'],
    ['/names/:name', 200, ':name'],
    ['/names/*', 200, '*'],
    ['/names/__proto__', 200, '__proto__'],
    ['/names/%E0%A4%A', 400, { error_code: 400, message: 'The path has a % that is no character: /names/%E0%A4%A' }],
    ['/names/%FF', 400, { error_code: 400, message: 'The path has a % that is no character: /names/%FF' }],
    ['/names//', 404, { error_code: 404, message: 'HTTP 404 Not Found' }],
    ['/names', 404, { error_code: 404, message: 'HTTP 404 Not Found' }],
    ['//names/x', 404, { error_code: 404, message: 'HTTP 404 Not Found' }],
  ]
  for (const [path, status, body] of rows) {
    const said = await fetch(url + path)
    const text = await said.text()
    t.equal(said.status, status, path)
    t.same(typeof body === 'string' ? text : JSON.parse(text), body, path)
  }
})

t.test('what is no request of a decent client is answered with its status, and the next one is', async t => {
  const { server, url } = await serve(t, (_, { body }) => ok(body.length))
  server.serve({} as never)
  const close = 'Connection: close'
  const chunks = ['Transfer-Encoding: chunked', '', '3', 'abc', '2', 'de', '0', '', '']
  const rows: [lines: string[], status: number][] = [
    [['PUT /it HTTP/1.1', 'Host: x', close, ...chunks], 200],
    [['PUT /it HTTP/1.1', 'Host: x', close, 'Content-Type: text/plain', ...chunks], 415],
    [['PUT http://elsewhere/it HTTP/1.1', 'Host: x', close, 'Content-Length: 0', '', ''], 200],
    [['GET /it HTTP/1.1', 'Host: x', close, '', ''], 405],
    [['TRACE /it HTTP/1.1', 'Host: x', close, '', ''], 405],
    [['BREW /it HTTP/1.1', 'Host: x', close, '', ''], 400],
    [['GET /../../etc/passwd HTTP/1.1', 'Host: x', close, '', ''], 404],
    [['PUT /it HTTP/1.1', 'Host: a b@c', close, 'Content-Length: 0', '', ''], 400],
    [['PUT /it HTTP/1.1', close, 'Content-Length: 0', '', ''], 400],
    [['PUT /it HTTP/1.1', 'Host: x', close, 'Content-Length: many', '', ''], 400],
    [['PUT /it HTTP/1.1', 'Host: x', close, `Cookie: ${'x'.repeat(20_000)}`, '', ''], 431],
  ]
  for (const [lines, status] of rows)
    t.match((await raw(url, ...lines)).line, new RegExp(`^HTTP/1.1 ${status} `), lines[0]!.slice(0, 40))
  t.equal((await raw(url, 'PUT /it HTTP/1.1', 'Host: x', close, ...chunks)).body, '5')
  // No length is given, and it does not end.
  const endless = new ReadableStream({ pull: controller => controller.enqueue(new Uint8Array(1 << 20)) })
  const init = { method: 'PUT', body: endless, duplex: 'half' } as RequestInit
  const answer = await fetch(`${url}/it`, init).then(
    ({ status }) => status,
    () => 'cut off',
  )
  t.ok(answer === 413 || answer === 'cut off', `an endless body: ${answer}`)
  t.match(await rest(url, 'PUT', '/it', 'x'), { status: 200 })
})

t.test('who may not is told so before anything is read, and other origins hear what they may', async t => {
  const { server, url } = await serve(t, () => nothing(204), {
    guard(request) {
      if (request.header('authorization') !== 'Basic eDp5') throw new RestError(401, 'No')
    },
    headers: request => ({ 'x-origin': request.header('origin') ?? 'none' }),
  })
  server.serve({} as never)
  const refused = await fetch(`${url}/it`, { method: 'PUT', body: 'no json', headers: { origin: 'http://a' } })
  t.equal(refused.status, 401)
  t.equal(refused.headers.get('www-authenticate'), 'Basic')
  t.equal(refused.headers.get('x-origin'), 'http://a', 'of refusals, too')
  t.equal((await fetch(`${url}/nowhere`)).headers.get('x-origin'), 'none', 'and of what is not there')
  const taken = await fetch(`${url}/it`, { method: 'PUT', headers: { authorization: 'Basic eDp5' } })
  t.equal(taken.status, 204)
})

t.test('the globals of the process stay those of Node', async t => {
  const before = [globalThis.Request, globalThis.Response, globalThis.Headers]
  await serve(t, () => nothing(204))
  t.same([globalThis.Request, globalThis.Response, globalThis.Headers], before)
})
