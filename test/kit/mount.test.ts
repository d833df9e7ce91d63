import t from 'tap'
import { ForgetfulDisk } from './forgetful-disk.ts'
import { mount } from './mount.ts'

t.test('the killed process changes nothing, and the next one finds what it had written', async t => {
  const disk = new ForgetfulDisk()
  const heard: string[] = []
  const first = mount(disk, file => heard.push(file))
  first.files.mkdir('/d')
  const handle = first.files.open('/d/x', 'a+')
  handle.write(Buffer.from('abc'), 0)
  handle.writev([Buffer.from('de')], 3)
  t.same(heard, ['/d/x', '/d/x'])
  first.kill()
  for (const change of [
    () => handle.write(Buffer.from('f'), 5),
    () => handle.truncate(0),
    () => first.files.open('/d/y', 'a+'),
    () => first.files.remove('/d/x'),
    () => first.files.writeAtomic('/d/z', ''),
  ])
    t.throws(change, { code: 'EIO' })
  t.equal(handle.size(), 5)
  t.equal(mount(disk).files.readAll('/d/x').toString(), 'abcde')
})
