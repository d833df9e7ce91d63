/**
 * XXH3, 64 bits, seed 0, with the secret of its specification: how Kafka's group coordinator hashes topics.
 * Source: doc/xxhash_spec.md of xxHash 0.8.2, "XXH3 Algorithm Overview".
 * Four ways, by length: up to 16 bytes, to 128, to 240, and beyond in stripes of 64 bytes. In bigints, for these inputs are
 * short and rare: about 20 MB/s (2026-11-21).
 * Not here: seeds and secrets of one's own, 128 bits, streaming (callers have the bytes).
 */
const P32_1 = 0x9e3779b1n
const P32_2 = 0x85ebca77n
const P32_3 = 0xc2b2ae3dn
const P64_1 = 0x9e3779b185ebca87n
const P64_2 = 0xc2b2ae3d27d4eb4fn
const P64_3 = 0x165667b19e3779f9n
const P64_4 = 0x85ebca77c2b2ae63n
const P64_5 = 0x27d4eb2f165667c5n
const MX_1 = 0x165667919e3779f9n
const MX_2 = 0x9fb21c651e98df25n

const SECRET = Buffer.from(
  'b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f' +
    'cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c' +
    '3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8' +
    'a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364' +
    'eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e' +
    '2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e',
  'hex',
)

const STRIPE = 64
/** Stripes until the secret has been gone through, 8 bytes a stripe: then the accumulators are scrambled. */
const STRIPES = (SECRET.length - STRIPE) / 8
const BLOCK = STRIPE * STRIPES

/** @returns an unsigned number of 64 bits; `BigInt.asIntN(64, ...)` is what Java has */
export function xxh3(bytes: Buffer): bigint {
  const { length } = bytes
  if (length <= 16) return short(bytes)
  if (length <= 128) return middling(bytes)
  return length <= 240 ? longer(bytes) : long(bytes)
}

const u64 = (value: bigint) => BigInt.asUintN(64, value)
const read64 = (bytes: Buffer, at: number) => bytes.readBigUInt64LE(at)
const rotate = (value: bigint, bits: bigint) => u64(value << bits) | (value >> (64n - bits))

/** The product of 128 bits, its halves laid over one another. */
function fold(a: bigint, b: bigint): bigint {
  const product = a * b
  return u64(product) ^ (product >> 64n)
}

function avalanche(hash: bigint): bigint {
  const mixed = u64((hash ^ (hash >> 37n)) * MX_1)
  return mixed ^ (mixed >> 32n)
}

/** That of XXH64, for the shortest. */
function oldAvalanche(hash: bigint): bigint {
  const first = u64((hash ^ (hash >> 33n)) * P64_2)
  const second = u64((first ^ (first >> 29n)) * P64_3)
  return second ^ (second >> 32n)
}

const secrets = (a: number, b: number) => read64(SECRET, a) ^ read64(SECRET, b)

function short(bytes: Buffer): bigint {
  const { length } = bytes
  if (length === 0) return oldAvalanche(secrets(56, 64))
  if (length <= 3) {
    const word = (bytes[0]! << 16) | (bytes[length >> 1]! << 24) | bytes[length - 1]! | (length << 8)
    return oldAvalanche(BigInt((word ^ SECRET.readInt32LE(0) ^ SECRET.readInt32LE(4)) >>> 0))
  }
  if (length <= 8) {
    const both = BigInt(bytes.readUInt32LE(length - 4)) + (BigInt(bytes.readUInt32LE(0)) << 32n)
    const keyed = both ^ secrets(8, 16)
    const first = u64((keyed ^ rotate(keyed, 49n) ^ rotate(keyed, 24n)) * MX_2)
    const second = u64((first ^ ((first >> 35n) + BigInt(length))) * MX_2)
    return second ^ (second >> 28n)
  }
  const low = read64(bytes, 0) ^ secrets(24, 32)
  const high = read64(bytes, length - 8) ^ secrets(40, 48)
  return avalanche(u64(BigInt(length) + swapped(low) + high + fold(low, high)))
}

function swapped(value: bigint): bigint {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigUInt64LE(value)
  return bytes.readBigUInt64BE()
}

/** 16 bytes at `at`, with 16 of the secret. */
const mix = (bytes: Buffer, at: number, key: number) =>
  fold(read64(bytes, at) ^ read64(SECRET, key), read64(bytes, at + 8) ^ read64(SECRET, key + 8))

/** From both ends towards the middle. */
function middling(bytes: Buffer): bigint {
  const { length } = bytes
  let hash = BigInt(length) * P64_1
  for (let i = (length - 1) >> 5; i >= 0; i--)
    hash += mix(bytes, 16 * i, 32 * i) + mix(bytes, length - 16 * (i + 1), 32 * i + 16)
  return avalanche(u64(hash))
}

function longer(bytes: Buffer): bigint {
  const { length } = bytes
  let hash = BigInt(length) * P64_1
  for (let i = 0; i < 8; i++) hash += mix(bytes, 16 * i, 16 * i)
  hash = avalanche(u64(hash))
  for (let i = 8; i < length >> 4; i++) hash += mix(bytes, 16 * i, 16 * (i - 8) + 3)
  return avalanche(u64(hash + mix(bytes, length - 16, 136 - 17)))
}

function long(bytes: Buffer): bigint {
  const { length } = bytes
  const lanes = new BigUint64Array([P32_3, P64_1, P64_2, P64_3, P64_4, P32_2, P64_5, P32_1])
  let at = 0
  for (; at + BLOCK < length; at += BLOCK) {
    for (let i = 0; i < STRIPES; i++) accumulate(lanes, bytes, at + i * STRIPE, i * 8)
    for (let i = 0; i < 8; i++) {
      const lane = lanes[i]!
      lanes[i] = (lane ^ (lane >> 47n) ^ read64(SECRET, SECRET.length - STRIPE + 8 * i)) * P32_1
    }
  }
  for (let i = 0; at + (i + 1) * STRIPE < length; i++) accumulate(lanes, bytes, at + i * STRIPE, i * 8)
  // The last 64 bytes again or for the first time, at a place of the secret that no other stripe has.
  accumulate(lanes, bytes, length - STRIPE, SECRET.length - STRIPE - 7)
  let hash = BigInt(length) * P64_1
  for (let i = 0; i < 4; i++)
    hash += fold(lanes[2 * i]! ^ read64(SECRET, 11 + 16 * i), lanes[2 * i + 1]! ^ read64(SECRET, 19 + 16 * i))
  return avalanche(u64(hash))
}

/** A stripe. What exceeds 64 bits is cut off by the array. */
function accumulate(lanes: BigUint64Array, bytes: Buffer, at: number, key: number): void {
  for (let i = 0; i < 8; i++) {
    const value = read64(bytes, at + 8 * i)
    const keyed = value ^ read64(SECRET, key + 8 * i)
    lanes[i ^ 1] = lanes[i ^ 1]! + value
    lanes[i] = lanes[i]! + (keyed & 0xffffffffn) * (keyed >> 32n)
  }
}
