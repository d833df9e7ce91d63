/**
 * A setting is written once and read five times: its static type, its parser, DescribeConfigs, the checks of an alter, and
 * help. Tables are plain data; nothing is compiled until a value is parsed.
 * Source: Kafka 4.3 `ConfigDef` (how values are written, which are valid, what a refusal says).
 */
export type ConfigType = 'boolean' | 'string' | 'int' | 'short' | 'long' | 'double' | 'list' | 'class' | 'password'
export type Importance = 'high' | 'medium' | 'low'

export interface Definition {
  readonly type: ConfigType
  /** Undefined: none, it must be given. Null: none, and that means something. */
  readonly default?: boolean | number | string | null | readonly string[]
  readonly min?: number
  readonly max?: number
  /** Also valid, outside of [min, max]: -1 for "the codec's own". */
  readonly or?: number
  /** What a string, or each element of a list, may be. */
  readonly values?: readonly string[]
  /** `values` are these in upper or lower case; spelt as Kafka's refusal has them. */
  readonly anyCase?: true
  readonly nonEmpty?: boolean
  readonly importance?: Importance
  /** Topics and groups: the broker's setting that is the default. */
  readonly broker?: string
  /** The same in other units, in order of precedence: name, and what it is multiplied by. */
  readonly synonyms?: readonly (readonly [name: string, times: number])[]
  /** Brokers: whether it can be changed while running. Default: read-only. */
  readonly update?: 'per-broker' | 'cluster-wide'
  readonly internal?: true
  readonly doc?: string
}

export type Definitions = Readonly<Record<string, Definition>>
export type Value = boolean | number | string | null | readonly string[]

type Plain<T extends ConfigType> = T extends 'boolean'
  ? boolean
  : T extends 'int' | 'short' | 'long' | 'double'
    ? number
    : T extends 'list'
      ? readonly string[]
      : string

/** Values by Kafka's names. A null default makes null possible. */
export type ConfigOf<D extends Definitions> = {
  readonly [Name in keyof D]: D[Name] extends { default: null } ? Plain<D[Name]['type']> | null : Plain<D[Name]['type']>
}

/** Long.MAX_VALUE, as near as a number comes: "no limit". It is printed as Java prints it. */
export const LONG_MAX = 2 ** 63

const INT_LIMITS = { int: 2 ** 31, short: 2 ** 15, long: 2 ** 63 } as const

/** A value that cannot be: names the key, the value, and what can. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly key: string

  constructor(key: string, value: unknown, why: string) {
    super(`Invalid value ${value} for configuration ${key}: ${why}`)
    this.key = key
  }

  /** Where Kafka says it otherwise. */
  static saying(key: string, message: string): ConfigError {
    const error = new ConfigError(key, '', message)
    error.message = message
    return error
  }
}

/** Only there for its type: the table stays as it is, with its literal types. */
export const defineConfigs = <const D extends Definitions>(definitions: D): D => definitions

/** @throws {ConfigError} */
export function parseValue(key: string, definition: Definition, text: string | null): Value {
  if (text === null) {
    if (definition.default === null) return null
    throw new ConfigError(key, text, 'it must have a value')
  }
  const value = convert(key, definition, text)
  check(key, definition, value)
  return value
}

