/**
 * Which partitions go where: the JSON of `reassign-partitions`, read and written.
 *
 *   {"version":1,"partitions":[{"topic":"orders","partition":0,"replicas":[1,2],"log_dirs":["any","/data/2"]}]}
 *
 * Source: Kafka 4.3 `ReassignPartitionsCommand`.
 */
import type { Replica } from '../../client/admin/replicas.ts'
import { keyOf, type TopicPartition } from '../../client/offsets.ts'
import { Refusal } from '../executing.ts'
import type { Io } from '../io.ts'
import { fieldsOf, integerOf, type Json, listOf, readJson, textOf } from '../json-file.ts'

export interface Placement extends TopicPartition {
  readonly replicas: readonly number[]
}
export interface DirectoryMove extends Replica {
  readonly directory: string
}
export interface Plan {
  placements: readonly Placement[]
  moves: readonly DirectoryMove[]
}

const VERSION = 1
/** A directory of the broker's choice. */
const ANY = 'any'

export const replicaText = ({ topic, partition, broker }: Replica): string => `${topic}-${partition}-${broker}`

export const byPartition = (a: TopicPartition, b: TopicPartition): number =>
  a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition
export const byReplica = (a: Replica, b: Replica): number => a.broker - b.broker || byPartition(a, b)

function read(io: Io, file: string): Readonly<Record<string, Json>> {
  const fields = fieldsOf(
    readJson(io, file, why => `${file} is no JSON: ${why}`),
    file,
  )
  const version = fields['version'] === undefined ? VERSION : integerOf(fields['version'], '"version"')
  if (version !== VERSION) throw new Refusal(`Not supported version field value ${version}`)
  return fields
}

/** @throws {Refusal} naming what is missing or wrong */
export function readPlan(io: Io, file: string): Plan {
  const rows = listOf(read(io, file)['partitions'] ?? [], '"partitions"').map((row, i) => placement(row, i))
  return {
    placements: rows.map(({ topic, partition, replicas }) => ({ topic, partition, replicas })),
    moves: rows.flatMap(({ topic, partition, replicas, directories }) =>
      replicas.flatMap((broker, i) =>
        directories[i] === ANY ? [] : [{ topic, partition, broker, directory: directories[i]! }],
      ),
    ),
  }
}

function placement(row: Json, index: number): Placement & { directories: readonly string[] } {
  const fields = fieldsOf(row, `Partition ${index}`)
  const of = (field: string) => `"${field}" of partition ${index}`
  const at = { topic: textOf(fields['topic'], of('topic')), partition: integerOf(fields['partition'], of('partition')) }
  const replicas = listOf(fields['replicas'], of('replicas')).map(each =>
    integerOf(each, `A replica in ${of('replicas')}`),
  )
  const directories =
    fields['log_dirs'] === undefined
      ? replicas.map(() => ANY)
      : listOf(fields['log_dirs'], of('log_dirs')).map(each => textOf(each, `A directory in ${of('log_dirs')}`))
  if (replicas.length !== directories.length)
    throw new Refusal(
      `Size of replicas list [${replicas.join(', ')}] is different from size of log dirs list [${directories.join(', ')}] for partition ${keyOf(at)}`,
    )
  return { ...at, replicas, directories }
}

/** What can be executed: each partition once, each broker once in it. @throws {Refusal} */
export function checkPlan({ placements }: Plan): void {
  if (placements.length === 0) throw new Refusal('Partition reassignment list cannot be empty')
  if (placements.some(({ replicas }) => replicas.length === 0))
    throw new Refusal('Partition replica list cannot be empty')
  const twice = duplicates(placements.map(keyOf))
  if (twice.length > 0)
    throw new Refusal(`Partition reassignment contains duplicate topic partitions: ${twice.join(',')}`)
  const broken = placements.flatMap(each => {
    const ids = duplicates(each.replicas)
    return ids.length === 0 ? [] : [`${keyOf(each)} contains multiple entries for ${ids.join(',')}`]
  })
  if (broken.length > 0)
    throw new Refusal(`Partition replica lists may not contain duplicate entries: ${broken.join('. ')}`)
}

const duplicates = <T>(items: readonly T[]): T[] => [...new Set(items.filter((each, i) => items.indexOf(each) !== i))]

/** `{"version":1,"topics":[{"topic":"orders"}]}` @throws {Refusal} */
export function readTopics(io: Io, file: string): string[] {
  const topics = listOf(read(io, file)['topics'] ?? [], '"topics"').map((row, i) =>
    textOf(fieldsOf(row, `Topic ${i}`)['topic'], `"topic" of topic ${i}`),
  )
  const twice = duplicates(topics)
  if (twice.length > 0)
    throw new Refusal(`List of topics to reassign contains duplicate entries: [${twice.join(', ')}]`)
  return topics
}

/** `1,2,3` @throws {Refusal} */
export function brokerList(text: string): number[] {
  const ids = text.split(',').map(word => {
    if (!/^[+-]?\d+$/.test(word)) throw new Refusal(`For input string: "${word}"`)
    return Number(word)
  })
  const twice = duplicates(ids)
  if (twice.length > 0) throw new Refusal(`Broker list contains duplicate entries: [${twice.join(', ')}]`)
  return ids
}

/** @param directories of replicas, by `replicaText`; those that are not in it are any */
export const planText = (placements: readonly Placement[], directories: ReadonlyMap<string, string>): string =>
  JSON.stringify({
    version: VERSION,
    partitions: placements.toSorted(byPartition).map(({ topic, partition, replicas }) => ({
      topic,
      partition,
      replicas,
      log_dirs: replicas.map(broker => directories.get(replicaText({ topic, partition, broker })) ?? ANY),
    })),
  })
