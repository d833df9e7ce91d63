/** npm run generate: definitions into src/protocol/generated. `--check` writes nothing and says what differs. */
import fs from 'node:fs'
import path from 'node:path'
import { generate } from './generate.ts'

const root = path.resolve(import.meta.dirname, '..')
const target = path.join(root, 'generated')
fs.rmSync(target, { recursive: true, force: true })
for (const [file, text] of generate(path.join(root, 'definitions'))) {
  fs.mkdirSync(path.dirname(path.join(target, file)), { recursive: true })
  fs.writeFileSync(path.join(target, file), text)
}
