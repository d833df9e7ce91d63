/**
 * Whether a connector's settings can be: those that all have, its own, its transforms', its converters', and what it overrides of
 * its clients'. All that is wrong is said at once. Source: Kafka 4.3 `AbstractHerder.validateConnectorConfig`.
 */
import { adminConfigs } from '../../config/admin.ts'
import { consumerConfigs } from '../../config/consumer.ts'
import { producerConfigs } from '../../config/producer.ts'
import { hashMapOrder } from '../../lib/java-order.ts'
import { badRequest } from '../errors.ts'
import type { Connector, Given, Setting, Settings } from '../plugin.ts'
import type { Plugins } from '../plugins/registry.ts'
import { listOf } from '../runtime/chain.ts'
import { overridePrefixes } from '../runtime/clients.ts'
import { sinkSettings, sourceSettings } from '../runtime/connector-settings.ts'
import { usesTopicCreation } from '../runtime/topic-creation.ts'
import type { WorkerSettings } from '../runtime/worker-config.ts'
import { type ConfigValue, checkSettings, resolveSettings, withPrefix } from '../settings.ts'
import {
  type ConfigInfo,
  type ConfigInfos,
  countErrors,
  definitionOf,
  infosOf,
  merged,
  valueInfo,
} from './config-infos.ts'
import { missing, transformSettings } from './transform-settings.ts'
import { checkInGroup } from './validate-in-group.ts'

export type Submitted = Readonly<Record<string, string | null>>

/** @throws {RestError} 400 when it is not even said which connector */
export async function validateConnector(
  plugins: Plugins,
  worker: WorkerSettings,
  submitted: Submitted,
): Promise<ConfigInfos> {
  const name = submitted['connector.class']
  if (name == null) throw badRequest(`Connector config ${mapText(submitted)} contains no connector type`)
  const entry = plugins.lookup(name, 'source', 'sink')
  if (!entry) {
    try {
      plugins.find(name, 'source', 'sink')
    } catch (error) {
      throw badRequest((error as Error).message)
    }
  }
  const { plugin } = entry!
  const given = withoutNulls(submitted)
  const table: Settings = {
    ...commonSettings(plugins, worker, given, plugin),
    ...transformSettings(plugins, given),
    ...plugin.config,
  }
  const values = checkSettings(table, given)
  if (plugin.kind === 'sink') checkTopics(given, values)
  checkInGroup(worker, plugin, given, values)
  for (const [name, row] of values) {
    const owner = values.get(name.replace(/\.plugin\.version$/, ''))
    // A version of nothing.
    if (owner && owner !== row && owner.value === null) row.visible = false
  }
  await ownValidation(plugin, given, values)
  const all = [
    infosOf(name, table, values),
    ...overrides(plugins, worker, given, plugin),
    ...converters(plugins, given),
  ]
  return merged(name, all)
}

/** As Java prints a map. */
const mapText = (map: Submitted) =>
  `{${hashMapOrder(Object.entries(map), ([key]) => key)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ')}}`

const withoutNulls = (submitted: Submitted): Given =>
  Object.fromEntries(Object.entries(submitted).filter((entry): entry is [string, string] => entry[1] !== null))

/** With this worker's defaults, and what there is to choose from. */
function commonSettings(plugins: Plugins, worker: WorkerSettings, given: Given, plugin: Connector): Settings {
  const table: Record<string, Setting> = { ...(plugin.kind === 'source' ? sourceSettings : sinkSettings) }
  const set = (name: string, more: Partial<Setting>) => {
    table[name] = { ...table[name]!, ...more }
  }
  set('connector.plugin.version', { default: plugin.version, recommended: [plugin.version] })
  for (const role of ['key', 'value', 'header'] as const) {
    const name = `${role}.converter` as const
    const forHeaders = role === 'header'
    const there = [
      ...plugins.of('converter').filter(each => !forHeaders || each.plugin.forHeaders),
      ...(forHeaders ? plugins.of('header_converter') : []),
    ]
    const isThere = (value: string) => there.some(each => each === plugins.lookup(value, each.plugin.kind))
    const found = there.find(each => each === plugins.lookup(given[name] ?? worker.config[name], each.plugin.kind))
    set(name, {
      default: worker.config[name],
      recommended: there.map(each => each.class).sort(),
      check: (value: string, key: string) => (isThere(value) ? undefined : missing(plugins, 'source', value, key)),
    })
    set(`${name}.plugin.version`, {
      default: found?.plugin.version ?? null,
      recommended: found ? [found.plugin.version] : [],
    })
  }
  return table
}

