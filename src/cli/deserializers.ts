/**
 * From bytes to what Java would print of them, by the names of Kafka's deserializers.
 * Source: Kafka 4.3 `common.serialization`, `Utils.Bytes.toString`, Java's Double.toString and Float.toString.
 * Not here: ListDeserializer, and classes of one's own.
 */
export type Deserializer = (bytes: Buffer) => string

/** Bytes that cannot be what they are said to be. */
export class SerializationError extends Error {
  override readonly name = 'SerializationError'
}

const sized =
  (name: string, size: number, read: (bytes: Buffer) => string): Deserializer =>
  bytes => {
    if (bytes.length !== size) throw new SerializationError(`Size of data received by ${name} is not ${size}`)
    return read(bytes)
  }

const deserializers: Readonly<Record<string, Deserializer>> = {
  StringDeserializer: bytes => bytes.toString(),
  ByteArrayDeserializer: bytes => bytes.toString(),
  ByteBufferDeserializer: ({ length }) => `java.nio.HeapByteBuffer[pos=0 lim=${length} cap=${length}]`,
  BytesDeserializer: bytes => Array.from(bytes, printable).join(''),
  IntegerDeserializer: sized('IntegerDeserializer', 4, bytes => String(bytes.readInt32BE())),
  LongDeserializer: sized('LongDeserializer', 8, bytes => String(bytes.readBigInt64BE())),
  ShortDeserializer: sized('ShortDeserializer', 2, bytes => String(bytes.readInt16BE())),
  FloatDeserializer: sized('Deserializer', 4, bytes => javaFloat(bytes.readFloatBE())),
  DoubleDeserializer: sized('Deserializer', 8, bytes => javaDouble(bytes.readDoubleBE())),
  BooleanDeserializer: sized('BooleanDeserializer', 1, bytes => {
    if (bytes[0]! > 1)
      throw new SerializationError(`Unexpected byte received by BooleanDeserializer: ${bytes.readInt8()}`)
    return String(bytes[0] === 1)
  }),
  UUIDDeserializer: bytes => {
    const text = bytes.toString()
    if (!/^[0-9a-f]{1,8}(-[0-9a-f]{1,4}){3}-[0-9a-f]{1,12}$/i.test(text))
      throw new SerializationError('Error parsing data into UUID')
    const sizes = [8, 4, 4, 4, 12]
    return text
      .toLowerCase()
      .split('-')
      .map((part, i) => part.padStart(sizes[i]!, '0'))
      .join('-')
  },
  VoidDeserializer: () => {
    throw new SerializationError('Data should be null for a VoidDeserializer.')
  },
}

/** @param name the class, with its package or without; undefined when there is no such one */
export const deserializer = (name: string): Deserializer | undefined =>
  deserializers[name.replace(/^org\.apache\.kafka\.common\.serialization\./, '')]

export const deserializerNames: readonly string[] = Object.keys(deserializers)

const printable = (byte: number) =>
  byte >= 32 && byte <= 126 && byte !== 92
    ? String.fromCharCode(byte)
    : `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`

/** Shortest digits that mean the number, as JavaScript finds them; the form is Java's: 1.0, 1.0E10, 1.0E-5. */
export function javaDouble(value: number): string {
  return form(value, Math.abs(value).toExponential())
}

/** The shortest that reads back as the same float. */
export function javaFloat(value: number): string {
  for (let digits = 0; digits < 9; digits++) {
    const text = Math.abs(value).toExponential(digits)
    if (Math.fround(Number(text)) === Math.abs(value)) return form(value, text)
  }
  return form(value, Math.abs(value).toExponential())
}

function form(value: number, exponential: string): string {
  if (!Number.isFinite(value)) return String(value)
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  if (value === 0) return `${sign}0.0`
  const [mantissa, power] = exponential.split('e') as [string, string]
  const digits = mantissa.replace('.', '')
  const exponent = Number(power)
  if (exponent < -3 || exponent >= 7) return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  return `${sign}${digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')}.${digits.slice(exponent + 1) || '0'}`
}
