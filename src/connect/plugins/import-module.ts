/**
 * Loads a plugin's module, TypeScript too, wherever it lies. `import ... from 'tskafka'` in it is this package, if it has none of
 * its own.
 *
 * TypeScript is what Node itself strips (from 22.18 on), or esbuild does, when it is installed; else it is refused.
 * Not here: types are not checked.
 */

import fs from 'node:fs'
import { createRequire, register } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import vm from 'node:vm'
import { ConnectError } from '../errors.ts'

/**
 * A real import(): the launcher runs this code as a script, whose own would be refused, and the bundler would make a require()
 * of it.
 */
const load = new vm.Script('specifier => import(specifier)', {
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}).runInThisContext() as (specifier: string) => Promise<Record<string, unknown>>

export async function importModule(location: string, fresh = false): Promise<Record<string, unknown>> {
  const file = fs.statSync(location).isDirectory() ? mainOf(location) : location
  hook()
  if (/\.[mc]?ts$/.test(file) && !stripsTypes && !esbuild)
    throw new ConnectError(
      `${file} is TypeScript: this Node (${process.version}) needs esbuild for that. Type: npm install esbuild`,
    )
  const url = pathToFileURL(file)
  if (fresh) url.searchParams.set('fresh', String(++generation))
  return load(url.href)
}

let generation = 0

/** A package's main module. */
function mainOf(folder: string): string {
  const require = createRequire(path.join(folder, 'package.json'))
  const { exports, module, main } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    exports?: unknown
    module?: string
    main?: string
  }
  const entry = exportOf(exports) ?? module ?? main ?? 'index.js'
  return require.resolve(path.resolve(folder, entry))
}

/** The one for "." and import. */
function exportOf(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports
  if (typeof exports !== 'object' || exports === null) return undefined
  const table = exports as Record<string, unknown>
  return exportOf(table['.'] ?? table['import'] ?? table['node'] ?? table['default'])
}

const stripsTypes = Boolean((process.features as { typescript?: unknown }).typescript)
const esbuild = resolved('esbuild')

function resolved(name: string): string | undefined {
  const require = createRequire(import.meta.url)
  for (const from of [undefined, process.cwd()])
    try {
      return pathToFileURL(require.resolve(name, from ? { paths: [from] } : undefined)).href
    } catch {
      // The next place, or nowhere.
    }
  return undefined
}

/** This package, as a plugin may import it: built, or from its sources. */
function library(): string | undefined {
  const here = path.dirname(new URL(import.meta.url).pathname)
  const places = ['../index.js', '../../index.ts'].map(each => path.resolve(here, each))
  const found = places.find(each => fs.existsSync(each))
  return found && pathToFileURL(found).href
}

let isHooked = false

/** Node's module hooks run in a thread of their own, so they are a text. */
function hook(): void {
  if (isHooked) return
  isHooked = true
  const data = { library: library(), esbuild: stripsTypes ? undefined : esbuild }
  register(`data:text/javascript,${encodeURIComponent(HOOKS)}`, { parentURL: import.meta.url, data })
}

const HOOKS = `
import fs from 'node:fs/promises'
let given
export const initialize = data => { given = data }
export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context)
  } catch (error) {
    if (specifier === 'tskafka' && given.library) return { url: given.library, shortCircuit: true }
    throw error
  }
}
export async function load(url, context, next) {
  const file = url.split('?')[0]
  if (!given.esbuild || !/\\.[mc]?ts$/.test(file) || !file.startsWith('file:')) return next(url, context)
  const { transform } = await import(given.esbuild)
  const source = await fs.readFile(new URL(file), 'utf8')
  const { code } = await transform(source, { loader: 'ts', format: 'esm', sourcefile: file, sourcemap: 'inline' })
  return { format: 'module', source: code, shortCircuit: true }
}
`
