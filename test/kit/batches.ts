/** The bytes of fixtures/batches: batches, vectors and logs that Apache Kafka wrote. */
import fs from 'node:fs'
import path from 'node:path'
import type { CompressionType } from '../../src/protocol/batch.ts'

const folder = path.resolve(import.meta.dirname, '../../fixtures/batches')
const json = (name: string) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'))

export interface KafkaBatch {
  note: string
  magic: 0 | 1 | 2
  codec: CompressionType
  hex: string
  /** Keys and values are hex. */
  records: {
    offset: number
    timestamp: number
    key: string | null
    value: string | null
    headers?: { key: string; value: string | null }[]
  }[]
}
export const kafkaBatches: readonly KafkaBatch[] = json('batches.json').batches

export const vectors: {
  murmur2: { text: string; hex: string; murmur2: number; positive: number; partitionOf1to7: number[] }[]
  crc32c: { hex: string; crc32c: string }[]
  varint: { value: number; zigzag: string; unsigned: string; zigzagSize: number; unsignedSize: number }[]
  /** `value` is text: some fit no double. */
  varlong: { value: string; zigzag: string; unsigned: string; zigzagSize: number }[]
  compactLength: { length: number; prefix: string }[]
  uuid: { hex: string; text: string }[]
  controlTypes: { type: number; name: string }[]
  codecs: { id: number; name: string }[]
} = json('vectors.json')

/** A file of hex, without its first line, which says how it was made. */
export const kafkaLog = (name: string): Buffer =>
  Buffer.from(
    fs
      .readFileSync(path.join(folder, `${name}.hex`), 'utf8')
      .replace(/^#.*\n/, '')
      .replace(/\s/g, ''),
    'hex',
  )

/** Those that are batches from end to end. */
export const kafkaLogs: readonly string[] = fs
  .readdirSync(folder)
  .filter(name => /\.(log|checkpoint)\.hex$/.test(name))
  .map(name => name.slice(0, -'.hex'.length))

/** Records in the form of KafkaBatch, for comparison. */
export const asHex = (
  records: readonly {
    offset: number
    timestamp: number
    key: Buffer | null
    value: Buffer | null
    headers: { key: string; value: Buffer | null }[]
  }[],
): KafkaBatch['records'] =>
  records.map(({ offset, timestamp, key, value, headers }) => ({
    offset,
    timestamp,
    key: hex(key),
    value: hex(value),
    ...(headers.length === 0 ? {} : { headers: headers.map(({ key, value }) => ({ key, value: hex(value) })) }),
  }))

const hex = (bytes: Buffer | null) => bytes?.toString('hex') ?? null
