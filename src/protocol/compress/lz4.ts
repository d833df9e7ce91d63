/**
 * LZ4 frames. Written as Kafka's Java client does: independent blocks of at most 64 KiB, no sizes, no checksums. Read
 * with any flags. `compression.lz4.level` is ignored: the library has LZ4's fast way alone. Kafka takes that one for 9, its
 * default, and LZ4's high compression for every other level; what that writes is read here, too.
 *
 *   magic 04 22 4d 18 · FLG · BD · [content size, 8] · [dictionary id, 4] · header checksum, 1
 *   blocks: uint32 LE size, highest bit: stored as it is · bytes · [block checksum, 4]
 *   a size of 0 ends them · [content checksum, 4]
 *
 *   FLG: bits 7-6 version 1 · 5 independent blocks · 4 block checksums · 3 content size · 2 content checksum · 0 dictionary
 *   BD:  bits 6-4 largest block: 4 64 KiB, 5 256 KiB, 6 1 MiB, 7 4 MiB
 *
 * No checksum is verified. The batch's CRC-32C has covered these bytes; and Kafka's messages of magic 0 have a wrong
 * header checksum that must be accepted (KIP-57).
 * Source: the LZ4 frame format; Kafka `Lz4BlockOutputStream`.
 */
import { readUint32LE, writeUint32LE } from '../../lib/bytes.ts'
import { lazily } from '../../lib/load.ts'
import { type Codec, corrupt, guard, tooLarge } from './codec.ts'

/** Raw blocks with their uncompressed size before them, uint32 LE. */
interface Lz4 {
  compressSync(data: Buffer): Buffer
  uncompressSync(data: Buffer, dictionary?: Buffer): Buffer
}
const native = lazily<Lz4>('lz4-napi')

const MAGIC = 0x184d2204
/** Magic, FLG: version 1 and independent blocks, BD: 64 KiB, and the checksum of these two. */
const HEADER = Buffer.from('04224d18604082', 'hex')
const BLOCK = 64 * 1024
const END_MARK = Buffer.alloc(4)
const STORED = 0x80000000
/** A byte of a length counts for 255 of output at most; a token, with its two bytes of offset, for fewer. */
const MAX_RATIO = 255
/** How far back a linked block may refer. */
const WINDOW = 64 * 1024

export const lz4: Codec = {
  compress(data) {
    const parts: Buffer[] = [HEADER]
    for (let at = 0; at < data.length; at += BLOCK) {
      const block = data.subarray(at, at + BLOCK)
      // The place of the library's size prefix is that of the frame's.
      const compressed = native().compressSync(block)
      const size = compressed.length - 4
      if (size < block.length) {
        writeUint32LE(compressed, 0, size)
        parts.push(compressed)
      } else {
        const stored = Buffer.allocUnsafe(4)
        writeUint32LE(stored, 0, block.length + STORED)
        parts.push(stored, block)
      }
    }
    parts.push(END_MARK)
    return Buffer.concat(parts)
  },

  decompress(data, maxBytes) {
    const frame = readFrameHeader(data)
    const parts: Buffer[] = []
    let total = 0
    let at = frame.blocksAt
    for (;;) {
      if (at + 4 > data.length) throw corrupt('lz4', `the frame ends at byte ${data.length} without its end mark`)
      const word = readUint32LE(data, at)
      if (word === 0) break
      const size = word & 0x7fffffff
      const start = at + 4
      const end = start + size
      if (size > frame.maxBlock || end > data.length)
        throw corrupt('lz4', `a block of ${size} bytes at byte ${at} ends behind the data, or is larger than allowed`)
      const block = data.subarray(start, end)
      if (word >= STORED) parts.push(block)
      else {
        // Not less where maxBytes is near: what is behind the last byte would look broken, and it is only too large.
        const capacity = Math.min(frame.maxBlock, size * MAX_RATIO)
        parts.push(decompressBlock(block, capacity, frame.linked ? lastWindow(parts) : undefined))
      }
      total += parts.at(-1)!.length
      if (total > maxBytes) throw tooLarge('lz4', maxBytes)
      at = end + (frame.blockChecksums ? 4 : 0)
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  },
}

interface Frame {
  linked: boolean
  blockChecksums: boolean
  maxBlock: number
  blocksAt: number
}

function readFrameHeader(data: Buffer): Frame {
  if (data.length < HEADER.length || readUint32LE(data, 0) !== MAGIC)
    throw corrupt('lz4', `${data.length} bytes do not begin with the frame's magic number`)
  const flags = data[4]!
  const maxBlockBits = (data[5]! >> 4) & 7
  if (flags >> 6 !== 1) throw corrupt('lz4', `the frame has version ${flags >> 6}: 1 is known`)
  if (maxBlockBits < 4) throw corrupt('lz4', `the frame has block size ${maxBlockBits}: 4 to 7 are known`)
  if ((flags & 0x01) !== 0) throw corrupt('lz4', 'the frame needs a dictionary')
  return {
    linked: (flags & 0x20) === 0,
    blockChecksums: (flags & 0x10) !== 0,
    maxBlock: 2 ** (8 + 2 * maxBlockBits),
    blocksAt: HEADER.length + ((flags & 0x08) === 0 ? 0 : 8),
  }
}

/** The library takes the capacity where its own size prefix would be, zeroes so much, and cuts the result to what came. */
function decompressBlock(block: Buffer, capacity: number, dictionary: Buffer | undefined): Buffer {
  const prefixed = Buffer.allocUnsafe(4 + block.length)
  writeUint32LE(prefixed, 0, capacity)
  block.copy(prefixed, 4)
  return guard('lz4', () => native().uncompressSync(prefixed, dictionary))
}

/** The end of what was decompressed so far: what a linked block may refer to. Undefined before the first. */
function lastWindow(parts: readonly Buffer[]): Buffer | undefined {
  const last = parts.at(-1)
  if (last === undefined || last.length >= WINDOW) return last?.subarray(-WINDOW)
  let from = parts.length
  for (let size = 0; from > 0 && size < WINDOW; from--) size += parts[from - 1]!.length
  return Buffer.concat(parts.slice(from)).subarray(-WINDOW)
}
