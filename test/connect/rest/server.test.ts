/** The server itself: what takes too long, is too large, or is no request. */
import net from 'node:net'
import t, { type Test } from 'tap'
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
  await server.listen([['PUT', '/it', handler]], [])
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
