/**
 * Keys and values as bytes and back, under short names and under those of Kafka's Java classes. Null never comes here: a null
 * key is no key, a null value a tombstone.
 * Source: Kafka 4.3 `org.apache.kafka.common.serialization`; Connect's `JsonSerializer`.
 * Not here: lists, session windows, other character sets than UTF-8 (`serializer.encoding`).
 */
import { ConfigError } from '../config/define.ts'

export interface Serializer<T> {
  serialize(value: T, topic: string): Uint8Array
}

export interface Deserializer<T> {
  /** @param bytes a view: copy what is to be kept */
  deserialize(bytes: Buffer, topic: string): T
}

export interface Serde<T, In = T> extends Serializer<In>, Deserializer<T> {}

/** What bytes are not: names the kind, and what came instead. */
export class SerdeError extends Error {
  override readonly name = 'SerdeError'
}

/** A fixed number of bytes, big-endian. */
function fixed<T, In = T>(
  kind: string,
  size: number,
  read: (bytes: Buffer) => T,
  write: (to: Buffer, value: In) => void,
) {
  return {
    serialize(value: In) {
      const bytes = Buffer.allocUnsafe(size)
      try {
        write(bytes, value)
      } catch (cause) {
        throw new SerdeError(`${value} is no ${kind}: ${(cause as Error).message}`, { cause })
      }
      return bytes
    },
    deserialize(bytes: Buffer) {
      if (bytes.length === size) return read(bytes)
      throw new SerdeError(`Size of data received by the ${kind} deserializer is not ${size}: it is ${bytes.length}`)
    },
  } satisfies Serde<T, In>
}

export const string: Serde<string> = {
  serialize: value => Buffer.from(value),
  deserialize: bytes => bytes.toString(),
}

/** Text goes in too; out come bytes. */
export const bytes: Serde<Buffer, Uint8Array | string> = {
  serialize: value => (typeof value === 'string' ? Buffer.from(value) : value),
  deserialize: value => value,
}

export const boolean: Serde<boolean> = fixed(
  'boolean',
  1,
  bytes => bytes[0] === 1,
  (to, value) => to.writeInt8(value ? 1 : 0),
)
export const short: Serde<number> = fixed(
  'short',
  2,
  bytes => bytes.readInt16BE(),
  (to, value) => to.writeInt16BE(value),
)
export const integer: Serde<number> = fixed(
  'integer',
  4,
  bytes => bytes.readInt32BE(),
  (to, value) => to.writeInt32BE(value),
)
/** Bigints, because all 64 bits count; numbers go in too. */
export const long: Serde<bigint, bigint | number> = fixed(
  'long',
  8,
  bytes => bytes.readBigInt64BE(),
  (to, value) => to.writeBigInt64BE(BigInt(value)),
)
export const float: Serde<number> = fixed(
  'float',
  4,
  bytes => bytes.readFloatBE(),
  (to, value) => to.writeFloatBE(value),
)
export const double: Serde<number> = fixed(
  'double',
  8,
  bytes => bytes.readDoubleBE(),
  (to, value) => to.writeDoubleBE(value),
)

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** As text, in both worlds. */
export const uuid: Serde<string> = {
  serialize: value => Buffer.from(checked(value)),
  deserialize: bytes => checked(bytes.toString()),
}
function checked(value: string): string {
  if (UUID.test(value)) return value
  throw new SerdeError(`"${value}" is no UUID: it must look like 123e4567-e89b-12d3-a456-426614174000`)
}

/** Nothing but null. */
export const nothing: Serde<null> = {
  serialize: value => {
    throw new SerdeError(`Data should be null for the void serializer; it is ${value}`)
  },
  deserialize: bytes => {
    throw new SerdeError(`Data should be null for the void deserializer; it has ${bytes.length} bytes`)
  },
}

export const json: Serde<unknown> = {
  serialize: value => Buffer.from(JSON.stringify(value)),
  deserialize: bytes => {
    try {
      return JSON.parse(bytes.toString())
    } catch (cause) {
      throw new SerdeError(`${bytes.length} bytes are no JSON: ${(cause as Error).message}`, { cause })
    }
  },
}

/** By the name that settings have for them. */
export const serdes = {
  string,
  bytes,
  boolean,
  short,
  integer,
  long,
  float,
  double,
  uuid,
  void: nothing,
  json,
} as const
export type SerdeName = keyof typeof serdes

/** Of Java's classes, the part before Serializer or Deserializer, where it is not the short name itself. */
const javaNames: Readonly<Record<string, SerdeName>> = {
  bytearray: 'bytes',
  bytebuffer: 'bytes',
}

function find(setting: string, name: string): Serde<unknown, never> {
  const java = /^(?:[\w.$]*[.$])?(\w+?)(?:Serializer|Deserializer|Serde)$/.exec(name)
  const short = (java?.[1] ?? name).toLowerCase()
  const known = Object.hasOwn(javaNames, short) ? javaNames[short]! : short
  if (Object.hasOwn(serdes, known)) return serdes[known as SerdeName]
  throw new ConfigError(setting, name, `It must be one of ${Object.keys(serdes).join(', ')}, or their Java class`)
}

/** @throws {ConfigError} */
export const serializerOf = <T>(name: string | undefined, setting = 'value.serializer'): Serializer<T> =>
  (name === undefined ? bytes : find(setting, name)) as Serializer<T>

/** @throws {ConfigError} */
export const deserializerOf = <T>(name: string | undefined, setting = 'value.deserializer'): Deserializer<T> =>
  (name === undefined ? bytes : find(setting, name)) as Deserializer<unknown> as Deserializer<T>
