import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { generate } from '../../src/protocol/generate/generate.ts'

const folder = path.resolve(import.meta.dirname, '../../src/protocol')
/** The committed files went through the formatter; layout apart, they must be the same. */
const tokens = (text: string) => text.replace(/\s+|,(?=\s*[)\]}])|[()]/g, '')

t.test('what is committed is what the definitions give', async t => {
  const fresh = generate(path.join(folder, 'definitions'))
  for (const [file, text] of fresh)
    if (tokens(fs.readFileSync(path.join(folder, 'generated', file), 'utf8')) !== tokens(text))
      t.fail(`${file} is stale: npm run generate`)
  const committed = fs
    .readdirSync(path.join(folder, 'generated'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
  t.equal(committed.length, fresh.size)
})
