/**
 * What the verifiable tools share: an event a line, as JSON, for system tests that read along.
 * Source: Kafka 4.3 `VerifiableProducer`, `VerifiableConsumer`; the order of the fields is Jackson's there, and theirs is ours.
 */
import { connectAdmin } from '../client/admin/connect.ts'
import { ConfigError } from '../config/define.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Io } from './io.ts'
import { javaClass, javaMessage } from './java-exceptions.ts'
import { messages } from './run.ts'

export const event = (io: Io, name: string, fields: object = {}): void =>
  io.print(JSON.stringify({ timestamp: io.clock.now(), name, ...fields }))

/** Who cannot reach a broker tries again and again, so that nothing would ever be said: what is wrong is told once. */
export async function warnUnreachable(io: Io, servers: string): Promise<void> {
  try {
    const cluster = await connectAdmin(servers)
    await cluster.close()
  } catch (error) {
    io.warn(`WARN ${messages(error as Error)}; it is tried again`)
  }
}

/** As Java names what was thrown, where it has a class for it. */
export const thrown = (error: unknown): { exception: string; message: string } =>
  error instanceof KafkaError
    ? { exception: `class org.apache.kafka.common.errors.${javaClass(error)}`, message: javaMessage(error) }
    : {
        exception: `class org.apache.kafka.common.${error instanceof ConfigError ? 'config.ConfigException' : 'KafkaException'}`,
        message: error instanceof Error ? error.message : String(error),
      }
