/**
 * ListOffsets v1-11: the offset a partition has at a moment.
 * Source: KIP-79, KIP-207, KIP-734 (max timestamp), KIP-405 and KIP-1005 (tiers), KIP-1023; Kafka 4.3
 * `Partition.fetchOffsetForTimestamp`.
 * Not here: tiered storage. Local is everything, and nothing is in a tier or on its way there.
 */
import type { PartitionLog } from '../../log/partition-log.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { ListOffsets, type ListOffsetsRequest } from '../../protocol/generated/apis/02-list-offsets.ts'
import { answer, handler, type Session } from '../handler.ts'
import type { Partition } from '../partitions.ts'

interface Found {
  timestamp: number
  offset: number
  leaderEpoch: number
}

const NOTHING: Found = { timestamp: -1, offset: -1, leaderEpoch: -1 }
const CONSUMER = -1
const READ_COMMITTED = 1
/** The version that tells the leader epoch of what was found. */
const EPOCHS_SINCE = 4

/** Timestamps that stand for a place. `since`: the version of the request that brought it; `isEnd`: of the log, which has one when it is empty. */
const places: Record<number, { since: number; isEnd?: true; find: (partition: Partition, end: number) => Found }> = {
  // Latest.
  [-1]: { since: 0, isEnd: true, find: ({ leaderEpoch }, offset) => ({ timestamp: -1, offset, leaderEpoch }) },
  // Earliest.
  [-2]: { since: 0, isEnd: true, find: partition => earliest(partition) },
  // The newest timestamp, wherever it is.
  [-3]: { since: 7, find: ({ log }, end) => below(end, log, log.maxTimestampOffset()) },
  // Earliest on this broker's disk.
  [-4]: { since: 8, isEnd: true, find: partition => earliest(partition) },
  // Latest in the tier, and the earliest on its way there.
  [-5]: { since: 9, find: () => NOTHING },
  [-6]: { since: 11, find: () => NOTHING },
}

export const listOffsets = handler(
  ListOffsets,
  (request, session, broker) => {
    const seen = new Set<string>()
    const twice = duplicates(request)
    return {
      topics: request.topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.flatMap(({ partitionIndex, currentLeaderEpoch, timestamp }) => {
          const key = `${name}-${partitionIndex}`
          if (twice.has(key) && seen.has(key)) return []
          seen.add(key)
          return answer(
            { partitionIndex, ...NOTHING },
            () => {
              if (twice.has(key)) throw new KafkaError('INVALID_REQUEST', `${key} is in the request twice`)
              broker.acls.demand(session, 'DESCRIBE', 'TOPIC', name)
              demandPlace(timestamp, session)
              const unusedIn = broker.partitions.unusedIn(name, partitionIndex, currentLeaderEpoch)
              const found =
                unusedIn === undefined
                  ? find(broker.partitions.leader(name, partitionIndex, currentLeaderEpoch), timestamp, request)
                  : inUnused(timestamp, unusedIn)
              return { partitionIndex, ...(session.version < EPOCHS_SINCE ? { ...found, leaderEpoch: -1 } : found) }
            },
            broker,
          )
        }),
      })),
    }
  },
  {
    refusal: ({ topics }, { errorCode }) => ({
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode, ...NOTHING })),
      })),
    }),
  },
)

function duplicates({ topics }: ListOffsetsRequest): Set<string> {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const { name, partitions } of topics)
    for (const { partitionIndex } of partitions) {
      const key = `${name}-${partitionIndex}`
      if (seen.has(key)) twice.add(key)
      seen.add(key)
    }
  return twice
}

function demandPlace(timestamp: number, { version }: Session): void {
  if (timestamp >= 0 || version >= (places[timestamp]?.since ?? Number.POSITIVE_INFINITY)) return
  throw new KafkaError('UNSUPPORTED_VERSION', `Timestamp ${timestamp} stands for nothing in version ${version}`)
}

function find(partition: Partition, timestamp: number, { replicaId, isolationLevel }: ListOffsetsRequest): Found {
  const { log } = partition
  const committed = isolationLevel === READ_COMMITTED ? log.lastStableOffset : log.writtenOffset
  const end = replicaId === CONSUMER ? committed : log.endOffset
  return timestamp >= 0 ? below(end, log, log.offsetForTimestamp(timestamp)) : places[timestamp]!.find(partition, end)
}

/** Of a partition that has no log yet: making 10,000 of them to say that they are empty took half a minute. */
const inUnused = (timestamp: number, leaderEpoch: number): Found =>
  timestamp < 0 && places[timestamp]!.isEnd ? { timestamp: -1, offset: 0, leaderEpoch } : NOTHING

/** What will be written next is of this leader's epoch, and there may be nothing else. */
const earliest = ({ log, leaderEpoch }: Partition): Found => ({
  timestamp: -1,
  offset: log.logStartOffset,
  leaderEpoch: log.logStartOffset === log.endOffset ? leaderEpoch : log.epochAt(log.logStartOffset),
})

/** What lies at or past the last offset that may be fetched is not there yet. */
function below(end: number, log: PartitionLog, found: { timestamp: number; offset: number } | undefined): Found {
  return found === undefined || found.offset >= end ? NOTHING : { ...found, leaderEpoch: log.epochAt(found.offset) }
}
