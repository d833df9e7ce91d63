/** JSON for eyes: indented, names and values in colours. A terminal's only; NO_COLOR leaves the colours out. */
import { Chalk } from 'chalk'
import type { Io } from '../io.ts'

export function pretty(io: Io): (record: Record<string, unknown>) => string {
  const chalk = new Chalk({ level: io.env['NO_COLOR'] ? 0 : 1 })
  const paint = (json: string) =>
    json.replace(
      /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g,
      (whole, text: string | undefined, colon: string | undefined, word: string | undefined) =>
        text !== undefined
          ? colon === undefined
            ? chalk.green(text)
            : chalk.cyan(text) + colon
          : word !== undefined
            ? chalk.magenta(whole)
            : chalk.yellow(whole),
    )
  return record => paint(JSON.stringify({ ...record, value: structured(record['value']) }, null, 2))
}

/** A document rather than the text of one. */
function structured(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
