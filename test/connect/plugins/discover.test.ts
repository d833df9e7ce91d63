/** Plugins in TypeScript and JavaScript, in files and packages; and what is said of those that are wrong. */
import fs from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { discover } from '../../../src/connect/plugins/discover.ts'
import { createLogger } from '../../../src/lib/logger.ts'
import { directory } from '../../broker/start.ts'

async function discovered(t: Test, files: Record<string, string>) {
  const dir = path.join(directory(t), 'with space')
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(dir, name)), { recursive: true })
    fs.writeFileSync(path.join(dir, name), text)
  }
  const log: string[] = []
  const entries = await discover([dir], createLogger({ write: line => log.push(line.replaceAll(`${dir}/`, '')) }))
  const find = (name: string) => entries.find(entry => entry.class === name)?.plugin as never as { task(): unknown }
  return { classes: entries.map(entry => entry.class).sort(), log: log.join(''), find }
}

const SOURCE = `{ kind: 'source', version: '1', config: {}, task: () => ({ poll: () => null }) }`

t.test('TypeScript: what lies beside it is bundled, stacks name its lines, types alone may be imported', async t => {
  const { classes, find, log } = await discovered(t, {
    'good.ts': `import type { SourceConnector, Settings } from 'tskafka'
import { RetriableError, sourceConnector } from 'tskafka'
import { deep } from './lib/deep.js'

interface Unused { never: string }
export const Good = sourceConnector({
  version: '1', config: {}, task: () => deep(RetriableError),
})
const Literal = { kind: 'source', version: '2', config: {}, task: () => ({ poll: () => null }) } satisfies SourceConnector
export default Literal
`,
    'lib/deep.ts': `
type Constructor = new (message: string) => Error
export function deep(Error: Constructor): never {
  throw new Error('from below')
}
`,
  })
  t.same(classes, ['Good', 'good'], 'the default export goes by the name of its file; lib/ is not looked into')
  t.equal(log, '')
  try {
    find('Good').task()
    t.fail('it throws')
  } catch (error) {
    t.equal((error as Error).name, 'RetriableError')
    t.match((error as Error).stack, /lib\/deep\.ts:4:9[\s\S]*good\.ts:7:/)
  }
})

t.test('JavaScript of both kinds, and packages', async t => {
  const { classes, log } = await discovered(t, {
    'a.mjs': `export const A = ${SOURCE}`,
    'b.cjs': `module.exports = { B: ${SOURCE} }`,
    'c.cts': `const { basename } = require('node:path'); module.exports = { [basename('x/C')]: ${SOURCE} }`,
    'd.mjs': `import { d } from './d-helper.ts'; export const D = d`,
    'd-helper.ts': `export const d: unknown = ${SOURCE}; interface Gone {}`,
    'package-1/package.json': '{"type":"module","exports":{".":{"types":"./x.d.ts","import":"./lib/e.js"}}}',
    'package-1/lib/e.js': `export const E = ${SOURCE}`,
    'package-2/package.json': '{"main":"index.ts"}',
    'package-2/index.ts': `import { name } from './name'; export const F = ${SOURCE} as { kind: 'source'; name?: typeof name }`,
    'package-2/name.ts': `export const name = 'x' as const`,
    'package-2/node_modules/dep/package.json': '{"main":"dep.js"}',
    'types.d.ts': 'export const x: number',
    'good.test.ts': `throw new Error('a test is no plugin')`,
  })
  t.same(
    classes,
    ['A', 'B', 'C', 'D', 'E', 'F', 'd-helper']
      .filter(name => name !== 'd-helper')
      .concat('d')
      .sort(),
  )
  t.equal(log, '')
})

