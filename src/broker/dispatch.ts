/**
 * From a frame to its answer: header, version, body, handler, response.
 *
 * Three kinds of wrong. A `KafkaError` goes back in the shape of the API's own answer. A frame that is no request, an API
 * that is not served or a version without a codec cannot be answered at all: the connection is closed with one line in the
 * log, as Kafka does. The one exception is ApiVersions, whose unknown versions are answered as version 0 (KIP-511), so that a
 * newer client can step back. Anything else is a bug of ours: it is logged with its stack, and answered UNKNOWN_SERVER_ERROR.
 */
import type { Logger } from '../lib/logger.ts'
import type { FrameHandler, ServerConnection } from '../net/server-connection.ts'
import type { Slot } from '../net/slot.ts'
import { KafkaError } from '../protocol/errors.ts'
import { Produce } from '../protocol/generated/apis/00-produce.ts'
import { Fetch } from '../protocol/generated/apis/01-fetch.ts'
import { ApiVersions } from '../protocol/generated/apis/18-api-versions.ts'
import { encodeResponse, readRequestHeader } from '../protocol/header.ts'
import { Reader } from '../protocol/reader.ts'
import type { Broker } from './broker.ts'
import type { QuotaKey } from './client-quotas.ts'
import { type Handler, type Refusal, Reply, type Session } from './handler.ts'

/** Size of the part of a header that every version of every API has: key, version, correlation id. */
const FIXED_HEADER_BYTES = 8
const ANONYMOUS = 'User:ANONYMOUS'

export class Dispatcher {
  readonly #broker: Broker
  readonly #logger: Logger
  /** By API key; holes where nothing is served. */
  readonly #handlers: (Handler | undefined)[] = []

  constructor(broker: Broker, handlers: readonly Handler[], logger: Logger) {
    this.#broker = broker
    this.#logger = logger
    for (const handler of handlers) this.#handlers[handler.api.key] = handler
  }

