/** What stands in addresses and headers for parts of a record. */
import { javaText } from '../../data/java-text.ts'
import { DataError } from '../../errors.ts'
import type { SinkRecord } from '../../plugin.ts'

const parts: Readonly<Record<string, (record: SinkRecord) => string>> = {
  topic: record => record.topic,
  partition: record => String(record.originalPartition),
  offset: record => String(record.originalOffset),
  key(record) {
    const { key, keySchema } = record
    if (key === null || key === undefined) throw new DataError('It has no key, which the address or a header needs')
    return Buffer.isBuffer(key) ? key.toString() : javaText(keySchema, key)
  },
}
const PLACEHOLDER = /\$\{([^}]*)\}/g

export const placeholders: readonly string[] = Object.keys(parts).map(name => `\${${name}}`)

export const namesIn = (text: string): string[] => [...text.matchAll(PLACEHOLDER)].map(([whole]) => whole)

export const fill = (text: string, value: string): string => text.replace(PLACEHOLDER, value)

/** @throws {DataError} for a record without a key where one is needed */
export const filled = (text: string, record: SinkRecord, encode: (part: string) => string): string =>
  text.replace(PLACEHOLDER, (_, name: string) => encode(parts[name]!(record)))
