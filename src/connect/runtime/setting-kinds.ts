/**
 * What settings of connectors have in common: their groups, kinds that come several times, and what their values must be.
 * Source: Kafka 4.3.1 `ConnectorConfig`, `SinkConnectorConfig`.
 */
import type { Setting } from '../plugin.ts'
import { invalid } from '../settings.ts'

export const GROUPS = {
  common: 'Common',
  transforms: 'Transforms',
  predicates: 'Predicates',
  errors: 'Error Handling',
  topics: 'Topic Creation',
  exactlyOnce: 'Exactly Once Support',
  offsets: 'offsets.topic',
} as const

export const converter = (what: string, order: number, name: string): Setting => ({
  type: 'class',
  default: null,
  importance: 'low',
  group: GROUPS.common,
  order,
  width: 'short',
  displayName: `${name} converter class`,
  doc: `How ${what} look in topics. Default: as the worker says.`,
})
export const version = (order: number, name: string, more: Partial<Setting> = {}): Setting => ({
  type: 'string',
  default: null,
  importance: 'low',
  group: GROUPS.common,
  order,
  width: 'short',
  displayName: `${name} version`,
  doc: 'Which version of it: a range, such as [1.0,2.0). Default: the newest.',
  check: (value: string | null) => (value === null || isRange(value) ? undefined : `Invalid version range ${value}`),
  ...more,
})

/** `1.0`, `[1.0]`, `[1.0,2.0)`, `(,2.0]`. */
const isRange = (text: string) => /^[\w.-]+$|^[[(][\w.-]*(,[\w.-]*)?[\])]$/.test(text.trim())

export type Check = (value: never, name: string) => string | undefined

export const unique = ((words: readonly string[], name: string) =>
  new Set(words).size < words.length ? invalid(name, words, 'Duplicate alias provided.') : undefined) as Check

export const topicList = ((words: readonly string[], name: string) =>
  new Set(words).size < words.length
    ? `Configuration '${name}' values must not be duplicated.`
    : words.includes('')
      ? `Configuration '${name}' values must not be empty.`
      : undefined) as Check

/** A list that says by itself what a second of the same is. */
export const aliases = (group: string, order: number, displayName: string, doc: string): Setting => ({
  type: 'list',
  default: [],
  importance: 'low',
  group,
  order,
  width: 'long',
  displayName,
  doc,
  check: unique,
})

/** Control characters make no name, nor does half of a character, which no topic could hold. */
export const isName = (value: string, name: string) => {
  if (value === '') return invalid(name, value, 'String may not be empty')
  const controls = value.match(/[\u0000-\u001f\u007f-\u009f]/g)
  if (controls)
    return invalid(
      name,
      value,
      `String may not contain control sequences but had the following ASCII chars: ${controls.map(c => c.charCodeAt(0)).join(', ')}`,
    )
  return /\p{Surrogate}/u.test(value) ? invalid(name, value, 'String may not contain half a surrogate pair') : undefined
}
