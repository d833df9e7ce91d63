/** What a checkout must never carry: this machine's paths, registries' hosts, unfinished notes, skipped tests. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'

const root = path.resolve(import.meta.dirname, '..')
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean)
const text = tracked.filter(
  file => /\.(ts|tsx|mjs|js|md|json|txt|properties|yaml|sql|sh|java|xml)$/.test(file) && file !== 'package-lock.json',
)
const forbidden: readonly (readonly [RegExp, string])[] = [
  [/(^|[\s'"`(=])\/(work|farm|root)\//m, 'a path of one machine'],
  [/https?:\/\/(registry|repo1?|proxy|static|pypi)\./, 'the host of a package registry'],
  [/\b(TODO|FIXME|XXX)\b/, 'an unfinished note: MISSING.md is the place'],
  [/\bt\.(skip|todo)\(|[{,] *(skip|todo): true/, 'a skipped test'],
]

t.test('no tracked file carries what must not leave the house', async t => {
  for (const file of text) {
    if (file === 'test/hygiene.test.ts' || !fs.existsSync(path.join(root, file))) continue
    const content = fs.readFileSync(path.join(root, file), 'utf8')
    for (const [pattern, what] of forbidden)
      if (pattern.test(content)) t.fail(`${file}: ${what}: ${pattern.exec(content)?.[0]}`)
  }
})

t.test('the top level holds what was agreed, and nothing else', async t => {
  const allowed =
    /^(bin|src|commands|fixtures|test|config|\.ci|\.gitignore|\.taprc|biome\.json|package(-lock)?\.json|tsconfig\.json|CHANGELOG\.md|README(\.ko)?\.md|LICENSE|\.npmrc)$/
  t.same(
    tracked.map(file => file.split('/')[0]!).filter(name => !allowed.test(name)),
    [],
  )
})
