/**
 * What stands in braces behind a letter of `--format`: `%s{hex}`, `%o{big32}`, `%d{iso}`. Source: rpk's help of `topic consume`;
 * json, raw and iso are ours. A number too large for its modifier is cut, as in rpk.
 */
import { isUtf8 } from 'node:buffer'
import { list } from '../parse.ts'
import { UsageError } from '../usage-error.ts'
import { goTime, strftime } from './time-texts.ts'
import { unpack } from './unpack.ts'

export const BYTES = 'bytes'
export const NUMBER = 'number'
export const TIME = 'time'
export type What = typeof BYTES | typeof NUMBER | typeof TIME

type Show<Value> = (value: Value) => Buffer | string
const EMPTY = Buffer.alloc(0)

const ofBytes: Readonly<Record<string, Show<Buffer | null>>> = {
  raw: value => value ?? EMPTY,
  ascii: value =>
    (value ?? EMPTY).toString('latin1').replace(/[^\t\n\r -~]/g, char => `\\x${hex(char.charCodeAt(0), 2)}`),
  hex: value => (value ?? EMPTY).toString('hex'),
  base64: value => (value ?? EMPTY).toString('base64'),
  base64raw: value => (value ?? EMPTY).toString('base64').replaceAll('=', ''),
  json: asJson,
}

/** What is JSON already stays as it is; text becomes a string of JSON, bytes become one of base64. */
function asJson(value: Buffer | null): string | Buffer {
  if (value === null) return 'null'
  if (!isUtf8(value)) return JSON.stringify(value.toString('base64'))
  const text = value.toString()
  try {
    JSON.parse(text)
    return value
  } catch {
    return JSON.stringify(text)
  }
}

const hex = (value: number | bigint, digits: number) => value.toString(16).padStart(digits, '0')

const hexOf =
  (bits: number): Show<number> =>
  value =>
    hex(BigInt.asUintN(bits, BigInt(value)), bits / 4)

const bytesOf =
  (size: number, order: 'big' | 'little'): Show<number> =>
  value => {
    const bytes = Buffer.from(hex(BigInt.asUintN(size * 8, BigInt(value)), size * 2), 'hex')
    return order === 'big' ? bytes : bytes.reverse()
  }

const ofNumber: Readonly<Record<string, Show<number>>> = {
  ascii: String,
  number: String,
  hex: value => BigInt.asUintN(64, BigInt(value)).toString(16),
  hex64: hexOf(64),
  hex32: hexOf(32),
  hex16: hexOf(16),
  hex8: hexOf(8),
  hex4: hexOf(4),
  big64: bytesOf(8, 'big'),
  big32: bytesOf(4, 'big'),
  big16: bytesOf(2, 'big'),
  big8: bytesOf(1, 'big'),
  little64: bytesOf(8, 'little'),
  little32: bytesOf(4, 'little'),
  little16: bytesOf(2, 'little'),
  little8: bytesOf(1, 'little'),
  byte: bytesOf(1, 'big'),
  bool: value => String(value !== 0),
  json: String,
}

const iso = (value: number) => (value < 0 ? '-1' : new Date(value).toISOString())
const ofTime: Readonly<Record<string, Show<number>>> = { ...ofNumber, iso }

/** Modifiers with something inside: `strftime[%F]`, `go##2006-01-02##`, `unpack{<i}`. */
const nested: Readonly<Record<What, Readonly<Record<string, (inside: string) => Show<never>>>>> = {
  bytes: { unpack },
  number: {},
  time: {
    strftime: inside => (value: number) => strftime(inside, value),
    go: inside => (value: number) => goTime(inside, value),
  },
}
const examples: Readonly<Record<What, readonly string[]>> = {
  bytes: ['unpack[<is]'],
  number: [],
  time: ['strftime[%F %T]', 'go[2006-01-02T15:04:05Z07:00]'],
}

/** What stands between any character, once or more, and its counterpart as often. @returns undefined where nothing does */
function inside(text: string): string | undefined {
  const [opening = ''] = /^(.)\1*/s.exec(text) ?? []
  const closing = ({ '{': '}', '[': ']', '(': ')' }[opening[0] ?? ''] ?? opening[0] ?? '').repeat(opening.length)
  const end = text.length - closing.length
  return opening !== '' && end >= opening.length && text.endsWith(closing) ? text.slice(opening.length, end) : undefined
}

/** @throws {UsageError} */
export function modified(what: What, modifier: string): (value: Buffer | number | null) => Buffer {
  const known = { bytes: ofBytes, number: ofNumber, time: ofTime }[what] as Readonly<Record<string, Show<never>>>
  const [, name = '', rest = ''] = /^([a-z]+)([^a-z0-9].*)$/s.exec(modifier) ?? []
  const pattern = Object.hasOwn(nested[what], name) ? inside(rest) : undefined
  const show =
    pattern === undefined
      ? Object.hasOwn(known, modifier)
        ? known[modifier]
        : undefined
      : nested[what][name]!(pattern)
  if (!show)
    throw new UsageError(
      `--format does not know {${modifier}} for ${what === BYTES ? 'bytes' : `a ${what}`}: there are ${list([...Object.keys(known), ...examples[what]], 'and')}`,
    )
  return value => {
    const shown = (show as Show<Buffer | number | null>)(value)
    return typeof shown === 'string' ? Buffer.from(shown) : shown
  }
}
