/**
 * What settings of one resource must be to one another, and to the broker's limits. Each value by itself has been checked.
 * Source: Kafka 4.3 `LogConfig.validateTopicLogConfigValues`, `GroupConfig.validateValues`, `ClientMetricsConfigs.validate`,
 * `DynamicThreadPool`, `LogCleaner.validateReconfiguration`.
 * Not here: what concerns tiered storage beyond that there is none.
 */
import { MiB } from '../lib/units.ts'
import { resourceTypes } from './alter.ts'
import { type BrokerConfig, brokerConfigs } from './broker.ts'
import { type Definition, type Definitions, parseValue } from './define.ts'
import { type BrokerValues, inForce } from './describe.ts'
import { groupConfigs } from './group.ts'
import { RefusedChange } from './refused.ts'
import { topicDefault } from './server.ts'
import type { TopicConfig } from './topic.ts'

/** Of the broker that would live with it: its values, the names that were given, and where they were. */
export interface Surroundings {
  broker: BrokerConfig
  names: ReadonlyMap<string, string>
  values: BrokerValues
}

type Check = (all: ReadonlyMap<string, string>, surroundings: Surroundings, name: string) => void

/** @throws {RefusedChange} in Kafka's words */
export function demandTogether(
  resourceType: number,
  resourceName: string,
  all: ReadonlyMap<string, string>,
  surroundings: Surroundings,
): void {
  checks[resourceType]?.(all, surroundings, resourceName)
}

const refuse = (message: string, reason: RefusedChange['reason'] = 'INVALID_CONFIG'): never => {
  throw new RefusedChange(reason, message)
}

const topic: Check = (all, { names }) => {
  const value = (name: keyof TopicConfig) => all.get(name) ?? topicDefault(name, names).value
  const [least, most] = [value('min.compaction.lag.ms'), value('max.compaction.lag.ms')]
  if (Number(least) > Number(most))
    refuse(`conflict topic config setting min.compaction.lag.ms (${least}) > max.compaction.lag.ms (${most})`)
  if (String(value('remote.storage.enable')).toLowerCase() === 'true')
    refuse(
      'Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage.',
    )
}

/** Where the broker's limit is not called after the setting: `group.share.min.…`, `group.share.max.…`. */
const otherLimits: Readonly<Record<string, readonly [min: string | undefined, max: string]>> = {
  'streams.num.standby.replicas': [undefined, 'group.streams.max.standby.replicas'],
}

const group: Check = (all, { broker }) => {
  const values = broker as unknown as Readonly<Record<string, number | undefined>>
  const valueIn = (name: string, definition: Definition) => {
    const text = all.get(name)
    return text === undefined ? values[definition.broker!]! : (parseValue(name, definition, text) as number)
  }
  for (const [name, definition] of Object.entries(groupConfigs as Definitions)) {
    if (definition.broker === undefined || definition.type !== 'int') continue
    // Kafka looks at this one only where the group has its own.
    if (name.endsWith('.assignment.interval.ms') && !all.has(name)) continue
    const [, kind, rest] = /^(\w+)\.(.+)$/.exec(name)!
    const [min, max] = otherLimits[name] ?? [`group.${kind}.min.${rest}`, `group.${kind}.max.${rest}`]
    const value = valueIn(name, definition)
    if (min !== undefined && value < (values[min] ?? value)) refuse(`${name} must be greater than or equal to ${min}`)
    if (value > (values[max] ?? value)) refuse(`${name} must be less than or equal to ${max}`)
  }
  for (const kind of ['consumer', 'share', 'streams'] as const) {
    const [session, heartbeat] = [`${kind}.session.timeout.ms`, `${kind}.heartbeat.interval.ms`] as const
    if (valueIn(session, groupConfigs[session]) <= valueIn(heartbeat, groupConfigs[heartbeat]))
      refuse(`${session} must be greater than ${heartbeat}`)
  }
}

const MATCHES = new Set([
  'client_instance_id',
  'client_id',
  'client_software_name',
  'client_software_version',
  'client_source_address',
  'client_source_port',
])

const clientMetrics: Check = (all, _surroundings, name) => {
  if (name === '') refuse("Subscription name can't be empty", 'INVALID_REQUEST')
  const interval = all.get('interval.ms')
  if (interval !== undefined && !(Number(interval) >= 100 && Number(interval) <= 3_600_000))
    refuse(
      `Invalid value ${interval} for interval.ms, interval must be between 100 and 3600000 (1 hour)`,
      'INVALID_REQUEST',
    )
  for (const pattern of (all.get('match') ?? '').split(',').filter(each => each.trim() !== ''))
    if (!isMatch(pattern)) refuse(`Illegal client matching pattern: ${pattern.trim()}`)
}

function isMatch(pattern: string): boolean {
  const parts = pattern.split('=')
  if (parts.length !== 2 || !MATCHES.has(parts[0]!.trim())) return false
  try {
    new RegExp(parts[1]!.trim())
    return true
  } catch {
    return false
  }
}

/** Of these no thread is started here; who sets them by a script is told what Kafka tells. */
const THREADS = [
  'background.threads',
  'num.io.threads',
  'num.network.threads',
  'num.recovery.threads.per.data.dir',
  'num.replica.fetchers',
] as const
const CLEANERS = 'log.cleaner.threads'
const DEDUPE_BYTES = 'log.cleaner.dedupe.buffer.size'
type Numeric = (typeof THREADS)[number] | typeof CLEANERS | typeof DEDUPE_BYTES

/**
 * A pool of threads is at most halved or doubled by one change. What counts is the broker's value before and after it: one that is
 * taken away leaves what it had covered, and one that is covered changes nothing.
 */
const broker: Check = (all, { broker: now, values }, name) => {
  const names = inForce(name === '' ? { ...values, dynamicDefault: all } : { ...values, dynamic: all })
  const after = (name: Numeric): number => Number(names.get(name) ?? brokerConfigs[name].default)
  for (const name of THREADS) {
    const [old, wanted] = [now[name], after(name)]
    if (wanted === old) continue
    const refused = `Dynamic thread count update validation failed for ${name}=${wanted}, value should`
    if (wanted < Math.floor(old / 2)) refuse(`${refused} be at least half the current value ${old}`, 'INVALID_REQUEST')
    if (wanted > old * 2) refuse(`${refused} not be greater than double the current value ${old}`, 'INVALID_REQUEST')
  }
  cleaners({ old: now[CLEANERS], wanted: after(CLEANERS) }, { old: now[DEDUPE_BYTES], wanted: after(DEDUPE_BYTES) })
}

interface Changed {
  old: number
  wanted: number
}

function cleaners({ old, wanted }: Changed, dedupe: Changed): void {
  if (wanted < 1) refuse('Log cleaner threads should be at least 1', 'INVALID_REQUEST')
  if ((wanted !== old || dedupe.wanted !== dedupe.old) && dedupe.wanted < wanted * (MiB + 1))
    refuse(`requirement failed: ${DEDUPE_BYTES} must be at least 1MB per cleaner thread.`, 'INVALID_REQUEST')
  const refused = 'Log cleaner threads cannot be'
  if (wanted < Math.floor(old / 2))
    refuse(`${refused} reduced to less than half the current value ${old}`, 'INVALID_REQUEST')
  if (wanted > old * 2) refuse(`${refused} increased to more than double the current value ${old}`, 'INVALID_REQUEST')
}

const checks: Readonly<Record<number, Check>> = {
  [resourceTypes.broker]: broker,
  [resourceTypes.topic]: topic,
  [resourceTypes.group]: group,
  [resourceTypes.clientMetrics]: clientMetrics,
}
