/** A coordinator's log that cannot be read: nobody coordinates what is in it until a person has put it right, as on Kafka. */
import { CorruptLogError, isSystemError } from '../log/errors.ts'
import { KafkaError } from '../protocol/errors.ts'

/** `fold()`; what the disk says against it is NOT_COORDINATOR for those who ask. */
export function foldOf<T>(source: string, fold: () => T): T {
  try {
    return fold()
  } catch (error) {
    if (!(error instanceof CorruptLogError || isSystemError(error))) throw error
    throw new KafkaError('NOT_COORDINATOR', `${source} cannot be read: ${error.message}`, { cause: error })
  }
}
