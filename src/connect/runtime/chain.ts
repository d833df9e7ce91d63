/**
 * Transforms of a connector, one after the other, each on the records that its predicate lets through.
 * Source: KIP-66, KIP-585; Kafka 4.3 `TransformationChain`, `TransformationStage`, `ConnectorConfig.transformationStages`.
 */
import { SettingsError } from '../errors.ts'
import type { ConnectRecord, Given, Transform } from '../plugin.ts'
import type { Plugins } from '../plugins/registry.ts'
import { resolveSettings, withPrefix } from '../settings.ts'
import { demandBoolean, demandFunction, demandRecord } from './handed-over.ts'
import type { Place } from './tolerance.ts'

export interface Link {
  readonly alias: string
  readonly class: string
  readonly transform: Transform
  /** Which records it is for; undefined: all. */
  readonly admits: ((record: ConnectRecord) => boolean) | undefined
}

/** Words of a list setting. */
export const listOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map(word => word.trim())
    .filter(Boolean)

/** @throws {SettingsError} */
export function chainOf(plugins: Plugins, given: Given): Link[] {
  return listOf(given['transforms']).map(alias => {
    const prefix = `transforms.${alias}.`
    const { type, predicate, negate, ...own } = withPrefix(given, prefix)
    const found = plugins.find(demand(type, `${prefix}type`), 'transformation')
    return {
      alias,
      class: found.class,
      transform: demandFunction(found.plugin.create(resolveSettings(found.plugin.config, own), own), found.class),
      admits: predicate === undefined ? undefined : predicateOf(plugins, given, predicate, negate),
    }
  })
}

function predicateOf(plugins: Plugins, given: Given, alias: string, negate: string | undefined) {
  const prefix = `predicates.${alias}.`
  const { type, ...own } = withPrefix(given, prefix)
  const found = plugins.find(demand(type, `${prefix}type`), 'predicate')
  const test = demandFunction(found.plugin.create(resolveSettings(found.plugin.config, own), own), found.class)
  const isNegated = negate?.trim().toLowerCase() === 'true'
  return (record: ConnectRecord) => demandBoolean(test(record), `${alias} (${found.class})`) !== isNegated
}

function demand(value: string | undefined, name: string): string {
  if (value) return value
  throw new SettingsError(`Missing required configuration "${name}" which has no default value.`)
}

/** @returns null for a record that one of them drops */
export function applyChain<R extends ConnectRecord>(
  links: readonly Link[],
  record: R,
  place: Place<unknown>,
): R | null {
  let current: R | null = record
  for (const link of links) {
    place.stage = 'TRANSFORMATION'
    place.at = link.class
    if (link.admits && !link.admits(current)) continue
    current = link.transform(current)
    demandRecord(current, `${link.alias} (${link.class})`)
    if (current === null) return null
  }
  return current
}
