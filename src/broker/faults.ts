/**
 * A disk's fault, as the protocol tells it: KAFKA_STORAGE_ERROR for the partition it is about, and a line in the log for the
 * operator. Everything else that is thrown and is no `KafkaError` is a bug, and passes.
 */
import type { Logger } from '../lib/logger.ts'
import { CorruptLogError, isSystemError } from '../log/errors.ts'
import { KafkaError } from '../protocol/errors.ts'

/** @throws `error` itself, when it is a bug */
export function toldError(error: unknown, logger: Logger): KafkaError {
  if (error instanceof KafkaError) return error
  if (!(error instanceof CorruptLogError || isSystemError(error))) throw error
  logger.error(`The disk failed: ${error.message}`)
  return new KafkaError('KAFKA_STORAGE_ERROR', error.message, { cause: error })
}
