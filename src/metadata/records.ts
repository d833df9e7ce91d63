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

interface Step {
  from: number
  version: number
  /** The fields that came with it. */
  brought: readonly string[]
}

/** Which version of a record a cluster's metadata.version knows, highest first. Source: Kafka 4.3 `MetadataVersion`. */
const steps: Readonly<Record<number, readonly Step[]>> = {
  0: [
    { from: 30, version: 4, brought: ['cordonedLogDirs'] },
    { from: 17, version: 3, brought: ['logDirs'] },
    { from: 8, version: 2, brought: ['isMigratingZkBroker'] },
    { from: 0, version: 1, brought: [] },
  ],
  3: [
    { from: 23, version: 2, brought: ['eligibleLeaderReplicas', 'lastKnownElr'] },
    { from: 17, version: 1, brought: ['directories'] },
    { from: 0, version: 0, brought: [] },
  ],
  5: [
    { from: 23, version: 2, brought: ['eligibleLeaderReplicas', 'lastKnownElr'] },
    { from: 17, version: 1, brought: ['directories'] },
    { from: 0, version: 0, brought: [] },
  ],
}

/**
 * A record as it may be written at a metadata.version: not above the version that is known there, and without what later
 * ones brought. A cluster that keeps an old level does without directories and eligible leaders, as Kafka's does.
 */
export function recordAt(given: MetadataRecord, metadataVersion: number): MetadataRecord {
  const later = steps[given.message.apiKey!]?.filter(({ from }) => from > metadataVersion) ?? []
  if (later.length === 0) return given
  const { version } = steps[given.message.apiKey!]!.find(({ from }) => from <= metadataVersion)!
  const brought = later.flatMap(step => step.brought)
  const value = Object.fromEntries(Object.entries(given.value as object).filter(([name]) => !brought.includes(name)))
  return { ...given, version: Math.min(given.version, version), value }
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
