/**
 * REST over node:http: routes, bodies, errors as `{"error_code":...,"message":...}`. A request that only the leader can do is passed
 * on to it. Source: Kafka 4.3 `RestServer`, `ConnectExceptionMapper`, `HerderRequestHandler`.
 * Not here: JKS key stores for https; PEM and PKCS12 are.
 */
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { systemClock, type Timer } from '../../lib/clock.ts'
import type { Logger } from '../../lib/logger.ts'
import { SECONDS } from '../../lib/units.ts'
import { ConnectError, NotLeaderError, RestError } from '../errors.ts'
import type { WorkerSettings } from '../runtime/worker-config.ts'
import { advertised, type Listener, listenersOf } from './listeners.ts'
import type { Answer, RestContext, RestRequest, Route } from './types.ts'

/** Asked of each request first. @throws {RestError} 401 */
export type Guard = (request: http.IncomingMessage) => void
/** Pass a request on. @returns the other's answer */
export type Forward = (error: NotLeaderError, request: RestRequest) => Promise<Answer>

export interface ServerOptions {
  readonly settings: WorkerSettings
  readonly log: Logger
  readonly guard: Guard | undefined
  readonly forward: Forward
  /** Headers of every answer. */
  readonly headers: (request: http.IncomingMessage) => Record<string, string>
  /** How long a request may take, whatever a connector does. */
  readonly requestMs?: number
}

/** More is no connector's settings. */
const BODY_MAX = 10 * 1024 * 1024
const JSON_TYPE = 'application/json'
/** Kafka's 90 seconds, and a little: a herder that gives up by then says what it waits for. */
const REQUEST_MS = 91 * SECONDS

export class RestServer {
  readonly #o: ServerOptions
  readonly #servers: http.Server[] = []
  #context: RestContext | undefined
  /** Of requests that are not answered yet. */
  readonly #timers = new Set<Timer>()
  /** `http://host:port`, for other workers. */
  url = ''
  /** Where it listens. */
  readonly addresses: string[] = []

  constructor(options: ServerOptions) {
    this.#o = options
  }

