/**
 * `--json` of the console producer: a record a line, as the console consumer's --json prints it. Key, value, headers, timestamp
 * and partition are written as they were; topic, offset and timestampType are the new record's own.
 * Handy for what people write: a value that is no text is written as its JSON, headers may be an object, a timestamp may be ISO.
 */
import { LineError, type LineReader, type ParsedLine } from '../line-reader.ts'
import { nearest } from '../usage-error.ts'

/** Some editors begin files with it. */
const BYTE_ORDER_MARK = /^\ufeff/
const known = ['key', 'keyEncoding', 'value', 'valueEncoding', 'headers', 'timestamp', 'partition']
const ofTheOther = ['topic', 'offset', 'timestampType']

export const jsonReader = (): LineReader => ({
  plain: false,
  parse(line, number) {
    const text = line.toString().replace(BYTE_ORDER_MARK, '')
    if (text.trim() === '') return undefined
    return recordOf(object(text, number), number)
  },
})

function object(text: string, number: number): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw wrong(number, `is no JSON (${(error as Error).message}): a record takes one line, as jq -c writes it`)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw wrong(number, `is no object: a record is such as {"key":"42","value":"one"}`)
}

const wrong = (number: number, what: string) => new LineError(`Line ${number} ${what}`)

function recordOf(given: Record<string, unknown>, number: number): ParsedLine {
  for (const name of Object.keys(given)) {
    if (known.includes(name) || ofTheOther.includes(name)) continue
    const near = nearest(name, known)
    throw wrong(
      number,
      `has a field "${name}"${near ? `: did you mean "${near}"?` : `: there are ${known.join(', ')}`}`,
    )
  }
  if (given['value'] === undefined) throw wrong(number, 'has no value; "value":null is a tombstone')
  const partition = given['partition']
  if (partition !== undefined && !(Number.isInteger(partition) && (partition as number) >= 0))
    throw wrong(number, `has a partition that is none: ${JSON.stringify(partition)}`)
  const timestamp = timestampOf(given['timestamp'], number)
  return {
    key: bytesOf(given, 'key', number),
    value: bytesOf(given, 'value', number),
    headers: headersOf(given['headers'], number),
    ...(partition === undefined ? {} : { partition: partition as number }),
    ...(timestamp === undefined ? {} : { timestamp }),
  }
}

function bytesOf(given: Record<string, unknown>, name: string, number: number): Buffer | null {
  const value = given[name] ?? null
  const encoding = given[`${name}Encoding`]
  if (encoding !== undefined && encoding !== 'base64')
    throw wrong(number, `has ${name}Encoding ${JSON.stringify(encoding)}: there is base64, and text without it`)
  if (value === null) return null
  if (encoding === undefined) return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
  if (typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value)) return Buffer.from(value, 'base64')
  throw wrong(number, `has a ${name} that is not base64`)
}

/** Of a broker that keeps none it is -1. */
function timestampOf(value: unknown, number: number): number | undefined {
  if (value === undefined || value === null || value === -1) return undefined
  const time = typeof value === 'string' ? Date.parse(value) : value
  if (typeof time === 'number' && Number.isSafeInteger(time) && time >= 0) return time
  throw wrong(
    number,
    `has a timestamp that is none: ${JSON.stringify(value)}. It takes milliseconds, or "2026-11-21T07:00:00Z"`,
  )
}

function headersOf(value: unknown, number: number): ParsedLine['headers'] {
  if (value === undefined || value === null) return []
  const refuse = () =>
    wrong(
      number,
      `has headers that are none: ${JSON.stringify(value)}. They are such as [{"key":"k","value":"v"}] or {"k":"v"}`,
    )
  if (typeof value !== 'object') throw refuse()
  if (!Array.isArray(value))
    return Object.entries(value).map(([key, each]) => ({ key, value: bytesOf({ value: each }, 'value', number) }))
  return value.map((header: Record<string, unknown> | null) => {
    if (typeof header?.['key'] !== 'string') throw refuse()
    return { key: header['key'], value: bytesOf(header, 'value', number) }
  })
}
