/**
 * topics --clone --with-offsets: what every group has committed for the source is committed for the clone, at the record that
 * the group would read next. Offsets are counted anew there: compaction, retention and aborted transactions left gaps in the
 * source. Who is at a gap goes on behind it; who is at the end, or ahead of what was copied, at the clone's end.
 * Not here: groups with members. They commit for themselves, and a coordinator takes it from nobody else; share groups have
 * no committed offsets.
 */
import { alterGroupOffsets, listGroupOffsets } from '../../client/admin/group-offsets.ts'
import { listGroups } from '../../client/admin/groups.ts'
import { listOffsets, offsetSpecs } from '../../client/admin/offsets.ts'
import { unwrap } from '../../client/admin/results.ts'
import type { Cluster } from '../../client/cluster.ts'
import type { CommittedOffset } from '../../client/offsets.ts'
import { KafkaError } from '../../protocol/errors.ts'
import type { Offset } from '../../protocol/types.ts'
import { Refusal } from '../executing.ts'
import type { Io } from '../io.ts'
import { errorJson } from '../json.ts'
import { withProgress } from '../progress.ts'
import { messages } from '../run.ts'

export interface Committed {
  group: string
  offsets: readonly CommittedOffset[]
}

/** What became of a group's offsets. */
export interface Moved {
  group: string
  offsets: { partition: number; from: Offset; to: Offset }[]
  error: KafkaError | undefined
}

/** Groups that have committed something for the topic, by name. */
export async function committedFor(cluster: Cluster, topic: string, io: Io): Promise<Committed[]> {
  const groups = (await listGroups(cluster)).filter(({ type }) => type !== 'Share')
  return await withProgress(io, `Reading what groups have committed for ${topic}`, async () => {
    const found: Committed[] = []
    for (const { id } of groups) {
      const offsets = (await offsetsOf(cluster, id)).filter(each => each.topic === topic)
      if (offsets.length > 0) found.push({ group: id, offsets })
    }
    return found.sort((a, b) => (a.group < b.group ? -1 : 1))
  })
}

async function offsetsOf(cluster: Cluster, group: string): Promise<CommittedOffset[]> {
  try {
    return await listGroupOffsets(cluster, group)
  } catch (error) {
    // It was deleted since it was listed.
    if (error instanceof KafkaError && error.name === 'GROUP_ID_NOT_FOUND') return []
    throw error
  }
}

/** Which offset of the clone is which of the source: told of every record that is copied, in a partition's order. */
export class OffsetMap {
  /** By partition: offsets of the source that somebody will ask for, the smallest last. */
  readonly #wanted = new Map<number, Offset[]>()
  readonly #found = new Map<string, Offset>()
  readonly #copied = new Map<number, number>()

  constructor(committed: readonly Committed[]) {
    for (const { offsets } of committed)
      for (const { partition, offset } of offsets) {
        const list = this.#wanted.get(partition)
        if (list) list.push(offset)
        else this.#wanted.set(partition, [offset])
      }
    for (const list of this.#wanted.values()) list.sort((a, b) => b - a)
  }

  /** @param offset of the source, of a record that is the next one of the clone's partition */
  copied(partition: number, offset: Offset): void {
    const count = this.end(partition)
    const wanted = this.#wanted.get(partition) ?? []
    while (wanted.length > 0 && wanted.at(-1)! <= offset) this.#found.set(`${partition}@${wanted.pop()!}`, count)
    this.#copied.set(partition, count + 1)
  }

  /** @param offset one that was committed */
  translated(partition: number, offset: Offset): Offset {
    return this.#found.get(`${partition}@${offset}`) ?? this.end(partition)
  }

  end(partition: number): Offset {
    return this.#copied.get(partition) ?? 0
  }
}

/** @throws {Refusal} when others write to the clone: then nobody knows which offset is which */
export async function commitFor(
  cluster: Cluster,
  topic: string,
  partitions: number,
  committed: readonly Committed[],
  map: OffsetMap,
): Promise<Moved[]> {
  const queries = Array.from({ length: partitions }, (_, partition) => ({
    topic,
    partition,
    timestamp: offsetSpecs.latest,
  }))
  const strange = unwrap(await listOffsets(cluster, queries)).find(row => row.offset !== map.end(row.partition))
  if (strange)
    throw new Refusal(
      `${topic}-${strange.partition} ends at ${strange.offset} after ${map.end(strange.partition)} records were copied: somebody else writes to it, so no offsets are committed for it`,
    )
  const moved: Moved[] = []
  for (const { group, offsets } of committed) {
    const rows = offsets.map(({ partition, offset }) => ({
      partition,
      from: offset,
      to: map.translated(partition, offset),
    }))
    const commits = offsets.map(({ partition, metadata = '' }, i) => ({
      topic,
      partition,
      offset: rows[i]!.to,
      metadata,
    }))
    moved.push({ group, offsets: rows, error: await commit(cluster, group, commits) })
  }
  return moved
}

async function commit(cluster: Cluster, group: string, offsets: CommittedOffset[]): Promise<KafkaError | undefined> {
  try {
    return (await alterGroupOffsets(cluster, group, offsets)).find(({ error }) => error)?.error
  } catch (error) {
    if (error instanceof KafkaError) return error
    throw error
  }
}

export const movedJson = (moved: readonly Moved[]) =>
  moved.map(({ group, offsets, error }) => ({ group, offsets, error: error ? errorJson(error) : null }))

/** A line for each group; what to type where a group could not be helped. */
export function printMoved(topic: string, moved: readonly Moved[], io: Io): void {
  if (moved.length === 0) io.print('No group has committed offsets to take along.')
  for (const { group, offsets, error } of moved) {
    if (!error) {
      io.print(
        `Committed ${offsets.map(({ partition, to }) => `${topic}-${partition}@${to}`).join(', ')} for ${group}.`,
      )
      continue
    }
    io.warn(`Nothing is committed for ${group}: ${why(error)}`)
    for (const { partition, to } of offsets)
      io.warn(
        `Try: tskafka consumer-groups --reset-offsets --group ${group} --topic ${topic}:${partition} --to-offset ${to} --execute`,
      )
  }
}

const why = (error: KafkaError) =>
  error.name === 'UNKNOWN_MEMBER_ID' || error.name === 'STALE_MEMBER_EPOCH'
    ? 'it has members, who commit for themselves. Stop them first'
    : messages(error)
