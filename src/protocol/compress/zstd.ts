/**
 * Zstandard frames. Written by whatever lib/zstd.ts has; read with or without content size and checksum, several frames
 * one after the other, skippable frames between them. Levels as Kafka's `compression.zstd.level`, default 3.
 *
 * The frames are walked here first, without decompressing: only so is it known where each ends and how much can come out
 * of it at most (Java writes no content size), and a caller's limit can be kept before memory is taken.
 *
 *   magic 28 b5 2f fd · descriptor · [window, 1] · [dictionary id, 0 1 2 4] · [content size, 0 1 2 4 8]
 *   blocks: uint24 LE: bit 0 last · bits 1-2 type: raw, RLE, compressed, reserved · size; then the bytes (RLE: one)
 *   [checksum, 4]
 *   descriptor: bits 7-6 size of the content size · 5 single segment, then no window · 2 checksum · 1-0 dictionary id
 *
 * Source: RFC 8878; Kafka `ZstdCompression`.
 */
import { readUint32LE } from '../../lib/bytes.ts'
import { zstd as library } from '../../lib/zstd.ts'
import { type Codec, corrupt, guard, tooLarge } from './codec.ts'

const MAGIC = 0xfd2fb528
/** Frames that decoders step over: 16 magic numbers, then uint32 LE size. */
const SKIPPABLE = 0x184d2a50
const DEFAULT_LEVEL = 3
/** A block has no more output than this, and no more than the window. */
const MAX_BLOCK = 128 * 1024
const RLE = 1
const COMPRESSED = 2

export const zstd: Codec = {
  compress: (data, level = DEFAULT_LEVEL) => library().compress(data, level),

  decompress(data, maxBytes) {
    const parts: Buffer[] = []
    let left = maxBytes
    for (const { start, end, bound } of frames(data)) {
      const frame = data.subarray(start, end)
      const part = guard('zstd', () => library().decompress(frame, Math.min(bound, left)))
      if (part === undefined && bound > left) throw tooLarge('zstd', maxBytes)
      if (part === undefined) throw corrupt('zstd', `a frame says that it holds ${bound} bytes, and holds more`)
      left -= part.length
      parts.push(part)
    }
    if (parts.length === 0) throw corrupt('zstd', `${data.length} bytes hold no frame`)
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  },
}

interface Frame {
  start: number
  end: number
  /** Most that can come out of it. */
  bound: number
}

function* frames(data: Buffer): Generator<Frame> {
  for (let at = 0; at < data.length; ) {
    need(data, at, 4)
    const magic = readUint32LE(data, at)
    if ((magic & 0xfffffff0) === SKIPPABLE) {
      need(data, at, 8)
      const end = at + 8 + readUint32LE(data, at + 4)
      need(data, at, end - at)
      at = end
    } else {
      if (magic !== MAGIC) throw corrupt('zstd', `no frame begins at byte ${at}`)
      const frame = readFrame(data, at)
      yield frame
      at = frame.end
    }
  }
}

function readFrame(data: Buffer, start: number): Frame {
  const header = readFrameHeader(data, start)
  let at = header.end
  let bound = 0
  for (let last = false; !last; ) {
    need(data, at, 3)
    const word = data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16)
    const size = word >> 3
    const type = (word >> 1) & 3
    last = (word & 1) === 1
    if (type > COMPRESSED || size > MAX_BLOCK)
      throw corrupt('zstd', `the block at byte ${at} has type ${type} and ${size} bytes`)
    bound += type === COMPRESSED ? header.maxBlock : size
    at += 3
    const stored = type === RLE ? 1 : size
    need(data, at, stored)
    at += stored
  }
  const checksum = header.hasChecksum ? 4 : 0
  need(data, at, checksum)
  return { start, end: at + checksum, bound: Math.min(bound, header.contentSize ?? bound) }
}

function readFrameHeader(data: Buffer, start: number) {
  need(data, start, 5)
  const descriptor = data[start + 4]!
  const isSingleSegment = (descriptor & 0x20) !== 0
  const contentSizeBits = descriptor >> 6
  const windowAt = start + 5
  const contentSizeAt = windowAt + (isSingleSegment ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!
  const contentSizeLength = contentSizeBits === 0 ? (isSingleSegment ? 1 : 0) : 2 ** contentSizeBits
  const end = contentSizeAt + contentSizeLength
  need(data, start, end - start)
  const contentSize = readContentSize(data, contentSizeAt, contentSizeLength)
  return {
    end,
    hasChecksum: (descriptor & 0x04) !== 0,
    contentSize,
    maxBlock: Math.min(MAX_BLOCK, isSingleSegment ? contentSize! : windowSize(data[windowAt]!)),
  }
}

function readContentSize(data: Buffer, at: number, length: number): number | undefined {
  if (length === 0) return undefined
  if (length === 1) return data[at]!
  // Sizes below 256 fit one byte, so two bytes begin there.
  if (length === 2) return (data[at]! | (data[at + 1]! << 8)) + 256
  return readUint32LE(data, at) + (length === 8 ? readUint32LE(data, at + 4) * 2 ** 32 : 0)
}

/** Exponent above 10 in the upper five bits, eighths of it in the lower three. */
function windowSize(byte: number): number {
  const base = 2 ** (10 + (byte >> 3))
  return base + (base / 8) * (byte & 7)
}

function need(data: Buffer, at: number, size: number): void {
  if (at + size > data.length) throw corrupt('zstd', `a frame is cut off at byte ${data.length}`)
}
