/** A consumer's settings, as its parts take them. Source: Kafka 4.3 `ConsumerConfig`. */
import { consumerConfigs } from '../../config/consumer.ts'
import { resolve } from '../../config/define.ts'
import type { FetcherOptions } from './fetcher.ts'
import { parseReset } from './reset.ts'

export type ConsumerConfigs = Readonly<Record<string, string>> & { readonly 'bootstrap.servers': string }
export type ConsumerSettings = ReturnType<typeof consumerSettings>

/** @throws {ConfigError} */
export function consumerSettings(given: ConsumerConfigs) {
  const config = resolve(consumerConfigs, {
    // Java must be told; here they are values (see serde.ts), and bytes without one.
    'key.deserializer': 'bytes',
    'value.deserializer': 'bytes',
    ...given,
  })
  const readCommitted = config['isolation.level'].toLowerCase() === 'read_committed'
  const fetcher: FetcherOptions = {
    minBytes: config['fetch.min.bytes'],
    maxWaitMs: config['fetch.max.wait.ms'],
    maxBytes: config['fetch.max.bytes'],
    maxPartitionBytes: config['max.partition.fetch.bytes'],
    readCommitted,
    checkCrcs: config['check.crcs'],
    requestTimeoutMs: config['request.timeout.ms'],
    rack: config['client.rack'],
    replicaMs: config['metadata.max.age.ms'],
  }
  return { config, readCommitted, fetcher, reset: parseReset(config['auto.offset.reset']) }
}
