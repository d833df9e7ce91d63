/** A consumer's settings, as its parts take them. Source: Kafka 4.3 `ConsumerConfig`. */
import { consumerConfigs } from '../../config/consumer.ts'
import { ConfigError, resolve } from '../../config/define.ts'
import { type GivenConfigs, textsOf } from '../../config/given.ts'
import { warnOfUnknown } from '../options.ts'
import { assignorNames } from './assignors/names.ts'
import type { FetcherOptions } from './fetcher.ts'
import type { MembershipOptions } from './membership/membership.ts'
import { parseReset } from './reset.ts'

export type ConsumerConfigs = GivenConfigs<typeof consumerConfigs> & {
  readonly 'bootstrap.servers': string | readonly string[]
}
export type ConsumerSettings = ReturnType<typeof consumerSettings>

type Config = ReturnType<typeof resolve<typeof consumerConfigs>>
type Texts = Readonly<Record<string, string>>

/** @throws {ConfigError} */
export function consumerSettings(configs: ConsumerConfigs) {
  warnOfUnknown('consumer', consumerConfigs, configs)
  const given = textsOf(configs)
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
  return {
    given,
    config,
    readCommitted,
    fetcher,
    reset: parseReset(config['auto.offset.reset']),
    groupProtocol: groupProtocolOf(config, given),
    group: groupOf(config),
    autoCommitMs: autoCommitOf(config, given),
  }
}

/** Undefined without a group.id. */
function groupOf(config: Config): MembershipOptions | undefined {
  const groupId = config['group.id']
  if (groupId === null) return undefined
  if (groupId.trim() === '') throw new ConfigError('group.id', groupId, 'It must not be empty')
  return {
    groupId,
    groupInstanceId: config['group.instance.id'],
    sessionTimeoutMs: config['session.timeout.ms'],
    heartbeatIntervalMs: config['heartbeat.interval.ms'],
    maxPollIntervalMs: config['max.poll.interval.ms'],
    requestTimeoutMs: config['request.timeout.ms'],
    rackId: config['client.rack'],
    assignors: assignorNames(config['partition.assignment.strategy']),
    remoteAssignor: config['group.remote.assignor'],
  }
}

/** What one protocol decides by itself cannot be set for it. */
const otherProtocols = {
  classic: ['group.remote.assignor'],
  consumer: ['partition.assignment.strategy', 'heartbeat.interval.ms', 'session.timeout.ms'],
} as const

function groupProtocolOf(config: Config, given: Texts): 'classic' | 'consumer' {
  const protocol = config['group.protocol'].toLowerCase() as 'classic' | 'consumer'
  for (const name of otherProtocols[protocol])
    if (given[name] !== undefined)
      throw new ConfigError(name, given[name], `It cannot be set when group.protocol=${protocol.toUpperCase()}`)
  return protocol
}

function autoCommitOf(config: Config, given: Texts): number | undefined {
  if (!config['enable.auto.commit']) return undefined
  if (config['group.id'] === null && given['enable.auto.commit'] !== undefined)
    throw new ConfigError('enable.auto.commit', given['enable.auto.commit'], 'It cannot be true without a group.id')
  return config['auto.commit.interval.ms']
}
