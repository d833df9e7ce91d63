/**
 * From a line to a record: the properties of Kafka's `LineMessageReader`. `headers TAB key TAB value`, each part if it is
 * asked for; a field that equals null.marker is null.
 * Bytes stay bytes: what is not UTF-8 arrives as it was, where Kafka's reader puts replacement characters.
 */
import { UsageError } from './usage-error.ts'

export interface ParsedLine {
  key: Buffer | null
  value: Buffer | null
  headers: { key: string; value: Buffer | null }[]
  partition?: number
  timestamp?: number
}

/** A line that does not have the parts it should. */
export class LineError extends Error {
  override readonly name = 'LineError'
}

export interface LineReader<Parsed extends ParsedLine | undefined = ParsedLine | undefined> {
  /** Every line is a value and nothing else: it need not be looked into. */
  readonly plain: boolean
  /** @returns undefined for a line that is no record, and need not be one @throws {LineError} */
  parse(line: Buffer, lineNumber: number): Parsed
}

export const LINE_READER_CLASS = 'org.apache.kafka.tools.LineMessageReader'

const known = {
  'parse.key': 'false',
  'key.separator': '\t',
  'parse.headers': 'false',
  'headers.delimiter': '\t',
  'headers.separator': ',',
  'headers.key.separator': ':',
  'ignore.error': 'false',
  'null.marker': '',
}
export const readerProperties: readonly string[] = Object.keys(known)

/** @throws {UsageError} for separators that cannot be told apart */
export function createLineReader(properties: Readonly<Record<string, string>>): LineReader<ParsedLine> {
  const isSet = (name: keyof typeof known) => properties[name]?.trim().toLowerCase() === 'true'
  const setting = (name: keyof typeof known) => properties[name] ?? known[name]
  const nullMarker = properties['null.marker']
  demandDifferent(properties, setting)
  const parseKey = isSet('parse.key')
  const parseHeaders = isSet('parse.headers')
  const ignoreError = isSet('ignore.error')
  const keySeparator = Buffer.from(setting('key.separator'))
  const headersDelimiter = Buffer.from(setting('headers.delimiter'))
  // A regular expression in Kafka; unlike Java's, one that cannot be read is the separator itself.
  const headersSeparator = pattern(setting('headers.separator'))
  const headersKeySeparator = setting('headers.key.separator')
  const marker = nullMarker === undefined ? undefined : Buffer.from(nullMarker)
  const nullable = (bytes: Buffer) => (marker?.equals(bytes) ? null : bytes)

  /** Where the part that begins at `from` ends; undefined: it is not there, and that is to be ignored. */
  const find = (line: Buffer, from: number, separator: Buffer, name: string, lineNumber: number) => {
    const at = line.indexOf(separator, from)
    if (at >= 0) return at
    if (ignoreError) return undefined
    throw new LineError(`No ${name} found on line number ${lineNumber}: '${line}'`)
  }
  const headersIn = (text: string, lineNumber: number) =>
    text === nullMarker
      ? []
      : split(text, headersSeparator).map(pair => {
          const at = pair.indexOf(headersKeySeparator)
          if (at < 0) {
            if (ignoreError) return { key: pair, value: null }
            throw new LineError(`No header key separator found in pair '${pair}' on line number ${lineNumber}`)
          }
          const key = pair.slice(0, at)
          if (key === nullMarker)
            throw new LineError(`Header keys should not be equal to the null marker '${key}' as they can't be null`)
          return { key, value: nullable(Buffer.from(pair.slice(at + headersKeySeparator.length))) }
        })

  return {
    plain: !parseKey && !parseHeaders && marker === undefined,
    parse(line, lineNumber) {
      let at = 0
      let headers: ParsedLine['headers'] = []
      let key: Buffer | null = null
      if (parseHeaders) {
        const end = find(line, at, headersDelimiter, 'headers delimiter', lineNumber)
        if (end !== undefined) {
          headers = headersIn(line.toString('utf8', at, end), lineNumber)
          at = end + headersDelimiter.length
        }
      }
      if (parseKey) {
        const end = find(line, at, keySeparator, 'key separator', lineNumber)
        if (end !== undefined) {
          key = nullable(line.subarray(at, end))
          at = end + keySeparator.length
        }
      }
      return { key, value: nullable(line.subarray(at)), headers }
    },
  }
}

function demandDifferent(given: Readonly<Record<string, string>>, setting: (name: keyof typeof known) => string): void {
  const separators = ['headers.delimiter', 'headers.separator', 'headers.key.separator'] as const
  const all: readonly (readonly [string, string | undefined])[] = [
    ...separators.map(name => [name, setting(name)] as const),
    ['null.marker', given['null.marker']],
  ]
  all.forEach(([name, value], i) => {
    const same = all.slice(i + 1).find(([, other]) => other !== undefined && other === value)
    if (same) throw new UsageError(`${name} and ${same[0]} may not be equal`)
  })
  if (given['null.marker'] === setting('key.separator'))
    throw new UsageError('null.marker and key.separator may not be equal')
}

function pattern(text: string): RegExp | string {
  try {
    return new RegExp(text)
  } catch {
    return text
  }
}

/** As Java's Pattern.split: empty strings at the end are dropped. */
function split(text: string, separator: RegExp | string): string[] {
  const parts = text.split(separator)
  while (parts.length > 1 && parts.at(-1) === '') parts.pop()
  return parts
}
