/**
 * Records of the internal topics as JSON text: `__consumer_offsets`, `__transaction_state`, `__share_group_state`. A key is an
 * int16 that says the type, and the key's message; a value is an int16 version, and the value's message.
 * Source: Kafka 4.3 `CoordinatorRecordSerde`, `DumpLogSegments`, `CoordinatorRecordMessageFormatter`.
 */
import type { Message } from '../protocol/message.ts'
import type { Shapes } from '../protocol/shape.ts'
import { messageJson, type Rewrite } from './message-json.ts'

export interface RecordKind {
  // biome-ignore lint/suspicious/noExplicitAny: messages of any kind
  readonly messages: readonly Message<any, any>[]
  readonly shapes: Shapes
  readonly rewrite?: Rewrite
}

/** A type that this version of us does not know: a later Kafka has written it. */
export class UnknownType extends Error {
  override readonly name = 'UnknownType'
  readonly type: number

  constructor(type: number) {
    super(`Unknown record type ${type}`)
    this.type = type
  }
}

/** Undefined `value`: the record deletes what its key names. */
export interface RecordJson {
  type: number
  key: string
  version: number
  value: string | undefined
}

/** @throws {UnknownType}; ProtocolError or RangeError when the bytes are not what they should be */
export function recordJson({ messages, shapes, rewrite }: RecordKind, key: Buffer, value: Buffer | null): RecordJson {
  const type = key.readInt16BE()
  const [keyMessage, valueMessage] = messages.filter(({ apiKey }) => apiKey === type)
  if (!keyMessage || !valueMessage) throw new UnknownType(type)
  const version = value === null ? 0 : value.readInt16BE()
  if (value !== null && (version < valueMessage.min || version > valueMessage.max))
    throw new RangeError(
      `${valueMessage.name} has version ${version}: ${valueMessage.min} to ${valueMessage.max} are known`,
    )
  return {
    type,
    key: messageJson(keyMessage, shapes, keyMessage.max, key, { from: 2 }),
    version,
    value:
      value === null
        ? undefined
        : messageJson(valueMessage, shapes, version, value, rewrite ? { from: 2, rewrite } : { from: 2 }),
  }
}