/** Of a sink: a list or an expression, and not the dead letters. */
function checkTopics(given: Given, values: ReadonlyMap<string, ConfigValue>): void {
  const [list, pattern] = [given['topics']?.trim(), given['topics.regex']?.trim()]
  const deadLetters = given['errors.deadletterqueue.topic.name']?.trim()
  const say = (name: string, message: string) => values.get(name)!.errors.push(message)
  const both = (message: string) => {
    say('topics', message)
    say('topics.regex', message)
  }
  if (list && pattern) both('topics and topics.regex are mutually exclusive options, but both are set.')
  if (!list && !pattern) both('Must configure one of topics or topics.regex')
  if (!deadLetters) return
  const topics = listOf(list)
  if (topics.includes(deadLetters))
    say(
      'topics',
      `The DLQ topic '${deadLetters}' may not be included in the list of topics ('topics=[${topics.join(', ')}]') consumed by the connector`,
    )
  if (pattern && values.get('topics.regex')!.errors.length === 0 && new RegExp(`^(?:${pattern})$`).test(deadLetters))
    say(
      'topics.regex',
      `The DLQ topic '${deadLetters}' may not be matched by the regex for the topics ('topics.regex=${pattern}') consumed by the connector`,
    )
}

/** What the connector says of several settings together; only when each by itself can be. */
async function ownValidation(plugin: Connector, given: Given, values: Map<string, ConfigValue>): Promise<void> {
  if (!plugin.validate || Object.keys(plugin.config).some(name => values.get(name)!.errors.length > 0)) return
  const problems = (await plugin.validate(resolveSettings(plugin.config, given) as never, given)) ?? {}
  for (const [name, problem] of Object.entries(problems)) {
    const row = values.get(name) ?? { name, value: given[name] ?? null, errors: [], recommended: [], visible: true }
    row.errors.push(...(typeof problem === 'string' ? [problem] : problem))
    values.set(name, row)
  }
}

const clients = { producer: producerConfigs, admin: adminConfigs, consumer: consumerConfigs } as const

/** Which of the clients the connector uses, and so may choose settings of. */
function overrides(plugins: Plugins, worker: WorkerSettings, given: Given, { kind }: Connector): ConfigInfos[] {
  const hasDeadLetters = Boolean(given['errors.deadletterqueue.topic.name']?.trim())
  const isInGroup = worker.groupId !== undefined
  const ownOffsets = isInGroup && (worker.exactlyOnce === 'enabled' || Boolean(given['offsets.storage.topic']?.trim()))
  const used: Record<keyof typeof clients, boolean> = {
    producer: kind === 'source' || hasDeadLetters,
    consumer: kind === 'sink' || ownOffsets,
    admin: kind === 'source' ? ownOffsets || usesTopicCreation(given) : hasDeadLetters,
  }
  const policy = overridePolicy(plugins, worker)
  return (['producer', 'consumer', 'admin'] as const).flatMap(client => {
    const chosen = withPrefix(given, overridePrefixes[client])
    if (!used[client] || Object.keys(chosen).length === 0) return []
    const refused = policy(chosen)
    const configs = Object.entries(chosen).map(([name, value]): ConfigInfo => {
      const setting = (clients[client] as Settings)[name]
      // Kafka breaks with a 500 when it is no value of that type.
      const wrong = setting ? checkSettings({ [name]: setting }, { [name]: value }).get(name)!.errors : []
      const errors = [...wrong, ...(refused[name] === undefined ? [] : [refused[name]].flat())]
      const prefix = overridePrefixes[client]
      return {
        definition: setting ? definitionOf(name, setting, prefix) : null,
        value: valueInfo({ name, value, errors, recommended: [], visible: true }, prefix, setting),
      }
    })
    return [{ name: '', error_count: countErrors(configs), groups: [], configs }]
  })
}

export function overridePolicy(plugins: Plugins, { config, given }: WorkerSettings) {
  const { plugin } = plugins.find(config['connector.client.config.override.policy'], 'override_policy')
  return plugin.create(resolveSettings(plugin.config, given))
}

/** Settings of converters that the connector names itself. */
function converters(plugins: Plugins, given: Given): ConfigInfos[] {
  return (['header', 'key', 'value'] as const).flatMap(role => {
    const name = given[`${role}.converter`]
    const found =
      name === undefined
        ? undefined
        : (plugins.lookup(name, 'converter') ??
          (role === 'header' ? plugins.lookup(name, 'header_converter') : undefined))
    if (!found) return []
    const prefix = `${role}.converter.`
    const values = checkSettings(found.plugin.config, { 'converter.type': role, ...withPrefix(given, prefix) })
    // In the order of a HashMap: so Kafka tells them.
    const rows = hashMapOrder([...values.values()], value => value.name)
    const configs = rows.map(
      (value): ConfigInfo => ({
        definition: definitionOf(value.name, found.plugin.config[value.name]!, prefix),
        value: valueInfo(value, prefix, found.plugin.config[value.name]),
      }),
    )
    const groups = [...new Set(configs.flatMap(({ definition }) => definition?.group ?? []))]
    return [{ name: '', error_count: countErrors(configs), groups, configs }]
  })
}
