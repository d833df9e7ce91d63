/**
 * As even as can be, with as few moves as that takes. Eager: members give up everything before they join, so each remembers
 * what it had, and tells it in its user data. Cooperative: a member keeps what it has while the group is rebalanced, and what
 * is to move goes to nobody in the round in which its owner gives it up.
 *
 *   user data of sticky               [topic string, [partition int32]], generation int32     (without generation: v0)
 *   user data of cooperative-sticky   generation int32                  from subscription v2 on a field says the same
 *
 * Source: KIP-54, KIP-429; Kafka 4.3 `StickyAssignor`, `CooperativeStickyAssignor`, `AbstractStickyAssignor`.
 */
import { ProtocolError, Reader } from '../../../protocol/reader.ts'
import { Writer } from '../../../protocol/writer.ts'
import { groupByTopic, keyOf, type TopicPartition } from '../../offsets.ts'
import { Racks } from './racks.ts'
import { balanceAlike } from './sticky-alike.ts'
import { balanceMixed } from './sticky-mixed.ts'
import {
  type Assignment,
  type Assignor,
  compare,
  type MemberSubscription,
  type Memory,
  NO_GENERATION,
  type PartitionRacks,
} from './types.ts'

/** What a member had, and since when; undefined: it does not say when. */
interface Had {
  readonly partitions: readonly TopicPartition[]
  readonly generationId: number | undefined
}

export interface StickyMember extends Had {
  readonly memberId: string
  /** Of the topics that there are. */
  readonly topics: ReadonlySet<string>
}

/** What the two ways to balance begin with. */
export interface StickyInput {
  readonly topics: PartitionRacks
  readonly members: readonly StickyMember[]
  /** What each member may keep: of several that claim a partition, the one of the latest generation. */
  readonly owned: ReadonlyMap<string, readonly TopicPartition[]>
  /** Claimed by several of the same generation: nobody keeps those. */
  readonly disputed: ReadonlySet<string>
  readonly racks: Racks
}

export interface StickyResult {
  readonly assignment: Assignment
  /** New owners of what another member has still, by partition. Undefined: not known. */
  readonly moving?: ReadonlyMap<string, string>
}

export const sticky: Assignor = {
  name: 'sticky',
  protocols: ['eager'],
  assign: (topics, members) => assignSticky(topics, members, ({ userData }) => readUserData(userData)).assignment,
  userData: memory => (memory ? writeUserData(memory) : null),
}

export const cooperativeSticky: Assignor = {
  name: 'cooperative-sticky',
  protocols: ['cooperative', 'eager'],
  assign(topics, members) {
    const { assignment, moving } = assignSticky(topics, members, hadInFields)
    for (const [key, memberId] of moving ?? movesOf(assignment, members)) {
      const partitions = assignment.get(memberId)!
      assignment.set(
        memberId,
        partitions.filter(at => keyOf(at) !== key),
      )
    }
    return assignment
  },
  userData(memory) {
    const writer = new Writer(4)
    writer.int32(memory?.generationId ?? NO_GENERATION)
    return writer.toBuffer()
  },
}

function assignSticky(
  topics: PartitionRacks,
  subscriptions: readonly MemberSubscription[],
  hadOf: (member: MemberSubscription) => Had,
): StickyResult {
  const sorted = [...subscriptions].sort((a, b) => compare(a.memberId, b.memberId))
  const members = sorted.map(member => ({
    ...hadOf(member),
    memberId: member.memberId,
    topics: new Set(member.topics.filter(topic => topics.has(topic))),
  }))
  const input: StickyInput = { topics, members, ...claims(topics, members), racks: new Racks(topics, sorted) }
  const wanted = sorted.map(({ topics }) => JSON.stringify([...new Set(topics)].sort(compare)))
  return wanted.every(each => each === wanted[0]) ? balanceAlike(input) : balanceMixed(input)
}

/** Who may keep what. */
function claims(topics: PartitionRacks, members: readonly StickyMember[]): Pick<StickyInput, 'owned' | 'disputed'> {
  const owned = new Map<string, Map<string, TopicPartition>>()
  const owners = new Map<string, StickyMember>()
  const disputed = new Set<string>()
  for (const member of members) {
    const own = new Map<string, TopicPartition>()
    owned.set(member.memberId, own)
    for (const at of member.partitions) {
      if (!topics.has(at.topic)) continue
      const key = keyOf(at)
      const other = owners.get(key)
      const since = generationOf(member)
      if (other && since < generationOf(other)) continue
      if (other) owned.get(other.memberId)!.delete(key)
      if (other && since === generationOf(other)) disputed.add(key)
      else own.set(key, at)
      owners.set(key, member)
    }
  }
  return { owned: new Map([...owned].map(([id, own]) => [id, [...own.values()]])), disputed }
}

const generationOf = ({ generationId }: StickyMember) => generationId ?? NO_GENERATION

/** What goes from a member that has it to another. */
function movesOf(assignment: Assignment, members: readonly MemberSubscription[]): Map<string, string> {
  const given = new Map<string, string>()
  const taken = new Set<string>()
  for (const { memberId, ownedPartitions } of members) {
    const before = new Set(ownedPartitions.map(keyOf))
    const after = new Set(assignment.get(memberId)!.map(keyOf))
    for (const key of after) if (!before.has(key)) given.set(key, memberId)
    for (const key of before) if (!after.has(key)) taken.add(key)
  }
  return new Map([...given].filter(([key]) => taken.has(key)))
}

function hadInFields({ ownedPartitions, generationId, userData }: MemberSubscription): Had {
  if (generationId >= 0) return { partitions: ownedPartitions, generationId }
  if (!userData) return { partitions: ownedPartitions, generationId: undefined }
  const told = userData.length >= 4 ? userData.readInt32BE() : NO_GENERATION
  return { partitions: ownedPartitions, generationId: told }
}

function writeUserData({ partitions, generationId }: Memory): Buffer {
  const writer = new Writer()
  const topics = groupByTopic(partitions, ({ partition }) => partition)
  writer.array(topics.length, false)
  for (const { name, partitions } of topics) {
    writer.string(name, false)
    writer.array(partitions.length, false)
    for (const partition of partitions) writer.int32(partition)
  }
  writer.int32(generationId)
  return writer.toBuffer()
}

/** What cannot be read is nobody's claim: that member had nothing, as far as others can tell. */
function readUserData(userData: Buffer | null): Had {
  if (!userData || userData.length === 0) return { partitions: [], generationId: undefined }
  const reader = new Reader(userData)
  const partitions: TopicPartition[] = []
  try {
    for (let topics = reader.array(false, 6); topics > 0; topics--) {
      const topic = reader.string(false)
      for (let count = reader.array(false, 4); count > 0; count--) partitions.push({ topic, partition: reader.int32() })
    }
    return { partitions, generationId: reader.remaining >= 4 ? reader.int32() : undefined }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return { partitions: [], generationId: NO_GENERATION }
  }
}
