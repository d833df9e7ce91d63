/**
 * What the verifiable tools share: an event a line, as JSON, for system tests that read along.
 * Source: Kafka 4.3 `VerifiableProducer`, `VerifiableConsumer`; the order of the fields is Jackson's there, and theirs is ours.
 */
import { ConfigError } from '../config/define.ts'
import { KafkaError } from '../protocol/errors.ts'
import type { Io } from './io.ts'
import { javaClass, javaMessage } from './java-exceptions.ts'

export const event = (io: Io, name: string, fields: object = {}): void =>
  io.print(JSON.stringify({ timestamp: io.clock.now(), name, ...fields }))

/** As Java names what was thrown, where it has a class for it. */
export const thrown = (error: unknown): { exception: string; message: string } =>
  error instanceof KafkaError
    ? { exception: `class org.apache.kafka.common.errors.${javaClass(error)}`, message: javaMessage(error) }
    : {
        exception: `class org.apache.kafka.common.${error instanceof ConfigError ? 'config.ConfigException' : 'KafkaException'}`,
        message: error instanceof Error ? error.message : String(error),
      }
