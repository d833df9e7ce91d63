/**
 * Whether a data directory works. The first fault of its disk takes it offline, with all that lies in it, until the broker is
 * started again: a disk that has failed once may have lost what it was told to keep. A log that fails alone takes nothing with it.
 * Source: KIP-112; Kafka 4.3 `LogDirFailureChannel`.
 */
import type { Logger } from '../lib/logger.ts'
import { KafkaError } from '../protocol/errors.ts'
import { isDiskFault } from './errors.ts'

export interface DirFaultOptions {
  path: string
  logger: Logger
  /** It has gone offline: called once. */
  onFailed: (error: Error) => void
}

export class DirFault {
  readonly #o: DirFaultOptions
  #failure: KafkaError | undefined

  constructor(options: DirFaultOptions) {
    this.#o = options
  }

  /** Why it is offline; undefined: it is not. */
  get failure(): KafkaError | undefined {
    return this.#failure
  }

  /** Take it offline. */
  fail(error: Error): void {
    if (this.#failure) return
    const { path, logger, onFailed } = this.#o
    logger.error(`The data directory ${path} has failed, and is offline until the broker is started again`, error)
    const message = `The data directory ${path} has failed: ${error.message}`
    this.#failure = new KafkaError('KAFKA_STORAGE_ERROR', message, { cause: error })
    onFailed(error)
  }

  /** A log has failed: with the disk, or alone. */
  logFailed(name: string, error: Error): void {
    if (isDiskFault(error)) return this.fail(error)
    const { path, logger } = this.#o
    logger.error(`${name} in ${path} has failed, and is offline until the broker is started again`, error)
  }

  /** @throws {KafkaError} KAFKA_STORAGE_ERROR for a fault of the disk, which takes the directory offline */
  readonly attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      if (!isDiskFault(error)) throw error
      this.fail(error)
      throw this.#failure!
    }
  }
}
