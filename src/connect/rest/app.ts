/**
 * REST as an application of Hono: routes, bodies, errors as `{"error_code":...,"message":...}`. A request that only the leader can do
 * is passed on to it. Source: Kafka 4.3 `ConnectExceptionMapper`, `HerderRequestHandler`, and what its Jersey answers by itself.
 */
import { type Context, Hono, type HonoRequest, type MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode, StatusCode } from 'hono/utils/http-status'
import { systemClock } from '../../lib/clock.ts'
import type { Logger } from '../../lib/logger.ts'
import { SECONDS } from '../../lib/units.ts'
import { NotLeaderError, RestError } from '../errors.ts'
import type { Answer, Handler, RestContext, RestRequest, Route } from './types.ts'

/** Asked of each request that has a route. @throws {RestError} 401 */
export type Guard = (request: HonoRequest) => void
/** Pass a request on. @returns the other's answer */
export type Forward = (error: NotLeaderError, request: RestRequest) => Promise<Answer>

export interface AppOptions {
  readonly routes: readonly Route[]
  readonly log: Logger
  readonly guard: Guard | undefined
  readonly forward: Forward
  /** Headers of every answer. */
  readonly headers: (request: HonoRequest) => Record<string, string>
  /** How long a request may take, whatever a connector does. */
  readonly requestMs?: number
  /** Undefined: the worker is starting. */
  readonly context: () => RestContext | undefined
  /** `http://host:port` of this worker, for other workers. */
  readonly base: () => string
}

/** More is no connector's settings. */
const BODY_MAX = 10 * 1024 * 1024
/** Kafka's 90 seconds, and a little: a herder that gives up by then says what it waits for. */
const REQUEST_MS = 91 * SECONDS

export function application(options: AppOptions): Hono {
  const { routes, guard, headers } = options
  const app = new Hono({ strict: false })
  app.onError((error, c) => failure(options.log, c, error))
  app.notFound(c => failure(options.log, c, new RestError(404, 'HTTP 404 Not Found')))
  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(headers(c.req))) if (!c.res.headers.has(name)) c.header(name, value)
  })
  for (const path of new Set(routes.map(([, each]) => each))) {
    const own = routes.filter(([, each]) => each === path)
    app.use(path, async (c, next) => {
      guard?.(c.req)
      await next()
    })
    app.options(path, c => allowed(c, own))
    for (const [method, , handler] of own) app.on(method, path, negotiate, c => handle(options, handler, c))
    app.all(path, () => {
      throw new RestError(405, 'HTTP 405 Method Not Allowed')
    })
  }
  return app
}

function failure(log: Logger, c: Context, error: Error): Response {
  const status = error instanceof RestError ? error.status : 500
  if (!(error instanceof RestError)) log.error(`Uncaught exception in REST call to ${c.req.path}`, error)
  if (status === 401) c.header('www-authenticate', 'Basic')
  return c.json({ error_code: status, message: error.message }, status as ContentfulStatusCode)
}

function allowed(c: Context, own: readonly Route[]): Response {
  const methods = own.map(([method]) => method)
  const all = [...new Set([...(methods.includes('GET') ? ['HEAD'] : []), ...methods, 'OPTIONS'])]
  return c.body(all.join(', '), 200, { allow: all.join(','), 'content-type': 'text/plain' })
}

/** JSON comes, and JSON goes. */
const negotiate: MiddlewareHandler = async (c, next) => {
  const { accept, 'content-type': type, 'content-length': length, 'transfer-encoding': encoding } = c.req.header()
  if (accept && !/\*\/\*|application\/(\*|json)/.test(accept)) throw new RestError(406, 'HTTP 406 Not Acceptable')
  const hasBody = (length !== undefined && length !== '0') || encoding !== undefined
  if (hasBody && type !== undefined && !type.startsWith('application/json'))
    throw new RestError(415, 'HTTP 415 Unsupported Media Type')
  await next()
}

async function handle(o: AppOptions, handler: Handler, c: Context): Promise<Response> {
  const url = new URL(c.req.url)
  const context = o.context()
  if (!context) throw new RestError(503, 'The worker is starting')
  demandDecodable(url.pathname)
  const rest: RestRequest = {
    method: c.req.method,
    path: url.pathname,
    params: c.req.param(),
    query: url.searchParams,
    headers: c.req.raw.headers,
    body: await bodyOf(c.req),
    base: o.base(),
  }
  const { status, body, headers } = await inTime(o, async () => handler(context, rest)).catch(error => {
    if (error instanceof NotLeaderError) return o.forward(error, rest)
    throw error
  })
  if (body === undefined) return c.body(null, status as StatusCode, { ...headers })
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return c.body(text, status as ContentfulStatusCode, { 'content-type': 'application/json', ...headers })
}

/** Not hono/body-limit: it makes a new Request of the global class, which takes none of node-server's. */
async function bodyOf({ raw }: HonoRequest): Promise<Buffer> {
  const tooLarge = () => new RestError(413, `The body is larger than ${BODY_MAX} bytes`)
  if (Number(raw.headers.get('content-length')) > BODY_MAX) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of raw.body ?? []) {
    size += chunk.length
    if (size > BODY_MAX) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** @throws {RestError} 500 when it is not; what it does goes on */
function inTime({ requestMs = REQUEST_MS }: AppOptions, run: () => Promise<Answer>): Promise<Answer> {
  let over = () => {}
  const late = new Promise<never>((_, reject) => {
    over = systemClock.after(requestMs, () => reject(new RestError(500, 'Request timed out'))).cancel
  })
  return Promise.race([run(), late]).finally(over)
}

/** Hono leaves a wrong % as it is. */
function demandDecodable(path: string): void {
  try {
    decodeURIComponent(path)
  } catch (cause) {
    throw new RestError(400, `The path has a % that is no character: ${path}`, { cause })
  }
}
