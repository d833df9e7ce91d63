/** `--grep`: records whose key or value matches. `/expression/i` takes flags. */
import type { Formatter } from '../formatters.ts'
import { UsageError } from '../usage-error.ts'
import { keyBytes, valueBytes } from './view.ts'

/** @throws {UsageError} */
export function grepped(text: string, format: Formatter): Formatter {
  const pattern = expression(text)
  const matches = (bytes: Buffer | null) => bytes !== null && pattern.test(bytes.toString())
  return (record, batch, sink) =>
    matches(keyBytes(record)) || matches(valueBytes(record)) ? format(record, batch, sink) : false
}

function expression(text: string): RegExp {
  const [, source = text, flags = ''] = /^\/(.+)\/([imsu]*)$/.exec(text) ?? []
  try {
    return new RegExp(source, flags)
  } catch (error) {
    throw new UsageError(`--grep '${text}' is no regular expression: ${(error as Error).message}`)
  }
}
