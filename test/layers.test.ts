/** Imports point down, or stay in their folder. The table is DESIGN's: a folder may import its own, and any lower layer. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'

const layers: readonly (readonly string[])[] = [
  ['lib'],
  ['protocol', 'config'],
  ['log', 'net'],
  ['view'],
  ['metadata', 'group', 'transaction', 'share', 'client'],
  ['broker', 'streams', 'connect', 'cli'],
]
/** Beside the layers: the public API and the build, which may see everything. */
const outside = new Set(['index.ts', 'build'])
const root = path.resolve(import.meta.dirname, '..')
const src = path.join(root, 'src')
const layerOf = (folder: string) => layers.findIndex(names => names.includes(folder))

function* sources(dir: string): Generator<string> {
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    const file = path.join(dir, entry.name)
    if (entry.isDirectory()) yield* sources(file)
    else if (/\.tsx?$/.test(entry.name)) yield file
  }
}

/** The relative imports of a file, types and lazy ones too: a type from above is knowledge from above. */
const importsOf = (file: string) =>
  [
    ...fs
      .readFileSync(file, 'utf8')
      .matchAll(/^(?:import|export)\b[^'"`;]*?from '(\.{1,2}\/[^']+)'|\bimport\(\s*'(\.{1,2}\/[^']+)'/gm),
  ].map(match => path.resolve(path.dirname(file), (match[1] ?? match[2])!))

t.test('every folder of src has a layer', async t => {
  const folders = fs.readdirSync(src, { withFileTypes: true }).filter(entry => entry.isDirectory())
  for (const { name } of folders) t.ok(outside.has(name) || layerOf(name) >= 0, `src/${name}`)
})

t.test('imports point down, or stay in their folder', async t => {
  for (const file of sources(src)) {
    const [folder = ''] = path.relative(src, file).split(path.sep)
    if (outside.has(folder)) continue
    for (const target of importsOf(file)) {
      const inSrc = path.relative(src, target)
      const [other = ''] = inSrc.split(path.sep)
      const down = layerOf(other) >= 0 && layerOf(other) < layerOf(folder)
      if (!(other === folder || down)) t.fail(`src/${path.relative(src, file)} imports ${inSrc}, which is not below it`)
    }
  }
})

t.test('a command talks to the client, never to what is behind the wire', async t => {
  const allowed = new Set(['lib', 'protocol', 'config', 'client', 'cli', 'net'])
  /** Those that are the server, or open its files by themselves. */
  const local = new Set(['server-start.ts', 'storage.ts', 'dump-log.ts', 'doctor.ts', 'connect-dev.ts'])
  for (const file of sources(path.join(root, 'commands'))) {
    if (local.has(path.basename(file))) continue
    for (const target of importsOf(file)) {
      const inSrc = path.relative(src, target)
      if (inSrc.startsWith('..')) continue
      const [other = ''] = inSrc.split(path.sep)
      // Its commands are the program that src/connect is.
      if (other === 'connect' && path.basename(file).startsWith('connect')) continue
      if (!allowed.has(other)) t.fail(`commands/${path.basename(file)} imports src/${inSrc}`)
    }
  }
})

t.test('protocol does no I/O; lib has no Kafka word', async t => {
  for (const file of sources(path.join(src, 'protocol'))) {
    if (file.includes(`${path.sep}generate${path.sep}`)) continue
    t.notMatch(
      fs.readFileSync(file, 'utf8'),
      /from 'node:(fs|net|tls|child_process|worker_threads)/,
      path.relative(src, file),
    )
  }
  for (const file of sources(path.join(src, 'lib')))
    t.notMatch(
      fs.readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
      /topic|partition|broker|consumer/i,
      path.relative(src, file),
    )
})
