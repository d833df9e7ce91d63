/** Tests run from TypeScript's source: a failure names its line, a changed file is read anew, nothing needs to be kept. */
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { typescript } from './typescript.ts'

const run = (file: string) =>
  promisify(execFile)(process.execPath, [typescript, '--enable-source-maps', file]).then(
    ({ stdout }) => stdout,
    ({ stderr }: { stderr: string }) => stderr,
  )

t.test('an error names the line of the source, in the first run and with what is kept of it', async t => {
  const file = path.join(t.testdir(), 'wrong.ts')
  fs.writeFileSync(
    file,
    "type Long = {\n  a: 1\n}\nconst value: Long = { a: 1 }\n\nthrow new Error('wrong' + value.a)\n",
  )
  for (const time of ['first', 'second']) t.match(await run(file), /wrong\.ts:6:7/, time)
})

t.test('a file that changed is read anew, and so is one that changed back', async t => {
  const file = path.join(t.testdir(), 'changing.ts')
  for (const word of ['one', 'two', 'one']) {
    fs.writeFileSync(file, `const word: string = '${word}'\nconsole.log(word)\n`)
    t.equal(await run(file), `${word}\n`)
  }
})

t.test('a file outside of the project runs, and leaves nothing beside it', async t => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'typescript-'))
  t.teardown(() => fs.rmSync(dir, { recursive: true }))
  const file = path.join(dir, 'outside.ts')
  fs.writeFileSync(path.join(dir, 'package.json'), '{"type": "module"}')
  fs.writeFileSync(file, "console.log('outside' satisfies string)\n")
  t.equal(await run(file), 'outside\n')
  t.same(fs.readdirSync(dir).sort(), ['outside.ts', 'package.json'])
})

t.test('a missing import and a syntax error say where', async t => {
  const dir = t.testdir({ 'missing.ts': "import './nobody.ts'\n", 'syntax.ts': '\nconst = 1\n' })
  t.match(await run(path.join(dir, 'missing.ts')), /Cannot find module .*nobody\.ts' imported from .*missing\.ts/)
  t.match(await run(path.join(dir, 'syntax.ts')), /syntax\.ts:2:6/)
})
