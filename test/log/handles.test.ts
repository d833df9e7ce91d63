/** No more files are open than may be, whoever uses which; and none is closed under somebody's hands. */
import t from 'tap'
import type { FileHandle, Files } from '../../src/lib/files.ts'
import { Handles } from '../../src/log/handles.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'

/** A disk with the files /0 to /9, which have their number in them, and the names of those that are open, in order. */
function watched(): { files: Files; open: string[] } {
  const disk = new ForgetfulDisk()
  for (let i = 0; i < 10; i++) disk.writeAll(`/${i}`, String(i))
  const open: string[] = []
  const watch = (handle: FileHandle): FileHandle =>
    Object.assign(Object.create(handle) as FileHandle, {
      read: handle.read.bind(handle),
      writev: handle.writev.bind(handle),
      syncAsync: handle.syncAsync.bind(handle),
      close() {
        open.splice(open.indexOf(handle.path), 1)
        handle.close()
      },
    })
  const files = new Proxy<Files>(disk, {
    get(_, key) {
      if (key !== 'open') return disk[key as keyof Files].bind(disk)
      return (file: string, mode: 'r+' | 'a+') => {
        const handle = disk.open(file, mode)
        open.push(file)
        return watch(handle)
      }
    },
  })
  return { files, open }
}

function contentOf(handle: FileHandle): string {
  const buffer = Buffer.alloc(10)
  return buffer.subarray(0, handle.read(buffer, 0, 10, 0)).toString()
}

t.test('one too many: the file that was used least lately is closed, and opened again when it is needed', async t => {
  const { files, open } = watched()
  const handles = new Handles(files, 3)
  for (const i of [0, 1, 2]) t.equal(contentOf(handles.get(`/${i}`)), String(i))
  t.same(open, ['/0', '/1', '/2'])
  handles.get('/0')
  handles.get('/3')
  t.same(open, ['/0', '/2', '/3'], 'the first was used again')
  t.equal(handles.size, 3)
  t.equal(contentOf(handles.get('/1')), '1', 'the one that was closed is read as before')
  t.same(open, ['/0', '/3', '/1'])
})

t.test('however many are used, in whatever order, no more are open than may be', async t => {
  const { files, open } = watched()
  const handles = new Handles(files, 4)
  for (let i = 0; i < 200; i++) {
    const name = `/${(i * 7 + Math.floor(i / 3)) % 10}`
    t.equal(contentOf(handles.get(name)), name.slice(1))
    if (open.length > 4 || open.length !== handles.size) t.fail(`${open} are open`)
  }
  handles.closeAll()
  t.same(open, [])
  t.equal(handles.size, 0)
})

t.test('one that is being synced is not closed before that is done', async t => {
  const { files, open } = watched()
  const handles = new Handles(files, 2)
  const syncs = [handles.syncAsync('/0'), handles.syncAsync('/1')]
  handles.get('/2')
  t.same(open, ['/0', '/1', '/2'], 'one more than may be, while both are pinned')
  handles.close('/0')
  t.same(open, ['/0', '/1', '/2'], 'closed by name: it waits for its sync')
  t.equal(handles.size, 2, 'and nobody gets it any more')
  t.not(handles.get('/0'), undefined)
  t.same(open, ['/0', '/1', '/0'], 'opened a second time, in the place of one that is not pinned')
  await Promise.all(syncs)
  t.same(open, ['/1', '/0'], 'the first is closed now')
  handles.get('/3')
  t.same(open, ['/0', '/3'], 'and what was pinned may go')
})

t.test('a sync that fails leaves no handle open that was to be closed', async t => {
  const { files, open } = watched()
  const handles = new Handles(files, 2)
  const handle = handles.get('/0')
  handle.syncAsync = () => Promise.reject(new Error('EIO'))
  const sync = handles.syncAsync('/0')
  handles.close('/0')
  await t.rejects(sync, /EIO/)
  t.same(open, [])
})

t.test('create() makes a file, and leaves one that is there as it is; nothing else makes one', async t => {
  const { files, open } = watched()
  const handles = new Handles(files, 2)
  handles.create('/0')
  t.equal(contentOf(handles.get('/0')), '0')
  handles.create('/new')
  handles.get('/new').writev([Buffer.from('n')], 0)
  t.equal(files.readAll('/new').toString(), 'n')
  files.remove('/new')
  handles.close('/new')
  t.throws(() => handles.get('/new'), { code: 'ENOENT' })
  await t.rejects(handles.syncAsync('/new'), { code: 'ENOENT' })
  t.notOk(files.exists('/new'), 'no empty file is left behind')
  t.same(open, ['/0'])
  handles.close('/never opened')
  handles.create('/0')
  t.same(open, ['/0'], 'made again: the handle of before is closed')
})
