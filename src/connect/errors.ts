/**
 * What connectors and the runtime throw. A plugin that brings its own copy of these classes is understood all the same: what
 * counts is the name, or `retriable: true`. Source: Kafka 4.3 `org.apache.kafka.connect.errors`.
 */

/** Something went wrong for good. */
export class ConnectError extends Error {
  override readonly name: string = 'ConnectError'
}

/** The same may work later: a task that throws it is asked again, with the same records. */
export class RetriableError extends ConnectError {
  override readonly name = 'RetriableError'
  readonly retriable = true
}

/** A value does not fit its schema, or bytes are not what a converter reads. */
export class DataError extends ConnectError {
  override readonly name = 'DataError'
}

/** A connector's or worker's settings cannot be. */
export class SettingsError extends ConnectError {
  override readonly name = 'SettingsError'
}

/** Said to a REST client: an HTTP status and why. */
export class RestError extends ConnectError {
  override readonly name = 'RestError'
  readonly status: number

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = status
  }
}

/** Another worker can do it: the leader, or who runs it. */
export class NotLeaderError extends ConnectError {
  override readonly name = 'NotLeaderError'
  /** Of the other's REST; null: nobody knows now. */
  readonly url: string | null

  constructor(message: string, url: string | null) {
    super(message)
    this.url = url
  }
}

export const notFound = (message: string) => new RestError(404, message)
export const conflict = (message: string) => new RestError(409, message)
export const badRequest = (message: string) => new RestError(400, message)

export const isRetriable = (error: unknown): boolean =>
  error instanceof Error && ((error as { retriable?: unknown }).retriable === true || error.name === 'RetriableError')

/** Java's names, where a record or a topic carries one: the headers of a dead letter. */
const javaNames: Readonly<Record<string, string>> = {
  ConnectError: 'org.apache.kafka.connect.errors.ConnectException',
  RetriableError: 'org.apache.kafka.connect.errors.RetriableException',
  DataError: 'org.apache.kafka.connect.errors.DataException',
  SettingsError: 'org.apache.kafka.common.config.ConfigException',
}
export const javaNameOf = (error: Error): string => javaNames[error.name] ?? error.name

/** Whatever was thrown, as an error that can be read: plugins throw texts, nothing, and what throws when it is looked at. */
export function asError(thrown: unknown): Error {
  try {
    if (thrown instanceof Error && `${thrown.name}${thrown.message}${thrown.stack}` !== '') return thrown
    return new ConnectError(
      thrown instanceof Error ? 'an error without a word' : `threw ${String(thrown)}, which is no Error`,
    )
  } catch {
    return new ConnectError(`threw something that cannot be shown${messageOf(thrown)}`)
  }
}

function messageOf(thrown: unknown): string {
  try {
    return `: ${(thrown as Error).message}`
  } catch {
    return ''
  }
}

/** A stack with those of its causes, as a status or a header carries it. */
export function traceOf(thrown: unknown): string {
  const error = asError(thrown)
  const own = error.stack ?? `${error.name}: ${error.message}`
  return error.cause === undefined ? own : `${own}\nCaused by: ${traceOf(error.cause)}`
}

/** A file of ours is not what we, or Kafka, wrote: for the operator. */
export class CorruptFileError extends ConnectError {
  override readonly name = 'CorruptFileError'

  constructor(file: string, position: number, what: string) {
    super(`${file} is damaged at byte ${position}: ${what}. Move it away to begin without it`)
  }
}
