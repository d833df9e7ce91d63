import t from 'tap'
import { OffsetIndex } from '../../src/log/offset-index.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { bytes } from './indexes.hex.ts'

const BASE = 1000
const load = (hex: string, logSize = 10_000) => {
  const disk = new ForgetfulDisk()
  disk.writeAll('/i', bytes(hex))
  return { disk, index: OffsetIndex.load(disk, '/i', BASE, logSize) }
}

t.test('entries as Kafka writes them: the last offset of a batch, and where it begins', async t => {
  const disk = new ForgetfulDisk()
  const index = new OffsetIndex(BASE)
  index.append(1004, 4100)
  index.append(1009, 8300)
  index.save(disk, '/i')
  t.equal(disk.readAll('/i').toString('hex'), bytes('00000004|00001004 00000009|0000206c').toString('hex'))
  t.same(index.last, { offset: 1009, position: 8300 })
  for (const [offset, position] of [
    [999, 0],
    [1003, 0],
    [1004, 4100],
    [1008, 4100],
    [1009, 8300],
    [9999, 8300],
  ] as const)
    t.equal(index.lookup(offset), position, `offset ${offset}`)
})

t.test('a file that cannot be an index is none', async t => {
  t.equal(load('00000004|00001004 00000009|0000206c').index?.count, 2)
  t.equal(load('').index?.count, 0)
  for (const [hex, why] of [
    ['00000004|00001004 000000', 'torn'],
    ['00000004|00001004 00000004|0000206c', 'offsets must grow'],
    ['00000009|00001004 00000004|0000206c', 'offsets must grow'],
    ['00000004|00001004 00000009|00001004', 'positions must grow'],
    ['00000004|00001004 00000009|00002710', 'behind the end of the log'],
    ['80000004|00001004', 'a negative offset'],
  ] as const)
    t.equal(load(hex).index, undefined, why)
  t.equal(OffsetIndex.load(new ForgetfulDisk(), '/i', BASE, 1), undefined, 'missing')
})

t.test('the zeros that Kafka makes beforehand are no entries, and go with the next save', async t => {
  const { disk, index } = load('00000004|00001004 00000000|00000000 00000000|00000000')
  t.equal(index?.count, 1)
  index?.append(1009, 8300)
  index?.save(disk, '/i')
  t.equal(disk.readAll('/i').toString('hex'), '0000000400001004000000090000206c')
})

t.test('truncate() by offset; isFull() by bytes', async t => {
  const index = new OffsetIndex(BASE)
  for (let i = 1; i <= 5; i++) index.append(BASE + i * 10, i * 100)
  index.truncate(1041)
  t.equal(index.count, 4)
  index.truncate(1040)
  t.equal(index.count, 3)
  t.same(index.last, { offset: 1030, position: 300 })
  t.ok(index.isFull(31))
  t.notOk(index.isFull(32))
})

t.test('a save adds what is new behind what is there, and replaces a file that is another', async t => {
  const disk = new ForgetfulDisk()
  const index = new OffsetIndex(BASE)
  index.append(1001, 100)
  index.save(disk, '/i')
  index.append(1002, 200)
  index.save(disk, '/i')
  t.equal(disk.stat('/i')?.size, 16)
  index.truncate(1002)
  index.append(1003, 300)
  index.save(disk, '/i')
  t.equal(disk.readAll('/i').toString('hex'), '00000001000000640000000300' + '00012c')
  disk.writeAll('/i', 'somebody else')
  index.append(1004, 400)
  index.save(disk, '/i')
  t.equal(disk.stat('/i')?.size, 24)
})
