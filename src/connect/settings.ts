/**
 * Settings of plugins, as given, checked against their table: all that is wrong, setting by setting, or the values.
 * Source: Kafka 4.3 `ConfigDef.validateAll`, `parse`; what a refusal says is what REST clients of Kafka Connect know.
 */
import { ConfigError, type ConfigOf, parseValue, type Value } from '../config/define.ts'
import { SettingsError } from './errors.ts'
import type { Given, Setting, Settings } from './plugin.ts'

export interface ConfigValue {
  readonly name: string
  value: Value
  errors: string[]
  recommended: readonly unknown[]
  visible: boolean
}

/** Every setting of the table, with its value and what is wrong with it. */
export function checkSettings(
  table: Settings,
  given: Readonly<Record<string, string | null>>,
): Map<string, ConfigValue> {
  const values = new Map<string, ConfigValue>()
  for (const [name, setting] of Object.entries(table)) {
    const row: ConfigValue = { name, value: null, errors: [], recommended: setting.recommended ?? [], visible: true }
    values.set(name, row)
    try {
      row.value = parsed(name, setting, given[name])
      const problem = problemOf(name, setting, row.value, given[name])
      if (problem === undefined) continue
      row.errors.push(problem)
      // A class that is not there is none.
      if (setting.type === 'class') row.value = null
    } catch (error) {
      if (!(error instanceof ConfigError || error instanceof SettingsError)) throw error
      row.errors.push(error.message)
    }
  }
  return values
}

/** @throws {SettingsError} for the first that is wrong */
export function resolveSettings<S extends Settings>(table: S, given: Given): ConfigOf<S> {
  const values: Record<string, Value> = {}
  for (const { name, value, errors } of checkSettings(table, given).values()) {
    if (errors.length > 0) throw new SettingsError(errors[0]!)
    values[name] = value
  }
  return values as ConfigOf<S>
}

/** What its type makes of it. @throws {ConfigError} when that is nothing */
function parsed(name: string, setting: Setting, text: string | null | undefined): Value {
  if (text == null) {
    if (setting.default !== undefined) return setting.default
    throw new SettingsError(`Missing required configuration "${name}" which has no default value.`)
  }
  if (setting.type !== 'list') return parseValue(name, { type: setting.type }, text)
  return text.trim() === '' ? [] : text.trim().split(/\s*,\s*/)
}

/** What is wrong with a value that its type admits. */
function problemOf(name: string, setting: Setting, value: Value, text: string | null | undefined): string | undefined {
  if (text == null) return undefined
  const { values, nonEmpty, anyCase } = setting
  if (Array.isArray(value)) {
    if (nonEmpty && value.length === 0) return invalid(name, value, 'Empty list')
    const other = values && value.find(word => !values.includes(word))
    if (other !== undefined) return invalid(name, other, `String must be one of: ${values!.join(', ')}`)
  } else if (anyCase) {
    if (!values!.some(word => word.toLowerCase() === String(value).toLowerCase()))
      return invalid(name, value, `String must be one of (case insensitive): ${values!.join(', ')}`)
  } else parseValue(name, setting, text)
  return setting.check?.(value as never, name)
}

/** For `check`: what Kafka's ConfigException says. */
export const invalid = (name: string, value: unknown, why: string) =>
  `Invalid value ${Array.isArray(value) ? `[${value.join(', ')}]` : value} for configuration ${name}: ${why}`

/** Settings that begin so, without it. */
export const withPrefix = (given: Given, prefix: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  )
