/** CRC-32 (ISO-HDLC, that of gzip and zip), natively. Only formats of long ago ask for it: see crc32c.ts for today's. */
import { crc32 as native } from '@node-rs/crc32'

export const crc32 = (bytes: Uint8Array): number => native(bytes)
