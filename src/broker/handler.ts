/**
 * What an API's handler is: the generated `Api` paired with a function. `handlers/index.ts` is the table of them.
 *
 * A function gets the decoded request, who asks, and the broker; it returns the response, or a promise of it. It throws a
 * `KafkaError` when the whole request is refused, and `refusal` shapes the answer that carries it. One partition's or topic's
 * refusal must not fail its neighbours: `answer` turns a `KafkaError` into that row's `errorCode`, and lets a bug pass.
 */
import type { Logger } from '../lib/logger.ts'
import type { ServerConnection } from '../net/server-connection.ts'
import type { Api } from '../protocol/message.ts'
import type { Broker } from './broker.ts'
import { toldError } from './faults.ts'

/** Who asks, and how: one for each request. */
export interface Session {
  readonly connection: ServerConnection
  readonly version: number
  readonly clientId: string | null
  /** Kafka's text form. Everybody is anonymous until listeners authenticate. */
  readonly principal: string
}

/** A response that holds borrowed memory: `onSent` is called once, when it has left or cannot leave. */
export class Reply<ResponseInit> {
  readonly response: ResponseInit
  readonly onSent: () => void

  constructor(response: ResponseInit, onSent: () => void) {
    this.response = response
    this.onSent = onSent
  }
}

/** What is told of a `KafkaError`; a bug is told as UNKNOWN_SERVER_ERROR. */
export interface Refusal {
  errorCode: number
  errorMessage: string
}

type Result<ResponseInit> = ResponseInit | Reply<ResponseInit> | undefined

export interface HandlerOptions<Request, ResponseInit> {
  /** The response that says no to everything in the request, as its version can say it. */
  refusal: (request: Request, error: Refusal, version: number) => ResponseInit
  /**
   * Later requests of the same connection may be looked at while this one is waiting: its effect happens before it waits.
   * Without it a connection's requests are handled one after the other, as on Kafka.
   */
  overlaps?: boolean
}

// biome-ignore lint/suspicious/noExplicitAny: the table holds handlers of every API
export interface Handler<Request = any, ResponseInit = any> extends HandlerOptions<Request, ResponseInit> {
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly api: Api<Request, any, any, ResponseInit>
  /** `undefined`: there is no answer (Produce with acks=0). */
  handle(request: Request, session: Session, broker: Broker): Result<ResponseInit> | Promise<Result<ResponseInit>>
}

export const handler = <Request, RequestInit, Response, ResponseInit>(
  api: Api<Request, RequestInit, Response, ResponseInit>,
  handle: Handler<Request, ResponseInit>['handle'],
  options: HandlerOptions<Request, ResponseInit>,
): Handler<Request, ResponseInit> => ({ api, handle, ...options })

/** `make()`, or `row` with the code of the `KafkaError` that it threw; a fault of the disk is one, too. */
export function answer<Row extends object>(row: Row, make: () => Row, { logger }: { logger: Logger }): Row {
  try {
    return make()
  } catch (error) {
    const told = toldError(error, logger)
    return { ...row, errorCode: told.code, errorMessage: told.message }
  }
}