  /**
   * Requests of a connection take effect in their order. One that may be overlapped (Produce) lets the next of its kind go
   * on while it waits for the disk; any other is looked at when those before it are done, and holds back what follows.
   */
  accept(connection: ServerConnection): FrameHandler {
    let underWay = 0
    let quiet: (() => void) | undefined
    const done = () => {
      underWay--
      if (underWay === 0) quiet?.()
    }
    return (frame, slot) => {
      const call = this.#read(frame, slot, connection)
      if (call === undefined) return undefined
      if (call.overlaps) {
        const running = call.run(this.#broker)
        if (running === undefined) return undefined
        underWay++
        running.then(done, done)
        return undefined
      }
      if (underWay === 0) return call.run(this.#broker)
      return new Promise<void>(resolve => {
        quiet = resolve
      }).then(() => {
        quiet = undefined
        return call.run(this.#broker)
      })
    }
  }

  #read(frame: Buffer, slot: Slot, connection: ServerConnection): Call | undefined {
    if (frame.length < FIXED_HEADER_BYTES)
      return void connection.refuse(`a request of ${frame.length} bytes is too short`)
    const key = frame.readInt16BE(0)
    const version = frame.readInt16BE(2)
    const correlationId = frame.readInt32BE(4)
    const handler = this.#handlers[key]
    if (handler === undefined) return void connection.refuse(`API key ${key} is not served here`)
    const { api } = handler
    if (version < api.min || version > api.max) {
      if (api.key === ApiVersions.key) this.#answerUnknownApiVersions(slot, correlationId)
      else connection.refuse(`${api.name} version ${version} was asked; ${api.min} to ${api.max} are possible`)
      return undefined
    }
    try {
      const reader = new Reader(frame)
      const { clientId } = readRequestHeader(reader, version >= api.flexibleFrom)
      const request = api.request.read(reader, version)
      const session: Session = { connection, version, clientId, principal: ANONYMOUS }
      return new Call({ handler, request, session, slot, correlationId, size: frame.length, logger: this.#logger })
    } catch (error) {
      return void connection.refuse(
        `cannot read its ${api.name} request, version ${version}: ${(error as Error).message}`,
      )
    }
  }

  #answerUnknownApiVersions(slot: Slot, correlationId: number): void {
    const { key, min, max } = ApiVersions
    const error = new KafkaError('UNSUPPORTED_VERSION', '')
    const apiKeys = [{ apiKey: key, minVersion: min, maxVersion: max }]
    slot.answer(encodeResponse(ApiVersions, 0, { errorCode: error.code, apiKeys }, { correlationId }))
  }
}

interface Received {
  handler: Handler
  request: unknown
  session: Session
  slot: Slot
  correlationId: number
  /** Bytes of the request. */
  size: number
  logger: Logger
}

/** One request under way. */
class Call {
  readonly #o: Received
  /** Time that it took of the event loop, where quotas want to know. */
  #spentMs = 0

  constructor(received: Received) {
    this.#o = received
  }

  /** Whether the next request of its kind may be looked at before this one is answered. */
  get overlaps(): boolean {
    return this.#o.handler.overlaps === true
  }

  /** @returns a promise when it is not answered yet */
  run(broker: Broker): Promise<void> | undefined {
    const { handler, request, session } = this.#o
    const began = broker.quotas.has('request_percentage') ? broker.clock.monotonic() : undefined
    try {
      const result = handler.handle(request, session, broker)
      if (began !== undefined) this.#spentMs = broker.clock.monotonic() - began
      if (!(result instanceof Promise)) return void this.#answer(result, broker)
      return result.then(
        result => this.#answer(result, broker),
        error => this.#refuse(error, broker),
      )
    } catch (error) {
      this.#refuse(error, broker)
      return undefined
    }
  }

  #answer(result: unknown, broker: Broker): void {
    if (result === undefined) return this.#skip(broker)
    const { response, onSent } = result instanceof Reply ? result : { response: result, onSent: undefined }
    try {
      this.#send(response, broker, onSent)
    } catch (error) {
      onSent?.()
      // Whatever it is called: to whoever asked, an answer of ours that cannot be written says nothing.
      this.#refuse(new Error('The answer cannot be written', { cause: error }), broker)
    }
  }

  #refuse(error: unknown, broker: Broker): void {
    const { handler, request, session, logger } = this.#o
    const { api, refusal } = handler
    let told: Refusal
    if (error instanceof KafkaError) {
      logger.debug(`${api.name} of ${session.connection.name} was refused: ${error.name}: ${error.message}`)
      told = { errorCode: error.code, errorMessage: error.message }
    } else {
      logger.error(`${api.name} version ${session.version} failed, and this is a bug`, error)
      const { code } = new KafkaError('UNKNOWN_SERVER_ERROR', '')
      told = { errorCode: code, errorMessage: 'The server had an unexpected error' }
    }
    try {
      this.#send(refusal(request, told, session.version), broker)
    } catch (cause) {
      logger.error(`${api.name} version ${session.version} cannot be refused, and this is a bug`, cause)
      session.connection.destroy()
    }
  }

  /** A client that is over a quota is answered at once, told to keep still, and not listened to meanwhile (KIP-219). */
  #send(response: unknown, broker: Broker, onSent?: () => void): void {
    const { slot, session } = this.#o
    const chunks = this.#encode(response)
    const { throttleTimeMs: told = 0 } = response as { throttleTimeMs?: number }
    const throttleTimeMs = Math.max(told, this.#throttleMs(chunks, broker))
    if (throttleTimeMs === 0) return slot.answer(chunks, onSent)
    session.connection.mute(throttleTimeMs)
    slot.answer(this.#encode({ ...(response as object), throttleTimeMs }), onSent)
  }

  /** Nobody is told, and so only the connection keeps still. */
  #skip(broker: Broker): void {
    const throttleMs = this.#throttleMs([], broker)
    if (throttleMs > 0) this.#o.session.connection.mute(throttleMs)
    this.#o.slot.skip()
  }

  #throttleMs(sent: readonly Buffer[], { quotas }: Broker): number {
    const { handler, session, size } = this.#o
    let throttleMs = 0
    const record = (key: QuotaKey, value: () => number) => {
      if (quotas.has(key)) throttleMs = Math.max(throttleMs, quotas.record(key, session, value()))
    }
    if (handler.api.key === Produce.key) record('producer_byte_rate', () => size)
    if (handler.api.key === Fetch.key)
      record('consumer_byte_rate', () => sent.reduce((sum, { length }) => sum + length, 0))
    // A hundred of them are one second of the event loop.
    record('request_percentage', () => this.#spentMs / 10)
    return throttleMs
  }

  #encode(response: unknown): readonly Buffer[] {
    const { handler, session, correlationId } = this.#o
    return encodeResponse(handler.api, session.version, response, { correlationId })
  }
}
