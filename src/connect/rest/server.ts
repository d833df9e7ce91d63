/**
 * Where REST listens: Hono's application (`app.ts`) behind Node's servers, by `listeners` and `admin.listeners`.
 * Source: Kafka 4.3 `RestServer`. Not here: JKS key stores for https; PEM and PKCS12 are.
 */
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { ConnectError } from '../errors.ts'
import type { WorkerSettings } from '../runtime/worker-config.ts'
import { type AppOptions, application } from './app.ts'
import { advertised, type Listener, listenersOf } from './listeners.ts'
import type { RestContext, Route } from './types.ts'

export interface ServerOptions extends Omit<AppOptions, 'routes' | 'context' | 'base'> {
  readonly settings: WorkerSettings
}

export class RestServer {
  readonly #o: ServerOptions
  readonly #servers: http.Server[] = []
  #context: RestContext | undefined
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
    const app = application({ ...this.#o, routes, context: () => this.#context, base: () => this.url })
    // Plugins live in this process: its globals stay Node's.
    const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false })
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

  async close(): Promise<void> {
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
