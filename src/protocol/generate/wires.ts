/** How each type of the definitions looks on the wire and in TypeScript. */
export interface Wire {
  /** TypeScript type. */
  readonly ts: string
  /** The method of Reader and Writer. */
  readonly method: string
  /** Whether the length before it has a compact form, so that reading and writing ask if the version is flexible. */
  readonly sized: boolean
  readonly zero: string
  /** Fewest bytes on the wire. */
  readonly size: number
  /** What a default may be, for integers. */
  readonly bounds?: readonly [min: bigint, max: bigint]
}

const integer = (method: string, bits: number, signed: boolean, ts = 'number'): Wire => ({
  ts,
  method,
  sized: false,
  zero: '0',
  size: bits / 8,
  bounds: signed ? [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n] : [0n, 2n ** BigInt(bits) - 1n],
})
const fixed = (method: string, ts: string, zero: string, size: number): Wire => ({
  ts,
  method,
  sized: false,
  zero,
  size,
})
/** One byte at least: a length, be it of two bytes, four, or a varint. */
const sized = (method: string, ts: string, zero: string): Wire => ({ ts, method, sized: true, zero, size: 1 })

export const wires: Readonly<Record<string, Wire>> = {
  bool: fixed('bool', 'boolean', 'false', 1),
  int8: integer('int8', 8, true),
  int16: integer('int16', 16, true),
  uint16: integer('uint16', 16, false),
  int32: integer('int32', 32, true),
  uint32: integer('uint32', 32, false),
  int64: integer('int64', 64, true),
  float64: fixed('float64', 'number', '0', 8),
  uuid: fixed('uuid', 'Uuid', 'ZERO_UUID', 16),
  offset: integer('int64', 64, true, 'Offset'),
  timestamp: integer('int64', 64, true, 'Timestamp'),
  producerId: integer('int64', 64, true, 'ProducerId'),
  leaderEpoch: integer('int32', 32, true, 'LeaderEpoch'),
  hash: { ...integer('hash', 64, true, 'bigint'), zero: '0n' },
  string: sized('string', 'string', "''"),
  bytes: sized('bytes', 'Buffer', 'EMPTY'),
  records: sized('bytes', 'Buffer', 'EMPTY'),
}

/** Structs begin with a capital, wire types do not. */
export const isStruct = (type: string) => /^[A-Z]/.test(type)
