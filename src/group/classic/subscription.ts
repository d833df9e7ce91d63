/**
 * Which topics a classic consumer group reads, from its members' metadata. Only the first version's fields are read:
 * every later one begins with them (KIP-429). Needed to expire offsets of topics that a live group has given up.
 */
import type { ClassicGroup } from './group.ts'

export const CONSUMER_PROTOCOL_TYPE = 'consumer'

/** @returns undefined when this is no consumer group, or a member's metadata is not the consumer protocol's */
export function subscribedTopics(group: ClassicGroup): ReadonlySet<string> | undefined {
  if (group.protocolType !== CONSUMER_PROTOCOL_TYPE) return undefined
  const topics = new Set<string>()
  for (const member of group.members.values()) {
    const names = topicsOf(group.metadataOf(member))
    if (!names) return undefined
    for (const name of names) topics.add(name)
  }
  return topics
}

/** version int16, then topics: int32 count, each int16 length and text. */
function topicsOf(metadata: Buffer): string[] | undefined {
  if (metadata.length < 6 || metadata.readInt16BE(0) < 0) return undefined
  const count = metadata.readInt32BE(2)
  const names: string[] = []
  let position = 6
  for (let i = 0; i < count; i++) {
    if (position + 2 > metadata.length) return undefined
    const length = metadata.readInt16BE(position)
    position += 2
    if (length < 0 || position + length > metadata.length) return undefined
    names.push(metadata.toString('utf8', position, position + length))
    position += length
  }
  return names
}
