/** Partitions and their offsets, as calls of several clients take them. */
import type { LeaderEpoch, Offset } from '../protocol/types.ts'

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** What a group commits: the next record that it wants of a partition. */
export interface CommittedOffset extends TopicPartition {
  readonly offset: Offset
  /** Of the record before; -1 when unknown. */
  readonly leaderEpoch?: LeaderEpoch
  readonly metadata?: string | null
}

/** Who commits: a member, so that one that has lost its partitions is refused; or just a group. */
export interface GroupMetadata {
  readonly groupId: string
  /** Or the member epoch. */
  readonly generationId?: number
  readonly memberId?: string
  readonly groupInstanceId?: string | null
}

export const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}-${partition}`

/** Requests name a topic once, with all its partitions. */
export function groupByTopic<Item extends TopicPartition, Row>(
  items: Iterable<Item>,
  row: (item: Item) => Row,
): { name: string; partitions: Row[] }[] {
  const topics = new Map<string, Row[]>()
  for (const item of items) {
    const rows = topics.get(item.topic)
    if (rows) rows.push(row(item))
    else topics.set(item.topic, [row(item)])
  }
  return [...topics].map(([name, partitions]) => ({ name, partitions }))
}

const NO_EPOCH = -1

/** Who commits for a group without being a member. */
export const nobodyIn = (groupId: string): Required<GroupMetadata> => ({
  groupId,
  generationId: NO_EPOCH,
  memberId: '',
  groupInstanceId: null,
})

/** @throws {TypeError} for what cannot be an offset */
export function checkOffsets(offsets: readonly CommittedOffset[]): void {
  for (const { topic, partition, offset } of offsets)
    if (!Number.isSafeInteger(offset) || offset < 0)
      throw new TypeError(`Cannot commit offset ${offset} of ${topic}-${partition}: it must be 0 or more`)
}
