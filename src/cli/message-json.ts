/**
 * A stored message as JSON text, as Kafka's generated JSON converters have it: fields in the order of the definition, those that
 * the version has, tagged ones only when they are not their default; bytes in base64.
 * Source: Kafka 4.3 `JsonConverterGenerator`, Jackson's numbers.
 */
import type { Message } from '../protocol/message.ts'
import { Reader } from '../protocol/reader.ts'
import type { FieldShape, Shapes } from '../protocol/shape.ts'
import { ZERO_UUID } from '../protocol/types.ts'
import { javaDouble } from './deserializers.ts'

// biome-ignore lint/suspicious/noExplicitAny: messages of any kind
type AnyMessage = Message<any, any>
/** Instead of a field's own text. */
export type Rewrite = (field: string, value: unknown) => string | undefined

/** int64s beyond 2^53 keep all their digits: they become bigints, which codecs hand on as they are. */
class ExactReader extends Reader {
  override int64(): number {
    const value = this.buffer.readBigInt64BE(this.position)
    const near = super.int64()
    return Number.isSafeInteger(near) ? near : (value as unknown as number)
  }
}

/** @throws {ProtocolError} when the bytes are not the message's; RangeError beside them */
export function messageJson(
  { name, read }: AnyMessage,
  shapes: Shapes,
  version: number,
  bytes: Buffer,
  options: { from?: number; rewrite?: Rewrite } = {},
): string {
  const value = read(new ExactReader(bytes, options.from ?? 0), version) as Record<string, unknown>
  return structJson(shapes[name]!, version, value, options.rewrite)
}

/** A value that was read already. */
export function structJson(
  fields: readonly FieldShape[],
  version: number,
  value: Record<string, unknown>,
  rewrite?: Rewrite,
): string {
  const parts: string[] = []
  for (const field of fields) {
    const { name, from = 0, to = Number.POSITIVE_INFINITY } = field
    const own = value[name]
    if (version < from || version > to || (field.tagged && isDefault(field, own))) continue
    parts.push(`${JSON.stringify(name)}:${rewrite?.(name, own) ?? fieldJson(field, version, own, rewrite)}`)
  }
  return `{${parts.join(',')}}`
}

function fieldJson(field: FieldShape, version: number, value: unknown, rewrite?: Rewrite): string {
  if (value === null || value === undefined) return 'null'
  const one = (item: unknown): string => {
    if (field.type === 'struct') return structJson(field.fields!, version, item as Record<string, unknown>, rewrite)
    if (Buffer.isBuffer(item)) return `"${item.toString('base64')}"`
    if (field.type === 'float64') return javaDouble(item as number)
    return typeof item === 'bigint' ? String(item) : JSON.stringify(item)
  }
  return field.array ? `[${(value as unknown[]).map(one).join(',')}]` : one(value)
}

/** What a tagged field is when nobody has set it. */
function isDefault({ type, array, default: own }: FieldShape, value: unknown): boolean {
  if (own !== undefined) return value === own
  if (array) return (value as unknown[]).length === 0
  if (Buffer.isBuffer(value)) return value.length === 0
  if (type === 'struct') return false
  return value === (zeros[type] ?? 0)
}
const zeros: Readonly<Record<string, unknown>> = { bool: false, string: '', uuid: ZERO_UUID }
