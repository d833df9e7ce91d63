/**
 * The broker's end of a connection: frames come out in order, answers leave in the order of their requests.
 *
 * Every frame gets a slot; an answer waits in its slot until those before it have left. What is answered in one turn of the
 * event loop leaves in one writev. Reading stops while too much waits: unanswered requests, bytes the peer does not
 * take, or a request that must be finished before the next is looked at.
 * Not here: what a frame means. Nothing a peer sends gets past this file as an exception.
 */
import type net from 'node:net'
import type { Clock, Timer } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { MiB, SECONDS } from '../lib/units.ts'
import { corkTurn } from './cork.ts'
import { FrameError, FrameReader } from './frame.ts'
import { httpAnswer, recognise } from './nonsense.ts'
import { Slot } from './slot.ts'

/** Requests of one connection that are looked at and not answered. Kafka's own clients keep 5 on the way, librdkafka more. */
const MAX_OPEN_SLOTS = 128
/** Bytes handed to the socket and not taken by the peer, above which no further request of it is looked at. */
const MAX_UNSENT_BYTES = 1 * MiB
/** How long a browser may take to read its page. */
const HTTP_LINGER_MS = 2 * SECONDS

/**
 * Gets each frame, in order, with the slot for its answer.
 * A promise holds the connection's next frames back until it settles; without one the next frame may come at once.
 */
export type FrameHandler = (frame: Buffer, slot: Slot) => Promise<void> | void

export interface ServerConnectionOptions {
  id: number
  listener: string
  socket: net.Socket
  maxFrameBytes: number
  clock: Clock
  logger: Logger
}

export class ServerConnection {
  readonly id: number
  readonly listener: string
  readonly remoteAddress: string
  readonly remotePort: number
  readonly localAddress: string
  readonly localPort: number
  readonly #socket: net.Socket
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #frames: FrameReader
  #handle: FrameHandler = () => {}
  /** Frames received and not looked at, from `#nextFrame` on; there is at most one piece of the socket in it. */
  #waiting: Buffer[] = []
  readonly #slots: Slot[] = []
  #held = false
  /** Until it fires, no further request is looked at. */
  #mute: Timer | undefined
  #mutedUntil = 0
  #working = false
  #closing = false
  #peerEnded = false
  #closed = false
  #requests = 0
  #lastActive: number
  readonly #onClose: (() => void)[] = []

