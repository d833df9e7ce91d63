/**
 * The hooks of `typescript.mjs`: TypeScript becomes JavaScript when it is imported, one file at a time, and is kept in
 * `.tap/typescript` under the source's own name. A kept file ends on the hash of what it was made of, so it can never be
 * stale; where nothing can be kept, every process does the work again.
 *
 * Every hook answers for itself where it can: whatever it passes on is heard by tap's own hooks, in the main thread.
 * Not here: coverage, CommonJS, imports without an extension.
 */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(import.meta.dirname, '../..')
const kept = path.join(root, '.tap/typescript')
const settings = { format: 'esm', target: 'node20', jsx: 'automatic', sourcemap: 'inline', sourcesContent: false }
const recipe = JSON.stringify([settings, process.version, read(path.join(root, 'node_modules/esbuild/package.json'))])

/** @type {import('node:module').ResolveHook} */
export function resolve(specifier, context, next) {
  if (/^\.\.?\/.*\.tsx?$/.test(specifier) && context.parentURL?.startsWith('file:')) {
    const url = new URL(specifier, context.parentURL)
    // Node's own error for a missing file names who imports it.
    if (fs.existsSync(url)) return { url: url.href, format: 'module', shortCircuit: true }
  }
  return next(specifier, context)
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  if (url.startsWith('file:')) {
    const file = fileURLToPath(url)
    if (/\.tsx?$/.test(file)) return { format: 'module', source: await javascript(file), shortCircuit: true }
    if (context.format === 'module') return { format: 'module', source: fs.readFileSync(file), shortCircuit: true }
  }
  return next(url, context)
}

async function javascript(file) {
  const source = fs.readFileSync(file)
  const seal = `\n//# ${createHash('sha1').update(recipe).update(file).update(source).digest('hex')}\n`
  const place = path.join(kept, `${path.relative(root, file)}.js`)
  const inside = place.startsWith(kept)
  const before = inside ? read(place) : undefined
  if (before?.endsWith(seal)) return before
  const { transform } = await import('esbuild')
  const { code } = await transform(source, { ...settings, loader: path.extname(file).slice(1), sourcefile: file })
  if (inside) keep(place, code + seal)
  return code
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return
  }
}

/** Under another name first: a second process must never read half of it. */
function keep(file, content) {
  const half = `${file}.${process.pid}`
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(half, content)
    fs.renameSync(half, file)
  } catch {}
}
