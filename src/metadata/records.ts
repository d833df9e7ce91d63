/**
 * Metadata records as the log holds them: uvarint frame version 1, uvarint type, uvarint version, message; no key.
 * Source: KIP-631; Kafka 4.3 `MetadataRecordSerde`.
 */
import { messages } from '../protocol/generated/records/metadata/index.ts'
import type { Message } from '../protocol/message.ts'
import { Reader } from '../protocol/reader.ts'
import { Writer } from '../protocol/writer.ts'

const FRAME_VERSION = 1

// biome-ignore lint/suspicious/noExplicitAny: a record of any type
const byKey = new Map<number, Message<any, any>>(messages.map(message => [message.apiKey!, message]))

/** A record to write: its kind, and its fields. */
export interface MetadataRecord<Init = unknown> {
  message: Message<unknown, Init>
  version: number
  value: Init
}

export const record = <Init>(
  message: Message<unknown, Init>,
  value: Init,
  version: number = message.max,
): MetadataRecord => ({
  message: message as Message<unknown, unknown>,
  version,
  value,
})

export function encodeRecord({ message, version, value }: MetadataRecord): Buffer {
  const writer = new Writer()
  writer.uvarint(FRAME_VERSION)
  writer.uvarint(message.apiKey!)
  writer.uvarint(version)
  message.write(writer, value, version)
  return writer.toBuffer()
}

/** @throws {ProtocolError} when the bytes are no record; a type from a newer Kafka has no `value` */
export function decodeRecord(bytes: Buffer): { apiKey: number; name: string; version: number; value: unknown } {
  const reader = new Reader(bytes)
  reader.uvarint()
  const apiKey = reader.uvarint()
  const version = reader.uvarint()
  const message = byKey.get(apiKey)
  return { apiKey, name: message?.name ?? `type ${apiKey}`, version, value: message?.read(reader, version) }
}
