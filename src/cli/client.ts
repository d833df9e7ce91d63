/**
 * What every command that talks to a cluster takes: where it is, and the client's settings, from a file and from
 * `key=value` words. A word beats the file, a flag of the command beats both.
 */
import type { AdminConfigs } from '../client/admin/connect.ts'
import { parseBootstrap } from '../client/bootstrap.ts'
import type { Definitions } from '../config/define.ts'
import { unknownNames } from '../config/given.ts'
import { parseProperties } from '../config/properties.ts'
import { text } from './flags.ts'
import { readGiven } from './given-file.ts'
import type { Io } from './io.ts'
import { UsageError } from './usage-error.ts'

export const bootstrapServer = () =>
  text('--bootstrap-server <host:port>', 'a broker of the cluster, or several with commas between')
export const bootstrapController = () =>
  text('--bootstrap-controller <host:port>', 'a controller of the cluster, instead of a broker')
export const commandConfig = () => text('--command-config <file>', 'properties of the client, as key=value lines')

export type ClientConfigs = Record<string, string> & { 'bootstrap.servers': string }

/**
 * @param otherwise the cluster if none is named; without it that is an error
 * @throws {UsageError} when the address cannot be one, or the file cannot be read
 */
export function clientConfigs(
  io: Io,
  options: { bootstrapServer?: string | undefined; commandConfig?: string | undefined },
  properties: Readonly<Record<string, string>> = {},
  otherwise?: string,
): ClientConfigs {
  const given = { ...propertiesOf(io, options.commandConfig), ...properties }
  return {
    ...given,
    'bootstrap.servers': addresses(options.bootstrapServer ?? given['bootstrap.servers'] ?? otherwise),
  }
}

/** For commands that may ask controllers instead of brokers. @throws {UsageError} when neither is named */
export function adminConfigs(
  io: Io,
  options: {
    bootstrapServer?: string | undefined
    bootstrapController?: string | undefined
    commandConfig?: string | undefined
  },
  properties: Readonly<Record<string, string>> = {},
): AdminConfigs {
  if (options.bootstrapController === undefined) return clientConfigs(io, options, properties)
  const given = { ...propertiesOf(io, options.commandConfig), ...properties }
  return { ...given, 'bootstrap.controllers': addresses(options.bootstrapController, '--bootstrap-controller') }
}

/** The lines of a properties file; none without a file. */
export function propertiesOf(io: Io, file: string | undefined): Record<string, string> {
  if (file === undefined) return {}
  return Object.fromEntries(parseProperties(readGiven(io, file)))
}

/** `a=1`, `b=x=y`, and `c` alone, which is empty. */
export const pairs = (words: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    words.map(word => {
      const equals = word.indexOf('=')
      return equals < 0 ? [word, ''] : [word.slice(0, equals), word.slice(equals + 1)]
    }),
  )

/** @throws {UsageError} unless each is host:port */
export function addresses(text: string | undefined, flag = '--bootstrap-server'): string {
  if (text === undefined)
    throw new UsageError('--bootstrap-server is missing: it says which cluster, such as localhost:9092')
  const parts = text.split(',').map(part => part.trim())
  const wrong = parts.find(part => !isAddress(part))
  if (wrong === undefined) return text
  const meant = parts.filter(Boolean).map(part => (isAddress(part) ? part : nearestAddress(part)))
  throw new UsageError(`${flag} "${wrong}" is no address: it takes host:port, such as localhost:9092`, {
    slip: { typed: text, meant: meant.join(',') || 'localhost:9092' },
  })
}

function isAddress(text: string): boolean {
  try {
    return parseBootstrap(text).length === 1
  } catch {
    return false // It says so in other words than those of a flag.
  }
}

/** `http://host:80/path`, `host`, `:9092`: the host and the port that are there, or the usual ones. */
function nearestAddress(text: string): string {
  const [, host = '', digits = ''] = /^(?:\w+:\/\/)?(\[[^\]]*\]|[^:/\s]*)[^:]*(?::(\d+))?/.exec(text) ?? []
  const port = Number(digits)
  return `${host || 'localhost'}:${port >= 1 && port <= 65535 ? port : 9092}`
}

/** Old flag and new one are the same, so they exclude each other; the old one gets Kafka's line about it. */
export function renamed<T>(io: Pick<Io, 'print'>, line: string, old: { given: boolean; value: T }, now: T): T {
  if (!old.given) return now
  io.print(line)
  return old.value
}

/** Say so when a setting has a name that nothing reads, and take it out: the client need not say it again. */
export function dropUnknown(io: Io, given: Record<string, string>, known: Definitions): void {
  for (const line of unknownNames(given, known, 'client')) io.warn(`WARN ${line}`)
  for (const name of Object.keys(given)) if (!Object.hasOwn(known, name)) delete given[name]
}
