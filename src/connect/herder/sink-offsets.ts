/** A sink's offsets are those of its consumer group. Source: KIP-875; Kafka 4.3 `SinkUtils`, `Worker.modifySinkConnectorOffsets`. */
import { Admin } from '../../client/admin/admin.ts'
import { KafkaError } from '../../protocol/errors.ts'
import { badRequest, ConnectError } from '../errors.ts'
import type { Given, Offsets, SinkConnector } from '../plugin.ts'
import { adminConfigsFor, sinkGroup } from '../runtime/clients.ts'
import type { Worker } from '../runtime/worker.ts'
import { type ConnectorOffsets, outcome, type SubmittedOffsets } from './offsets.ts'

const adminOf = (worker: Worker, name: string, config: Given) =>
  Admin.connect(adminConfigsFor(worker.o.settings, `connector-worker-adminclient-${name}`, config))

export async function readSinkOffsets(worker: Worker, name: string, config: Given): Promise<ConnectorOffsets> {
  await using admin = await adminOf(worker, name, config)
  const offsets = await admin.listGroupOffsets(sinkGroup(name, config))
  return {
    offsets: offsets.map(({ topic, partition, offset }) => ({
      partition: { kafka_topic: topic, kafka_partition: partition },
      offset: { kafka_offset: offset },
    })),
  }
}

/** The group still has members, or has them again. */
const busy = new Set(['UNKNOWN_MEMBER_ID', 'GROUP_SUBSCRIBED_TO_TOPIC', 'NON_EMPTY_GROUP'])

export async function alterSinkOffsets(
  worker: Worker,
  plugin: SinkConnector,
  name: string,
  config: Given,
  submitted: SubmittedOffsets | null,
): Promise<string> {
  await using admin = await adminOf(worker, name, config)
  const group = sinkGroup(name, config)
  const wanted: Offsets = submitted
    ? parse(submitted)
    : (await admin.listGroupOffsets(group)).map(({ topic, partition }) => ({ topic, partition, offset: null }))
  const known = (await plugin.alterOffsets?.(config, wanted)) ?? false
  try {
    await (submitted ? change(admin, group, wanted) : forget(admin, group))
  } catch (cause) {
    if (!(cause instanceof KafkaError)) throw cause
    const what = `Failed to ${submitted ? 'alter' : 'reset'} consumer group offsets for connector ${name}`
    throw new ConnectError(
      busy.has(cause.name)
        ? `${what} either because its tasks haven't stopped completely yet or the connector was resumed before the request could be successfully completed. If the connector is in a stopped state, this operation can be safely retried. If it doesn't eventually succeed, the Connect cluster may need to be restarted to get rid of the zombie sink tasks.`
        : what,
      { cause },
    )
  }
  return outcome(submitted ? 'altered' : 'reset', known)
}

async function change(admin: Admin, group: string, wanted: Offsets): Promise<void> {
  const set = wanted.flatMap(({ topic, partition, offset }) => (offset === null ? [] : [{ topic, partition, offset }]))
  const gone = wanted.filter(({ offset }) => offset === null)
  const rows = [
    ...(set.length > 0 ? await admin.alterGroupOffsets(group, set) : []),
    ...(gone.length > 0 ? await admin.deleteGroupOffsets(group, gone) : []),
  ]
  for (const { error } of rows) if (error) throw error
}

/** A group that is not there has nothing to forget. */
async function forget(admin: Admin, group: string): Promise<void> {
  for (const { error } of await admin.deleteGroups([group]))
    if (error && error.name !== 'GROUP_ID_NOT_FOUND') throw error
}

/** Numbers may come as text. @throws {RestError} 400 */
function parse(submitted: SubmittedOffsets): Offsets {
  const whole = (value: unknown): number | undefined => {
    const number = Number(value)
    return /^-?\d+$/.test(String(value)) && Number.isSafeInteger(number) ? number : undefined
  }
  return submitted.map(({ partition: place, offset: value }) => {
    if (place == null) throw badRequest('The partition for a sink connector offset cannot be null or missing')
    const { kafka_topic: topic, kafka_partition: index } = place
    if (topic === undefined || index === undefined)
      throw badRequest(
        "The partition for a sink connector offset must contain the keys 'kafka_topic' and 'kafka_partition'",
      )
    if (topic === null) throw badRequest('Kafka topic names must be valid strings and may not be null')
    if (index === null) throw badRequest('Kafka partitions must be valid numbers and may not be null')
    const partition = whole(index)
    if (partition === undefined)
      throw badRequest(
        `Failed to parse the following Kafka partition value in the provided offsets: '${index}'. Partition values for sink connectors need to be integers.`,
      )
    if (value === null) return { topic: String(topic), partition, offset: null }
    if (!('kafka_offset' in value))
      throw badRequest("The offset for a sink connector should either be null or contain the key 'kafka_offset'")
    const offset = whole(value['kafka_offset'])
    if (offset === undefined)
      throw badRequest(
        `Failed to parse the following Kafka offset value in the provided offsets: '${value['kafka_offset']}'. Offset values for sink connectors need to be integers.`,
      )
    return { topic: String(topic), partition, offset }
  })
}
