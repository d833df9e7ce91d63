/** Which offset of a clone is which of its source: held against a search, for every offset and every choice of gaps. */
import t from 'tap'
import { OffsetMap } from '../../../src/cli/topics/clone-offsets.ts'

const LENGTH = 7

t.test('an offset becomes that of the first record at it or behind it; the end, where there is none', async t => {
  for (let gaps = 0; gaps < 2 ** LENGTH; gaps++) {
    const records = Array.from({ length: LENGTH }, (_, offset) => offset).filter(offset => gaps & (1 << offset))
    // One group at every offset, and one ahead of all that is copied; given in no order, and some twice.
    const offsets = [3, 0, 9, 5, 1, 3, 7, 2, 6, 4, 0].map(offset => ({ topic: 'orders', partition: 1, offset }))
    const map = new OffsetMap([
      { group: 'a', offsets },
      { group: 'b', offsets: offsets.slice(4) },
    ])
    for (const offset of records) map.copied(1, offset)
    for (const { offset } of offsets) {
      const expected = records.filter(each => each < offset).length
      if (map.translated(1, offset) !== expected)
        t.equal(map.translated(1, offset), expected, `records ${records}, offset ${offset}`)
    }
    if (map.end(1) !== records.length) t.equal(map.end(1), records.length, `${records}`)
    if (map.translated(0, 0) !== 0) t.equal(map.translated(0, 0), 0, 'another partition')
  }
  t.pass(`${2 ** LENGTH} choices of gaps`)
})

t.test('partitions are counted apart', async t => {
  const at = (partition: number, offset: number) => ({ topic: 'orders', partition, offset })
  const map = new OffsetMap([{ group: 'a', offsets: [at(0, 10), at(1, 10)] }])
  for (const offset of [8, 9, 10]) map.copied(0, offset)
  for (const offset of [4, 12]) map.copied(1, offset)
  t.same([map.translated(0, 10), map.translated(1, 10), map.end(0), map.end(1), map.end(2)], [2, 1, 3, 2, 0])
})
