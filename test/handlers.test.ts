/** The folder of handlers, the table of them, and the protocol's definitions say the same. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { handlers } from '../src/broker/handlers/index.ts'
import { apis } from '../src/protocol/generated/apis/index.ts'

const dir = path.resolve(import.meta.dirname, '../src/broker/handlers')
const files = fs.readdirSync(dir).filter(name => /^\d\d-.*\.ts$/.test(name))
const served = apis.filter(({ listeners }) => listeners.includes('broker'))

t.test('every file of the folder is in the table, under its number', async t => {
  t.same(
    files.map(name => Number(name.slice(0, 2))),
    handlers.map(({ api }) => api.key),
  )
})

t.test("a file is named as the API's definition", async t => {
  const definitions = fs.readdirSync(path.resolve(import.meta.dirname, '../src/protocol/definitions/apis'))
  for (const file of files) t.ok(definitions.includes(file.replace(/\.ts$/, '')), file)
})

t.test('every handler is of an API that brokers serve, and has a test of its own', async t => {
  for (const { api } of handlers) t.ok(served.includes(api), api.name)
  const tests = fs.readdirSync(path.resolve(import.meta.dirname, 'broker/handlers'))
  for (const file of files) t.ok(tests.includes(file.replace(/\.ts$/, '.test.ts')), `test of ${file}`)
})

t.test('what is not served is in MISSING.md, and nothing else is', async t => {
  const missing = fs.readFileSync(path.join(dir, 'MISSING.md'), 'utf8')
  const listed = [...missing.matchAll(/^\| (\d+) \|/gm)].map(match => Number(match[1]))
  const keys = new Set(handlers.map(({ api }) => api.key))
  t.same(
    listed,
    served.map(({ key }) => key).filter(key => !keys.has(key)),
  )
})

t.test('advertised versions begin no later than those that can be read', async t => {
  for (const { api } of handlers) t.ok(api.advertisedMin <= api.min && api.min <= api.max, api.name)
})
