/** CRC-32 (ISO-HDLC, that of gzip and zip), natively. Only formats of long ago ask for it: see crc32c.ts for today's. */
import type crc from '@node-rs/crc32'
import { lazily } from './load.ts'

const native = lazily<typeof crc>('@node-rs/crc32')

export const crc32 = (bytes: Uint8Array): number => native().crc32(bytes)
