/**
 * Variable-length integers, seven bits a byte, lowest first, the high bit set when more follow (Protocol Buffers).
 * `varint` and `varlong` are zigzag: 0, -1, 1, -2 become 0, 1, 2, 3. `uvarint` is not.
 *
 * 32 bits: at most 5 bytes. 64 bits: at most 10, as a number, exact up to 2^53 and rounded beyond (see bytes.ts).
 * Writers return the position behind what they wrote and check nothing; readers check that what they read is there,
 * and accept longer forms than needed (`80 00` is 0), as everybody does.
 */

/** Where a reader is; readers move `position`. */
export interface Cursor {
  readonly buffer: Uint8Array
  position: number
  /** First position not to be read. */
  readonly end: number
}

/** What was read is no number of that size, or ends in its middle. */
export class VarintError extends Error {
  override readonly name = 'VarintError'
}

export const zigzag = (value: number): number => (value << 1) ^ (value >> 31)
export const unzigzag = (value: number): number => (value >>> 1) ^ -(value & 1)

/** @returns bytes that `value`, taken as an uint32, needs: 1 to 5 */
export function sizeOfUvarint(value: number): number {
  const v = value >>> 0
  return v < 0x80 ? 1 : v < 0x4000 ? 2 : v < 0x200000 ? 3 : v < 0x10000000 ? 4 : 5
}

export const sizeOfVarint = (value: number): number => sizeOfUvarint(zigzag(value))

/** @param value a safe integer */
export function sizeOfVarlong(value: number): number {
  if (isSmall(value)) return sizeOfUvarint(zigzag(value))
  let size = 1
  for (let rest = Math.floor(magnitude(value) / 0x40); rest > 0; rest = Math.floor(rest / 0x80)) size++
  return size
}

export function writeUvarint(bytes: Uint8Array, at: number, value: number): number {
  let rest = value >>> 0
  while (rest >= 0x80) {
    bytes[at++] = rest | 0x80
    rest >>>= 7
  }
  bytes[at++] = rest
  return at
}

export const writeVarint = (bytes: Uint8Array, at: number, value: number): number =>
  writeUvarint(bytes, at, zigzag(value))

/** @param value a safe integer */
export function writeVarlong(bytes: Uint8Array, at: number, value: number): number {
  if (isSmall(value)) return writeUvarint(bytes, at, zigzag(value))
  // zigzag(value) may need 54 bits, one more than a double has: its lowest bit, the sign, goes out with the first byte.
  let rest = magnitude(value)
  let byte = (rest % 0x40) * 2 + (value < 0 ? 1 : 0)
  for (rest = Math.floor(rest / 0x40); rest > 0; rest = Math.floor(rest / 0x80)) {
    bytes[at++] = byte | 0x80
    byte = rest % 0x80
  }
  bytes[at++] = byte
  return at
}

/** @returns an uint32 */
export function readUvarint(cursor: Cursor): number {
  const { buffer, end } = cursor
  let at = cursor.position
  let value = 0
  for (let shift = 0; shift < 35; shift += 7) {
    if (at >= end) throw new VarintError(`A varint at byte ${cursor.position} ends behind the last byte, ${end}`)
    const byte = buffer[at++]!
    value |= (byte & 0x7f) << shift
    if (byte < 0x80) {
      cursor.position = at
      return value >>> 0
    }
  }
  throw new VarintError(`A varint at byte ${cursor.position} is longer than 5 bytes`)
}

/** @returns an int32 */
export function readVarint(cursor: Cursor): number {
  const { buffer, position } = cursor
  if (position < cursor.end) {
    const byte = buffer[position]!
    if (byte < 0x80) {
      cursor.position = position + 1
      return (byte >>> 1) ^ -(byte & 1)
    }
  }
  return unzigzag(readUvarint(cursor))
}

/** @returns an int64 as a number */
export function readVarlong(cursor: Cursor): number {
  const { buffer, end } = cursor
  let at = cursor.position
  // Three parts of 28, 28 and 8 bits: each is exact in 32-bit arithmetic.
  let low = 0
  let middle = 0
  let high = 0
  for (let shift = 0; shift < 70; shift += 7) {
    if (at >= end) throw new VarintError(`A varlong at byte ${cursor.position} ends behind the last byte, ${end}`)
    const byte = buffer[at++]!
    if (shift < 28) low |= (byte & 0x7f) << shift
    else if (shift < 56) middle |= (byte & 0x7f) << (shift - 28)
    else high |= (byte & 0x7f) << (shift - 56)
    if (byte < 0x80) {
      cursor.position = at
      const value = (low >>> 1) + middle * 2 ** 27 + (high & 0xff) * 2 ** 55
      return low & 1 ? -value - 1 : value
    }
  }
  throw new VarintError(`A varlong at byte ${cursor.position} is longer than 10 bytes`)
}

/** Whether 32-bit arithmetic is enough. */
const isSmall = (value: number): boolean => value >= -0x40000000 && value < 0x40000000

/** Half of zigzag, without its sign bit. */
const magnitude = (value: number): number => (value < 0 ? -value - 1 : value)
