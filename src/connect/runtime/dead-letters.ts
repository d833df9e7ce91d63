/**
 * The dead letter queue of a sink: records that were given up, as they were read, with what went wrong in their headers.
 * Source: KIP-298; Kafka 4.3 `DeadLetterQueueReporter`.
 */
import { Admin } from '../../client/admin/admin.ts'
import { Producer } from '../../client/producer/producer.ts'
import { ConnectError, javaNameOf, traceOf } from '../errors.ts'
import type { Log } from '../plugin.ts'
import type { ClientConfigs } from './clients.ts'
import type { Consumed } from './sink-consumer.ts'
import type { TaskId } from './states.ts'
import type { Failed, Reporter } from './tolerance.ts'

export interface DeadLetterOptions {
  readonly id: TaskId
  readonly topic: string
  readonly replicationFactor: number
  readonly withContext: boolean
  readonly producer: ClientConfigs
  readonly admin: ClientConfigs
  readonly log: Log
}

/** @throws {ConnectError} when the topic cannot be made */
export async function deadLetters(
  o: DeadLetterOptions,
): Promise<{ report: Reporter<Consumed>; close(): Promise<void> }> {
  await ensureTopic(o)
  const producer = new Producer(o.producer)
  return {
    async report(failed) {
      const { key, value, headers, timestamp } = failed.original
      try {
        await producer.send({
          topic: o.topic,
          key,
          value,
          headers: o.withContext ? [...headers, ...contextOf(o.id, failed)] : headers,
          timestamp: timestamp < 0 ? undefined : timestamp,
        })
      } catch (error) {
        o.log.error(`Could not produce message to dead letter queue. topic=${o.topic}`, error)
      }
    },
    close: () => producer.close(),
  }
}

async function ensureTopic({ topic, replicationFactor, admin: configs }: DeadLetterOptions): Promise<void> {
  const problem = (cause: unknown) =>
    new ConnectError(`Could not initialize dead letter queue with topic=${topic}`, { cause })
  let admin: Admin
  try {
    admin = await Admin.connect(configs)
  } catch (cause) {
    throw problem(cause)
  }
  try {
    const names = (await admin.listTopics()).map(({ name }) => name)
    if (names.includes(topic)) return
    const [created] = await admin.createTopics([{ name: topic, partitions: 1, replicationFactor }])
    if (created!.error && created!.error.name !== 'TOPIC_ALREADY_EXISTS') throw created!.error
  } catch (cause) {
    throw problem(cause)
  } finally {
    await admin.close()
  }
}

function contextOf({ connector, task }: TaskId, { original, stage, at, error }: Failed<Consumed>) {
  const { topic, partition, offset } = original
  return Object.entries({
    'errors.topic': topic,
    'errors.partition': partition,
    'errors.offset': offset,
    'errors.connector.name': connector,
    'errors.task.id': task,
    'errors.stage': stage,
    'errors.class.name': at,
    'errors.exception.class.name': javaNameOf(error),
    'errors.exception.message': error.message,
    'errors.exception.stacktrace': traceOf(error),
  }).map(([name, value]) => ({ key: `__connect.${name}`, value: Buffer.from(String(value)) }))
}
