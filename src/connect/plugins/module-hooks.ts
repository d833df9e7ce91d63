/**
 * What Node's loader is told for plugins: TypeScript is bundled by esbuild with what it imports from beside it, packages stay
 * packages, and `tskafka` is this package where the plugin has none of its own.
 *
 * Node runs module hooks in a thread of their own, so they are a text. Source maps are inline: stacks name lines of the .ts.
 * Not here: types are not checked, and `import.meta.url` of a file that was bundled in is that of the plugin.
 */
import fs from 'node:fs'
import { createRequire, register } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** In a module's URL: it is to be bundled. Its value tells loads of one file apart. */
export const MARK = 'tskafka-plugin'

/** How a message from the hooks begins that tells of the plugin's own errors. */
export const COMPILE_ERROR = 'tskafka-compile'

let isHooked = false

export function hook(): void {
  if (isHooked) return
  isHooked = true
  // Of modules that are loaded from now on.
  process.setSourceMapsEnabled(true)
  const esbuild = pathToFileURL(createRequire(import.meta.url).resolve('esbuild')).href
  register(`data:text/javascript,${encodeURIComponent(HOOKS)}`, {
    parentURL: import.meta.url,
    data: { library: library(), esbuild, mark: MARK, compileError: COMPILE_ERROR },
  })
}

/** This package, as a plugin may import it: built, or from its sources. */
function library(): string | undefined {
  const here = path.dirname(fileURLToPath(import.meta.url))
  const found = ['../index.js', '../../index.ts']
    .map(each => path.resolve(here, each))
    .find(each => fs.existsSync(each))
  return found && pathToFileURL(found).href
}

const HOOKS = `
import path from 'node:path'
import { fileURLToPath } from 'node:url'
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
  if (url.startsWith('file:') && new URL(url).searchParams.has(given.mark)) return bundle(url)
  try {
    return await next(url, context)
  } catch (error) {
    // TypeScript that a plugin in JavaScript imports.
    if (error.code !== 'ERR_UNKNOWN_FILE_EXTENSION' || !/\\.[mc]?ts(\\?|$)/.test(url)) throw error
    return bundle(url)
  }
}

async function bundle(url) {
  const file = fileURLToPath(url)
  const { build } = await import(given.esbuild)
  const folder = path.dirname(file)
  const options = {
    entryPoints: [file], outfile: file + '.mjs', absWorkingDir: folder, bundle: true, write: false, packages: 'external',
    platform: 'node', target: 'node20', format: 'esm', sourcemap: 'inline', sourcesContent: false, keepNames: true,
    logLevel: 'silent',
  }
  try {
    let { outputFiles: [{ text }] } = await build(options)
    // CommonJS among what it imports: those ask for packages by require().
    if (/\\b__require\\(/.test(text))
      ({ outputFiles: [{ text }] } = await build({ ...options, banner: { js:
        'import { createRequire as tskafkaRequire } from "node:module"; const require = tskafkaRequire(import.meta.url);' } }))
    return { format: 'module', source: text, shortCircuit: true }
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error
    const lines = error.errors.map(({ text, location }) => location
      ? path.resolve(folder, location.file) + ':' + location.line + ':' + (location.column + 1) + ': ' + text + '\\n    ' + location.lineText.trim()
      : text)
    throw new Error(given.compileError + '\\n' + lines.join('\\n'))
  }
}
`
