import fs from 'node:fs'
import t from 'tap'
import { crc32c } from '../../src/lib/crc32c.ts'
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

t.test('the short way is taken where it leads somewhere, and the package otherwise', async t => {
  const short = lazily<typeof import('node:path')>('there-is-no-such-package', 'node:path')
  t.equal(short().join('a', 'b'), 'a/b')
  const long = lazily<typeof import('node:path')>('node:path', 'there-is-no-such-part')
  t.equal(long().join('a', 'b'), 'a/b')
})

t.test('the error is that of the package', async t => {
  t.throws(lazily('there-is-no-such-package', 'nor-such-a-part'), { message: /there-is-no-such-package/ })
})

t.test('the native part computes what the package does', async t => {
  const whole = lazily<{ crc32c(bytes: Uint8Array): number }>('@node-rs/crc32')()
  const bytes = Buffer.from('123456789')
  t.equal(crc32c(bytes), 0xe3069283)
  t.equal(crc32c(bytes), whole.crc32c(bytes))
})
