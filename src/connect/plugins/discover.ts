/**
 * Plugins on plugin.path: each entry is a module, or a folder with modules and packages in it. A module's exports that are
 * plugins are taken, under the name of the export unless they say their class. One that cannot be loaded is a warning.
 */
import fs from 'node:fs'
import path from 'node:path'
import { inspect } from 'node:util'
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

/** What cannot be loaded is said, and passed over: a worker goes on with the others. */
export async function discover(paths: readonly string[], log: Log): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const each of paths.filter(Boolean))
    for (const location of modulesAt(path.resolve(each)))
      try {
        const found = await pluginsOf(location)
        if (found.length === 0) log.warn(await nothingUsable(location))
        entries.push(...found)
      } catch (error) {
        const { message, cause } = error as Error
        if (cause === undefined) log.error(message)
        else log.error(message, cause)
      }
  return entries
}

/** For the author of a module in which no plugin was found. */
export async function nothingUsable(location: string): Promise<string> {
  const exported = Object.entries(await importModule(location))
  const names = exported.map(([name, value]) => (isClass(value) ? `${name}, a class` : name)).join('; ')
  return `${location} exports no plugin${names ? ` (only ${names})` : ''}: export what sourceConnector({...}), sinkConnector({...}), transformation({...}), predicate({...}) or converter({...}) of 'tskafka' returns, a value with a "kind"`
}

const isClass = (value: unknown) => typeof value === 'function' && /^class\b/.test(String(value))

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
    else demandKind(value, name, location)
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

/** Something that says a version and settings wants to be a plugin. @throws {ConnectError} when its kind is none */
function demandKind(value: unknown, name: string, location: string): void {
  if (typeof value !== 'object' || value === null || !('version' in value && 'config' in value)) return
  const { kind } = value as { kind?: unknown }
  const kinds = Object.keys(methods).join(', ')
  throw new ConnectError(
    `${name} of ${location} has ${kind === undefined ? 'no kind' : `the kind ${inspect(kind)}`}: it must be one of ${kinds}`,
  )
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
  if (missing.length === 0) {
    for (const [setting, definition] of Object.entries(plugin.config))
      demandSetting(setting, definition, `${name} of ${location}`)
    return plugin
  }
  throw new ConnectError(`${name} of ${location} is a ${plugin.kind} without ${missing.join(' and without ')}`)
}

const settingTypes = ['boolean', 'string', 'int', 'short', 'long', 'double', 'list', 'class', 'password']

/** @throws {ConnectError} for one that would break when a value is read by it */
function demandSetting(name: string, definition: unknown, who: string): void {
  const wrong = (what: string) => new ConnectError(`${who}: its setting ${name} ${what}`)
  if (typeof definition !== 'object' || definition === null)
    throw wrong(`is ${inspect(definition)}: it must be a definition, such as { type: 'string' }`)
  const { type, values, check, default: given } = definition as Record<string, unknown>
  if (!settingTypes.includes(type as string))
    throw wrong(
      `has ${type === undefined ? 'no type' : `the type ${inspect(type)}`}: there are ${settingTypes.join(', ')}`,
    )
  if (values !== undefined && !Array.isArray(values)) throw wrong('has values that are no array')
  if (check !== undefined && typeof check !== 'function') throw wrong('has a check that is no function')
  const kind =
    type === 'boolean' ? 'boolean' : ['int', 'short', 'long', 'double'].includes(type as string) ? 'number' : 'string'
  const isFit = given == null || (type === 'list' ? Array.isArray(given) : typeof given === kind)
  if (!isFit) throw wrong(`is of type ${type}, and its default ${inspect(given)} is not`)
}
