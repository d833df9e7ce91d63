/**
 * Rows of DescribeConfigs: what a setting is, where its value comes from, and all it could have come from. Pure.
 * A value is shown as Kafka's parser leaves it (`TRUE` is true); a synonym as it was written.
 * Source: KIP-226; Kafka 4.3 `ConfigHelper`, `KafkaConfigSchema`. Not here: Kafka's order of rows, which is that of a hash map.
 */

import { throttleConfigs } from './broker/throttles.ts'
import { brokerConfigs } from './broker.ts'
import { clientMetricsConfigs } from './client-metrics.ts'
import { ConfigError, type ConfigType, type Definition, type Definitions, formatAs, parseValue } from './define.ts'
import { groupConfigs } from './group.ts'
import { brokerFamily, topicDefault } from './server.ts'
import { type TopicConfig, topicConfigs } from './topic.ts'

/** DescribeConfigsResponse.ConfigSource. */
export const sources = {
  dynamicTopic: 1,
  dynamicBroker: 2,
  dynamicDefaultBroker: 3,
  staticBroker: 4,
  default: 5,
  dynamicBrokerLogger: 6,
  dynamicClientMetrics: 7,
  dynamicGroup: 8,
} as const

const types: Readonly<Record<ConfigType, number>> = {
  boolean: 1,
  string: 2,
  int: 3,
  short: 4,
  long: 5,
  double: 6,
  list: 7,
  class: 8,
  password: 9,
}
const UNKNOWN_TYPE = 0

export interface Synonym {
  name: string
  value: string | null
  source: number
}

export interface ConfigRow {
  name: string
  value: string | null
  readOnly: boolean
  configSource: number
  isSensitive: boolean
  synonyms: Synonym[]
  configType: number
  documentation: string | null
}

/** What the broker was given, by source, strongest first. */
export interface BrokerValues {
  dynamic: ReadonlyMap<string, string>
  dynamicDefault: ReadonlyMap<string, string>
  given: ReadonlyMap<string, string>
}

const brokerDefinitions: Definitions = brokerConfigs

/** The names that count, with their values: what is set while running puts weaker names of its family out of force. */
export function inForce({ dynamic, dynamicDefault, given }: BrokerValues): Map<string, string> {
  const names = new Map(given)
  for (const layer of [dynamicDefault, dynamic])
    for (const [name, value] of layer) {
      for (const relative of brokerFamily(name)) names.delete(relative)
      names.set(name, value)
    }
  return names
}

/** Every value that `name` has on the broker, strongest first; its default last. Those of stronger relatives come behind. */
function brokerSynonyms(name: string, { dynamic, dynamicDefault, given }: BrokerValues): Synonym[] {
  const names = brokerFamily(name)
  const found: Synonym[] = []
  const layers = [
    [dynamic, sources.dynamicBroker],
    [dynamicDefault, sources.dynamicDefaultBroker],
    [given, sources.staticBroker],
  ] as const
  for (const [values, source] of layers)
    for (const each of names) {
      const value = values.get(each)
      if (value !== undefined) found.push({ name: each, value, source })
    }
  for (const each of names) {
    const definition = brokerDefinitions[each]
    if (definition?.default !== undefined && definition.default !== null)
      found.push({ name: each, value: formatAs(definition, definition.default), source: sources.default })
  }
  // As on Kafka: a name that has no value of its own has no synonyms, whatever its family has.
  const first = found.findIndex(synonym => synonym.name === name)
  return first < 0 ? [] : found.slice(first)
}

/** As the parser leaves it; as it was written where it cannot be parsed. */
function shown(name: string, definition: Definition, text: string): string | null {
  try {
    return formatAs(definition, parseValue(name, definition, text))
  } catch (error) {
    if (error instanceof ConfigError) return text
    throw error
  }
}

const row = (
  name: string,
  definition: Definition,
  value: string | null,
  synonyms: Synonym[],
  readOnly = false,
): ConfigRow => {
  const isSensitive = definition.type === 'password'
  return {
    name,
    value: isSensitive ? null : value,
    readOnly,
    configSource: synonyms[0]?.source ?? sources.default,
    isSensitive,
    synonyms: isSensitive ? synonyms.map(synonym => ({ ...synonym, value: null })) : synonyms,
    configType: types[definition.type],
    documentation: definition.doc ?? null,
  }
}

/** What is in a file and in no table may be anything: it is not shown. */
function unknown(name: string, synonyms: Synonym[]): ConfigRow {
  const throttle = (throttleConfigs as Definitions)[name]
  if (throttle) return row(name, throttle, synonyms[0]?.value ?? null, synonyms)
  return {
    name,
    value: null,
    readOnly: true,
    configSource: synonyms[0]?.source ?? sources.default,
    isSensitive: true,
    synonyms: synonyms.map(synonym => ({ ...synonym, value: null })),
    configType: UNKNOWN_TYPE,
    documentation: null,
  }
}

type Names = readonly string[] | null

/** Internal settings are shown only where they are set. */
const wantedIn = (definitions: Definitions, names: Names, isSet: (name: string) => boolean) =>
  Object.entries(definitions)
    .filter(([name, { internal }]) => !internal || isSet(name))
    .filter(([name]) => isWanted(name, names))

