/**
 * Rows of DescribeConfigs: what a setting is, where its value comes from, and all it could have come from. Pure.
 * Source: KIP-226; Kafka 4.3 `ConfigHelper`.
 */
import { brokerConfigs } from './broker.ts'
import { clientMetricsConfigs } from './client-metrics.ts'
import { type ConfigType, type Definition, type Definitions, formatValue } from './define.ts'
import { groupConfigs } from './group.ts'
import { topicConfigs } from './topic.ts'

/** DescribeConfigsResponse.ConfigSource. */
export const sources = {
  dynamicTopic: 1,
  dynamicBroker: 2,
  dynamicDefaultBroker: 3,
  staticBroker: 4,
  default: 5,
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

/** Every value that `name` has on the broker, strongest first; its default last. */
function brokerSynonyms(names: readonly string[], { dynamic, dynamicDefault, given }: BrokerValues): Synonym[] {
  const found: Synonym[] = []
  const layers = [
    [dynamic, sources.dynamicBroker],
    [dynamicDefault, sources.dynamicDefaultBroker],
    [given, sources.staticBroker],
  ] as const
  for (const [values, source] of layers)
    for (const name of names) {
      const value = values.get(name)
      if (value !== undefined) found.push({ name, value, source })
    }
  for (const name of names) {
    const definition: Definition | undefined = (brokerConfigs as Definitions)[name]
    if (definition?.default !== undefined && definition.default !== null)
      found.push({ name, value: formatValue(definition.default), source: sources.default })
  }
  return found
}

const row = (name: string, definition: Definition, synonyms: Synonym[], readOnly: boolean): ConfigRow => {
  const [strongest] = synonyms
  const isSensitive = definition.type === 'password'
  const hide = (synonym: Synonym) => (isSensitive ? { ...synonym, value: null } : synonym)
  return {
    name,
    value: isSensitive || !strongest ? null : strongest.value,
    readOnly,
    configSource: strongest?.source ?? sources.default,
    isSensitive,
    synonyms: synonyms.map(hide),
    configType: types[definition.type],
    documentation: definition.doc ?? null,
  }
}

const wantedIn = (definitions: Definitions, names: readonly string[] | null) =>
  Object.entries(definitions).filter(([name, { internal }]) => (names ? names.includes(name) : !internal))

export function describeTopic(
  own: ReadonlyMap<string, string>,
  broker: BrokerValues,
  names: readonly string[] | null,
): ConfigRow[] {
  return wantedIn(topicConfigs, names).map(([name, definition]) => {
    const value = own.get(name)
    const mine = value === undefined ? [] : [{ name, value, source: sources.dynamicTopic }]
    const brokerNames =
      definition.synonyms?.map(([synonym]) => synonym) ?? (definition.broker ? [definition.broker] : [])
    const inherited = brokerSynonyms(brokerNames, broker).map(synonym => scaled(synonym, definition))
    // The table's own default, in the topic's unit, is what counts last.
    const last = formatValue(definition.default ?? null)
    const synonyms = [...mine, ...inherited.filter(({ source }) => source !== sources.default)]
    const fallback: Synonym = { name: definition.broker ?? name, value: last, source: sources.default }
    return row(name, definition, [...synonyms, ...(last === null ? [] : [fallback])], false)
  })
}

/** log.retention.hours=1 is retention.ms=3600000. */
function scaled(synonym: Synonym, { synonyms, type }: Definition): Synonym {
  const times = synonyms?.find(([name]) => name === synonym.name)?.[1] ?? 1
  if (times === 1 || type !== 'long' || synonym.value === null || Number(synonym.value) < 0) return synonym
  return { ...synonym, value: String(Number(synonym.value) * times) }
}

export function describeBroker(values: BrokerValues, names: readonly string[] | null): ConfigRow[] {
  return wantedIn(brokerConfigs, names).map(([name, definition]) =>
    row(name, definition, brokerSynonyms([name], values), !definition.update),
  )
}

const own =
  (definitions: Definitions, source: number) =>
  (values: ReadonlyMap<string, string>, names: readonly string[] | null) =>
    wantedIn(definitions, names).map(([name, definition]) => {
      const value = values.get(name)
      const mine = value === undefined ? [] : [{ name, value, source }]
      const fallback =
        definition.default === undefined || definition.default === null
          ? []
          : [{ name, value: formatValue(definition.default), source: sources.default }]
      return row(name, definition, [...mine, ...fallback], false)
    })

export const describeGroup = own(groupConfigs, sources.dynamicGroup)
export const describeClientMetrics = own(clientMetricsConfigs, sources.dynamicClientMetrics)
