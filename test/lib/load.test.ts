import fs from 'node:fs'
import t from 'tap'
import { lazily, resolvePackage } from '../../src/lib/load.ts'

t.test('a package is loaded at the first call, once', async t => {
  const missing = lazily<unknown>('no-such-package-anywhere')
  t.throws(missing, { code: 'MODULE_NOT_FOUND' }, 'not when it is named')
  const zlib = lazily<typeof import('node:zlib')>('node:zlib')
  t.equal(zlib(), zlib())
  t.type(zlib().gzipSync, 'function')
})

t.test('what lies beside a package is found', async t => {
  t.ok(fs.existsSync(resolvePackage('better-sqlite3')))
  t.throws(() => resolvePackage('no-such-package-anywhere'), { code: 'MODULE_NOT_FOUND' })
})
