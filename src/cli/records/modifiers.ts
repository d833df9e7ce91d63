/**
 * What stands in braces behind a letter of `--format`: `%s{hex}`, `%o{big32}`, `%d{iso}`. Source: rpk's help of `topic consume`;
 * json, raw and iso are ours. A number too large for its modifier is cut, as in rpk.
 */
import { isUtf8 } from 'node:buffer'
import { list } from '../parse.ts'
import { UsageError } from '../usage-error.ts'

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

/** @throws {UsageError} */
export function modified(what: What, modifier: string): (value: Buffer | number | null) => Buffer {
  const known = { bytes: ofBytes, number: ofNumber, time: ofTime }[what] as Readonly<Record<string, Show<never>>>
  const pattern = what === TIME ? /^strftime\[(.*)\]$/.exec(modifier)?.[1] : undefined
  const show = pattern === undefined ? known[modifier] : (value: number) => strftime(pattern, value)
  if (!show)
    throw new UsageError(
      `--format does not know {${modifier}} for ${what === BYTES ? 'bytes' : `a ${what}`}: there are ${list([...Object.keys(known), ...(what === TIME ? ['strftime[%F %T]'] : [])], 'and')}`,
    )
  return value => {
    const shown = (show as Show<Buffer | number | null>)(value)
    return typeof shown === 'string' ? Buffer.from(shown) : shown
  }
}

/** In UTC, as rpk has it. Letters that are not known stay. */
function strftime(pattern: string, value: number): string {
  const [date = '', time = ''] = new Date(value).toISOString().split(/[TZ]/)
  const [Y = '', m = '', d = ''] = date.split('-')
  const [H = '', M = '', S = ''] = time.split(/[:.]/)
  const letters: Readonly<Record<string, string>> = {
    F: date,
    T: time.slice(0, 8),
    Y,
    m,
    d,
    H,
    M,
    S,
    L: time.slice(9),
    s: String(Math.floor(value / 1000)),
    z: '+0000',
    Z: 'UTC',
    '%': '%',
  }
  return pattern.replace(/%(.)/g, (whole, letter: string) => letters[letter] ?? whole)
}
