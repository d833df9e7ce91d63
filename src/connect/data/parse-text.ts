/**
 * Text as the value it looks like: `true`, `12`, `1.5`, `2021-03-04`, `["a","b"]`, `{"a":1}`; else it is text.
 * Numbers get the smallest type that holds them. Source: Kafka 4.3 `Values.parseString` with its `Parser` and `ValueParser`.
 * Not as Kafka's: times are UTC, as the Z behind them says, whatever the worker's time zone is.
 */
import { DataError } from '../errors.ts'
import { commonSchema, convertTo } from './common-schema.ts'
import { Decimal } from './decimal.ts'
import { Schema } from './schema.ts'

export interface SchemaAndValue {
  readonly schema: Schema | null
  readonly value: unknown
}

export function parseText(text: string): SchemaAndValue {
  if (text === '') return { schema: Schema.string, value: text }
  return parse(new Tokens(text), false) ?? { schema: null, value: null }
}

const DELIMITERS = new Set([':', ',', '{', '}', '[', ']', '"'])

/** Delimiters one by one, and what lies between them; a backslash takes a delimiter's meaning away. */
class Tokens {
  readonly text: string
  #at = 0
  #next: string | undefined
  previous: string | undefined

  constructor(text: string) {
    this.text = text
  }

  get position(): number {
    return this.#at
  }

  /** To come back to. */
  mark(): number {
    return this.#at - (this.#next?.length ?? 0)
  }

  rewind(position: number): void {
    this.#at = position
    this.#next = undefined
    this.previous = undefined
  }

  get hasNext(): boolean {
    return this.#next !== undefined || this.#at < this.text.length
  }

  next(): string {
    this.previous = this.#next ?? this.#read()
    this.#next = undefined
    return this.previous
  }

