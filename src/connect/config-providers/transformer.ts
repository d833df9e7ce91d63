/**
 * Puts values in place of `${provider:path:key}` and `${provider:key}`. What no provider knows stays as it is.
 * Source: KIP-297; Kafka 4.3 `ConfigTransformer`, `WorkerConfigTransformer`. Not here: values that last for a time, and the restart
 * of a connector when that is over; none of the providers that Kafka ships gives such.
 */
import { SettingsError } from '../errors.ts'
import type { Given } from '../plugin.ts'
import type { Plugins } from '../plugins/registry.ts'
import { resolveSettings, withPrefix } from '../settings.ts'

const REFERENCE = /\$\{([^}]*?):(([^}]*?):)?([^}]*?)\}/g

/** Whether a value names another place. */
export const isReference = (value: string): boolean => new RegExp(REFERENCE.source).test(value)

interface Provider {
  get(
    path: string,
    keys: readonly string[],
  ): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>
}

export class ConfigTransformer {
  readonly #providers: ReadonlyMap<string, Provider>

  /** @throws {SettingsError} for a provider that is not there, or cannot be as it is set up */
  constructor(plugins: Plugins, worker: Given, names: readonly string[]) {
    this.#providers = new Map(
      names.map(name => {
        const className = worker[`config.providers.${name}.class`]
        if (!className)
          throw new SettingsError(`config.providers names ${name}, and there is no config.providers.${name}.class`)
        const { plugin } = plugins.find(className, 'config_provider')
        const own = withPrefix(worker, `config.providers.${name}.param.`)
        return [name, plugin.create(resolveSettings(plugin.config, own))]
      }),
    )
  }

  async transform(given: Given): Promise<Given> {
    const wanted = new Map<string, Map<string, Set<string>>>()
    for (const value of Object.values(given))
      for (const [, provider = '', , path = '', key = ''] of value.matchAll(REFERENCE)) {
        if (!this.#providers.has(provider)) continue
        const paths = wanted.get(provider) ?? new Map<string, Set<string>>()
        wanted.set(provider, paths.set(path, (paths.get(path) ?? new Set()).add(key)))
      }
    if (wanted.size === 0) return given
    const found = new Map<string, Readonly<Record<string, string>>>()
    for (const [provider, paths] of wanted)
      for (const [path, keys] of paths)
        found.set(`${provider}:${path}`, await this.#providers.get(provider)!.get(path, [...keys]))
    const replaced = (value: string) =>
      value.replace(
        REFERENCE,
        (whole, provider: string, _, path: string | undefined, key: string) =>
          found.get(`${provider}:${path ?? ''}`)?.[key] ?? whole,
      )
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, replaced(value)]))
  }
}

/** Task settings as they are stored: with references where the connector's settings have them, not the secrets. */
export function withReferences(connector: Given, tasks: readonly Given[]): Given[] {
  const names = Object.keys(connector).filter(name => isReference(connector[name]!))
  return tasks.map(task => {
    const stored = { ...task }
    for (const name of names) if (name in stored) stored[name] = connector[name]!
    return stored
  })
}
