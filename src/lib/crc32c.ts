/**
 * CRC-32C (Castagnoli), by the processor's own instruction: 5 GB/s at 16 KB, where JavaScript makes 0.4 to 0.9.
 * One call a batch: a call costs about 0.2 us, so never call it per record.
 */
import { crc32c as native } from '@node-rs/crc32'

/** @param initial the sum of what came before, to go on with */
export const crc32c = (bytes: Uint8Array, initial = 0): number => native(bytes, initial)
