/** What a session asks of a broker, as a Fetch request. Source: Kafka 4.3 `FetchRequest.Builder`; KIP-227, KIP-392. */
import { NO_REPLICA } from '../list-offsets.ts'
import type { SessionRequest, Wanted } from './fetch-session.ts'

export interface FetchLimits {
  minBytes: number
  maxWaitMs: number
  maxBytes: number
  readCommitted: boolean
  /** client.rack: a broker may send us to a replica there. */
  rack: string
}

/** The session's last request. */
export const FINAL_EPOCH = -1
const READ_COMMITTED = 1

export function fetchRequest(
  { sessionId, sessionEpoch, send, forget }: SessionRequest,
  { minBytes, maxWaitMs, maxBytes, readCommitted, rack }: FetchLimits,
) {
  return {
    replicaId: NO_REPLICA,
    maxWaitMs: sessionEpoch === FINAL_EPOCH ? 0 : maxWaitMs,
    minBytes,
    maxBytes,
    isolationLevel: readCommitted ? READ_COMMITTED : 0,
    sessionId,
    sessionEpoch,
    topics: byTopic(send).map(([{ topic, topicId }, list]) => ({
      topic,
      topicId,
      partitions: list.map(({ partition, fetchOffset, leaderEpoch, maxBytes }) => ({
        partition,
        currentLeaderEpoch: leaderEpoch,
        fetchOffset,
        logStartOffset: -1,
        partitionMaxBytes: maxBytes,
      })),
    })),
    forgottenTopicsData: byTopic(forget).map(([{ topic, topicId }, list]) => ({
      topic,
      topicId,
      partitions: list.map(({ partition }) => partition),
    })),
    rackId: rack,
  }
}

/** Requests name a topic once. */
function byTopic(list: readonly Wanted[]): [Wanted, Wanted[]][] {
  const topics = new Map<string, [Wanted, Wanted[]]>()
  for (const each of list) {
    const key = `${each.topicId} ${each.topic}`
    const group = topics.get(key)
    if (group) group[1].push(each)
    else topics.set(key, [each, [each]])
  }
  return [...topics.values()]
}
