import t from 'tap'
import { TimeIndex } from '../../src/log/time-index.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'
import { bytes } from './indexes.hex.ts'

const BASE = 1000
const load = (hex: string) => {
  const disk = new ForgetfulDisk()
  disk.writeAll('/t', bytes(hex))
  return TimeIndex.load(disk, '/t', BASE)
}

t.test('entries as Kafka writes them: the largest timestamp so far, and the last offset of its batch', async t => {
  const disk = new ForgetfulDisk()
  const index = new TimeIndex(BASE)
  index.append(500, 1004)
  index.append(500, 1005)
  index.append(400, 1006)
  index.append(1_700_000_000_000, 1009)
  index.save(disk, '/t')
  t.equal(
    disk.readAll('/t').toString('hex'),
    bytes('00000000000001f4|00000004 0000018bcfe56800|00000009').toString('hex'),
    'only what has grown',
  )
  t.same(index.last, { timestamp: 1_700_000_000_000, offset: 1009 })
})

t.test('lookup() leads to the last entry before a timestamp', async t => {
  const index = new TimeIndex(BASE)
  for (let i = 1; i <= 3; i++) index.append(i * 100, BASE + i)
  for (const [timestamp, found, offset] of [
    [50, -1, 1000],
    [100, -1, 1000],
    [101, 100, 1001],
    [300, 200, 1002],
    [301, 300, 1003],
  ] as const)
    t.same(index.lookup(timestamp), { timestamp: found, offset }, `timestamp ${timestamp}`)
})

t.test('a file that cannot be an index is none', async t => {
  t.equal(load('00000000000001f4|00000004')?.count, 1)
  t.equal(load('00000000000001f4|00000004 0000000000000000|00000000')?.count, 1, 'zeros made beforehand')
  for (const [hex, why] of [
    ['00000000000001f4|000000', 'torn'],
    ['00000000000001f4|00000004 00000000000001f4|00000009', 'timestamps must grow'],
    ['00000000000001f4|00000004 00000000000001f5|00000003', 'offsets must not fall'],
  ] as const)
    t.equal(load(hex), undefined, why)
})

t.test('one entry is left for the close of a segment', async t => {
  const index = new TimeIndex(BASE)
  index.append(1, 1001)
  t.notOk(index.isFull(36))
  t.ok(index.isFull(24))
})
