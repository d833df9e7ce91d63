/**
 * JSON with all its digits: a whole number beyond 2^53 is a bigint, any other number keeps its text. JSON.parse where that makes
 * no difference, which is nearly always. Source: RFC 8259; Jackson's readTree as Kafka 4.3's JsonDeserializer sets it up:
 * leading zeros are taken, and what comes behind the first value is not looked at.
 */
import { hashMapOrder } from '../../lib/java-order.ts'
import { DataError } from '../errors.ts'

/** A number with a point or an exponent, as it was written. */
export class Fraction {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Json = null | boolean | string | number | bigint | Fraction | Json[] | JsonObject
export interface JsonObject {
  [name: string]: Json
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** @throws {DataError} with the place where it is wrong; undefined for no value at all */
export function parseJsonBytes(bytes: Uint8Array): Json | undefined {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch (cause) {
    throw new DataError('Converting byte[] to Kafka Connect data failed: the bytes are not UTF-8', { cause })
  }
  return parseJson(text)
}

/** Something that JSON.parse would round, or refuse though Jackson does not. */
const delicate = /\d[.eE]|\d{16}|__proto__/

export function parseJson(text: string): Json | undefined {
  if (!delicate.test(text))
    try {
      return JSON.parse(text) as Json
    } catch {
      // What is wrong, and where, is said by the parser below; or it is something that Jackson takes.
    }
  const parser = new Parser(text)
  return parser.document()
}

/** Behind it something must end it. */
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?(?=[ \t\r\n,\]}]|$)/y
const BLANK = /[ \t\r\n]*/y
const PLAIN = /[^"\\\u0000-\u001f]*/y
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
const literals = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const
/** As Jackson's StreamReadConstraints: deeper is an attack on the stack. */
const DEPTH_MAX = 1000

class Parser {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  document(): Json | undefined {
    this.#match(BLANK)
    return this.#at === this.#text.length ? undefined : this.#value()
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match) this.#at += match[0].length
    return match
  }

  #fail(expected: string): never {
    const found = this.#at < this.#text.length ? JSON.stringify(this.#text[this.#at]) : 'the end'
    throw new DataError(
      `Converting byte[] to Kafka Connect data failed due to serialization error: at character ${this.#at} of the JSON there is ${found} in place of ${expected}`,
    )
  }

  #value(): Json {
    const c = this.#text[this.#at]
    if (c === '{' || c === '[') {
      if (++this.#depth > DEPTH_MAX) throw new DataError(`The JSON is nested deeper than ${DEPTH_MAX}`)
      const value = c === '{' ? this.#object() : this.#array()
      this.#depth--
      return value
    }
    if (c === '"') return this.#string()
    for (const [word, value] of literals)
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length
        return value
      }
    const number = this.#match(NUMBER)
    if (!number) this.#fail('a value')
    const [text, fraction, exponent] = number
    if (fraction !== undefined || exponent !== undefined) return new Fraction(text)
    const value = Number(text)
    return Number.isSafeInteger(value) ? value : BigInt(text)
  }

  /** Elements up to the closing character. */
  #several(close: string, element: () => void): void {
    this.#at++
    this.#match(BLANK)
    if (this.#text[this.#at] === close) {
      this.#at++
      return
    }
    for (;;) {
      this.#match(BLANK)
      element()
      this.#match(BLANK)
      const c = this.#text[this.#at]
      if (c !== ',' && c !== close) this.#fail(`"," or "${close}"`)
      this.#at++
      if (c === close) return
    }
  }

  #array(): Json[] {
    const values: Json[] = []
    this.#several(']', () => values.push(this.#value()))
    return values
  }

  #object(): JsonObject {
    const object: JsonObject = {}
    this.#several('}', () => {
      if (this.#text[this.#at] !== '"') this.#fail('a name in quotes')
      const name = this.#string()
      this.#match(BLANK)
      if (this.#text[this.#at] !== ':') this.#fail('":"')
      this.#at++
      this.#match(BLANK)
      put(object, name, this.#value())
    })
    return object
  }

  #string(): string {
    this.#at++
    let value = this.#match(PLAIN)![0]
    for (;;) {
      const c = this.#text[this.#at]
      if (c === '"') {
        this.#at++
        return value
      }
      if (c !== '\\') this.#fail('the end of a string')
      const kind = this.#text[this.#at + 1] ?? ''
      const hex = kind === 'u' ? /^[0-9a-fA-F]{4}$/.exec(this.#text.slice(this.#at + 2, this.#at + 6))?.[0] : undefined
      const escaped = hex === undefined ? escapes[kind] : String.fromCharCode(Number.parseInt(hex, 16))
      if (escaped === undefined) this.#fail('an escape that JSON has')
      this.#at += hex === undefined ? 2 : 6
      value += escaped + this.#match(PLAIN)![0]
    }
  }
}

/** `__proto__` is a name like any other. */
export function put(object: object, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
  else (object as Record<string, unknown>)[name] = value
}

export const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json) && !(json instanceof Fraction)

/** What Java's HashMap would make of it: the same entries, in its order. Names like `12` stay first: so JavaScript has it. */
export function inHashOrder<Value>(object: Readonly<Record<string, Value>>): Record<string, Value> {
  const ordered: Record<string, Value> = {}
  for (const [name, value] of hashMapOrder(Object.entries(object), ([name]) => name)) put(ordered, name, value)
  return ordered
}
