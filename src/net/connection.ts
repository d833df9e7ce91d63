/**
 * The client's end of a connection: requests go out pipelined, each answer finds its request.
 * Source: Kafka answers the requests of one connection in their order, so the oldest unanswered request owns the next
 * frame; the correlation id only proves it. A request that is not answered in time closes the connection, as Kafka's
 * Java client does: what came after it could never be told apart from a hang.
 * Not here: which broker to ask, which version to speak, when to try again (`client/`).
 */
import net from 'node:net'
import { type Clock, systemClock, type Timer } from '../lib/clock.ts'
import { MiB, SECONDS } from '../lib/units.ts'
import { KafkaError } from '../protocol/errors.ts'
import { encodeRequest, readResponseHeader } from '../protocol/header.ts'
import type { Api } from '../protocol/message.ts'
import { Reader } from '../protocol/reader.ts'
import { corkTurn } from './cork.ts'
import { FrameReader } from './frame.ts'
import { isTls, reasonOf, SPEAKS_TLS, strangerOf } from './reasons.ts'

export interface ConnectionOptions {
  host: string
  port: number
  clientId?: string | null
  /** How long the socket may take to open (`socket.connection.setup.timeout.ms`). */
  connectTimeoutMs?: number
  /** How long an answer may take unless `send` says otherwise (`request.timeout.ms`). */
  requestTimeoutMs?: number
  /** The largest answer accepted. */
  maxFrameBytes?: number
  clock?: Clock
}

export interface SendOptions {
  timeoutMs?: number
}

interface Pending {
  readonly correlationId: number
  readonly name: string
  readonly deadline: number
  readonly read: (frame: Buffer) => void
  readonly fail: (error: KafkaError) => void
}

/** Answers are bounded by what was asked for; this only stops nonsense. The default of a broker's own frames. */
const MAX_FRAME_BYTES = 512 * MiB

export class Connection {
  readonly host: string
  readonly port: number
  readonly #socket: net.Socket
  readonly #clock: Clock
  readonly #clientId: string | null
  readonly #requestTimeoutMs: number
  readonly #frames: FrameReader
  /** Requests without an answer, oldest first, from `#first` on. */
  #pending: Pending[] = []
  #first = 0
  #correlationId = 0
  #timer: Timer | undefined
  #timerAt = Number.POSITIVE_INFINITY
  #failure: KafkaError | undefined
  /** Nothing came yet. */
  #isNew = true
  readonly #onClose: ((error: KafkaError) => void)[] = []
  #drained: (() => void)[] = []

