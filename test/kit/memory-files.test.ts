import t from 'tap'
import { Disk } from './memory-files.ts'

t.test('what one process wrote the next one finds; the killed one writes nothing more', async t => {
  const disk = new Disk()
  const first = disk.mount()
  first.mkdir('/d/a')
  const handle = first.open('/d/a/x', 'a+')
  handle.write(Buffer.from('abc'), 0)
  handle.writev([Buffer.from('de'), Buffer.from('f')], 3)
  first.kill()
  t.throws(() => handle.write(Buffer.from('g'), 6), { code: 'EIO' })
  t.throws(() => first.open('/d/a/y', 'a+'), { code: 'EIO' })
  const second = disk.mount()
  t.equal(second.readAll('/d/a/x').toString(), 'abcdef')
  t.same(second.list('/d'), ['a'])
  t.equal(second.open('/d/a/x', 'r').size(), 6)
})

t.test('it reads, cuts and renames as a disk does', async t => {
  const disk = new Disk().mount()
  disk.writeAll('/d/x', 'abcdef')
  const handle = disk.open('/d/x', 'r+')
  handle.truncate(4)
  const buffer = Buffer.alloc(8, '-')
  t.equal(handle.read(buffer, 1, 7, 2), 2)
  t.equal(buffer.toString(), '-cd-----')
  handle.write(Buffer.from('z'), 5)
  t.equal(disk.readAll('/d/x').toString(), 'abcd\0z')
  disk.rename('/d', '/e')
  t.notOk(disk.exists('/d/x'))
  t.same(disk.stat('/e/x')?.size, 6)
  t.throws(() => disk.open('/d/x', 'r'), { code: 'ENOENT', path: '/d/x' })
})
