import t from 'tap'
import { SegmentIndexes } from '../../src/log/segment-indexes.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'

const paths = { index: '/s.index', timeindex: '/s.timeindex' }

/** Ten batches of 100 bytes, one offset each; timestamps as given. An entry for every second one. */
function indexes(timestamps: readonly number[]): SegmentIndexes {
  const indexes = SegmentIndexes.empty(0)
  timestamps.forEach((timestamp, i) => void indexes.note(i * 100, 100, i, timestamp, 150))
  return indexes
}

t.test('an entry comes when more than the interval was written since the last one', async t => {
  const { offsets, times } = indexes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  t.equal(offsets.count, 4, 'at 200, 400, 600, 800')
  t.equal(offsets.lookup(5), 400)
  t.same(times.last, { timestamp: 9, offset: 8 })
})

t.test('after a crash entries of untrusted batches are forgotten', async t => {
  const disk = new ForgetfulDisk()
  indexes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).save(disk, paths)
  const left = SegmentIndexes.load(disk, paths, 0, 1000)!
  left.distrust(5)
  t.same(left.offsets.last, { offset: 4, position: 400 })
  t.same(left.largest, { timestamp: 5, offset: 4 })
})

t.test('what only the offset index has is forgotten: a larger timestamp may have been lost', async t => {
  const disk = new ForgetfulDisk()
  indexes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).save(disk, paths)
  // The power cut left two of the four entries of the .timeindex.
  disk.writeAll(paths.timeindex, disk.readAll(paths.timeindex).subarray(0, 24))
  const left = SegmentIndexes.load(disk, paths, 0, 1000)!
  left.distrust(10)
  t.same(left.largest, { timestamp: 5, offset: 4 })
  t.same(left.offsets.last, { offset: 4, position: 400 }, 'a scan begins here, and meets the timestamps 6 to 10')
})

t.test('one entry more for the largest timestamp at the end', async t => {
  const both = indexes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  both.finish()
  t.same(both.times.last, { timestamp: 10, offset: 9 })
  both.finish()
  t.equal(both.times.count, 5, 'once')
})