  /** Listen, and answer 503 until `serve`. @throws {ConnectError} when an address cannot be had */
  async listen(routes: readonly Route[], adminRoutes: readonly Route[]): Promise<void> {
    const { config } = this.#o.settings
    const admin = config['admin.listeners']
    const listeners = listenersOf('listeners', config.listeners)
    const bound: Listener[] = []
    for (const listener of listeners)
      bound.push(await this.#open(listener, admin === null ? [...routes, ...adminRoutes] : routes))
    for (const listener of admin ? listenersOf('admin.listeners', admin) : []) await this.#open(listener, adminRoutes)
    this.url = advertised(config, bound)
  }

  serve(context: RestContext): void {
    this.#context = context
  }

  async #open(listener: Listener, routes: readonly Route[]): Promise<Listener> {
    const table = routes.map(([method, path, handler]) => ({ method, pattern: patternOf(path), handler }))
    const answer: http.RequestListener = (request, response) => {
      this.#answer(table, request, response).catch(error => {
        this.#o.log.error(`The answer to ${request.method} ${request.url} broke`, error)
        response.destroy()
      })
    }
    const server =
      listener.protocol === 'https'
        ? https.createServer((await import('./tls.ts')).tlsOptions(this.#o.settings), answer)
        : http.createServer(answer)
    await new Promise<void>((resolve, reject) => {
      server.once('error', cause => {
        const { protocol, host, port } = listener
        reject(new ConnectError(`Cannot listen on ${protocol}://${host ?? ''}:${port}: ${cause.message}`, { cause }))
      })
      server.listen({ port: listener.port, ...(listener.host && { host: listener.host }) }, resolve)
    })
    this.#servers.push(server)
    const { port } = server.address() as AddressInfo
    this.addresses.push(`${listener.protocol}://${listener.host ?? 'localhost'}:${port}`)
    return { ...listener, port }
  }

  async #answer(
    table: readonly { method: string; pattern: RegExp; handler: Route[2] }[],
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    let answer: Answer
    try {
      answer = await this.#find(table, request)
    } catch (error) {
      answer = this.#failure(request, error)
    }
    const { status, body, headers } = answer
    const bytes = body === undefined ? undefined : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
    response.writeHead(status, {
      ...(bytes && { 'content-type': JSON_TYPE, 'content-length': bytes.length }),
      ...this.#o.headers(request),
      ...headers,
    })
    response.end(request.method === 'HEAD' ? undefined : bytes)
  }

  async #find(
    table: readonly { method: string; pattern: RegExp; handler: Route[2] }[],
    request: http.IncomingMessage,
  ): Promise<Answer> {
    const url = new URL(request.url ?? '/', 'http://worker')
    const path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname
    const matches = table.filter(({ pattern }) => pattern.test(path))
    if (matches.length === 0) throw new RestError(404, 'HTTP 404 Not Found')
    this.#o.guard?.(request)
    const method = request.method === 'HEAD' ? 'GET' : request.method!
    if (method === 'OPTIONS') return allowed(matches.map(each => each.method))
    const match = matches.find(each => each.method === method)
    if (!match) throw new RestError(405, 'HTTP 405 Method Not Allowed')
    negotiate(request)
    const body = await read(request)
    if (!this.#context) throw new RestError(503, 'The worker is starting')
    const groups = match.pattern.exec(path)!.groups ?? {}
    const params = Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]))
    const rest: RestRequest = {
      method,
      path,
      params,
      query: url.searchParams,
      headers: request.headers,
      body,
      base: this.url,
    }
    try {
      return await this.#inTime(match.handler(this.#context, rest))
    } catch (error) {
      if (error instanceof NotLeaderError) return this.#o.forward(error, rest)
      throw error
    }
  }

  /** @throws {RestError} 500 when it is not; what it does goes on */
  async #inTime(answer: Answer | Promise<Answer>): Promise<Answer> {
    let over = () => {}
    const late = new Promise<never>((_, reject) => {
      const refuse = () => reject(new RestError(500, 'Request timed out'))
      const timer = systemClock.after(this.#o.requestMs ?? REQUEST_MS, refuse)
      this.#timers.add(timer)
      over = () => {
        timer.cancel()
        this.#timers.delete(timer)
      }
    })
    return Promise.race([answer, late]).finally(over)
  }

  #failure(request: http.IncomingMessage, error: unknown): Answer {
    const status = error instanceof RestError ? error.status : 500
    const message = error instanceof Error ? error.message : String(error)
    if (!(error instanceof RestError)) this.#o.log.error(`Uncaught exception in REST call to ${request.url}`, error)
    return {
      status,
      body: { error_code: status, message },
      ...(status === 401 && { headers: { 'www-authenticate': 'Basic' } }),
    }
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) timer.cancel()
    await Promise.all(
      this.#servers.map(
        server =>
          new Promise<void>(resolve => {
            server.close(() => resolve())
            server.closeAllConnections()
          }),
      ),
    )
  }
}

/** `/connectors/:name/config` */
const patternOf = (path: string) => new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`)

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw new RestError(400, `The path has a % that is no character: ${text}`, { cause })
  }
}

function allowed(methods: readonly string[]): Answer {
  const all = [...new Set([...(methods.includes('GET') ? ['HEAD'] : []), ...methods, 'OPTIONS'])]
  return { status: 200, body: all.join(', '), headers: { allow: all.join(','), 'content-type': 'text/plain' } }
}

/** JSON comes, and JSON goes. */
function negotiate({ headers }: http.IncomingMessage): void {
  const { accept, 'content-type': type, 'content-length': length } = headers
  if (accept && !/\*\/\*|application\/(\*|json)/.test(accept)) throw new RestError(406, 'HTTP 406 Not Acceptable')
  const hasBody = (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined
  if (hasBody && type !== undefined && !type.startsWith(JSON_TYPE))
    throw new RestError(415, 'HTTP 415 Unsupported Media Type')
}

/** What is too large is read to its end and dropped: a client that still sends would not hear the answer. */
function read(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= BODY_MAX) chunks.push(chunk)
      else chunks.length = 0
    })
    request.on('error', reject)
    request.on('end', () => {
      if (size > BODY_MAX) reject(new RestError(413, `The body is larger than ${BODY_MAX} bytes`))
      else resolve(Buffer.concat(chunks))
    })
  })
}
