/**
 * What the console consumer can beyond Kafka's, as one formatter and one range: loaded when a flag of it was typed. The order is
 * that of a pipe: range, --grep, --filter, --map, then --format, --json or --formatter. --max-messages counts what comes out of it.
 */
import type { Formatter } from '../formatters.ts'
import type { Io } from '../io.ts'
import { grepped } from './grep.ts'
import { jsonLines } from './json-lines.ts'
import { printf } from './printf.ts'
import { Range, type RangeOptions } from './range.ts'
import { filtered, mapped } from './script.ts'

export interface ComfortOptions extends RangeOptions {
  json: boolean
  format: string | undefined
  grep: string | undefined
  filter: string | undefined
  map: string | undefined
}

export async function comforts(
  options: ComfortOptions,
  plain: Formatter,
  io: Io,
): Promise<{ format: Formatter; range: Range }> {
  const range = new Range(options, io)
  let format = options.json ? await jsonLines(io) : options.format === undefined ? plain : printf(options.format)
  if (options.map !== undefined) format = mapped(options.map, format)
  if (options.filter !== undefined) format = filtered(options.filter, format)
  if (options.grep !== undefined) format = grepped(options.grep, format)
  return { format: range.within(format), range }
}
