/** src/README.md is the map people read: every folder is on it, and nothing on it is gone. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'

const root = path.resolve(import.meta.dirname, '..')
const map = fs.readFileSync(path.join(root, 'src/README.md'), 'utf8')

t.test('every folder of src has its line', async t => {
  for (const entry of fs.readdirSync(path.join(root, 'src'), { withFileTypes: true }))
    if (entry.isDirectory()) t.match(map, new RegExp(`^\\| \`${entry.name}/\``, 'm'), entry.name)
})

t.test('every path the map names is there', async t => {
  const documents = ['src/README.md', 'README.md', 'README.ko.md']
  for (const document of documents)
    for (const [, name] of fs
      .readFileSync(path.join(root, document), 'utf8')
      .matchAll(/`((?:src|commands|test|bin|config|fixtures)\/[\w./-]+)`/g))
      t.ok(fs.existsSync(path.join(root, name!)), `${document} names ${name}`)
})
