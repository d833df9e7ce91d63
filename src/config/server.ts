/**
 * The settings of a broker, from a file and from overrides, and what follows from them: defaults of topics, directories.
 * A name nobody knows is a warning, as on Kafka; a value that cannot be is an error.
 */
import { type BrokerConfig, brokerConfigs } from './broker.ts'
import { ConfigError, type Definition, type Definitions, nearest, parseValue, resolve, type Value } from './define.ts'
import { type TopicConfig, topicConfigs } from './topic.ts'

export interface ServerConfig {
  /** Every broker setting. */
  values: BrokerConfig
  /** As they were given: what DescribeConfigs calls static. */
  given: ReadonlyMap<string, string>
  warnings: readonly string[]
}

/** What a node that runs by itself needs and Kafka has no default for. */
const standalone: Readonly<Record<string, string>> = {
  'process.roles': 'broker,controller',
  'controller.listener.names': 'CONTROLLER',
}

/** @throws {ConfigError} */
export function serverConfig(given: ReadonlyMap<string, string>): ServerConfig {
  const warnings: string[] = []
  const known: Record<string, string> = { ...standalone }
  for (const [name, value] of given) {
    if (name in brokerConfigs) known[name] = value
    else if (
      !/^(listener\.name\.|config\.providers|metrics?\.|zookeeper\.|confluent\.|super\.users$|allow\.everyone\.if\.no\.acl\.found$)/.test(
        name,
      )
    ) {
      const near = nearest(name, Object.keys(brokerConfigs))
      warnings.push(`Unknown property ${name}=${value} is ignored${near ? `. Did you mean ${near}?` : ''}`)
    }
  }
  // Two names of one number.
  const id = known['node.id'] ?? known['broker.id']
  known['node.id'] ??= id ?? '1'
  const named = id === undefined ? given : new Map([['broker.id', id], ['node.id', id], ...given])
  return { values: resolve(brokerConfigs, known) as BrokerConfig, given: named, warnings }
}

/** Where data lies: log.dirs, or log.dir. */
export function logDirs(config: BrokerConfig): readonly string[] {
  const dirs = config['log.dirs']
  if (dirs !== null && dirs.length > 0) return typeof dirs === 'string' ? [dirs] : dirs
  const dir = config['log.dir']
  return (Array.isArray(dir) ? dir : String(dir).split(',')).map(text => text.trim())
}

/** Settings of the broker that mean the same in other units, strongest first. */
const families = Object.values(topicConfigs as Definitions).flatMap(({ synonyms }) =>
  synonyms ? [synonyms.map(([name]) => name)] : [],
)

/** The names that a broker setting goes by, itself among them. Source: Kafka 4.3 `DynamicBrokerConfig.brokerConfigSynonyms`. */
export function brokerFamily(name: string): readonly string[] {
  const family = families.find(names => names.includes(name))
  if (family) return family
  // One listener's own setting, and that of all listeners.
  const base = /^listener\.name\.[^.]+\.(.+)$/.exec(name)?.[1]
  return base === undefined ? [name] : [name, base]
}

/** The broker's default for a topic setting, and by which of its names it was given; the table's own when it was not. */
export function topicDefault(
  name: keyof TopicConfig,
  broker: ReadonlyMap<string, string>,
): { value: Value; from: string | undefined } {
  const definition: Definition = topicConfigs[name]
  const own = definition.broker ? [[definition.broker, 1] as const] : []
  for (const [synonym, times] of definition.synonyms ?? own) {
    const text = broker.get(synonym)
    if (text === undefined) continue
    const value = parseValue(synonym, { ...definition, ...(times !== 1 && { min: Number.NEGATIVE_INFINITY }) }, text)
    return { value: typeof value === 'number' && value > 0 ? value * times : value, from: synonym }
  }
  return { value: definition.default ?? null, from: undefined }
}

/** A topic's settings: its own, then the broker's, then the defaults. Own ones that do not parse are as if not given. */
export function topicConfig(own: ReadonlyMap<string, string>, broker: ReadonlyMap<string, string>): TopicConfig {
  const values: Record<string, Value> = {}
  for (const name of Object.keys(topicConfigs) as (keyof TopicConfig)[]) {
    const text = own.get(name)
    values[name] =
      text === undefined
        ? topicDefault(name, broker).value
        : parseOr(name, text, () => topicDefault(name, broker).value)
  }
  return values as unknown as TopicConfig
}

function parseOr(name: keyof TopicConfig, text: string, otherwise: () => Value): Value {
  try {
    return parseValue(name, topicConfigs[name], text)
  } catch (error) {
    // A newer broker took it, and wrote it to the log: the topic lives on with the default.
    if (error instanceof ConfigError) return otherwise()
    throw error
  }
}
