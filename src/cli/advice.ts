/** What to do when there is no broker at an address: a line on stderr after the one that says why. */
import { KafkaError } from '../protocol/errors.ts'
import type { Io } from './io.ts'

/** Says nothing about other errors: they say themselves what could be. */
export function advise(io: Pick<Io, 'warn'>, error: unknown): void {
  if (!(error instanceof KafkaError && error.name === 'NETWORK_EXCEPTION')) return
  const { code } = (error.cause ?? {}) as NodeJS.ErrnoException
  io.warn(
    code === 'ECONNREFUSED'
      ? 'Start a broker there with tskafka server-start, or name one that runs, as host:port'
      : 'Name a broker as host:port, such as localhost:9092',
  )
}
