/**
 * The settings of a connector's transforms and predicates, among its own: `transforms.<alias>.type` and what that plugin has.
 * Source: Kafka 4.3 `ConnectorConfig.enrich`, `ConfigDef.embed`.
 */
import type { Given, PluginKind, Setting, Settings } from '../plugin.ts'
import type { Plugins } from '../plugins/registry.ts'
import { listOf } from '../runtime/chain.ts'

interface Kind {
  readonly kind: Extract<PluginKind, 'transformation' | 'predicate'>
  readonly list: 'transforms' | 'predicates'
  readonly group: string
  readonly word: string
}
const kinds: readonly Kind[] = [
  { kind: 'transformation', list: 'transforms', group: 'Transforms', word: 'Transformation' },
  { kind: 'predicate', list: 'predicates', group: 'Predicates', word: 'Predicate' },
]

/** Every transform has them. */
const everyTransform: Settings = {
  predicate: {
    type: 'string',
    default: null,
    doc: 'Name of a predicate: the transform is for those records only that it lets through.',
  },
  negate: { type: 'boolean', default: false, doc: 'For those that it does not let through instead.' },
}

export function transformSettings(plugins: Plugins, given: Given): Record<string, Setting> {
  const table: Record<string, Setting> = {}
  for (const { kind, list, group, word } of kinds)
    for (const alias of new Set(listOf(given[list]))) {
      const prefix = `${list}.${alias}.`
      const type = given[`${prefix}type`]
      const entry = type === undefined ? undefined : plugins.lookup(type, kind)
      const common = { importance: 'high', group: `${group}: ${alias}`, width: 'long' } as const
      table[`${prefix}type`] = {
        ...common,
        type: 'class',
        order: 0,
        displayName: `${word} type for ${alias}`,
        doc: `Class for the '${alias}' ${word.toLowerCase()}.`,
        recommended: plugins.of(kind).map(each => each.class),
        check: (value: string, name: string) => negation(given, prefix) ?? missing(plugins, kind, value, name),
      }
      table[`${prefix}plugin.version`] = {
        ...common,
        type: 'string',
        default: entry?.plugin.version ?? null,
        order: 1,
        displayName: `${word} version for ${alias}`,
        doc: `Version of the '${alias}' ${word.toLowerCase()}.`,
        recommended: entry ? [entry.plugin.version] : [],
      }
      if (!entry) continue
      const own = sorted({ ...(kind === 'transformation' ? everyTransform : {}), ...entry.plugin.config })
      own.forEach(([name, setting], index) => {
        table[prefix + name] = embedded(name, setting, common.group, index + 2)
      })
    }
  return table
}

/** The messages of its check name it as the plugin does. */
function embedded(name: string, setting: Setting, group: string, order: number): Setting {
  const { check } = setting
  return {
    ...setting,
    group,
    order,
    displayName: setting.displayName ?? name,
    ...(check && { check: (value: never) => check(value, name) }),
  }
}

const importances = { high: 0, medium: 1, low: 2 } as const

/** Required ones first, then by importance, then by name. */
const sorted = (table: Settings): [string, Setting][] =>
  Object.entries(table).sort(
    ([a, x], [b, y]) =>
      Number(x.default !== undefined) - Number(y.default !== undefined) ||
      importances[x.importance ?? 'medium'] - importances[y.importance ?? 'medium'] ||
      (a < b ? -1 : 1),
  )

function negation(given: Given, prefix: string): string | undefined {
  const [negate, predicate] = [`${prefix}negate`, `${prefix}predicate`]
  return negate in given && !(predicate in given)
    ? `Config '${negate}' was provided but there is no config '${predicate}' defining a predicate to be negated.`
    : undefined
}

export const missing = (plugins: Plugins, kind: PluginKind, value: string, name: string): string | undefined =>
  plugins.lookup(value, kind)
    ? undefined
    : `Invalid value ${value} for configuration ${name}: Class ${value} could not be found.`
