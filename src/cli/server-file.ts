/** The settings of a broker as they are given on a command line: a file of Kafka's properties or of YAML, and overrides. */
import path from 'node:path'
import type yamlPackage from 'yaml'
import { brokerConfigs } from '../config/broker.ts'
import { parseProperties } from '../config/properties.ts'
import { lazily } from '../lib/load.ts'
import { pairs } from './client.ts'
import { readGiven } from './given-file.ts'
import type { Io } from './io.ts'
import { UsageError } from './usage-error.ts'

/** Few brokers have such a file, and it is a sixth of the bundle. */
const yaml = lazily<typeof yamlPackage>('yaml')

/** Where a broker keeps its data that was told nothing. */
export const DEFAULT_DIR = '.tskafka'

/** @param next what to type instead of a file that cannot be read @throws {UsageError} when the file cannot be read, or an override is no `key=value` */
export function serverProperties(
  io: Io,
  file: string | undefined,
  overrides: readonly string[],
  next = 'tskafka server-start',
): Record<string, string> {
  for (const override of overrides)
    if (!/^[^=]+=/.test(override))
      throw new UsageError(
        `--override "${override}" is no setting: it takes key=value, such as --override log.retention.hours=1`,
      )
  const given =
    file === undefined
      ? { 'log.dirs': path.join(io.cwd, DEFAULT_DIR), listeners: 'PLAINTEXT://:9092' }
      : demandSettings(file, readFile(io, file, next), next)
  return { ...given, ...pairs(overrides) }
}

/** Any text is a file of properties: one that has none of a broker's was meant to be another. */
function demandSettings(file: string, given: Record<string, string>, next: string): Record<string, string> {
  const names = Object.keys(given)
  if (names.length === 0 || names.some(name => Object.hasOwn(brokerConfigs, name))) return given
  throw new UsageError(
    `${file} holds no setting of a broker, and begins with "${shown(names[0]!)}": a file as Kafka's server.properties is wanted`,
    { next },
  )
}

/** Without what a terminal would take for a command of its own. */
const shown = (text: string) => JSON.stringify(text.slice(0, 40)).slice(1, -1)

function readFile(io: Io, file: string, next: string): Record<string, string> {
  const text = readGiven(io, file, next)
  if (!/\.ya?ml$/.test(file)) return Object.fromEntries(parseProperties(text))
  const flat: Record<string, string> = {}
  try {
    flatten(yaml().parse(text), '', flat)
  } catch (error) {
    throw new UsageError(`${file} is no YAML: ${(error as Error).message}`, { cause: error })
  }
  return flat
}

/** `log: { retention: { ms: 1000 } }` is log.retention.ms; a list is its items with commas between. */
function flatten(value: unknown, prefix: string, into: Record<string, string>): void {
  if (Array.isArray(value)) into[prefix] = value.join(',')
  else if (value !== null && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) flatten(inner, prefix === '' ? key : `${prefix}.${key}`, into)
  else if (prefix !== '') into[prefix] = value === null ? '' : String(value)
}
