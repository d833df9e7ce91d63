import type { Brand } from './brand.ts'
import type { Random } from './random.ts'

/** 16 bytes as Kafka prints them: base64url without padding, 22 characters. Source: Kafka `Uuid`. */
export type Uuid = Brand<string, 'Uuid'>

export const ZERO_UUID: Uuid = 'AAAAAAAAAAAAAAAAAAAAAA'

/** The first 100 values stand for something else than themselves. Source: Kafka `Uuid.RESERVED`, `DirectoryId`. */
const isReserved = (bytes: Buffer) => bytes.readBigUInt64BE(0) === 0n && bytes.readBigUInt64BE(8) < 100n

/** A random (RFC 4122 version 4) uuid, never reserved, whose text does not begin with a dash. */
export function randomUuid(random: Random): Uuid {
  for (;;) {
    const bytes = random.bytes(16)
    bytes[6] = (bytes[6]! & 0x0f) | 0x40
    bytes[8] = (bytes[8]! & 0x3f) | 0x80
    const text = uuidFromBytes(bytes)
    if (!isReserved(bytes) && !text.startsWith('-')) return text
  }
}

export const uuidFromBytes = (bytes: Buffer): Uuid => bytes.toString('base64url')

/** @returns 16 bytes; undefined when `text` is no uuid in Kafka's form */
export function uuidToBytes(text: Uuid): Buffer | undefined {
  if (!/^[A-Za-z0-9_-]{22}(==)?$/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64url')
  return bytes.length === 16 ? bytes : undefined
}
