/** The program that README.md shows does what it says: in node:test, and in tap. (vitest: test/real.) */
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { embeddedExample } from './kit/readme.ts'

const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '..')

t.test('the example in both READMEs is the same', async t => {
  t.equal(embeddedExample('README.ko.md'), embeddedExample('README.md'))
})

const runners: Record<string, string[]> = { 'node:test': ['--test'], tap: [] }
for (const [runner, flags] of Object.entries(runners))
  t.test(`the example passes in ${runner}`, async t => {
    const file = path.join(t.testdir(), 'orders.test.ts')
    fs.writeFileSync(
      file,
      embeddedExample('README.md')
        .replace(`'node:test'`, `'${runner}'`)
        .replace(`'tskafka'`, `'${path.join(root, 'src/index.ts')}'`),
    )
    const { stdout } = await run(process.execPath, ['--import=tsx', ...flags, file], {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: undefined },
      timeout: 60_000,
    })
    t.match(stdout, /# pass 1\b|pass: 1\b|ok 1 - an order arrives/)
    t.notMatch(stdout, /^not ok/m)
  })
