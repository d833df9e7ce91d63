/**
 * connect-plugin-path (connect-plugin-path.sh): which plugins are in folders and files of plugin.path.
 * Source: Kafka 4.3 `ConnectPluginPath`, for flags, columns and exit codes. Manifests are for Java's ServiceLoader: plugins here
 * are found by what their modules export, so every one has what it needs, and there is nothing to synchronise.
 */
import fs from 'node:fs'
import path from 'node:path'
import { propertiesOf } from '../src/cli/client.ts'
import { type Flags, many, text, toggle } from '../src/cli/flags.ts'
import type { Io } from '../src/cli/io.ts'
import { json, printJson } from '../src/cli/json.ts'
import { type Family, tool } from '../src/cli/tool.ts'
import { UsageError } from '../src/cli/usage-error.ts'
import type { PluginKind } from '../src/connect/plugin.ts'
import { modulesAt, nothingUsable, pluginsOf } from '../src/connect/plugins/discover.ts'
import { type Entry, namesOf } from '../src/connect/plugins/registry.ts'

const help = { exit: 1, to: 'stdout' } as const
const places = () =>
  ({
    location: many(text('--plugin-location <path>', 'one plugin: a file, or the folder of a package')),
    path: many(text('--plugin-path <paths>', 'folders of plugins, as plugin.path has them')),
    config: many(text('--worker-config <file>', "a worker's properties, for their plugin.path")),
  }) satisfies Flags

interface Places {
  readonly location: readonly string[]
  readonly path: readonly string[]
  readonly config: readonly string[]
}

/** What Kafka's tool ends with when something is not there: what was named itself, or a folder of a path. */
const NOT_THERE = { itself: 2, onPath: 3 } as const

/** Ends the command with its exit code. */
class Place extends Error {
  readonly exit: number

  constructor(message: string, exit: number = NOT_THERE.itself) {
    super(message)
    this.exit = exit
  }
}

/** In the order in which Kafka's tool looks. @throws {Place} */
function locationsOf(io: Io, { location, path: paths, config }: Places): string[] {
  const at = (name: string) => path.resolve(io.cwd, name)
  for (const each of paths) folders(each, '--plugin-path')
  const configured = config.flatMap(file => folders(pathIn(io, file), 'plugin.path'))
  const found: string[] = []
  for (const each of [...paths.flatMap(text => folders(text, '--plugin-path')), ...configured]) {
    if (!fs.existsSync(at(each))) throw new Place(`There is no ${each} to look for plugins in`, NOT_THERE.onPath)
    found.push(...modulesAt(at(each)))
  }
  for (const each of location)
    if (!fs.existsSync(at(each))) throw new Place(`Specified location ${each} does not exist`)
  return [...new Set([...found, ...location.map(at)])]
}

function pathIn(io: Io, file: string): string | undefined {
  try {
    return propertiesOf(io, file)['plugin.path']
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new Place(`Unable to read worker config at ${file}: ${error.message}`)
  }
}

function folders(list: string | undefined, name: string): string[] {
  if (list === undefined) return []
  if (list.trim() === '') throw new Place(`'${name}' must not be empty.`)
  const each = list.trim().split(/\s*,\s*/)
  if (each.includes('')) throw new Place(`'${name}' values must not be empty.`)
  return each
}

/** @returns the exit code of the work; of a place that is not there, which is said */
async function at(io: Io, given: Places, work: (locations: string[]) => unknown): Promise<number> {
  if (given.location.length + given.path.length + given.config.length === 0)
    throw new UsageError('Must specify at least one --plugin-location, --plugin-path, or --worker-config', {
      next: 'tskafka connect-plugin-path list --plugin-path plugins',
    })
  try {
    await work(locationsOf(io, given))
    return 0
  } catch (error) {
    if (!(error instanceof Place)) throw error
    io.warn(error.message)
    return error.exit
  }
}

const header = [
  'pluginName',
  'firstAlias',
  'secondAlias',
  'pluginVersion',
  'pluginType',
  'isLoadable',
  'hasManifest',
  'pluginLocation',
]
const types: Partial<Record<PluginKind, string>> = {
  config_provider: 'configprovider',
  override_policy: 'connector_client_config_override_policy',
}

