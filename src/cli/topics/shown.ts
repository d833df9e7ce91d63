/** topics --list and --describe. Source: Kafka 4.3 `TopicCommand`. */
import { describeCluster } from '../../client/admin/cluster.ts'
import { describeConfigs, resourceTypes } from '../../client/admin/configs.ts'
import { listReassignments } from '../../client/admin/replicas.ts'
import { unwrap } from '../../client/admin/results.ts'
import { describeTopics, type TopicDescription } from '../../client/admin/topics.ts'
import type { Cluster, TopicInfo } from '../../client/cluster.ts'
import { ListPartitionReassignments } from '../../protocol/generated/apis/46-list-partition-reassignments.ts'
import type { Io } from '../io.ts'
import { hashMapOrder } from '../java-order.ts'
import { printJson } from '../json.ts'
import { descriptionJson, descriptionLines, type Reassignment } from './description.ts'
import type { Options } from './flags.ts'
import { describedNames, matching } from './names.ts'

/** No topics are an empty line, as in Kafka. */
export async function list(cluster: Cluster, options: Options, io: Io): Promise<void> {
  const found = await matching(cluster, options)
  if (options.json) {
    const asJson = ({ name, id, internal, partitions }: TopicInfo) => ({
      topic: name,
      topicId: id,
      internal,
      partitions: partitions.length,
    })
    printJson(io, { topics: found.map(asJson) })
    return
  }
  const lines = found.map(({ name }) => name).join('\n')
  for (const name of lines.split('\n')) io.print(name)
}

export async function describe(cluster: Cluster, options: Options, io: Io): Promise<void> {
  const found = await describedNames(cluster, options)
  const described = hashMapOrder(unwrap(await describeTopics(cluster, found)), ({ name }) => name, found.length)
  if (described.length === 0) {
    if (options.json) printJson(io, { topics: [] })
    return
  }
  const configs = new Map(
    unwrap(
      await describeConfigs(
        cluster,
        described.map(({ name }) => ({ type: resourceTypes.topic, name })),
      ),
    ).map(({ name, entries }) => [name, entries] as const),
  )
  const live = new Set((await describeCluster(cluster)).brokers.map(({ brokerId }) => brokerId))
  const moving = await reassignments(cluster, described)
  const wanted = {
    underReplicated: options.underReplicatedPartitions,
    underMinIsr: options.underMinIsrPartitions,
    atMinIsr: options.atMinIsrPartitions,
    unavailable: options.unavailablePartitions,
    withOverrides: options.topicsWithOverrides,
  }
  const all = described.map(topic => ({
    topic,
    configs: configs.get(topic.name) ?? [],
    reassignments: moving.get(topic.name) ?? new Map<number, Reassignment>(),
  }))
  if (options.json)
    printJson(io, { topics: all.map(one => descriptionJson(one, wanted, live)).filter(one => one !== undefined) })
  else for (const one of all) for (const line of descriptionLines(one, wanted, live)) io.print(line)
}

/** Replicas on the move, by topic and partition. A broker that cannot tell has none. */
async function reassignments(
  cluster: Cluster,
  topics: readonly TopicDescription[],
): Promise<Map<string, Map<number, Reassignment>>> {
  if (!(await cluster.serves(ListPartitionReassignments))) return new Map()
  const partitions = topics.flatMap(({ name, partitions }) =>
    partitions.map(({ index }) => ({ topic: name, partition: index })),
  )
  const found = new Map<string, Map<number, Reassignment>>()
  for (const { topic, partition, ...move } of await listReassignments(cluster, partitions))
    found.set(topic, (found.get(topic) ?? new Map()).set(partition, move))
  return found
}