  /** The next `count` tokens as one; undefined, and nothing happened, when there are not as many. */
  nextSeveral(count: number): string | undefined {
    const start = this.mark()
    for (let i = 0; i < count; i++) {
      if (!this.hasNext) {
        this.rewind(start)
        return undefined
      }
      this.next()
    }
    return this.text.slice(start, this.#at)
  }

  #read(): string {
    const start = this.#at
    let escaped = false
    for (; this.#at < this.text.length; this.#at++) {
      const c = this.text[this.#at]!
      if (c === '\\') escaped = !escaped
      else if (DELIMITERS.has(c) && !escaped) {
        if (start === this.#at) this.#at++
        break
      } else escaped = false
    }
    return this.text.slice(start, this.#at)
  }

  /** Take the next token if it is this one, whatever blanks are around it. */
  take(expected: string): boolean {
    if (!this.hasNext) return false
    this.#next ??= this.#read()
    while (this.#next.trim() === '' && this.#at < this.text.length) this.#next = this.#read()
    if (this.#next.trim() !== expected) return false
    this.#next = undefined
    this.previous = expected
    return true
  }
}

const literals: readonly (readonly [string, SchemaAndValue | undefined])[] = [
  ['null', undefined],
  ['true', { schema: Schema.boolean, value: true }],
  ['false', { schema: Schema.boolean, value: false }],
]

/** @param embedded within a list or a map @returns undefined for null */
function parse(tokens: Tokens, embedded: boolean): SchemaAndValue | undefined {
  if (!tokens.hasNext) return undefined
  if (embedded && tokens.take('"')) return quoted(tokens)
  const start = tokens.mark()
  for (const [word, value] of literals) {
    if (tokens.take(word) && (embedded || !tokens.hasNext)) return value
    tokens.rewind(start)
  }
  try {
    if (tokens.take('[')) return list(tokens)
    if (tokens.take('{')) return map(tokens)
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    tokens.rewind(start)
  }
  const token = tokens.next()
  if (token.trim() === '') return { schema: Schema.string, value: token }
  return plain(tokens, embedded, token.trim())
}

function plain(tokens: Tokens, embedded: boolean, token: string): SchemaAndValue {
  if (/^\d/.test(token)) {
    // Colons are delimiters, so a time is five tokens.
    const position = tokens.mark()
    const rest = tokens.nextSeveral(4)
    const long = rest === undefined ? undefined : temporal(token + rest)
    if (long) return long
    tokens.rewind(position)
    const short = temporal(token)
    if (short) return short
  }
  const number = /^[\d+-]/.test(token) ? Decimal.tryParse(token) : undefined
  if (number) return smallest(number)
  if (embedded) throw new DataError('Failed to parse embedded value')
  return { schema: Schema.string, value: tokens.text }
}

function quoted(tokens: Tokens): SchemaAndValue {
  let content = ''
  while (tokens.hasNext && !tokens.take('"')) content += tokens.next()
  return temporal(content) ?? { schema: Schema.string, value: content }
}

function list(tokens: Tokens): SchemaAndValue {
  const values: unknown[] = []
  const elements = commonSchema()
  while (tokens.hasNext) {
    if (tokens.take(']')) {
      const { schema } = elements
      return { schema: Schema.array(schema), value: schema ? values.map(each => convertTo(schema, each)) : values }
    }
    if (tokens.take(',')) throw new DataError(`A list's element is empty: ${tokens.text}`)
    const element = parse(tokens, true)
    elements.add(element?.schema)
    values.push(element?.value ?? null)
    const position = tokens.mark()
    if (tokens.take(']')) tokens.rewind(position)
    else if (!tokens.take(',')) throw new DataError(`A comma is missing in a list: ${tokens.text}`)
  }
  throw new DataError(`A list has no end: ${tokens.text}`)
}

function map(tokens: Tokens): SchemaAndValue {
  const entries = new Map<unknown, unknown>()
  const [keys, values] = [commonSchema(), commonSchema()]
  while (tokens.hasNext) {
    if (tokens.take('}')) {
      const [k, v] = [keys.schema, values.schema]
      const value = new Map(
        [...entries].map(([key, each]) => [k ? convertTo(k, key) : key, k && v ? convertTo(v, each) : each]),
      )
      return { schema: Schema.map(k, k ? v : null), value }
    }
    if (tokens.take(',')) throw new DataError(`A map's entry is empty: ${tokens.text}`)
    const key = parse(tokens, true)
    if (key?.value == null) throw new DataError(`A map's key is null: ${tokens.text}`)
    if (!tokens.take(':')) throw new DataError(`A map's entry has no ":" at ${tokens.position} in ${tokens.text}`)
    const value = parse(tokens, true)
    entries.set(key.value, value?.value ?? null)
    tokens.take(',')
    keys.add(key.schema)
    values.add(value?.schema)
  }
  throw new DataError(`A map has no end: ${tokens.text}`)
}

const LONG_MAX = 2n ** 63n - 1n
const LONG_MIN = -(2n ** 63n)
/** More digits than a long has, on either side of the point. */
const DIGITS_MAX = 20

function smallest(decimal: Decimal): SchemaAndValue {
  const whole = decimal.isWhole && decimal.scale > -DIGITS_MAX ? exact(decimal) : undefined
  if (whole !== undefined && whole >= LONG_MIN && whole <= LONG_MAX) {
    for (const [schema, bits] of [
      [Schema.int8, 8],
      [Schema.int16, 16],
      [Schema.int32, 32],
    ] as const)
      if (BigInt.asIntN(bits, whole) === whole) return { schema, value: Number(whole) }
    return { schema: Schema.int64, value: whole }
  }
  const number = decimal.toNumber()
  if (decimal.scale !== 0 && Number.isFinite(Math.fround(number)))
    return { schema: Schema.float32, value: Math.fround(number) }
  if (decimal.scale !== 0 && Number.isFinite(number)) return { schema: Schema.float64, value: number }
  return { schema: Schema.decimal(decimal.scale), value: decimal }
}

const exact = ({ unscaled, scale }: Decimal) =>
  scale <= 0 ? unscaled * 10n ** BigInt(-scale) : unscaled === 0n ? 0n : unscaled / 10n ** BigInt(scale)

const forms: Readonly<Record<number, readonly [Schema, RegExp]>> = {
  10: [Schema.date, /^(\d+)-(\d+)-(\d+)$/],
  13: [Schema.time, /^()()()(\d+):(\d+):(\d+)\.(\d+)Z$/],
  24: [Schema.timestamp, /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)\.(\d+)Z$/],
}

/** Lenient, as Java's SimpleDateFormat: month 13 is the next January. */
function temporal(token: string): SchemaAndValue | undefined {
  const text = token.replaceAll('\\:', ':')
  const [schema, pattern] = forms[text.length] ?? []
  const match = pattern?.exec(text)
  if (!match) return undefined
  const [year, month, day, ...time] = match.slice(1).map(part => (part ? Number(part) : undefined))
  const value = new Date(0)
  value.setUTCFullYear(year ?? 1970, (month ?? 1) - 1, day ?? 1)
  value.setUTCHours(time[0] ?? 0, time[1] ?? 0, time[2] ?? 0, time[3] ?? 0)
  return { schema: schema!, value }
}