const wrong: Record<string, [text: string, said: RegExp]> = {
  'syntax.ts': [
    `const a = 1\n\nconst b = = 2\n`,
    /ERROR Cannot load syntax\.ts: syntax\.ts:3:11: Unexpected "="\n {4}const b = = 2\nMend it, or take it off plugin.path\n/,
  ],
  'syntax.mjs': [
    `const a = 1\nconst b = = 2\n`,
    /ERROR Cannot load syntax\.mjs: syntax\.mjs:2:11: Unexpected "="\nMend it/,
  ],
  'inner.ts': [`import './lib/broken.ts'`, /ERROR Cannot load inner\.ts: lib\/broken\.ts:2:6: .*\n {4}let 1x\nMend it/],
  'throws.ts': [
    `type A = 1\ninterface B {}\nthrow new TypeError('boom')`,
    /Cannot load throws\.ts: it threw at line 3 while it was loaded: boom\. Mend it, .*\nTypeError: boom\n.*throws\.ts:3:/,
  ],
  'throws.mjs': [`\nundefined.x`, /Cannot load throws\.mjs: it threw at line 2 while it was loaded: Cannot read prop/],
  'throws-text.mjs': [
    `throw 'just text'`,
    /Cannot load throws-text\.mjs: it threw while it was loaded: just text\. Mend/,
  ],
  'package.ts': [
    `import x from 'no-such-package'\nexport const y = x`,
    /Cannot find package 'no-such-package' imported from package\.ts\. Type: npm install --prefix '.*' no-such-package/,
  ],
  'beside.ts': [
    `import x from './no-such.ts'\nexport const y = x`,
    /Cannot load beside\.ts: beside\.ts:1:15: Could not resolve "\.\/no-such\.ts"/,
  ],
  'nothing.ts': [
    `export class MySource {}\nexport const x = 1`,
    /WARN nothing\.ts exports no plugin \(only MySource, a class; x\): export what sourceConnector\(\{\.\.\.\}\), /,
  ],
  'empty.ts': [``, /WARN empty\.ts exports no plugin: export what/],
  'kind.mjs': [
    `export const Sauce = { kind: 'sauce', version: '1', config: {} }`,
    /ERROR Sauce of kind\.mjs has the kind 'sauce': it must be one of source, sink, transformation, /,
  ],
  'no-kind.mjs': [
    `export const P = { version: '1', config: {} }`,
    /ERROR P of no-kind\.mjs has no kind: it must be one of/,
  ],
  'half.mjs': [
    `export const Half = { kind: 'source', version: 1 }`,
    /ERROR Half of half\.mjs is a source without version: a text and without config: .* and without task: a function/,
  ],
  'setting.mjs': [
    `export const A = { kind: 'source', version: '1', config: { a: null }, task() {} }`,
    /ERROR A of setting\.mjs: its setting a is null: it must be a definition, such as \{ type: 'string' \}/,
  ],
  'setting-type.mjs': [
    `export const B = { kind: 'source', version: '1', config: { a: { type: 'text' } }, task() {} }`,
    /ERROR B of setting-type\.mjs: its setting a has the type 'text': there are boolean, string, int/,
  ],
  'setting-default.mjs': [
    `export const C = { kind: 'source', version: '1', config: { a: { type: 'int', default: '5' } }, task() {} }`,
    /ERROR C of setting-default\.mjs: its setting a is of type int, and its default '5' is not/,
  ],
  'no-main/package.json': [
    '{"main":"gone.js"}',
    /Cannot load no-main: there is no no-main\/gone\.js, its main module by/,
  ],
  'no-json/package.json': ['{oops', /Cannot load no-json: no-json\/package\.json is not JSON: /],
}

t.test('what is wrong is named by file and line, with what to do; the others are loaded', async t => {
  const files = Object.fromEntries(Object.entries(wrong).map(([name, [text]]) => [name, text]))
  const { classes, log } = await discovered(t, {
    ...files,
    'lib/broken.ts': '\nlet 1x',
    'z-good.mjs': `export const Last = ${SOURCE}`,
  })
  for (const [name, [, said]] of Object.entries(wrong)) t.match(log, said, name)
  t.same(classes, ['Last'])
})

t.test('a folder that is not there is none: it is the default of Kafka', async t => {
  t.same(await discover(['/no/such/folder', ''], createLogger({ write: line => t.fail(line) })), [])
})
