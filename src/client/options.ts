/**
 * The settings that all clients share, as a cluster takes them; what is set and not here is refused, not ignored.
 * Source: Kafka 4.3 `CommonClientConfigs`.
 */
import { ConfigError, type Definitions } from '../config/define.ts'
import { unknownNames } from '../config/given.ts'
import type { ClusterOptions } from './cluster.ts'

interface CommonConfig {
  readonly 'client.id': string
  readonly 'metadata.max.age.ms': number
  readonly 'request.timeout.ms': number
  readonly 'retry.backoff.ms': number
  readonly 'retry.backoff.max.ms': number
  readonly 'reconnect.backoff.ms': number
  readonly 'reconnect.backoff.max.ms': number
  readonly 'socket.connection.setup.timeout.ms': number
  readonly 'socket.connection.setup.timeout.max.ms': number
  readonly 'security.protocol': string
}

/** Names that nothing reads are most often misspelt, and Kafka warns of them, too. */
export function warnOfUnknown(kind: string, known: Definitions, given: object): void {
  for (const line of unknownNames(given, known, kind)) process.emitWarning(line, 'ConfigWarning')
}

/** @throws {ConfigError} for a security.protocol that is not here */
export function clusterOptions(config: CommonConfig, bootstrapServers: string, kind: string): ClusterOptions {
  const protocol = config['security.protocol']
  if (protocol.toUpperCase() !== 'PLAINTEXT')
    throw new ConfigError('security.protocol', protocol, 'Only PLAINTEXT is here; TLS and SASL are not')
  return {
    bootstrapServers,
    clientId: config['client.id'] || `tskafka-${kind}`,
    requestTimeoutMs: config['request.timeout.ms'],
    metadataMaxAgeMs: config['metadata.max.age.ms'],
    retryBackoff: { firstMs: config['retry.backoff.ms'], maxMs: config['retry.backoff.max.ms'] },
    reconnectBackoff: { firstMs: config['reconnect.backoff.ms'], maxMs: config['reconnect.backoff.max.ms'] },
    connectTimeout: {
      firstMs: config['socket.connection.setup.timeout.ms'],
      maxMs: config['socket.connection.setup.timeout.max.ms'],
    },
  }
}
