import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { realFiles } from '../../src/lib/files.ts'
import { Epochs } from '../../src/log/epochs.ts'

const onDisk = (dir: string) => {
  const file = path.join(dir, 'leader-epoch-checkpoint')
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined
}

t.test('a leader that begins is known at once, and written down with its first batch', async t => {
  const dir = t.testdir()
  const epochs = new Epochs(realFiles, dir)
  epochs.assign(0, 0)
  epochs.begin(2, 5)
  t.equal(onDisk(dir), '0\n1\n0 0\n')
  t.same(epochs.endOf(0, 5), { epoch: 0, endOffset: 5 })
  t.same(epochs.endOf(1, 5), { epoch: 0, endOffset: 5 }, 'an epoch between the two ended where the second begins')
  t.same(epochs.endOf(2, 5), { epoch: 2, endOffset: 5 })
  epochs.assign(2, 5)
  t.equal(onDisk(dir), '0\n2\n0 0\n2 5\n')
  epochs.assign(2, 6)
  epochs.begin(2, 7)
  epochs.begin(1, 7)
  t.equal(onDisk(dir), '0\n2\n0 0\n2 5\n', 'an epoch begins once, and none comes back')
})

t.test('leaders that wrote nothing are not kept', async t => {
  const dir = t.testdir()
  const epochs = new Epochs(realFiles, dir)
  epochs.assign(0, 0)
  for (const epoch of [2, 3, 9]) epochs.begin(epoch, 5)
  t.same(epochs.entries, [
    { epoch: 0, startOffset: 0 },
    { epoch: 9, startOffset: 5 },
  ])
  t.same(epochs.endOf(3, 5), { epoch: 0, endOffset: 5 })
  const again = new Epochs(realFiles, dir)
  t.same(again.entries, [{ epoch: 0, startOffset: 0 }], 'after a stop without a batch it never was')
})