/** None named is all. */
const isWanted = (name: string, names: Names) => names === null || names.length === 0 || names.includes(name)

export function describeTopic(own: ReadonlyMap<string, string>, broker: BrokerValues, names: Names): ConfigRow[] {
  const brokerNames = inForce(broker)
  return wantedIn(topicConfigs, names, name => own.has(name)).map(([name, definition]) => {
    const text = own.get(name)
    const inherited = definition.broker ? brokerSynonyms(definition.broker, broker) : []
    if (text !== undefined) {
      const value = shown(name, definition, text)
      return row(name, definition, value, [{ name, value, source: sources.dynamicTopic }, ...inherited])
    }
    const { value } = topicDefault(name as keyof TopicConfig, brokerNames)
    return row(name, definition, formatAs(definition, value), inherited)
  })
}

/**
 * As the answer to CreateTopics has them: by name; a default by any name of its family counts as the broker's. A value is
 * shown as it was written, unless it had to be turned into other units.
 */
export function createdTopic(own: ReadonlyMap<string, string>, broker: BrokerValues) {
  const layers = [
    [broker.dynamic, sources.dynamicBroker],
    [broker.dynamicDefault, sources.dynamicDefaultBroker],
    [broker.given, sources.staticBroker],
  ] as const
  const valueIn = (name: string, definition: Definition): [value: string | null, source: number] => {
    const text = own.get(name)
    if (text !== undefined) return [text, sources.dynamicTopic]
    for (const [values, source] of layers) {
      const { value, from } = topicDefault(name as keyof TopicConfig, values)
      if (from !== undefined)
        return [from === definition.broker ? values.get(from)! : formatAs(definition, value), source]
    }
    return [formatAs(definition, definition.default ?? null), sources.default]
  }
  return wantedIn(topicConfigs, null, name => own.has(name))
    .map(([name, definition]) => {
      const [value, configSource] = valueIn(name, definition)
      return { name, value, readOnly: false, configSource, isSensitive: false }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

export function describeBroker(values: BrokerValues, names: Names): ConfigRow[] {
  const set = inForce(values)
  const known = wantedIn(brokerDefinitions, names, name => set.has(name)).map(([name, definition]) => {
    const text = set.get(name)
    const value = text === undefined ? formatAs(definition, definition.default ?? null) : shown(name, definition, text)
    return row(name, definition, value, brokerSynonyms(name, values), !definition.update)
  })
  const others = [...set.keys()].filter(name => !(name in brokerDefinitions) && isWanted(name, names))
  return [...known, ...others.map(name => unknown(name, brokerSynonyms(name, values)))]
}

/** What is set for all brokers, and nothing else. */
export function describeBrokerDefaults(values: BrokerValues, names: Names): ConfigRow[] {
  const { dynamicDefault } = values
  return [...dynamicDefault]
    .filter(([name]) => isWanted(name, names))
    .map(([name, value]) => {
      const definition = brokerDefinitions[name]
      const synonyms = [{ name, value, source: sources.dynamicDefaultBroker }]
      return definition ? row(name, definition, value, synonyms, !definition.update) : unknown(name, synonyms)
    })
}

/** A group's own values, then those of the broker's setting that is its default. */
export function describeGroup(own: ReadonlyMap<string, string>, broker: BrokerValues, names: Names): ConfigRow[] {
  const brokerNames = inForce(broker)
  return wantedIn(groupConfigs, names, name => own.has(name)).map(([name, definition]) => {
    const fallback = formatAs(definition, definition.default ?? null)
    const inherited = definition.broker
      ? brokerSynonyms(definition.broker, broker)
      : [{ name, value: fallback, source: sources.default }]
    const text = own.get(name)
    if (text !== undefined) {
      const value = shown(name, definition, text)
      return row(name, definition, value, [{ name, value, source: sources.dynamicGroup }, ...inherited])
    }
    const given = definition.broker === undefined ? undefined : brokerNames.get(definition.broker)
    return row(name, definition, given === undefined ? fallback : shown(name, definition, given), inherited)
  })
}

export function describeClientMetrics(own: ReadonlyMap<string, string>, names: Names): ConfigRow[] {
  return wantedIn(clientMetricsConfigs, names, () => true).map(([name, definition]) => {
    const text = own.get(name)
    if (text === undefined) return row(name, definition, formatAs(definition, definition.default ?? null), [])
    const value = shown(name, definition, text)
    return row(name, definition, value, [{ name, value, source: sources.dynamicClientMetrics }])
  })
}

/** Loggers have levels, and nothing else that could be said of a setting. */
export const describeLoggers = (levels: ReadonlyMap<string, string>, names: Names): ConfigRow[] =>
  [...levels]
    .filter(([name]) => isWanted(name, names))
    .map(([name, value]) => ({
      name,
      value,
      readOnly: false,
      configSource: sources.dynamicBrokerLogger,
      isSensitive: false,
      synonyms: [],
      configType: UNKNOWN_TYPE,
      documentation: null,
    }))
