/** Indexes come and go from memory, and nothing that only memory knows is let go. */
import t from 'tap'
import { Handles } from '../../src/log/handles.ts'
import { HeldIndexes } from '../../src/log/held-indexes.ts'
import { SegmentNames } from '../../src/log/segment-names.ts'
import { ForgetfulDisk } from '../kit/forgetful-disk.ts'

const LOG_SIZE = 1000

function held(disk: ForgetfulDisk) {
  const handles = new Handles(disk)
  return { handles, indexes: new HeldIndexes(100, new SegmentNames(disk, '/', 100, ''), { files: disk, handles }) }
}

/** Ten batches of 100 bytes, one offset each, an entry for every second one; saved. */
function closed(): ForgetfulDisk {
  const disk = new ForgetfulDisk()
  const { indexes } = held(disk)
  const all = indexes.reset()
  for (let i = 0; i < 10; i++) all.note(i * 100, 100, 100 + i, 1 + i, 150)
  all.finish()
  indexes.save(all)
  indexes.saved()
  return disk
}

t.test('those that a file has as well are forgotten, but for the largest timestamp, and read again', async t => {
  const { indexes, handles } = held(closed())
  t.same([indexes.inMemory, indexes.largest, indexes.indexBytes], [undefined, undefined, 0], 'nothing is read unasked')
  t.equal(indexes.read(LOG_SIZE)?.offsets.lookup(107), 600)
  t.ok(indexes.inMemory && indexes.areSaved(indexes.inMemory))
  t.equal(handles.indexes.bytes, indexes.indexBytes, 'they count')
  t.not(indexes.indexBytes, 0)
  indexes.forgetIndexes()
  t.same([indexes.inMemory, indexes.largest], [undefined, { timestamp: 10, offset: 109 }])
  t.equal(indexes.read(LOG_SIZE)?.offsets.lookup(107), 600)
  indexes.release()
  t.equal(handles.indexes.bytes, 0)
})

t.test('those that know more than their files stay until they are saved, and count as nobody else’s', async t => {
  const disk = closed()
  const { indexes, handles } = held(disk)
  const all = indexes.read(LOG_SIZE)!
  indexes.changed()
  t.equal(handles.indexes.bytes, 0, 'there is nothing to be had by letting them go')
  all.note(1000, 100, 110, 99, 0)
  indexes.forgetIndexes()
  t.equal(indexes.inMemory, all)
  t.same(indexes.largest, { timestamp: 99, offset: 110 })
  t.notOk(indexes.areSaved(all))
  all.finish()
  t.same(indexes.save(all), ['/00000000000000000100.index', '/00000000000000000100.timeindex'])
  indexes.saved()
  t.equal(handles.indexes.bytes, indexes.indexBytes)
  indexes.forgetIndexes()
  t.equal(indexes.inMemory, undefined)
  t.same(held(disk).indexes.read(LOG_SIZE + 100)?.largest, { timestamp: 99, offset: 110 })
})

t.test('files that cannot be believed are none, and nothing of what was there is left after a reset', async t => {
  const disk = closed()
  const { indexes } = held(disk)
  t.equal(indexes.read(100), undefined, 'its entries lie behind the end of the log')
  t.equal(indexes.inMemory, undefined)
  t.equal(indexes.reset().offsets.count, 0)
  indexes.forgetIndexes()
  t.equal(indexes.inMemory?.offsets.count, 0, 'to be filled, and not to be forgotten')
})
