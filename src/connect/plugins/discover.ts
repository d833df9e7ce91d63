/**
 * Plugins on plugin.path: each entry is a module, or a folder with modules and packages in it. A module's exports that are
 * plugins are taken, under the name of the export unless they say their class. One that cannot be loaded is a warning.
 */
import fs from 'node:fs'
import path from 'node:path'
import { ConnectError } from '../errors.ts'
import type { Log, Plugin, PluginKind } from '../plugin.ts'
import { importModule } from './import-module.ts'
import type { Entry } from './registry.ts'

const MODULE = /\.(ts|mts|cts|js|mjs|cjs)$/
const NOT_MODULE = /\.(d\.[mc]?ts|(test|spec)\.[mc]?[jt]s)$/

const methods: Readonly<Record<PluginKind, string>> = {
  source: 'task',
  sink: 'task',
  transformation: 'create',
  predicate: 'create',
  converter: 'create',
  header_converter: 'create',
  config_provider: 'create',
  override_policy: 'create',
}

/** @throws {ConnectError} for an entry that is not there */
export async function discover(paths: readonly string[], log: Log): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const each of paths.filter(Boolean))
    for (const location of modulesAt(path.resolve(each)))
      try {
        entries.push(...(await pluginsOf(location)))
      } catch (error) {
        log.error(`Cannot load plugins of ${location}`, error)
      }
  return entries
}

/** Files and packages, not what lies deeper. */
export function modulesAt(location: string): string[] {
  const stat = fs.statSync(location, { throwIfNoEntry: false })
  // Kafka's own default is a folder that need not be there.
  if (!stat) return []
  if (stat.isFile()) return isModule(location) ? [location] : []
  if (fs.existsSync(path.join(location, 'package.json'))) return [location]
  return fs
    .readdirSync(location, { withFileTypes: true })
    .map(entry => path.join(location, entry.name))
    .filter(each => isModule(each) || fs.existsSync(path.join(each, 'package.json')))
    .sort()
}

const isModule = (file: string) => MODULE.test(file) && !NOT_MODULE.test(file)

/** @param fresh load it again, though it was loaded before: for files that are being written */
export async function pluginsOf(location: string, fresh = false): Promise<Entry[]> {
  const module = await importModule(location, fresh)
  // CommonJS: what it exports is the default export.
  const exported = { ...(isPlain(module['default']) ? module['default'] : {}), ...module }
  const found = new Map<Plugin, string>()
  for (const [name, value] of Object.entries(exported))
    if (isPlugin(value) && (name !== 'default' || !found.has(value))) found.set(value, name)
  return [...found].map(([plugin, name]) => ({
    class: plugin.class ?? (name === 'default' ? path.basename(location).replace(MODULE, '') : name),
    plugin: demandWhole(plugin, name, location),
    location,
  }))
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !isPlugin(value)

/** By what it says of itself: its author need not import anything of ours. */
export function isPlugin(value: unknown): value is Plugin {
  if (typeof value !== 'object' || value === null) return false
  const { kind } = value as { kind?: unknown }
  return typeof kind === 'string' && Object.hasOwn(methods, kind)
}

/** @throws {ConnectError} for one that lacks something */
function demandWhole(plugin: Plugin, name: string, location: string): Plugin {
  const missing = [
    ...(typeof plugin.version === 'string' ? [] : ['version: a text']),
    ...(typeof plugin.config === 'object' && plugin.config !== null ? [] : ['config: a table of settings']),
    ...(typeof (plugin as unknown as Record<string, unknown>)[methods[plugin.kind]] === 'function'
      ? []
      : [`${methods[plugin.kind]}: a function`]),
  ]
  if (missing.length === 0) return plugin
  throw new ConnectError(`${name} of ${location} is a ${plugin.kind} without ${missing.join(' and without ')}`)
}
