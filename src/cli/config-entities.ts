/**
 * What `configs` can be about: topics, brokers and others, by `--topic x` or by `--entity-type topics --entity-name x`.
 * Source: Kafka 4.3 `ConfigCommand.ConfigCommandOptions`.
 */
import { resourceTypes } from '../client/admin/configs.ts'
import { list } from './parse.ts'
import { UsageError } from './usage-error.ts'

export interface Kind {
  /** As `--entity-type` has it. */
  type: string
  /** The flag that names one. */
  flag: string
  /** The flag for what holds for all of them. */
  defaults?: string
  /** ConfigResource.Type; undefined: quotas and credentials, which have requests of their own. */
  resource?: number
  /** ConfigEntry.ConfigSource of what was set at run time. */
  source?: number
}

export const kinds: readonly Kind[] = [
  { type: 'topics', flag: 'topic', resource: resourceTypes.topic, source: 1 },
  { type: 'clients', flag: 'client', defaults: 'clientDefaults' },
  { type: 'users', flag: 'user', defaults: 'userDefaults' },
  { type: 'brokers', flag: 'broker', defaults: 'brokerDefaults', resource: resourceTypes.broker, source: 2 },
  { type: 'ips', flag: 'ip', defaults: 'ipDefaults' },
  { type: 'client-metrics', flag: 'clientMetrics', resource: resourceTypes.clientMetrics, source: 7 },
  { type: 'groups', flag: 'group', resource: resourceTypes.group, source: 8 },
  { type: 'broker-loggers', flag: 'brokerLogger', resource: resourceTypes.brokerLogger, source: 6 },
]

export interface Entity {
  kind: Kind
  /** `topic`, `broker`: as the lines say it. */
  singular: string
  /** Empty: the defaults; undefined: all there are. */
  name: string | undefined
}

export interface EntityOptions {
  readonly entityType: readonly string[]
  readonly entityName: readonly string[]
  readonly entityDefault: boolean
  readonly [flag: string]: unknown
}

/** @throws {UsageError} when no kind is meant, or several, or one that has no settings of this sort */
export function entityOf(options: EntityOptions, action: 'describe' | 'alter'): Entity {
  const short = kinds.flatMap(kind => [
    ...(options[kind.flag] === undefined ? [] : [{ kind, name: options[kind.flag] as string }]),
    ...(kind.defaults && options[kind.defaults] ? [{ kind, name: '' }] : []),
  ])
  const long = options.entityType.map(type => kindOf(type))
  if (short.length > 0 && (long.length > 0 || options.entityName.length > 0 || options.entityDefault))
    throw new UsageError('--entity-{type,name,default} should not be used in conjunction with specific entity flags')
  const types = [...long, ...short.map(({ kind }) => kind)]
  const [kind] = types
  if (!kind)
    throw new UsageError(
      `At least one entity type must be specified: ${list(kinds.map(({ flag }) => `--${dashed(flag)}`))}`,
    )
  const own = kind.type
  if (kind.resource === undefined) throw new UsageError(`Settings of ${own} are not there yet`)
  if (types.length > 1) throw new UsageError("Only 'users' and 'clients' entity types may be specified together")
  const name = short[0]?.name ?? options.entityName[0] ?? (options.entityDefault ? '' : undefined)
  refuse(kind, name, action, options.entityDefault)
  return { kind, name, singular: own.slice(0, -1) }
}

function kindOf(type: string): Kind {
  const kind = kinds.find(each => each.type === type)
  if (kind) return kind
  throw new UsageError(
    `Invalid entity type ${type}, the entity type must be one of ${kinds.map(each => each.type).join(', ')}`,
  )
}

function refuse(
  { type, defaults }: Kind,
  name: string | undefined,
  action: 'describe' | 'alter',
  byDefault: boolean,
): void {
  if (type.startsWith('broker') && name && !/^[+-]?\d+$/.test(name))
    throw new UsageError(`The entity name for ${type} must be a valid integer broker id, but it is: ${name}`)
  if (action === 'describe') {
    if (byDefault && !defaults)
      throw new UsageError(`--entity-default must not be specified with --describe of ${type}`)
    if (type === 'broker-loggers' && !name)
      throw new UsageError(`An entity name must be specified with --describe of ${type}`)
  } else if (defaults ? name === undefined : !name)
    throw new UsageError(
      defaults
        ? 'An entity-name or default entity must be specified with --alter of users, clients, brokers or ips'
        : `An entity name must be specified with --alter of ${type}`,
    )
}

const dashed = (key: string) => key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
