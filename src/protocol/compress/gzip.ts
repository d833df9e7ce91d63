/**
 * gzip (RFC 1952), by Node's zlib. Several members one after the other are read as one; levels 1 to 9, default 6.
 * Source: Kafka `GzipCompression`.
 */
import type zlib from 'node:zlib'
import { lazily } from '../../lib/load.ts'
import { type Codec, guard, tooLarge } from './codec.ts'

const nodeZlib = lazily<typeof zlib>('node:zlib')
/** zlib's own default; Kafka's `compression.gzip.level` calls it -1 too. */
const DEFAULT_LEVEL = -1

export const gzip: Codec = {
  compress: (data, level = DEFAULT_LEVEL) => nodeZlib().gzipSync(data, { level }),
  decompress: (data, maxBytes) =>
    guard('gzip', () => {
      try {
        // One byte more than allowed: 0 is refused as a limit, and an exact fit is no overflow.
        const output = nodeZlib().gunzipSync(data, { maxOutputLength: maxBytes + 1 })
        if (output.length > maxBytes) throw tooLarge('gzip', maxBytes)
        return output
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge('gzip', maxBytes)
        throw error
      }
    }),
}
