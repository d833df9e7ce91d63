/** meta.properties: whose a directory is, as Apache Kafka writes it; and what is said of a file that does not tell. */
import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { realFiles } from '../../src/lib/files.ts'
import { type DirectoryError, readMetaProperties, writeMetaProperties } from '../../src/log/meta-properties.ts'

const NAME = 'meta.properties'
const meta = { clusterId: 'abcdefghijklmnopqrstuv', nodeId: 3, directoryId: 'AQIDBAUGBwgJCgsMDQ4PEA' }
const lines = [
  '#',
  '#Sat Nov 21 12:00:00 UTC 2026',
  'cluster.id=abcdefghijklmnopqrstuv',
  'directory.id=AQIDBAUGBwgJCgsMDQ4PEA',
  'node.id=3',
  'version=1',
]
const text = `${lines.join('\n')}\n`

t.test('what is written is read back, and looks as Kafka has it but for the date', async t => {
  const dir = t.testdir()
  writeMetaProperties(realFiles, dir, meta)
  t.equal(fs.readFileSync(path.join(dir, NAME), 'utf8'), text.replace('#Sat Nov 21 12:00:00 UTC 2026\n', ''))
  t.same(readMetaProperties(realFiles, dir), meta)
  t.same(fs.readdirSync(dir), [NAME], 'and nothing beside it')
  writeMetaProperties(realFiles, dir, { ...meta, nodeId: 4 })
  t.equal(readMetaProperties(realFiles, dir)?.nodeId, 4, 'it is replaced')
})

t.test('a file is read as Java reads properties', async t => {
  const read = (content: string) => readMetaProperties(realFiles, t.testdir({ [NAME]: content }))
  t.same(read(text), meta)
  t.same(read(text.replaceAll('\n', '\r\n')), meta, 'lines of Windows')
  t.same(read(text.replaceAll('=', ' = ')), meta, 'blanks around =')
  t.same(read(text.replaceAll('=', ': ')), meta, 'a colon')
  t.same(read(`! a comment\n\n  ${text}`), meta)
  t.same(read(text.trimEnd()), meta, 'no end of the last line')
  t.same(read(`${text}node.id=8\n`), { ...meta, nodeId: 8 }, 'the last one of a name counts')
  t.same(read(`${text}#node.id=8\nbroker.id=9\n`), meta, 'names that are not asked for')
})

t.test('a directory without one is not formatted', async t => {
  t.equal(readMetaProperties(realFiles, t.testdir()), undefined)
})

t.test('a file that does not tell is a fault of its directory, and the message says what and where', async t => {
  const cases: [what: string, content: string, message: RegExp][] = [
    ['empty', '', /has no version\. Restore/],
    ['torn', text.slice(0, text.indexOf('directory.id') + 4), /has no version/],
    ['no cluster', text.replace(/cluster\.id=.*\n/, ''), /has no cluster\.id\. Restore/],
    ['an empty cluster', text.replace(/cluster\.id=.*\n/, 'cluster.id=\n'), /has no cluster\.id/],
    ['no node', text.replace(/node\.id=.*\n/, ''), /has no node\.id/],
    ['no directory', text.replace(/directory\.id=.*\n/, ''), /has no directory\.id/],
    ['of ZooKeeper', 'version=0\nbroker.id=3\n', /has version 0; only version 1 is read\. Start it once with/],
    ['of a later release', text.replace('version=1', 'version=2'), /has version 2/],
    ['a node that is no number', text.replace('node.id=3', 'node.id=-3'), /has node\.id -3, which is no number/],
    ['a node with more behind', text.replace('node.id=3', 'node.id=3a'), /has node\.id 3a/],
    ['a directory that is no id', text.replace('directory.id=A', 'directory.id='), /which is no id/],
  ]
  for (const [what, content, message] of cases) {
    const dir = t.testdir({ [NAME]: content })
    t.throws(() => readMetaProperties(realFiles, dir), { name: 'DirectoryError', message, isFault: true }, what)
    try {
      readMetaProperties(realFiles, dir)
    } catch (error) {
      t.ok((error as DirectoryError).message.includes(path.join(dir, NAME)), `${what}: the file is named`)
    }
  }
})
