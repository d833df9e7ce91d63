import fs from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { realFiles } from '../../src/lib/files.ts'

t.test('a handle reads what it wrote, wherever, and stops at the end of the file', async t => {
  const file = path.join(t.testdir(), 'x')
  const handle = realFiles.open(file, 'w+')
  handle.writev([Buffer.from('abc'), Buffer.from('def')], 0)
  handle.write(Buffer.from('XY'), 2)
  const buffer = Buffer.alloc(10)
  t.equal(handle.read(buffer, 1, 9, 1), 5)
  t.equal(buffer.toString('latin1', 1, 6), 'bXYef')
  handle.truncate(3)
  t.equal(handle.size(), 3)
  handle.close()
})

t.test('writev takes more buffers than the kernel does at once', async t => {
  const file = path.join(t.testdir(), 'x')
  const handle = realFiles.open(file, 'w+')
  const buffers = Array.from({ length: 2500 }, (_, i) => Buffer.from([i & 0xff]))
  handle.writev(buffers, 0)
  handle.close()
  t.same(fs.readFileSync(file), Buffer.concat(buffers))
})

t.test('writeAtomic leaves one file, with the new text', async t => {
  const dir = t.testdir({ x: 'old' })
  realFiles.writeAtomic(path.join(dir, 'x'), 'new')
  t.same(realFiles.list(dir), ['x'])
  t.equal(realFiles.readAll(path.join(dir, 'x')).toString(), 'new')
})

t.test('a missing file: stat is undefined, remove is fine, open for reading throws with its path', async t => {
  const file = path.join(t.testdir(), 'none')
  t.equal(realFiles.stat(file), undefined)
  realFiles.remove(file)
  t.throws(() => realFiles.open(file, 'r'), { code: 'ENOENT', path: file })
})

t.test('writeAll replaces, syncAsync takes files and directories, removeAsync takes whole trees', async t => {
  const dir = t.testdir({ x: 'much longer than before', tree: { leaf: 'y' } })
  realFiles.writeAll(path.join(dir, 'x'), 'short')
  await realFiles.syncAsync(path.join(dir, 'x'))
  await realFiles.syncAsync(dir)
  t.equal(realFiles.readAll(path.join(dir, 'x')).toString(), 'short')
  await realFiles.removeAsync(path.join(dir, 'tree'))
  await realFiles.removeAsync(path.join(dir, 'none'))
  t.same(realFiles.list(dir), ['x'])
  await t.rejects(realFiles.syncAsync(path.join(dir, 'none')), { code: 'ENOENT' })
})

t.test('mkdir makes what is missing on the way, and says so where nothing can be made', async t => {
  const dir = t.testdir({ file: 'x' })
  realFiles.mkdir(path.join(dir, 'a/b/c'))
  realFiles.mkdir(path.join(dir, 'a/b/c'))
  t.same(realFiles.list(path.join(dir, 'a/b')), ['c'])
  t.throws(() => realFiles.mkdir(path.join(dir, 'file')), { code: 'EEXIST' })
  t.throws(() => realFiles.mkdir(path.join(dir, 'file/below')), { code: 'ENOTDIR' })
})

t.test(
  'a directory in /proc is refused; Node, asked to make it with all above, never returns',
  {
    skip: process.platform !== 'linux' && 'there is no /proc',
  },
  async t => {
    t.throws(() => realFiles.mkdir('/proc/x/y'), { code: 'ENOENT' })
  },
)
