/**
 * A listener: takes connections within limits, closes idle ones, and lets the rest finish when it stops.
 * Source: Kafka's `listeners`, `connections.max.idle.ms`, `socket.listen.backlog.size`.
 * Not here: TLS and SASL.
 */
import net from 'node:net'
import type { Clock, Timer } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { SECONDS } from '../lib/units.ts'
import type { ConnectionLimits } from './limits.ts'
import { type FrameHandler, plainAddress, ServerConnection } from './server-connection.ts'

export interface ServerOptions {
  /** Kafka's name of the listener, for log lines and for the address that clients are told. */
  name: string
  /** Undefined: every address of this machine. */
  host: string | undefined
  /** 0: any free port. */
  port: number
  backlog: number
  maxFrameBytes: number
  idleMs: number
  limits: ConnectionLimits
  clock: Clock
  logger: Logger
  /** Called for each connection; what it returns gets the connection's frames. */
  accept: (connection: ServerConnection) => FrameHandler
}

/** The operator's mistake, with what to do about it. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

/** Idle connections are looked for this often in the idle time, so they live at most a quarter longer. */
const IDLE_CHECKS = 4
const LONGEST_IDLE_CHECK_MS = 30 * SECONDS

export class Server {
  readonly #options: ServerOptions
  readonly #server: net.Server
  readonly #connections = new Set<ServerConnection>()
  /** Too many came from their addresses: nobody listens to them, and they are closed in a moment. */
  readonly #throttled = new Set<net.Socket>()
  #nextId = 0
  #idleTimer: Timer | undefined
  #closing = false

  private constructor(options: ServerOptions) {
    this.#options = options
    this.#server = net.createServer({ allowHalfOpen: true, pauseOnConnect: false }, socket => this.#accept(socket))
  }

  /** @throws {ListenError} when the address is taken, not ours, or not allowed */
  static async listen(options: ServerOptions): Promise<Server> {
    const server = new Server(options)
    await new Promise<void>((resolve, reject) => {
      const { host, port, backlog } = options
      server.#server.once('error', error => reject(listenError(error, options)))
      server.#server.listen({ port, backlog, ...(host === undefined ? {} : { host }) }, resolve)
    })
    server.#server.removeAllListeners('error')
    server.#server.on('error', error => options.logger.error(`Listener ${options.name} had an error`, error))
    return server
  }

  get name(): string {
    return this.#options.name
  }

  get port(): number {
    return (this.#server.address() as net.AddressInfo).port
  }

  get connectionCount(): number {
    return this.#connections.size
  }

  /** Take no more connections; let those that are open finish what they asked, for at most `drainMs`. */
  async close(drainMs: number): Promise<void> {
    if (this.#closing) return
    this.#closing = true
    this.#idleTimer?.cancel()
    const gone = new Promise(resolve => this.#server.close(resolve))
    for (const connection of this.#connections) connection.drain()
    for (const socket of this.#throttled) socket.destroy()
    const timer = this.#options.clock.after(drainMs, () => {
      for (const connection of this.#connections) connection.destroy()
    })
    // Timers of a clock and half-closed sockets do not keep a process alive, and it must not end before this is done.
    const stay = setInterval(() => {}, 60 * SECONDS)
    await gone
    clearInterval(stay)
    timer.cancel()
  }

  #accept(socket: net.Socket): void {
    const { limits, logger, name, clock, maxFrameBytes } = this.#options
    // A peer may be gone before it is taken: its address is, too.
    if (socket.remoteAddress === undefined || this.#closing) {
      socket.destroy()
      return
    }
    const throttleMs = limits.throttleMs(plainAddress(socket.remoteAddress))
    if (throttleMs > 0) {
      this.#leaveWaiting(socket, throttleMs)
      return
    }
    const id = this.#nextId++
    const connection = new ServerConnection({ id, listener: name, socket, maxFrameBytes, clock, logger })
    const ip = connection.remoteAddress
    const refusal = limits.admit(ip)
    if (refusal !== undefined) {
      connection.refuse(refusal)
      return
    }
    this.#connections.add(connection)
    connection.onClose(() => {
      this.#connections.delete(connection)
      limits.release(ip)
    })
    connection.start(this.#options.accept(connection))
    if (this.#idleTimer === undefined) this.#watchIdle()
  }

  /** Closed at once it would come again at once. */
  #leaveWaiting(socket: net.Socket, ms: number): void {
    const { clock, logger, name } = this.#options
    logger.debug(`${socket.remoteAddress} connects to ${name} too often (connection_creation_rate)`)
    this.#throttled.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#throttled.delete(socket))
    clock.after(ms, () => socket.destroy())
  }

  /** Runs only while somebody is connected: an idle broker sets no timers. */
  #watchIdle(): void {
    const { idleMs, clock } = this.#options
    if (idleMs < 0) return
    const delay = Math.min(Math.max(Math.ceil(idleMs / IDLE_CHECKS), 1), LONGEST_IDLE_CHECK_MS)
    this.#idleTimer = clock.after(delay, () => {
      this.#idleTimer = undefined
      const before = clock.monotonic() - idleMs
      for (const connection of this.#connections)
        if ((connection.idleSince ?? before) < before) this.#closeIdle(connection)
      if (this.#connections.size > 0) this.#watchIdle()
    })
  }

  #closeIdle(connection: ServerConnection): void {
    const { idleMs, logger, name } = this.#options
    const why = `nothing happened for ${idleMs} ms (connections.max.idle.ms)`
    if (connection.midFrame) connection.refuse(`a request began and did not end; ${why}`)
    else logger.debug(`Closed the connection of ${connection.name} to ${name}: ${why}`)
    connection.destroy()
  }
}

const advice: Record<string, string> = {
  EADDRINUSE:
    'the port is in use. Stop the program that has it, or give another port in listeners (port 0 takes a free one)',
  EACCES: 'this user may not listen there. Take a port above 1023 in listeners',
  EADDRNOTAVAIL:
    'this machine has no such address. Set listeners to an address it has, or leave the host out for all of them',
  ENOTFOUND:
    'the name is not known. Set listeners to an address of this machine, or leave the host out for all of them',
}

function listenError(error: NodeJS.ErrnoException, { name, host, port }: ServerOptions): ListenError {
  const why = advice[error.code ?? ''] ?? error.message
  return new ListenError(`Cannot listen on ${name}://${host ?? ''}:${port}: ${why}`, { cause: error })
}
