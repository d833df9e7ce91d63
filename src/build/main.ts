/**
 * npm run build: `dist/`, from nothing, in about a second.
 *
 *   commands/<name>.cjs  one bundle a command: a start opens one file, and V8 keeps its compiled code beside it
 *   tskafka.cjs          the program without a command: help, versions, misspelt commands
 *   index.js, types/     the library
 *
 * Names are kept, so that a stack reads like the source; packages with native code stay packages.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { type BuildOptions, build, type OutputFile, type Plugin } from 'esbuild'
import { commands } from '../../commands/index.ts'
import { exportOf } from '../../commands/load.ts'

const root = path.resolve(import.meta.dirname, '../..')
const dist = path.join(root, 'dist')
const { version, dependencies } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  version: string
  dependencies: Record<string, string>
}
/** Small ones in plain JavaScript, which would cost a start ten opened files each. */
const bundled = new Set(['commander', 'chalk', 'ora', 'yaml', 'better-sqlite3', 'hono', '@hono/node-server'])

/**
 * better-sqlite3 is 13 small files and another package that looks for its native part, in 13 places: 7 ms of a start.
 * In the bundle it is asked for where the package puts it; where it is not there, the other package says so.
 */
const nativeSqlite: Plugin = {
  name: 'native-sqlite',
  setup(build) {
    build.onResolve({ filter: /^bindings$/ }, () => ({ path: 'bindings', namespace: 'native-sqlite' }))
    build.onLoad({ filter: /./, namespace: 'native-sqlite' }, () => ({
      resolveDir: root,
      contents: `const { createRequire } = require('node:module')
        module.exports = name => {
          // Not one that the bundler looks at: it has the rest of the package already.
          const main = createRequire(__filename).resolve('better-sqlite3')
          const there = createRequire(main)
          try { return there('../build/Release/' + name) }
          catch (error) {
            if (error.code !== 'MODULE_NOT_FOUND') throw error
            return there('bindings')({ bindings: name, module_root: require('node:path').join(main, '../..') })
          }
        }`,
    }))
  },
}

const common = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node20',
  external: Object.keys(dependencies).filter(name => !bundled.has(name)),
  define: { TSKAFKA_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
  legalComments: 'none',
} satisfies BuildOptions

/** CommonJS: the launcher compiles it by itself, with V8's cache; ES modules cost 10 ms more before the first line runs. */
function bundle(file: string, source: string) {
  return build({
    ...common,
    stdin: { contents: source, resolveDir: root, sourcefile: `${path.basename(file, '.cjs')}.ts`, loader: 'ts' },
    outfile: path.join(dist, file),
    format: 'cjs',
    plugins: [nativeSqlite],
    // A module that is bundled anyway needs no second file; one that is not is required.
    supported: { 'dynamic-import': false },
    define: { ...common.define, 'import.meta.url': 'importMetaUrl', 'import.meta.dirname': '__dirname' },
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
  })
}

const command = (name: string) =>
  bundle(
    `commands/${name}.cjs`,
    `import { main } from './src/cli/main.ts'
     import { printHelp, run } from './src/cli/run.ts'
     import { ${exportOf(name)} as tool } from './commands/${name}.ts'
     globalThis.bundledTool ??= name => { const file = __dirname + '/' + name + '.cjs'; return require(file).tool }
     export { tool }
     export const start = (argv, keep) => main(io => run(tool, argv, io), keep)
     export const help = argv => main(async io => printHelp(tool, argv, io))`,
  )

const library = () =>
  build({
    ...common,
    entryPoints: ['src/index.ts'],
    outfile: path.join(dist, 'index.js'),
    format: 'esm',
    packages: 'external',
  })

/** The library's types, as the compiler writes them. */
function types(): void {
  const config = path.join(dist, 'tsconfig.json')
  fs.writeFileSync(
    config,
    JSON.stringify({
      extends: '../tsconfig.json',
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        rewriteRelativeImportExtensions: true,
        rootDir: '../src',
        outDir: 'types',
      },
      include: ['../src/index.ts'],
    }),
  )
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc')
  const { status } = spawnSync(process.execPath, [tsc, '-p', config], { stdio: 'inherit' })
  fs.rmSync(config)
  process.exitCode = status ?? 1
}

function write({ path: file, text }: OutputFile): void {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  // V8 tells sources apart by their length only: the launcher asks this line instead.
  const id = createHash('sha1').update(text).digest('hex').slice(0, 12)
  fs.writeFileSync(file, file.endsWith('.cjs') ? `// ${id}\n${text}` : text)
}

const here = commands.filter(({ name }) => fs.existsSync(path.join(root, 'commands', `${name}.ts`)))
const isLibrary = fs.existsSync(path.join(root, 'src/index.ts'))
const bundles = Promise.all([
  bundle(
    'tskafka.cjs',
    `import { main } from './src/cli/main.ts'
     import { program } from './commands/program.ts'
     export const start = (argv, keep) => main(async io => program(argv, io), keep)`,
  ),
  ...here.map(({ name }) => command(name)),
  ...(isLibrary ? [library()] : []),
])
// esbuild has said what is wrong and where; the dist/ of before stays.
const results = await bundles.catch(() => process.exit(1))
fs.rmSync(dist, { recursive: true, force: true })
for (const { outputFiles } of results) for (const file of outputFiles!) write(file)
if (isLibrary) types()
