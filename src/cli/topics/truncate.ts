/**
 * topics --truncate: delete the records that a topic holds, by DeleteRecords up to where each partition ends now. The topic, its
 * settings and its offsets stay, so consumers go on where they are. Kafka has no such flag; its users delete the topic and make
 * it again, or write a file for delete-records. A topic that is only compacted is refused by the broker: so is ours.
 */
import { deleteRecords, listOffsets, offsetSpecs } from '../../client/admin/offsets.ts'
import { unwrap } from '../../client/admin/results.ts'
import type { Cluster } from '../../client/cluster.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { Refusal } from '../executing.ts'
import type { Io } from '../io.ts'
import { errorJson, printJson } from '../json.ts'
import { withProgress } from '../progress.ts'
import { messages } from '../run.ts'
import type { Options } from './flags.ts'
import { matching } from './names.ts'

export async function truncate(cluster: Cluster, options: Options, io: Io): Promise<number> {
  const topics = await matching(cluster, options)
  const internal = topics.find(each => each.internal)
  if (internal)
    throw new Refusal(`Topic ${internal.name} is Kafka's own: its records are what groups and transactions are`)
  const partitions = topics.flatMap(({ name, partitions }) =>
    partitions.map(({ index }) => ({ topic: name, partition: index })),
  )
  const at = async (timestamp: number) =>
    unwrap(
      await listOffsets(
        cluster,
        partitions.map(each => ({ ...each, timestamp })),
      ),
    ).map(({ offset }) => offset)
  const [begins, ends] = [await at(offsetSpecs.earliest), await at(offsetSpecs.latest)]
  const rows = await withProgress(io, 'Deleting records', async say => {
    const rows: { topic: string; partition: number; deleted: number; logStartOffset: number; error?: Error }[] = []
    for (const [i, { topic, partition }] of partitions.entries()) {
      say(`Deleting records of ${topic}-${partition}`)
      const [begin, end] = [begins[i]!, ends[i]!]
      const [row] = end > begin ? await deleteRecords(cluster, [{ topic, partition, offset: end }]) : []
      if (row?.error) rows.push({ topic, partition, deleted: 0, logStartOffset: begin, error: row.error })
      else rows.push({ topic, partition, deleted: end - begin, logStartOffset: row?.lowWatermark ?? end })
    }
    return rows
  })
  if (options.json)
    printJson(io, { truncated: rows.map(row => (row.error ? { ...row, error: errorJson(row.error) } : row)) })
  else
    for (const { topic, partition, deleted, logStartOffset, error } of rows)
      io.print(
        error
          ? `Cannot truncate ${topic}-${partition}: ${why(error)}`
          : `Truncated ${topic}-${partition}: ${deleted} offsets deleted, it begins at ${logStartOffset}.`,
      )
  return rows.some(({ error }) => error) ? 1 : 0
}

const why = (error: Error) =>
  error instanceof KafkaError && error.name === 'POLICY_VIOLATION'
    ? 'its cleanup.policy has no delete in it, so only compaction takes records away'
    : messages(error)
