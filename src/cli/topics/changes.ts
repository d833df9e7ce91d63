/** topics --create, --alter and --delete. Source: Kafka 4.3 `TopicCommand`. */
import { unwrap } from '../../client/admin/results.ts'
import {
  type CreatedTopic,
  createPartitions,
  createTopics,
  deleteTopics,
  describeTopics,
} from '../../client/admin/topics.ts'
import type { Cluster } from '../../client/cluster.ts'
import { Refusal } from '../executing.ts'
import type { Io } from '../io.ts'
import { printJson } from '../json.ts'
import type { Options } from './flags.ts'
import { names } from './names.ts'

/** Partition counts, replicas and settings are checked by the broker; here only what cannot be put into a request. */
export async function create(cluster: Cluster, options: Options, io: Io): Promise<void> {
  const name = options.topic!
  if (name === '') throw new Refusal(`The given topic name '' cannot be represented in a request.`)
  const { partitions, replicationFactor } = options
  const configs = configsOf(options.config)
  const assignments = assignmentsOf(options.replicaAssignment)
  if (/[._]/.test(name) && !options.json)
    io.print(
      "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore ('_') could collide. To avoid issues it is best to use either, but not both.",
    )
  if (replicationFactor !== undefined && (replicationFactor < 1 || replicationFactor > 32767))
    throw new Refusal('The replication factor must be between 1 and 32767 inclusive')
  if (partitions !== undefined && partitions < 1) throw new Refusal('The partitions must be greater than 0')
  const [result] = await createTopics(cluster, [
    {
      name,
      configs,
      ...(partitions === undefined ? {} : { partitions }),
      ...(replicationFactor === undefined ? {} : { replicationFactor }),
      ...(assignments === undefined ? {} : { assignments }),
    },
  ])
  const error = result?.error
  const isThere = error?.name === 'TOPIC_ALREADY_EXISTS' && options.ifNotExists
  if (error && !isThere) throw error
  if (options.json) printJson(io, { created: isThere ? [] : [createdJson(result!)] })
  else if (!isThere) io.print(`Created topic ${name}.`)
}

const createdJson = ({ name, topicId, partitions, replicationFactor }: CreatedTopic) => ({
  topic: name,
  topicId,
  partitions,
  replicationFactor,
})

function configsOf(words: readonly string[]): Record<string, string> {
  const parts = words.map(word => word.split(/\s*=\s*/))
  if (parts.some(({ length }) => length !== 2))
    throw new Refusal(
      'requirement failed: Invalid topic config: all configs to be added must be in the format "key=val".',
    )
  return Object.fromEntries(parts.map(([name, value]) => [name!.trim(), value!.trim()]))
}

/** `1:2,2:3`: a partition between commas, a broker between colons. */
function assignmentsOf(text: string | undefined): Map<number, number[]> | undefined {
  if (!text) return undefined
  const assignments = new Map<number, number[]>()
  for (const [index, part] of text.split(',').entries()) {
    const brokers = part.split(':').map(id => {
      if (!/^\s*[+-]?\d+\s*$/.test(id)) throw new Refusal(`For input string: "${id}"`)
      return Number(id)
    })
    const twice = brokers.filter((id, i) => brokers.indexOf(id) !== i)
    if (twice.length > 0)
      throw new Refusal(`Partition replica lists may not contain duplicate entries: ${[...new Set(twice)].join(',')}`)
    assignments.set(index, brokers)
    if (brokers.length !== assignments.get(0)!.length)
      throw new Refusal(`Partition ${index} has different replication factor: [${brokers.join(', ')}]`)
  }
  return assignments
}

export async function alter(cluster: Cluster, options: Options, io: Io): Promise<void> {
  const assignments = assignmentsOf(options.replicaAssignment)
  const found = await names(cluster, options)
  const described = assignments === undefined ? [] : unwrap(await describeTopics(cluster, found))
  const added = new Map(
    described.map(({ name, partitions }) => [name, [...assignments!.values()].slice(partitions.length)] as const),
  )
  unwrap(
    await createPartitions(cluster, new Map(found.map(name => [name, options.partitions!])), { assignments: added }),
  )
  if (options.json) printJson(io, { altered: found.map(topic => ({ topic, partitions: options.partitions })) })
}

export async function remove(cluster: Cluster, options: Options, io: Io): Promise<void> {
  const found = await names(cluster, options)
  unwrap(await deleteTopics(cluster, found))
  if (options.json) printJson(io, { deleted: found })
}
