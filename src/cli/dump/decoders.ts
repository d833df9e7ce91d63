/**
 * What `dump-log` makes of keys and values: text by a decoder, or the JSON of an internal record. What cannot be read is said in
 * the record's place, and the next one is tried. Source: Kafka 4.3 `DumpLogSegments`, `tools.api.Decoder`.
 * Not here: decoder classes of one's own.
 */

import { ConsumerProtocolAssignment } from '../../protocol/generated/records/consumer/consumer-protocol-assignment.ts'
import { ConsumerProtocolSubscription } from '../../protocol/generated/records/consumer/consumer-protocol-subscription.ts'
import { shapes as consumerShapes } from '../../protocol/generated/records/consumer/shapes.ts'
import { messages as groupMessages } from '../../protocol/generated/records/group/index.ts'
import { shapes as groupShapes } from '../../protocol/generated/records/group/shapes.ts'
import { messages as metadataMessages } from '../../protocol/generated/records/metadata/index.ts'
import { shapes as metadataShapes } from '../../protocol/generated/records/metadata/shapes.ts'
import { messages as shareMessages } from '../../protocol/generated/records/share/index.ts'
import { shapes as shareShapes } from '../../protocol/generated/records/share/shapes.ts'
import { messages as transactionMessages } from '../../protocol/generated/records/transaction/index.ts'
import { shapes as transactionShapes } from '../../protocol/generated/records/transaction/shapes.ts'
import type { Message } from '../../protocol/message.ts'
import { Reader } from '../../protocol/reader.ts'
import type { Shapes } from '../../protocol/shape.ts'
import { type RecordKind, recordJson, UnknownType } from '../coordinator-records.ts'
import { messageJson } from '../message-json.ts'
import { UsageError } from '../usage-error.ts'
import type { Parser } from './log-entries.ts'
import { remoteText } from './remote.ts'

const decoders: Readonly<Record<string, (bytes: Buffer) => string>> = {
  StringDecoder: bytes => bytes.toString(),
  IntegerDecoder: bytes => String(bytes.readInt32BE()),
  LongDecoder: bytes => String(bytes.readBigInt64BE()),
  // Kafka's prints where the array is in memory; its bytes say more.
  DefaultDecoder: bytes => bytes.toString('hex'),
}
const PACKAGE = 'org.apache.kafka.tools.api.'

/** @param name a class of Kafka's, with its package or without */
export function decoder(flag: string, name: string): (bytes: Buffer) => string {
  const found = decoders[name.replace(PACKAGE, '').replace(/^kafka\.serializer\./, '')]
  if (found) return found
  throw new UsageError(`${flag} ${name} is not here: there are ${Object.keys(decoders).join(', ')}`)
}

/** By decoders; a broken number is said, as everything broken is. */
export const plain =
  (key: (bytes: Buffer) => string, value: (bytes: Buffer) => string): Parser =>
  record => ({
    key: record.key === null ? undefined : attempt(record.offset, () => key(record.key!)),
    value: record.value === null ? undefined : attempt(record.offset, () => value(record.value!)),
  })

function attempt(offset: number, work: () => string): string {
  try {
    return work()
  } catch (error) {
    return `Error at offset ${offset}, skipping. ${(error as Error).message}`
  }
}

/** Members of consumers' groups: what they subscribe to and what they were given, instead of bytes. */
function consumerFields(field: string, value: unknown): string | undefined {
  const message = memberFields[field]
  if (!message || !Buffer.isBuffer(value)) return undefined
  try {
    const version = value.readInt16BE()
    return messageJson(message, consumerShapes, version, value, { from: 2 })
  } catch {
    return undefined // of another protocol than the consumers': its bytes stay
  }
}
// biome-ignore lint/suspicious/noExplicitAny: messages of two kinds
const memberFields: Readonly<Record<string, Message<any, any>>> = {
  subscription: ConsumerProtocolSubscription,
  assignment: ConsumerProtocolAssignment,
}

const GROUP_METADATA = 2
const offsets: RecordKind = { messages: groupMessages, shapes: groupShapes }
const memberOffsets: RecordKind = { ...offsets, rewrite: consumerFields }

const coordinator =
  (kind: (key: Buffer, value: Buffer | null) => RecordKind): Parser =>
  ({ offset, key, value }) => {
    if (key === null)
      throw new UsageError(
        `Failed to decode message at offset ${offset} using the specified decoder (message had a missing key)`,
      )
    try {
      const json = recordJson(kind(key, value), key, value)
      return {
        key: `{"type":"${json.type}","data":${json.key}}`,
        value: json.value === undefined ? '<DELETE>' : `{"version":"${json.version}","data":${json.value}}`,
      }
    } catch (error) {
      const why =
        error instanceof UnknownType
          ? `Unknown record type ${error.type} at offset ${offset}, skipping.`
          : `Error at offset ${offset}, skipping. ${(error as Error).message}`
      return { key: why, value: undefined }
    }
  }

/** The members of a group are consumers, or say nothing to us. */
const isOfConsumers = (key: Buffer, value: Buffer | null) =>
  value !== null && key.readInt16BE() === GROUP_METADATA && /^.{3,4}consumer/s.test(value.toString('latin1', 0, 16))

/** `1`, type and version as varints, and the message. */
function framed(
  offset: number,
  bytes: Buffer,
  // biome-ignore lint/suspicious/noExplicitAny: messages of many kinds
  messages: readonly Message<any, any>[],
  shapes: Shapes,
): string {
  try {
    const reader = new Reader(bytes)
    const frame = reader.uvarint()
    if (frame !== 1) throw new Error(`Frame version ${frame}: 1 is known`)
    const type = reader.uvarint()
    const version = reader.uvarint()
    const message = messages.find(({ apiKey }) => apiKey === type)
    if (!message) throw new Error(`Unknown metadata id ${type}`)
    const json = messageJson(message, shapes, version, bytes, { from: reader.position })
    return `{"type":"${screaming(message.name)}","version":${version},"data":${json}}`
  } catch (error) {
    return `Error at ${offset}, skipping. ${(error as Error).message}`
  }
}

/** `TopicRecord` as `TOPIC_RECORD`. */
const screaming = (name: string) => name.replace(/(?<=[a-z0-9])[A-Z]/g, '_$&').toUpperCase()

export const parsers = {
  offsets: coordinator((key, value) => (isOfConsumers(key, value) ? memberOffsets : offsets)),
  transactions: coordinator(() => ({ messages: transactionMessages, shapes: transactionShapes })),
  shareState: coordinator(() => ({ messages: shareMessages, shapes: shareShapes })),
  metadata: (({ offset, value }) => ({
    key: undefined,
    value: value === null ? undefined : framed(offset, value, metadataMessages, metadataShapes),
  })) satisfies Parser,
  remote: (({ offset, value }) => ({
    key: undefined,
    value: value === null ? undefined : attempt(offset, () => remoteText(value)),
  })) satisfies Parser,
}
