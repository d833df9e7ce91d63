/** A request to a worker, and its answer. */
import { RestError } from '../errors.ts'
import type { Herder } from '../herder/herder.ts'
import type { LogLevels } from './log-levels.ts'

export interface RestRequest {
  readonly method: string
  readonly path: string
  /** What stood for `:name` in the route. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly body: Buffer
  /** `http://host:port` of this worker, as others reach it. */
  readonly base: string
}

export interface Answer {
  readonly status: number
  /** Undefined: nothing. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface RestContext {
  readonly herder: Herder
  readonly levels: LogLevels
}

export type Handler = (context: RestContext, request: RestRequest) => Answer | Promise<Answer>

/** Method, path with `:names`, and what is done. */
export type Route = readonly [method: string, path: string, handler: Handler]

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const nothing = (status: 202 | 204): Answer => ({ status })

/** @throws {RestError} 500, as Kafka answers what it cannot read */
export function jsonOf(body: Buffer): unknown {
  if (body.length === 0) throw new RestError(500, 'The request has no body: it takes JSON')
  try {
    return JSON.parse(body.toString())
  } catch (cause) {
    throw new RestError(500, `The body is no JSON: ${(cause as Error).message}`, { cause })
  }
}

/** Of what was sent, in an answer. */
const SHOWN_MAX = 100

export function objectOf(value: unknown, what = 'The body'): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  const given = Array.isArray(value) ? 'a list' : JSON.stringify(value).slice(0, SHOWN_MAX)
  throw new RestError(500, `${what} is ${given}: it takes an object`)
}

/** Settings: text, and null; numbers and booleans are taken for their text. */
export function settingsOf(value: unknown, what = 'The body'): Record<string, string | null> {
  const entries = Object.entries(objectOf(value, what))
  return Object.fromEntries(entries.map(([name, each]) => [name, each === null ? null : textOf(each, what, name)]))
}

/** @throws {RestError} 500, as Kafka answers what it cannot read */
export function textOf(value: unknown, what: string, name?: string): string {
  if (typeof value !== 'object') return String(value)
  const given = Array.isArray(value) ? 'a list' : 'an object'
  throw new RestError(500, `${what} ${name === undefined ? `is ${given}` : `has ${given} as "${name}"`}: it takes text`)
}
