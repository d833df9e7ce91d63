/** npm run generate: definitions into src/protocol/generated. Files whose code is as it was are left alone. */
import fs from 'node:fs'
import path from 'node:path'
import { generate, isSameCode } from './generate.ts'

const root = path.resolve(import.meta.dirname, '..')
const target = path.join(root, 'generated')
const files = generate(path.join(root, 'definitions'))

const there = fs.existsSync(target) ? fs.readdirSync(target, { recursive: true, withFileTypes: true }) : []
for (const entry of there) {
  const file = path.join(entry.parentPath, entry.name)
  if (entry.isFile() && !files.has(path.relative(target, file))) fs.rmSync(file)
}
for (const [name, text] of files) {
  const file = path.join(target, name)
  if (fs.existsSync(file) && isSameCode(fs.readFileSync(file, 'utf8'), text)) continue
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
}
