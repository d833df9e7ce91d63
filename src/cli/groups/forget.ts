/** `consumer-groups --delete-offsets`: a group forgets some topics. Source: Kafka 4.3 `ConsumerGroupCommand`. */
import { deleteGroupOffsets } from '../../client/admin/group-offsets.ts'
import type { Cluster } from '../../client/cluster.ts'
import type { TopicPartition } from '../../client/offsets.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { row, widest } from '../columns.ts'
import type { Io } from '../io.ts'
import { javaMessage, javaText } from '../java-exceptions.ts'
import { printJson } from '../json.ts'
import { inMapOrder, partitionsOf, topicWords } from './scenarios.ts'

/** Partitions that a topic without number stands for; a topic that is not there is a row of its own. */
export async function forget(
  cluster: Cluster,
  group: string,
  words: readonly string[],
  asJson: boolean,
  io: Io,
): Promise<void> {
  const { named, topics } = topicWords(words)
  const rows: (TopicPartition & { error: KafkaError | undefined })[] = []
  const partitions = [...named]
  for (const topic of topics)
    try {
      partitions.push(...(await partitionsOf(cluster, [topic])))
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      rows.push({ topic, partition: -1, error })
    }
  let refused: KafkaError | undefined
  try {
    rows.push(...(await deleteGroupOffsets(cluster, group, inMapOrder(partitions))))
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    refused = error
    rows.push(...partitions.map(at => ({ ...at, error: refused })))
  }
  printForgotten(group, rows, refused, asJson, io)
}

/** What a group as a whole is refused with; other errors are about a partition. */
const ofGroup = new Set(['INVALID_GROUP_ID', 'GROUP_ID_NOT_FOUND', 'GROUP_AUTHORIZATION_FAILED', 'NON_EMPTY_GROUP'])

function printForgotten(
  group: string,
  rows: readonly (TopicPartition & { error: KafkaError | undefined })[],
  refused: KafkaError | undefined,
  asJson: boolean,
  io: Io,
): void {
  if (asJson) {
    const partitions = rows.map(({ error, ...at }) => ({ ...at, ...(error ? { error: error.name } : {}) }))
    printJson(io, { group, partitions })
    return
  }
  const first = refused ?? rows.find(({ error, partition }) => error && partition >= 0)?.error
  if (!first) io.print(`Request succeeded for deleting offsets from group ${group}.`)
  else if (ofGroup.has(first.name)) io.print(`\nError: ${javaMessage(first)}`)
  else io.print('\nError: Encountered some partition-level error, see the follow-up details.')
  const widths = [
    widest(
      15,
      rows.map(({ topic }) => topic),
    ),
    10,
    15,
  ]
  io.print()
  io.print(row(widths, ['TOPIC', 'PARTITION', 'STATUS']))
  const sortKey = ({ topic, partition }: TopicPartition) => topic + partition
  for (const { topic, partition, error } of rows.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)))
    io.print(row(widths, [topic, partition < 0 ? '-' : partition, error ? `Error: ${javaText(error)}` : 'Successful']))
}
