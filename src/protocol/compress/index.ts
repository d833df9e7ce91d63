/**
 * The codecs of a record batch.
 */
import type { CompressionType } from '../batch.ts'
import { KafkaError } from '../errors.ts'

/** Most that a batch may decompress to, where the caller knows nothing better. */
export const MAX_DECOMPRESSED_BYTES = 256 * 1024 * 1024

export function compress(codec: CompressionType, data: Buffer | readonly Buffer[], _level?: number): Buffer {
  if (codec === 'none') return Array.isArray(data) ? Buffer.concat(data) : (data as Buffer)
  throw new KafkaError('UNSUPPORTED_COMPRESSION_TYPE', `Cannot compress with ${codec} yet`)
}

export function decompress(codec: CompressionType, data: Buffer, _maxBytes: number): Buffer {
  if (codec === 'none') return data
  throw new KafkaError('UNSUPPORTED_COMPRESSION_TYPE', `Cannot decompress ${codec} yet`)
}
