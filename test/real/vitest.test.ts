/** The program that README.md shows, in vitest as a project has it: both are packages of a folder of its own. Needs a registry. */
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { embeddedExample } from '../kit/readme.ts'

const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '../..')

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tskafka-vitest-'))
t.teardown(() => fs.rmSync(dir, { recursive: true, force: true }))
fs.writeFileSync(path.join(dir, 'package.json'), JSON.stringify({ private: true, type: 'module' }))

/** @returns why there is no vitest here */
async function install(): Promise<string | false> {
  const words = ['install', '--no-audit', '--no-fund', '--loglevel=error', 'vitest@3']
  try {
    await run('npm', words, { cwd: dir, timeout: 240_000, env: { ...process.env, NODE_OPTIONS: '' } })
    return false
  } catch (error) {
    return `vitest cannot be installed: ${(error as { stderr?: string }).stderr?.split('\n')[0] || (error as Error).message}`
  }
}

t.test('the example passes in vitest', { skip: await install() }, async t => {
  fs.symlinkSync(root, path.join(dir, 'node_modules/tskafka'))
  const program = embeddedExample('README.md').replace(`from 'node:test'`, `from 'vitest'`)
  t.match(program, `from 'vitest'`)
  fs.writeFileSync(path.join(dir, 'orders.test.ts'), program)
  const vitest = path.join(dir, 'node_modules/vitest/vitest.mjs')
  const { stdout } = await run(process.execPath, [vitest, 'run', '--reporter=verbose'], {
    cwd: dir,
    env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' },
    timeout: 60_000,
  })
  t.match(stdout, /✓ orders\.test\.ts > an order arrives/)
  t.match(stdout, /Tests +1 passed/)
})
