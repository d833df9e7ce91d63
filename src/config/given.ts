/**
 * What a program gives for settings: by Kafka's names, each as text or as the number, boolean or list that it is. Names that
 * the table has are completed and checked by the compiler; any other is taken, and warned of, as Kafka does.
 */
import { inspect } from 'node:util'
import { ConfigError, type Definition, type Definitions, formatValue, nearest } from './define.ts'

export type ConfigValue = string | number | boolean | readonly string[]

/** Not every string is one of `values`: text may be in another case, or of a later Kafka. */
type AnyText = string & {}

type Given<D extends Definition> = D['type'] extends 'boolean'
  ? boolean | AnyText
  : D['type'] extends 'int' | 'short' | 'long' | 'double'
    ? number | AnyText
    : D['type'] extends 'list'
      ? readonly string[] | AnyText
      : (D extends { values: readonly (infer V)[] } ? V : never) | AnyText | number

export type GivenConfigs<D extends Definitions> = Readonly<Record<string, ConfigValue | undefined>> & {
  readonly [Name in keyof D]?: Given<D[Name]> | undefined
}

/** As a file would have them. @throws {ConfigError} for what is none of these */
export function textsOf(given: Readonly<Record<string, ConfigValue | undefined>>): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) if (value !== undefined) texts[name] = textOf(name, value)
  return texts
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  const isList = Array.isArray(value) && value.every(each => typeof each === 'string')
  if (typeof value === 'number' || typeof value === 'boolean' || isList) return formatValue(value)!
  throw new ConfigError(name, inspect(value), 'It must be text, a number, a boolean, or a list of texts')
}

/** @returns a line for each name that `known` lacks: most often it is misspelt */
export const unknownNames = (given: object, known: Definitions, whose: string): string[] =>
  Object.keys(given)
    .filter(name => !Object.hasOwn(known, name))
    .map(name => {
      const near = nearest(name, Object.keys(known))
      return `${name} is not a setting of this ${whose}${near ? `: did you mean ${near}?` : ''}`
    })