  private constructor(socket: net.Socket, options: ConnectionOptions) {
    this.host = options.host
    this.port = options.port
    this.#socket = socket
    this.#clock = options.clock ?? systemClock
    this.#clientId = options.clientId ?? null
    this.#requestTimeoutMs = options.requestTimeoutMs ?? 30 * SECONDS
    this.#frames = new FrameReader(options.maxFrameBytes ?? MAX_FRAME_BYTES, frame => this.#answer(frame))
    socket.on('data', chunk => this.#data(chunk))
    socket.on('error', error => this.#fail(reasonOf(error), error))
    socket.on('end', () => this.#fail('the other side closed the connection'))
    socket.on('close', () => this.#fail('the connection was closed'))
    socket.on('drain', () => this.#drain())
  }

  /** @throws {KafkaError} NETWORK_EXCEPTION when nobody answers at that address, or not in time */
  static connect(options: ConnectionOptions): Promise<Connection> {
    const { host, port, connectTimeoutMs = 10 * SECONDS, clock = systemClock } = options
    return new Promise((resolve, reject) => {
      const socket = net.connect({ host, port, noDelay: true, keepAlive: true })
      const refuse = (why: string, cause?: Error) => {
        timer.cancel()
        socket.destroy()
        reject(new KafkaError('NETWORK_EXCEPTION', `Cannot connect to ${host}:${port}: ${why}`, { cause }))
      }
      const timer = clock.after(connectTimeoutMs, () => refuse(`no answer within ${connectTimeoutMs} ms`))
      const onError = (error: Error) => refuse(reasonOf(error), error)
      socket.once('error', onError)
      socket.once('connect', () => {
        timer.cancel()
        socket.off('error', onError)
        resolve(new Connection(socket, options))
      })
    })
  }

  /** Requests sent and not answered yet. */
  get inFlight(): number {
    return this.#pending.length - this.#first
  }

  get closed(): boolean {
    return this.#failure !== undefined
  }

  /** Bytes accepted by `send` that the socket could not take yet: the sign to wait for `drained()`. */
  get bufferedBytes(): number {
    return this.#socket.writableLength
  }

  get needsDrain(): boolean {
    return this.#socket.writableNeedDrain
  }

  /** Resolves when the socket takes bytes again, or is closed. */
  drained(): Promise<void> {
    if (this.closed || !this.#socket.writableNeedDrain) return Promise.resolve()
    return new Promise(resolve => {
      this.#drained.push(resolve)
    })
  }

  /** Call `fn` once, with the reason, when this connection is no longer usable. At once when that is already so. */
  onClose(fn: (error: KafkaError) => void): void {
    if (this.#failure !== undefined) fn(this.#failure)
    else this.#onClose.push(fn)
  }

  /**
   * Send a request; many may be under way at once. The bytes of `init` must stay untouched until the answer is there.
   * @returns the decoded response; its byte fields are views of the frame, and keep it in memory
   * @throws {KafkaError} NETWORK_EXCEPTION when the connection is or gets closed, REQUEST_TIMED_OUT when this request was
   *   the one that took too long (the connection is closed too), CORRUPT_MESSAGE when the answer cannot be decoded
   */
  send<ReqInit, Res>(
    api: Api<unknown, ReqInit, Res, unknown>,
    version: number,
    init: ReqInit,
    options?: SendOptions,
  ): Promise<Res> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    const correlationId = this.#nextCorrelationId()
    const chunks = encodeRequest(api, version, init, { correlationId, clientId: this.#clientId })
    const deadline = this.#clock.monotonic() + (options?.timeoutMs ?? this.#requestTimeoutMs)
    return new Promise((resolve, reject) => {
      const read = (frame: Buffer) => {
        const reader = new Reader(frame)
        readResponseHeader(reader, api, version)
        resolve(api.response.read(reader, version))
      }
      this.#pending.push({ correlationId, name: api.name, deadline, read, fail: reject })
      this.#write(chunks)
      if (deadline < this.#timerAt) this.#arm(deadline)
    })
  }

  /** Send a request that has no answer: Produce with `acks=0`. `drained()` is its only back-pressure. */
  sendWithoutResponse<ReqInit>(api: Api<unknown, ReqInit, unknown, unknown>, version: number, init: ReqInit): void {
    if (this.#failure !== undefined) throw this.#failure
    const correlationId = this.#nextCorrelationId()
    this.#write(encodeRequest(api, version, init, { correlationId, clientId: this.#clientId }))
  }

  /** Close at once; what is unanswered fails. Resolves when the socket is gone. */
  close(): Promise<void> {
    this.#fail('it was closed on this side')
    return new Promise(resolve => {
      if (this.#socket.closed) resolve()
      else this.#socket.once('close', () => resolve())
    })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #nextCorrelationId(): number {
    this.#correlationId = (this.#correlationId + 1) & 0x7fffffff
    return this.#correlationId
  }

  #write(chunks: readonly Buffer[]): void {
    corkTurn(this.#socket)
    for (const chunk of chunks) this.#socket.write(chunk)
  }

  #data(chunk: Buffer): void {
    if (this.#isNew && isTls(chunk)) return this.#fail(SPEAKS_TLS)
    this.#isNew = false
    try {
      this.#frames.push(chunk)
    } catch (error) {
      this.#fail(`it does not speak Kafka's protocol: ${strangerOf(error as Error)}`)
    }
  }

  #answer(frame: Buffer): void {
    if (this.closed) return
    const pending = this.#pending[this.#first]
    const correlationId = frame.length >= 4 ? frame.readInt32BE(0) : undefined
    if (pending?.correlationId !== correlationId || pending === undefined) {
      const expected = pending ? `the next was to be ${pending.correlationId} (${pending.name})` : 'nothing was asked'
      this.#fail(`answer ${correlationId} came, ${expected}`)
      return
    }
    this.#shift()
    try {
      pending.read(frame)
    } catch (error) {
      const message = `Cannot read the ${pending.name} answer of ${this.host}:${this.port}: ${(error as Error).message}`
      pending.fail(new KafkaError('CORRUPT_MESSAGE', message, { cause: error }))
    }
  }

  #shift(): void {
    this.#pending[this.#first] = undefined as never
    this.#first++
    if (this.#first === this.#pending.length) {
      this.#pending = []
      this.#first = 0
    } else if (this.#first > 1000) {
      this.#pending = this.#pending.slice(this.#first)
      this.#first = 0
    }
  }

  /** One timer a connection: it looks for what is late, and sleeps until the next deadline. */
  #arm(at: number): void {
    this.#timer?.cancel()
    this.#timerAt = at
    this.#timer = this.#clock.after(Math.max(0, Math.ceil(at - this.#clock.monotonic())), () => {
      this.#timerAt = Number.POSITIVE_INFINITY
      const now = this.#clock.monotonic()
      let next = Number.POSITIVE_INFINITY
      for (let i = this.#first; i < this.#pending.length; i++) {
        const pending = this.#pending[i]!
        if (pending.deadline <= now) return this.#timeOut(pending)
        next = Math.min(next, pending.deadline)
      }
      if (next < Number.POSITIVE_INFINITY) this.#arm(next)
    })
  }

  #timeOut(late: Pending): void {
    const message = `${late.name} to ${this.host}:${this.port} was not answered in time`
    late.fail(new KafkaError('REQUEST_TIMED_OUT', message))
    this.#fail(`${late.name} was not answered in time`)
  }

  #fail(why: string, cause?: Error): void {
    if (this.#failure !== undefined) return
    const error = new KafkaError('NETWORK_EXCEPTION', `Lost ${this.host}:${this.port}: ${why}`, cause && { cause })
    this.#failure = error
    this.#timer?.cancel()
    this.#socket.destroy()
    const pending = this.#pending.slice(this.#first)
    this.#pending = []
    this.#first = 0
    for (const { fail } of pending) fail(error)
    this.#drain()
    for (const fn of this.#onClose.splice(0)) fn(error)
  }

  #drain(): void {
    for (const resolve of this.#drained.splice(0)) resolve()
  }
}
