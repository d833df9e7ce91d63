/** What `validate` answers: each setting, its definition, its value, what is wrong. Source: Kafka 4.3 `ConfigInfos`, `AbstractHerder`. */
import { formatValue, type Value } from '../../config/define.ts'
import type { Setting, Settings } from '../plugin.ts'
import type { ConfigValue } from '../settings.ts'

export interface ConfigKeyInfo {
  readonly name: string
  readonly type: string
  readonly required: boolean
  readonly default_value: string | null
  readonly importance: string
  readonly documentation: string
  readonly group: string | null
  readonly order_in_group: number
  readonly width: string
  readonly display_name: string
  readonly dependents: readonly string[]
}

export interface ConfigValueInfo {
  readonly name: string
  readonly value: string | null
  readonly recommended_values: readonly (string | null)[]
  readonly errors: readonly string[]
  readonly visible: boolean
}

export interface ConfigInfo {
  readonly definition: ConfigKeyInfo | null
  readonly value: ConfigValueInfo | null
}

export interface ConfigInfos {
  readonly name: string
  readonly error_count: number
  readonly groups: readonly string[]
  readonly configs: readonly ConfigInfo[]
}

export const definitionOf = (name: string, setting: Setting, prefix = ''): ConfigKeyInfo => ({
  name: prefix + name,
  type: setting.type.toUpperCase(),
  required: setting.default === undefined,
  default_value: setting.default === undefined ? null : text(setting.default, setting),
  importance: (setting.importance ?? 'medium').toUpperCase(),
  documentation: setting.doc ?? '',
  group: setting.group ?? null,
  order_in_group: setting.order ?? -1,
  width: (setting.width ?? 'none').toUpperCase(),
  display_name: setting.displayName ?? name,
  dependents: setting.dependents ?? [],
})

/** As Java's `Password` prints itself. */
const text = (value: Value, setting?: Setting | null): string | null =>
  setting?.type === 'password' && value !== null ? '[hidden]' : formatValue(value)

export const valueInfo = (
  { name, value, recommended, errors, visible }: ConfigValue,
  prefix = '',
  setting?: Setting | null,
): ConfigValueInfo => ({
  name: prefix + name,
  value: text(value, setting),
  recommended_values: recommended.map(each => text(each as Value)),
  errors,
  visible,
})

/** All settings of a table, and before them values that it does not know. */
export function infosOf(name: string, table: Settings, values: ReadonlyMap<string, ConfigValue>): ConfigInfos {
  const configs: ConfigInfo[] = []
  for (const value of values.values())
    if (!(value.name in table)) configs.push({ definition: null, value: valueInfo(value) })
  for (const [key, setting] of Object.entries(table)) {
    const value = values.get(key)
    configs.push({ definition: definitionOf(key, setting), value: value ? valueInfo(value, '', setting) : null })
  }
  const groups = [...new Set(Object.values(table).flatMap(({ group }) => group ?? []))]
  return { name, error_count: countErrors(configs), groups, configs }
}

export const countErrors = (configs: readonly ConfigInfo[]): number =>
  configs.reduce((sum, { value }) => sum + (value?.errors.length ?? 0), 0)

export const merged = (name: string, all: readonly ConfigInfos[]): ConfigInfos => ({
  name,
  error_count: all.reduce((sum, each) => sum + each.error_count, 0),
  groups: [...new Set(all.flatMap(({ groups }) => groups))],
  configs: all.flatMap(({ configs }) => configs),
})
