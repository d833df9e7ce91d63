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

/** Which version of a record a cluster's metadata.version knows: `[from metadata.version, record version]`, highest first. */
const versions: Readonly<Record<number, readonly (readonly [from: number, version: number])[]>> = {
  0: [
    [30, 4],
    [17, 3],
    [8, 2],
    [0, 1],
  ],
  3: [
    [23, 2],
    [17, 1],
    [0, 0],
  ],
  5: [
    [23, 2],
    [17, 1],
    [0, 0],
  ],
}

/** The highest version of a record that may be written at a metadata.version. Source: Kafka 4.3 `MetadataVersion`. */
export function versionAt({ apiKey, max }: Pick<MetadataRecord['message'], 'apiKey' | 'max'>, metadataVersion: number) {
  return versions[apiKey!]?.find(([from]) => metadataVersion >= from)?.[1] ?? max
}

export function encodeRecord({ message, version, value }: MetadataRecord): Buffer {
  const writer = new Writer()
  writer.uvarint(FRAME_VERSION)
  writer.uvarint(message.apiKey!)
  writer.uvarint(version)
  message.write(writer, value, version)
  return writer.toBuffer()
}

export interface DecodedRecord {
  apiKey: number
  name: string
  version: number
  /** Undefined, as its value: a type from a newer Kafka. */
  message: MetadataRecord['message'] | undefined
  value: unknown
}

/** @throws {ProtocolError} when the bytes are no record */
export function decodeRecord(bytes: Buffer): DecodedRecord {
  const reader = new Reader(bytes)
  reader.uvarint()
  const apiKey = reader.uvarint()
  const version = reader.uvarint()
  const message = byKey.get(apiKey)
  return { apiKey, name: message?.name ?? `type ${apiKey}`, version, message, value: message?.read(reader, version) }
}
