/** Up to where a log has an epoch: whether it is still the log that was read. Source: OffsetForLeaderEpoch v3; KIP-320. */
import { type Cluster, leaderIn } from '../../client/cluster.ts'
import { groupByTopic, keyOf, type TopicPartition } from '../../client/offsets.ts'
import { errorName, KafkaError } from '../../protocol/errors.ts'
import { OffsetForLeaderEpoch } from '../../protocol/generated/apis/23-offset-for-leader-epoch.ts'

export interface EpochEnd {
  /** The largest one that is not larger than what was asked for; -1: there is none. */
  readonly epoch: number
  readonly offset: number
}

const NO_REPLICA = -1
const SINCE = 3

/** @returns by `topic-partition`; nothing for brokers that cannot say. @throws {KafkaError} */
export async function epochEnds(
  cluster: Cluster,
  wanted: readonly (TopicPartition & { epoch: number })[],
): Promise<Map<string, EpochEnd>> {
  const byLeader = new Map<number, { topic: string; partition: number; epoch: number; current: number }[]>()
  for (const { topic, partition, epoch } of wanted) {
    const { leader, leaderEpoch } = leaderIn(await cluster.topic(topic), partition)
    byLeader.set(leader, [...(byLeader.get(leader) ?? []), { topic, partition, epoch, current: leaderEpoch }])
  }
  const found = new Map<string, EpochEnd>()
  for (const [leader, rows] of byLeader) {
    if (!(await cluster.serves(OffsetForLeaderEpoch, leader, SINCE))) continue
    const topics = groupByTopic(rows, ({ partition, epoch, current }) => ({
      partition,
      currentLeaderEpoch: current,
      leaderEpoch: epoch,
    })).map(({ name, partitions }) => ({ topic: name, partitions }))
    const init = { replicaId: NO_REPLICA, topics }
    const response = await cluster.request(OffsetForLeaderEpoch, leader, init, { minVersion: SINCE })
    for (const { topic, partitions } of response.topics)
      for (const { partition, errorCode, leaderEpoch, endOffset } of partitions) {
        const name = keyOf({ topic, partition })
        if (errorCode !== 0) throw new KafkaError(errorName(errorCode), `Cannot ask for the epochs of ${name}`)
        found.set(name, { epoch: leaderEpoch, offset: endOffset })
      }
  }
  return found
}
