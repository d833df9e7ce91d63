/** What each codec of this folder is, and the two ways in which compressed bytes are refused. */
import { KafkaError } from '../errors.ts'

export interface Codec {
  /** @param level as Kafka's `compression.<codec>.level`; codecs without levels ignore it */
  compress(data: Buffer, level?: number): Buffer
  /**
   * @param maxBytes most that the result may have
   * @throws {KafkaError} CORRUPT_MESSAGE or MESSAGE_TOO_LARGE
   */
  decompress(data: Buffer, maxBytes: number): Buffer
}

export const corrupt = (codec: string, reason: string, cause?: unknown): KafkaError =>
  new KafkaError(
    'CORRUPT_MESSAGE',
    `Cannot decompress ${codec}: ${reason}`,
    cause === undefined ? undefined : { cause },
  )

export const tooLarge = (codec: string, maxBytes: number): KafkaError =>
  new KafkaError('MESSAGE_TOO_LARGE', `Cannot decompress ${codec}: the result has more than ${maxBytes} bytes`)

/** Run a library on bytes that may be hostile: what it throws means that they are broken. */
export function guard<Result>(codec: string, fn: () => Result): Result {
  try {
    return fn()
  } catch (error) {
    if (error instanceof KafkaError) throw error
    throw corrupt(codec, error instanceof Error ? error.message : String(error), error)
  }
}
