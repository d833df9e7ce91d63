/**
 * Plugins by name: a class's full name, its last part, or that without `Connector`, `Converter` and the like.
 * Source: Kafka 4.3 `Plugins`, `PluginUtils.computeAliases`, `DelegatingClassLoader`.
 * Not here: several versions of one plugin (KIP-891). A version that is asked for must be that of the plugin that is there.
 */
import { nearest } from '../../config/define.ts'
import { SettingsError } from '../errors.ts'
import type { Plugin, PluginKind } from '../plugin.ts'

export type PluginOf<Kind extends PluginKind> = Extract<Plugin, { kind: Kind }>

export interface Entry<P extends Plugin = Plugin> {
  readonly class: string
  readonly plugin: P
  /** The file or package; `classpath` for those that are shipped. */
  readonly location: string
}

/** What may be left out at a name's end. */
const suffixes: Readonly<Record<PluginKind, readonly string[]>> = {
  source: ['Connector'],
  sink: ['Connector'],
  converter: ['Converter'],
  header_converter: ['HeaderConverter', 'Converter'],
  transformation: ['Transformation'],
  predicate: ['Predicate'],
  config_provider: ['ConfigProvider'],
  override_policy: ['ConnectorClientConfigOverridePolicy'],
}

/** As messages and REST name a kind. */
export const interfaces: Readonly<Record<PluginKind, string>> = {
  source: 'Connector',
  sink: 'Connector',
  converter: 'Converter',
  header_converter: 'HeaderConverter',
  transformation: 'Transformation',
  predicate: 'Predicate',
  config_provider: 'ConfigProvider',
  override_policy: 'ConnectorClientConfigOverridePolicy',
}

export class Plugins {
  readonly entries: readonly Entry[]
  /** Those that cannot be asked for, as another of their class came first. */
  readonly hidden: readonly { readonly entry: Entry; readonly by: Entry }[]
  readonly #byName = new Map<string, Entry[]>()

  /** The first of two with one class stays. */
  constructor(entries: Iterable<Entry>) {
    const classes = new Map<string, Entry>()
    const hidden: { entry: Entry; by: Entry }[] = []
    for (const entry of entries) {
      const key = `${interfaces[entry.plugin.kind]} ${entry.class}`
      const by = classes.get(key)
      if (by) hidden.push({ entry, by })
      else classes.set(key, entry)
    }
    this.entries = [...classes.values()]
    this.hidden = hidden
    for (const entry of this.entries)
      for (const name of namesOf(entry)) this.#byName.set(name, [...(this.#byName.get(name) ?? []), entry])
  }

  /** Those that can be used as this kind: converters for headers too. */
  of<Kind extends PluginKind>(...kinds: readonly Kind[]): Entry<PluginOf<Kind>>[] {
    return this.entries.filter(({ plugin }) => (kinds as readonly string[]).includes(plugin.kind)) as Entry<
      PluginOf<Kind>
    >[]
  }

  lookup<Kind extends PluginKind>(name: string, ...kinds: readonly Kind[]): Entry<PluginOf<Kind>> | undefined {
    const found = (this.#byName.get(name) ?? []).filter(({ plugin }) =>
      (kinds as readonly string[]).includes(plugin.kind),
    )
    return (found.find(entry => entry.class === name) ?? (found.length === 1 ? found[0] : undefined)) as
      | Entry<PluginOf<Kind>>
      | undefined
  }

  /** @throws {SettingsError} that says which there are */
  find<Kind extends PluginKind>(name: string, ...kinds: readonly Kind[]): Entry<PluginOf<Kind>> {
    const found = this.lookup(name, ...kinds)
    if (found) return found
    const kind = interfaces[kinds[0]!]
    const several = (this.#byName.get(name) ?? []).filter(({ plugin }) =>
      (kinds as readonly string[]).includes(plugin.kind),
    )
    if (several.length > 1)
      throw new SettingsError(
        `More than one ${kind} matches alias ${name}. Please use full package and class name instead. Classes found: ${several.map(entry => entry.class).join(', ')}`,
      )
    const there = this.of(...kinds)
    const near = nearest(
      name,
      there.flatMap(entry => namesOf(entry)),
    )
    throw new SettingsError(
      `Failed to find any class that implements ${kind} and which name matches ${name}${near ? ` (did you mean ${near}?)` : ''}, available ${kind.toLowerCase()}s are: ${there.map(entry => entry.class).join(', ')}`,
    )
  }
}

/** By which it may be asked for: its class, the last part of that, and that without what may be left out. */
export function namesOf({ class: name, plugin }: Entry): string[] {
  const simple = name.slice(name.lastIndexOf('.') + 1)
  const names = new Set([name, simple])
  for (const suffix of suffixes[plugin.kind])
    if (simple.endsWith(suffix) && simple.length > suffix.length) names.add(simple.slice(0, -suffix.length))
  return [...names]
}

/** The class of a connector's tasks, as REST shows it. */
export const taskClassOf = (connectorClass: string): string => `${connectorClass.replace(/Connector$/, '')}Task`
