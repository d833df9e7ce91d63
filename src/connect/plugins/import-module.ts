/**
 * Loads a plugin's module, wherever it lies: a package's main one, JavaScript as Node does, TypeScript by esbuild
 * (module-hooks.ts). What goes wrong is said to the plugin's author: which file, which line, what to do.
 */
import fs from 'node:fs'
import NodeModule, { createRequire } from 'node:module'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { SECONDS } from '../../lib/units.ts'
import { ConnectError } from '../errors.ts'
import { COMPILE_ERROR, hook, MARK } from './module-hooks.ts'

/**
 * A real import(): the launcher runs this code as a script, whose own would be refused, and the bundler would make a require()
 * of it. A module that Node compiles itself has one.
 */
const real = new NodeModule('tskafka-import') as NodeModule & { _compile(code: string, file: string): void }
real._compile('module.exports = specifier => import(specifier)', fileURLToPath(import.meta.url))
const load = real.exports as (specifier: string) => Promise<Module>

export type Module = Readonly<Record<string, unknown>>

/** A module that awaits what never comes would keep the worker from its start. */
const LOAD_MS = 30 * SECONDS

/**
 * @param fresh load it again, with all that it imports from beside it, though it was loaded before
 * @throws {ConnectError} that names file and line
 */
export async function importModule(location: string, fresh = false): Promise<Module> {
  const file = fileOf(location)
  hook()
  const url = pathToFileURL(file)
  if (fresh || /\.[mc]?ts$/.test(file)) url.searchParams.set(MARK, fresh ? String(++generation) : '0')
  try {
    return await inTime(load(url.href), file)
  } catch (error) {
    throw await explained(file, error)
  }
}

let generation = 0

async function inTime(loaded: Promise<Module>, file: string): Promise<Module> {
  const stop = new AbortController()
  const late = sleep(LOAD_MS, undefined, { signal: stop.signal }).then(() => {
    throw new ConnectError(
      `Cannot load ${file}: it was not done after ${LOAD_MS / SECONDS} seconds. Does it await something that never comes? Connect to other systems in task(), not while the module loads`,
    )
  })
  late.catch(() => {}) // aborted
  try {
    return await Promise.race([loaded, late])
  } finally {
    stop.abort()
  }
}

/** A file, or a package's main module. @throws {ConnectError} */
export function fileOf(location: string): string {
  if (!fs.statSync(location).isDirectory()) return location
  const manifest = path.join(location, 'package.json')
  let entry: string
  try {
    const { exports, module, main } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as Manifest
    entry = exportOf(exports) ?? module ?? main ?? 'index.js'
  } catch (cause) {
    throw new ConnectError(`Cannot load ${location}: ${manifest} is not JSON: ${(cause as Error).message}`)
  }
  const file = path.resolve(location, entry)
  try {
    return createRequire(manifest).resolve(file)
  } catch {
    throw new ConnectError(
      `Cannot load ${location}: there is no ${file}, its main module by ${manifest}. Build the package, or put the module that is there into "exports"`,
    )
  }
}

interface Manifest {
  exports?: unknown
  module?: string
  main?: string
}

/** The one for "." and import. */
function exportOf(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports
  if (typeof exports !== 'object' || exports === null) return undefined
  const table = exports as Record<string, unknown>
  return exportOf(table['.'] ?? table['import'] ?? table['node'] ?? table['default'])
}

const MEND = 'Mend it, or take it off plugin.path'

async function explained(file: string, error: unknown): Promise<Error> {
  if (error instanceof ConnectError) return error
  const { message = String(error), code, stack = '' } = (error ?? {}) as NodeJS.ErrnoException
  const [first = ''] = message.split('\n')
  if (message.startsWith(COMPILE_ERROR))
    return new ConnectError(`Cannot load ${file}: ${message.slice(COMPILE_ERROR.length).trim()}\n${MEND}`)
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    const [, name] = /^Cannot find (?:package|module) '([^'.\\/][^']*)'/.exec(first) ?? []
    const todo = name ? `Type: npm install --prefix '${path.dirname(file)}' ${name}` : MEND
    return new ConnectError(`Cannot load ${file}: ${first}. ${todo}`)
  }
  const places = error instanceof SyntaxError ? await syntaxErrors(file) : undefined
  if (places) return new ConnectError(`Cannot load ${file}: ${places}\n${MEND}`)
  const line = lineIn(stack, file)
  return new ConnectError(
    `Cannot load ${file}: it threw${line ? ` at line ${line}` : ''} while it was loaded: ${message}. ${MEND}`,
    { cause: error },
  )
}

/** The innermost frame that is the file's own. */
function lineIn(stack: string, file: string): string | undefined {
  for (const line of stack.split('\n')) {
    const [, place, number] =
      /(?:\(|at (?:async )?)((?:file:\/\/)?\/[^()]*?)(?:\?[^:()]*)?:(\d+):\d+\)?$/.exec(line) ?? []
    if (place && (place.startsWith('file:') ? fileURLToPath(place) : place) === file) return number
  }
  return undefined
}

/** Node does not say where JavaScript has its error; esbuild does. */
async function syntaxErrors(file: string): Promise<string | undefined> {
  const { transform } = await import('esbuild')
  try {
    await transform(fs.readFileSync(file, 'utf8'), { logLevel: 'silent', loader: 'js' })
    return undefined
  } catch (error) {
    const { errors } = error as import('esbuild').BuildFailure
    return errors
      .map(({ text, location }) => `${file}:${location?.line}:${(location?.column ?? 0) + 1}: ${text}`)
      .join('\n')
  }
}