function rowsOf(entry: Entry): string[][] {
  const { class: name, plugin, location } = entry
  const [first = 'N/A', second = 'N/A'] = namesOf(entry).slice(1)
  const kinds =
    plugin.kind === 'converter' && plugin.forHeaders ? (['converter', 'header_converter'] as const) : [plugin.kind]
  return kinds.map(kind => [name, first, second, plugin.version, types[kind] ?? kind, 'true', 'true', location])
}

/** A row for programs: what is not known is null, and what is yes or no says so. */
const asObject = (row: readonly string[]) =>
  Object.fromEntries(
    header.map((name, i) => [name, /^(is|has)/.test(name) ? row[i] === 'true' : row[i] === 'N/A' ? null : row[i]]),
  )

const isPlainFolder = (location: string) =>
  fs.statSync(location).isDirectory() && !fs.existsSync(path.join(location, 'package.json'))

const list = tool({
  name: 'connect-plugin-path list',
  summary: 'Print the plugins of these places, and which cannot be loaded',
  grammar: 'argparse4j',
  help,
  flags: { ...places(), json: json() },
  examples: [
    'tskafka connect-plugin-path list --plugin-path plugins',
    'tskafka connect-plugin-path list --worker-config config/connect-standalone.properties',
  ],
  run: ({ io, options }) =>
    at(io, options, async locations => {
      const rows: string[][] = []
      let loadable = 0
      for (const location of locations)
        try {
          if (isPlainFolder(location)) {
            io.warn(`${location} is no plugin: it has no package.json. Plugins in a folder are found by --plugin-path`)
            continue
          }
          const entries = await pluginsOf(location)
          if (entries.length === 0) io.warn(await nothingUsable(location))
          const found = entries.flatMap(rowsOf)
          rows.push(...found)
          loadable += found.length
        } catch (error) {
          io.warn((error as Error).message)
          rows.push([path.basename(location), 'N/A', 'N/A', 'undefined', 'unknown', 'false', 'true', location])
        }
      if (options.json) return printJson(io, { plugins: rows.map(asObject) })
      for (const row of [header, ...rows]) io.print(row.join('\t'))
      io.print()
      io.print(`Total plugins:      \t${rows.length}`)
      io.print(`Loadable plugins:   \t${loadable}`)
      io.print(`Compatible plugins: \t${loadable}`)
    }),
})

const syncManifests = tool({
  name: 'connect-plugin-path sync-manifests',
  summary: 'Say that plugins need no manifests here',
  grammar: 'argparse4j',
  help,
  flags: {
    ...places(),
    dryRun: toggle('--dry-run', 'nothing is written in any case'),
    keepNotFound: toggle('--keep-not-found', 'there is nothing to keep'),
  },
  examples: ['tskafka connect-plugin-path sync-manifests --plugin-path plugins'],
  run: ({ io, options }) =>
    at(io, options, () => {
      if (options.dryRun) io.print('Dry run started: No changes will be committed.')
      io.print('Scanning for plugins...')
      io.print('No changes required.')
    }),
})

export const connectPluginPath: Family = {
  name: 'connect-plugin-path',
  summary: 'Look after the folders of Connect plugins',
  subcommands: [list, syncManifests],
}

/** `connect plugin-path list`: the same, under the name of its family. */
export const pluginPath = tool({
  name: 'connect plugin-path',
  summary: 'Print the plugins of folders, and which cannot be loaded',
  grammar: 'argparse4j',
  help,
  flags: syncManifests.flags,
  operands: 'list | sync-manifests',
  examples: ['tskafka connect plugin-path list --plugin-path plugins'],
  run(call) {
    const [word = 'list', ...operands] = call.operands
    if (word === 'list') return list.run({ ...call, operands })
    if (word === 'sync-manifests') return syncManifests.run({ ...call, operands })
    throw new UsageError(`"${word}" is neither list nor sync-manifests`, {
      next: 'tskafka connect plugin-path list --plugin-path plugins',
    })
  },
})