function convert(key: string, { type }: Definition, text: string): Value {
  const trimmed = text.trim()
  switch (type) {
    case 'boolean':
      if (/^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === 'true'
      throw new ConfigError(key, text, 'Expected value to be either true or false')
    case 'int':
    case 'short':
    case 'long': {
      if (!/^[+-]?\d+$/.test(trimmed)) throw new ConfigError(key, text, `Not a number of type ${type.toUpperCase()}`)
      const number = Number(trimmed)
      if (number >= INT_LIMITS[type] && trimmed !== '9223372036854775807')
        throw new ConfigError(key, text, `Not a number of type ${type.toUpperCase()}`)
      if (number < -INT_LIMITS[type]) throw new ConfigError(key, text, `Not a number of type ${type.toUpperCase()}`)
      return number
    }
    case 'double': {
      const number = Number(trimmed)
      if (trimmed === '' || Number.isNaN(number)) throw new ConfigError(key, text, 'Not a number of type DOUBLE')
      return number
    }
    case 'list':
      // A word given twice counts once: Kafka 4.3 drops it, and goes on (KIP-1161).
      return trimmed === '' ? [] : [...new Set(trimmed.split(/\s*,\s*/))]
    case 'password':
      return text
    default:
      return trimmed
  }
}

function check(key: string, definition: Definition, value: Value): void {
  const { min, max, or, values, nonEmpty, anyCase } = definition
  if (typeof value === 'number' && value !== or) {
    if (min !== undefined && value < min) throw new ConfigError(key, value, `Value must be at least ${min}`)
    if (max !== undefined && value > max) throw new ConfigError(key, value, `Value must be no more than ${max}`)
  }
  if (typeof value === 'string') {
    const asSpelt = (text: string) => (anyCase ? text.toLowerCase() : text)
    if (values && !values.some(each => asSpelt(each) === asSpelt(value)))
      throw new ConfigError(
        key,
        value,
        `String must be one of${anyCase ? ' (case insensitive)' : ''}: ${values.join(', ')}`,
      )
    if (nonEmpty && value === '') throw new ConfigError(key, value, 'String must be non-empty')
  }
  if (Array.isArray(value)) {
    if (nonEmpty && value.length === 0) {
      const possible = values ? `[${values.join(', ')}]` : 'any non-empty value'
      throw ConfigError.saying(key, `Configuration '${key}' must not be empty. Valid values include: ${possible}`)
    }
    if (value.includes('')) throw ConfigError.saying(key, `Configuration '${key}' values must not be empty.`)
    const other = values && value.find(item => !values.includes(item))
    if (other !== undefined) throw new ConfigError(key, other, `String must be one of: ${values!.join(', ')}`)
  }
}

/** As Kafka prints a value in DescribeConfigs and in its files. */
export function formatValue(value: Value): string | null {
  if (value === null) return null
  if (Array.isArray(value)) return value.join(',')
  if (typeof value === 'number') return value >= LONG_MAX ? '9223372036854775807' : String(value)
  return String(value)
}

/** The same, of a setting whose type is known: doubles are printed as Java prints them. */
export const formatAs = ({ type }: Definition, value: Value): string | null =>
  type === 'double' && typeof value === 'number' ? javaDouble(value) : formatValue(value)

/** Java's Double.toString: at least one digit behind the point, and an exponent outside of [0.001, 10,000,000). */
function javaDouble(value: number): string {
  const size = Math.abs(value)
  const point = (digits: string) => (digits.includes('.') ? digits : `${digits}.0`)
  if (value === 0 || (size >= 1e-3 && size < 1e7)) return point(String(value))
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  return `${point(digits)}E${Number(exponent)}`
}

/** All values: those given, parsed, and the defaults. Names that the table lacks are left to the caller. */
export function resolve<D extends Definitions>(
  definitions: D,
  given: Readonly<Record<string, string>> = {},
): ConfigOf<D> {
  const values: Record<string, Value> = {}
  for (const [name, definition] of Object.entries(definitions)) {
    const text = given[name]
    if (text !== undefined) values[name] = parseValue(name, definition, text)
    else if (definition.default !== undefined) values[name] = definition.default
    else throw ConfigError.saying(name, `Missing required configuration "${name}" which has no default value.`)
  }
  return values as ConfigOf<D>
}

/** The known name nearest to a misspelt one; undefined when none is near. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(2, Math.floor(name.length / 4)) + 1
  for (const candidate of names) {
    const distance = editDistance(name, candidate, least)
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}

/** Damerau-Levenshtein: letters missing, added, changed, or swapped. `limit` or more is all the same. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let [before, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        next[j] = Math.min(next[j]!, before[j - 2]! + 1)
    }
    ;[before, row] = [row, next]
  }
  return row[b.length]!
}