  constructor(options: ServerConnectionOptions) {
    const { socket } = options
    this.id = options.id
    this.listener = options.listener
    this.remoteAddress = plainAddress(socket.remoteAddress)
    this.remotePort = socket.remotePort ?? 0
    this.localAddress = plainAddress(socket.localAddress)
    this.localPort = socket.localPort ?? 0
    this.#socket = socket
    this.#clock = options.clock
    this.#logger = options.logger
    this.#lastActive = options.clock.monotonic()
    this.#frames = new FrameReader(options.maxFrameBytes, frame => {
      this.#requests++
      this.#waiting.push(frame)
    })
    socket.setNoDelay(true)
    socket.setKeepAlive(true)
    socket.on('data', chunk => this.#data(chunk))
    socket.on('drain', () => this.#work())
    socket.on('end', () => this.#ended())
    socket.on('error', error => this.#logger.debug(`Lost ${this.name}: ${error.message}`))
    socket.on('close', () => this.#socketClosed())
  }

  /** For log lines: who is at the other side. */
  get name(): string {
    return `${this.remoteAddress}:${this.remotePort}`
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Monotonic time of the last byte in or out; undefined while a request is being answered, which is never idle. */
  get idleSince(): number | undefined {
    return this.#slots.length > 0 || this.#mute ? undefined : this.#lastActive
  }

  /** Whether a frame has begun and not ended. */
  get midFrame(): boolean {
    return this.#frames.midFrame
  }

  start(handle: FrameHandler): void {
    this.#handle = handle
  }

  onClose(fn: () => void): void {
    if (this.#closed) fn()
    else this.#onClose.push(fn)
  }

  /** Look at no further request for so long: for a client over its quota. What was looked at is answered. */
  mute(ms: number): void {
    if (this.#closing) return
    const until = this.#clock.monotonic() + ms
    if (this.#mute !== undefined && until <= this.#mutedUntil) return
    this.#mute?.cancel()
    this.#mutedUntil = until
    this.#mute = this.#clock.after(ms, () => {
      this.#mute = undefined
      // It kept still because it had to.
      this.#lastActive = this.#clock.monotonic()
      this.#work()
    })
  }

  /** Close at once, and say why in one line: for a peer that broke the protocol. */
  refuse(why: string): void {
    if (this.#closing) return
    this.#logger.warn(`Closed the connection of ${this.name} to ${this.listener}: ${why}`)
    this.destroy()
  }

  destroy(): void {
    this.#closing = true
    this.#socket.destroy()
  }

  /** Look at no further request, answer what was looked at, then close. */
  drain(): void {
    this.#closing = true
    this.#waiting = []
    // What still comes is read and dropped: closing a socket with unread bytes could take answers back.
    this.#socket.resume()
    this.#endIfDone()
  }

  #data(chunk: Buffer): void {
    if (this.#closing) return
    this.#lastActive = this.#clock.monotonic()
    try {
      this.#frames.push(chunk)
    } catch (error) {
      this.#nonsense(error as Error)
      return
    }
    this.#work()
  }

  /** Hand out frames until something says to wait; then read on, or not. */
  #work(): void {
    if (this.#working || this.#closing) return
    this.#working = true
    let next = 0
    while (next < this.#waiting.length && this.#mayGoOn()) this.#handOut(this.#waiting[next++]!)
    this.#waiting = next === this.#waiting.length ? [] : this.#waiting.slice(next)
    this.#working = false
    if (this.#peerEnded) this.#endIfDone()
    else if (this.#mayGoOn()) this.#socket.resume()
    else this.#socket.pause()
  }

  #mayGoOn(): boolean {
    const { length } = this.#slots
    return (
      !this.#held &&
      !this.#mute &&
      !this.#closing &&
      length < MAX_OPEN_SLOTS &&
      this.#socket.writableLength < MAX_UNSENT_BYTES
    )
  }

  #handOut(frame: Buffer): void {
    const slot = new Slot(() => this.#flush())
    this.#slots.push(slot)
    try {
      const done = this.#handle(frame, slot)
      if (done === undefined) return
      this.#held = true
      done.then(
        () => this.#release(),
        error => this.#bug(error),
      )
    } catch (error) {
      this.#bug(error)
    }
  }

  #release(): void {
    this.#held = false
    this.#work()
  }

  #bug(error: unknown): void {
    this.#logger.error(`Closed the connection of ${this.name} to ${this.listener}: this is a bug`, error)
    this.destroy()
  }

  /** Write the answers that have nothing before them. */
  #flush(): void {
    let sent = 0
    while (sent < this.#slots.length && this.#slots[sent]!.chunks !== undefined) this.#send(this.#slots[sent++]!)
    if (sent === 0) return
    this.#slots.splice(0, sent)
    if (this.#closing) this.#endIfDone()
    // Nothing waits, and yet reading may have stopped: the last request that came was the last one allowed.
    else if (!this.#working && (this.#waiting.length > 0 || this.#peerEnded || this.#socket.isPaused())) this.#work()
  }

  #send({ chunks, onSent }: Slot): void {
    if (this.#closed) {
      onSent?.()
      return
    }
    this.#lastActive = this.#clock.monotonic()
    corkTurn(this.#socket)
    const last = chunks!.length - 1
    if (last < 0) onSent?.()
    else
      for (let i = 0; i <= last; i++) this.#socket.write(chunks![i]!, i === last && onSent ? () => onSent() : undefined)
  }

  /** End when everything looked at is answered. */
  #endIfDone(): void {
    if (this.#slots.length === 0 && this.#waiting.length === 0) this.#socket.end(() => this.#socket.destroy())
  }

  /** The peer will send no more; what it asked is still answered. */
  #ended(): void {
    if (this.#frames.midFrame) this.#logger.debug(`${this.name} closed its connection in the middle of a request`)
    this.#peerEnded = true
    this.#work()
  }

  #socketClosed(): void {
    this.#mute?.cancel()
    this.#closed = true
    this.#closing = true
    this.#waiting = []
    for (const fn of this.#onClose.splice(0)) fn()
    this.#flush()
  }

  #nonsense(error: Error): void {
    const what = error instanceof FrameError && this.#requests === 0 ? recognise(error.start) : undefined
    if (!(error instanceof FrameError)) this.#bug(error)
    else if (what?.kind === 'http') this.#explain(what.explanation)
    else if (what === undefined || what.kind === 'bytes') this.refuse(`${error.message} (socket.request.max.bytes)`)
    else this.refuse(what.explanation)
  }

  /** The rest of the request is read and dropped: closing a socket with unread bytes would take the page back. */
  #explain(why: string): void {
    this.#logger.warn(`Closed the connection of ${this.name} to ${this.listener}: ${why}`)
    this.#closing = true
    this.#socket.resume()
    this.#socket.end(httpAnswer(`${this.localAddress}:${this.localPort}`))
    this.#clock.after(HTTP_LINGER_MS, () => this.#socket.destroy())
  }
}

/** An IPv4 peer of a socket that takes both families looks like `::ffff:127.0.0.1`. */
export const plainAddress = (address: string | undefined) => address?.replace(/^::ffff:(?=\d+\.)/, '') ?? ''
