/** Offsets of a connector's own, and the worker's: which counts, and what goes to both. */
import t from 'tap'
import { ConnectorOffsets } from '../../../src/connect/storage/connector-offsets.ts'
import { MemoryOffsets } from '../../../src/connect/storage/memory-offsets.ts'
import { keyBytes, offsetBytes, offsetReader } from '../../../src/connect/storage/offsets.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const entry = (place: string, n: number | null) =>
  [keyBytes('c', { place }), offsetBytes(n === null ? null : { n })] as const
class Failing extends MemoryOffsets {
  isFailing = true
  override async set(entries: Parameters<MemoryOffsets['set']>[0]): Promise<void> {
    if (this.isFailing) throw new Error('it is full')
    await super.set(entries)
  }
}
const stores = (isTransactional: boolean, own = new MemoryOffsets(), worker = new MemoryOffsets()) => {
  const both = new ConnectorOffsets(own, worker, log, isTransactional)
  const at = async (store: MemoryOffsets | ConnectorOffsets, place: string) =>
    (await offsetReader(store, 'c').offset({ place }))?.['n']
  return { own, worker, both, at }
}

t.test('its own count before the worker’s, which count where it has none', async t => {
  const { own, worker, both, at } = stores(false)
  await worker.set([entry('old', 1), entry('both', 1)])
  await own.set([entry('both', 2)])
  t.strictSame([await at(both, 'old'), await at(both, 'both'), await at(both, 'none')], [1, 2, undefined])
  t.same((await both.partitions('c')).map(({ place }) => place).sort(), ['both', 'old'])
  await both.set([entry('new', 3)])
  t.strictSame([await at(own, 'new'), await at(worker, 'new')], [3, 3])
})

// The worker's would be ahead of what was written, and a task that has nothing of its own would pass over records.
t.test('what an open transaction wrote goes to the worker’s when it is committed, and not before', async t => {
  const { worker, both, at } = stores(true)
  await both.set([entry('a', 1)])
  t.equal(await at(worker, 'a'), undefined)
  both.committed()
  t.equal(await at(worker, 'a'), 1)
  await both.set([entry('a', 2)])
  await both.set([entry('b', 3)])
  both.committed()
  t.strictSame([await at(worker, 'a'), await at(worker, 'b')], [1, 3], 'the first of the two was aborted')
})

t.test('what is forgotten is forgotten in the worker’s first, or not at all', async t => {
  const worker = new Failing()
  const { own, both, at } = stores(false, undefined, worker)
  await own.set([entry('a', 1)])
  await t.rejects(both.set([entry('a', null)]), /it is full/)
  t.equal(await at(both, 'a'), 1)
  await both.set([entry('a', 2)])
  t.equal(await at(both, 'a'), 2, 'what is written counts, though the worker’s could not take it')
  worker.isFailing = false
  await both.set([entry('a', null)])
  t.equal(await at(both, 'a'), undefined)
})
