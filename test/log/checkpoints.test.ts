import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { realFiles } from '../../src/lib/files.ts'
import { readCheckpoint, writeCheckpoint } from '../../src/log/checkpoints.ts'

const NAME = 'recovery-point-offset-checkpoint'
const rows = [
  { topic: 'orders', partition: 0, offset: 42 },
  { topic: 'a-b.c_d', partition: 12, offset: 0 },
]

t.test('it is written as Kafka writes it, and read back', async t => {
  const dir = t.testdir()
  writeCheckpoint(realFiles, dir, NAME, rows)
  t.equal(fs.readFileSync(path.join(dir, NAME), 'utf8'), '0\n2\norders 0 42\na-b.c_d 12 0\n')
  t.same(
    [...readCheckpoint(realFiles, dir, NAME)],
    [
      ['orders-0', 42],
      ['a-b.c_d-12', 0],
    ],
  )
})

t.test('what says so already is left alone', async t => {
  const dir = t.testdir()
  let written = 0
  const files = {
    ...realFiles,
    writeAtomic(file: string, data: string | Uint8Array) {
      written++
      realFiles.writeAtomic(file, data)
    },
  }
  writeCheckpoint(files, dir, NAME, rows)
  writeCheckpoint(files, dir, NAME, rows)
  t.equal(written, 1)
  writeCheckpoint(files, dir, NAME, rows.slice(1))
  t.equal(written, 2)
})

t.test('a file that is missing, or is no checkpoint, holds nothing', async t => {
  const broken = ['1\n0\n', '0\n2\norders 0 1\n', '0\n1\norders 0\n', '0\n1\norders x 1\n', '0\n1\norders 0 -1\n']
  t.equal(readCheckpoint(realFiles, t.testdir(), NAME).size, 0, 'missing')
  for (const text of broken) t.equal(readCheckpoint(realFiles, t.testdir({ [NAME]: text }), NAME).size, 0, text)
  const said: string[] = []
  readCheckpoint(realFiles, t.testdir({ [NAME]: '' }), NAME, file => said.push(file))
  t.same(said, [], 'Kafka makes it empty, and writes into it later')
  readCheckpoint(realFiles, t.testdir({ [NAME]: '1\n0\n' }), NAME, file => said.push(file))
  t.equal(said.length, 1, 'what is none is told')
})
