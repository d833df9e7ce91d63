/**
 * What `configs` can be about: topics, brokers and others, by `--topic x` or by `--entity-type topics --entity-name x`. Users and
 * clients may be named together: a client of a user. Source: Kafka 4.3 `ConfigCommand.ConfigCommandOptions`.
 */
import dns from 'node:dns/promises'
import net from 'node:net'
import { resourceTypes } from '../../client/admin/configs.ts'
import { list } from '../parse.ts'
import { UsageError } from '../usage-error.ts'

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
  /** Empty: `--entity-default` stood there. */
  readonly entityName: readonly string[]
  readonly [flag: string]: unknown
}

/** `--entity-default` names the default as `--entity-name` names one, and which type it belongs to is a matter of order. */
export const entityWords = (argv: readonly string[]): string[] =>
  argv.flatMap(word => (/^--?entity-default$/.test(word) ? ['--entity-name', ''] : [word]))

/** One, or a user and a client. @throws {UsageError} when no kind is meant, or several that do not go together */
export function entitiesOf(options: EntityOptions, action: 'describe' | 'alter'): Entity[] {
  const short = [
    ...kinds.flatMap(kind => (options[kind.flag] === undefined ? [] : [{ kind, name: options[kind.flag] as string }])),
    ...kinds.flatMap(kind => (kind.defaults && options[kind.defaults] ? [{ kind, name: '' }] : [])),
  ]
  const long = options.entityType.map(type => kindOf(type))
  if (short.length > 0 && (long.length > 0 || options.entityName.length > 0))
    throw new UsageError('--entity-{type,name,default} should not be used in conjunction with specific entity flags')
  const all = [...long, ...short.map(({ kind }) => kind)]
  const names = [...options.entityName, ...short.map(({ name }) => name)]
  if (all.length === 0)
    throw new UsageError(
      `At least one entity type must be specified: ${list(kinds.map(({ flag }) => `--${dashed(flag)}`))}`,
    )
  const twice = all.find((kind, i) => all.indexOf(kind) !== i)
  if (twice) throw new UsageError(`Duplicate entity type(s) specified: ${twice.type}`)
  if (all.length > 1 && !all.every(({ type }) => type === 'users' || type === 'clients'))
    throw new UsageError("Only 'users' and 'clients' entity types may be specified together")
  if (names.length > all.length) throw new UsageError('More entity names specified than entity types')
  refuse(all, names, action)
  return all.map((kind, i) => ({ kind, name: names[i], singular: kind.type.slice(0, -1) }))
}

function kindOf(type: string): Kind {
  const kind = kinds.find(each => each.type === type)
  if (kind) return kind
  throw new UsageError(
    `Invalid entity type ${type}, the entity type must be one of ${kinds.map(each => each.type).join(', ')}`,
  )
}

function refuse(all: readonly Kind[], names: readonly string[], action: 'describe' | 'alter'): void {
  const [{ type, defaults }] = all as [Kind]
  const wrong = names.find(name => type.startsWith('broker') && name !== '' && !/^[+-]?\d+$/.test(name))
  if (wrong !== undefined)
    throw new UsageError(`The entity name for ${type} must be a valid integer broker id, but it is: ${wrong}`)
  const named = names.some(name => name !== '')
  if (action === 'describe') {
    if (!defaults && names.includes(''))
      throw new UsageError(`--entity-default must not be specified with --describe of ${type}`)
    if (type === 'broker-loggers' && !named)
      throw new UsageError(`An entity name must be specified with --describe of ${type}`)
    return
  }
  if (defaults && names.length === 0)
    throw new UsageError(
      'An entity-name or default entity must be specified with --alter of users, clients, brokers or ips',
    )
  if (!defaults && !named) throw new UsageError(`An entity name must be specified with --alter of ${type}`)
  if (names.length !== all.length) throw new UsageError('An entity name must be specified for every entity type')
}

/** @throws {UsageError} when an address is none, and no host has it for a name */
export async function checkAddresses(entities: readonly Entity[]): Promise<void> {
  for (const { kind, name } of entities) {
    if (kind.type !== 'ips' || !name || net.isIP(name)) continue
    try {
      await dns.lookup(name)
    } catch (error) {
      throw new UsageError(`The entity name for ips must be a valid IP or resolvable host, but it is: ${name}`, {
        cause: error,
      })
    }
  }
}

const dashed = (key: string) => key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
