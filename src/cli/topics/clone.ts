/**
 * topics --clone --topic A --to B: a new topic with the partitions, the replication factor and the settings of another; with
 * --with-records its records too, each in its partition with its key, headers and time, up to where A ends now. What aborted
 * transactions left behind is not copied, and offsets are counted anew; --with-offsets has groups go on in B where they are
 * in A. Kafka has no such flags.
 */
import { describeConfigs, resourceTypes } from '../../client/admin/configs.ts'
import { unwrap } from '../../client/admin/results.ts'
import { createTopics, describeTopics } from '../../client/admin/topics.ts'
import type { Cluster } from '../../client/cluster.ts'
import { MiB } from '../../lib/units.ts'
import type { ClientConfigs } from '../client.ts'
import { Refusal } from '../executing.ts'
import type { Io } from '../io.ts'
import { printJson } from '../json.ts'
import { withProgress } from '../progress.ts'
import { commitFor, committedFor, movedJson, OffsetMap, printMoved } from './clone-offsets.ts'
import type { Options } from './flags.ts'

/** ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG: set on the topic itself. */
const OWN = 1

/** @returns the exit code: 1 when a group's offsets could not be taken along */
export async function clone(cluster: Cluster, options: Options, io: Io, clients: ClientConfigs): Promise<number> {
  const [from, to] = [options.topic!, options.to!]
  if (from === to) throw new Refusal(`A topic cannot be cloned to itself: --to names the new one`)
  const [found] = await describeTopics(cluster, [from])
  if (found?.error?.name === 'UNKNOWN_TOPIC_OR_PARTITION')
    throw new Refusal(`Topic '${from}' does not exist as expected`)
  const [topic] = unwrap([found!])
  const [row] = unwrap(await describeConfigs(cluster, [{ type: resourceTypes.topic, name: from }]))
  const configs = Object.fromEntries(
    row!.entries.filter(({ source }) => source === OWN).map(({ name, value }) => [name, value!]),
  )
  const partitions = topic!.partitions.length
  const replicationFactor = topic!.partitions[0]!.replicas.length
  unwrap(await createTopics(cluster, [{ name: to, partitions, replicationFactor, configs }]))
  if (!options.json) io.print(`Created topic ${to}.`)
  const committed = options.withOffsets ? await committedFor(cluster, from, io) : []
  const map = new OffsetMap(committed)
  const records = options.withRecords ? await copy(from, to, map, io, clients) : undefined
  if (records !== undefined && !options.json) io.print(`Copied ${records} records from ${from} to ${to}.`)
  const moved = options.withOffsets ? await commitFor(cluster, to, partitions, committed, map) : undefined
  if (options.json) {
    const offsets = moved ? movedJson(moved) : null
    printJson(io, { cloned: { from, to, partitions, replicationFactor, configs, records: records ?? null, offsets } })
  } else if (moved) printMoved(to, moved, io)
  return moved?.some(({ error }) => error) ? 1 : 0
}

/** As large as any record that a broker takes by its settings. */
const RECORD_MAX = 100 * MiB

async function copy(from: string, to: string, map: OffsetMap, io: Io, clients: ClientConfigs): Promise<number> {
  const [{ Consumer }, { Producer }] = await Promise.all([
    import('../../client/consumer/consumer.ts'),
    import('../../client/producer/producer.ts'),
  ])
  await using consumer = new Consumer({
    ...clients,
    'auto.offset.reset': 'earliest',
    'isolation.level': 'read_committed',
  })
  await using producer = new Producer({
    ...clients,
    'linger.ms': '5',
    'max.request.size': String(RECORD_MAX),
    'buffer.memory': String(2 * RECORD_MAX),
  })
  await consumer.subscribe([from])
  const partitions = consumer.assignment
  const ends = new Map((await consumer.endOffsets(partitions)).map((end, i) => [partitions[i]!.partition, end]))
  const isDone = () => {
    const positions = consumer.positions()
    return (
      positions.length === partitions.length &&
      positions.every(({ partition, offset }) => offset >= ends.get(partition)!)
    )
  }
  return await withProgress(io, `Copying ${from} to ${to}`, async say => {
    let count = 0
    let failure: unknown
    while (!isDone()) {
      for (const { partition, offset, key, value, headers, timestamp } of await consumer.poll(POLL_MS)) {
        if (offset >= ends.get(partition)!) continue
        const { written } = await producer.enqueue({
          topic: to,
          partition,
          key,
          value,
          headers,
          ...(timestamp < 0 ? {} : { timestamp }),
        })
        written.catch((error: unknown) => {
          failure ??= error
        })
        map.copied(partition, offset)
        count++
      }
      if (failure) break
      say(`Copying ${from} to ${to}: ${count} records`)
    }
    await producer.flush()
    await new Promise(setImmediate) // what the last answers set off
    if (failure) throw failure
    return count
  })
}
const POLL_MS = 100
