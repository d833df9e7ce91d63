/**
 * The codecs of a record batch, by name. Each is loaded when first used; the result is bounded.
 * The natural size for all of them is one batch: no streams here.
 */
import type { CompressionType } from '../batch.ts'
import type { Codec } from './codec.ts'
import { gzip } from './gzip.ts'
import { lz4 } from './lz4.ts'
import { snappy } from './snappy.ts'
import { zstd } from './zstd.ts'

/** Most that a batch may decompress to, where the caller knows nothing better: far above any `max.message.bytes` in use. */
export const MAX_DECOMPRESSED_BYTES = 256 * 1024 * 1024

const none: Codec = {
  compress: data => data,
  decompress: data => data,
}

const codecs: Record<CompressionType, Codec> = { none, gzip, snappy, lz4, zstd }

/**
 * @param data  one buffer, or parts of one
 * @param level as Kafka's `compression.<codec>.level`; default: Kafka's default; ignored by snappy and lz4
 */
export const compress = (codec: CompressionType, data: Buffer | readonly Buffer[], level?: number): Buffer =>
  codecs[codec].compress(Buffer.isBuffer(data) ? data : Buffer.concat(data), level)

/**
 * @param maxBytes most that the result may have
 * @returns        a new buffer; `data` itself for 'none'
 * @throws {KafkaError} CORRUPT_MESSAGE when `data` is broken, MESSAGE_TOO_LARGE when there is more in it than maxBytes
 */
export const decompress = (codec: CompressionType, data: Buffer, maxBytes = MAX_DECOMPRESSED_BYTES): Buffer =>
  codecs[codec].decompress(data, maxBytes)
