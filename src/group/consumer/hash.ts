/**
 * A number that changes when a subscribed topic appears, goes, is made anew, grows, or moves to other racks. It is in a
 * group's records, and is Kafka's own: a coordinator of the other kind that takes over sees no change, and nobody rebalances.
 *
 * ```
 * topic   0 (magic) · id, most and least significant half · name · partition count · for each partition its number, racks
 * group   the hashes of its topics, by name
 * ```
 * Numbers are little-endian. Text is UTF-16, little-endian, and its length in letters behind it; a rack has it before, too.
 * Source: Kafka 4.3 `Utils.computeTopicHash`, `computeGroupHash`, by hash4j's XXH3.
 */
import { xxh3 } from '../../lib/xxh3.ts'
import type { Topic } from '../topics.ts'

const MAGIC = 0

/** Topics do not change: another picture of one is another object. */
const known = new WeakMap<Topic, bigint>()

/** @param topics sorted by name, as Java sorts; 0 when there are none */
export function groupHash(topics: readonly Topic[]): bigint {
  return topics.length === 0 ? 0n : hashed(topics.map(topic => long(topicHash(topic))))
}

export function topicHash(topic: Topic): bigint {
  const cached = known.get(topic)
  if (cached !== undefined) return cached
  const { id, name, partitionCount, racksOf } = topic
  // Java has an id as two longs, which are written with their lowest byte first.
  const halves = Buffer.from(id, 'base64url')
  const parts = [
    Buffer.of(MAGIC),
    Buffer.from(halves.subarray(0, 8)).reverse(),
    Buffer.from(halves.subarray(8)).reverse(),
    text(name),
    int(partitionCount),
  ]
  for (let partition = 0; partition < partitionCount; partition++) {
    parts.push(int(partition))
    for (const rack of [...(racksOf?.(partition) ?? [])].sort()) parts.push(int(rack.length), text(rack))
  }
  const hash = hashed(parts)
  known.set(topic, hash)
  return hash
}

const hashed = (parts: readonly Buffer[]) => BigInt.asIntN(64, xxh3(Buffer.concat(parts)))

function int(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeInt32LE(value)
  return bytes
}

function long(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigInt64LE(value)
  return bytes
}

const text = (value: string) => Buffer.concat([Buffer.from(value, 'utf16le'), int(value.length)])
