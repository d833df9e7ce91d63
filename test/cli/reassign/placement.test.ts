/** Replicas are dealt out evenly, over racks first, and never two of a partition to one broker. */
import t from 'tap'
import { place } from '../../../src/cli/reassign/placement.ts'

const brokers = (...racks: (string | null)[]) => racks.map((rack, i) => ({ id: i + 1, rack }))
const count = (placed: readonly (readonly number[])[]) => {
  const counts = new Map<number, number>()
  for (const id of placed.flat()) counts.set(id, (counts.get(id) ?? 0) + 1)
  return [...counts.values()]
}

t.test('each broker gets its share, whatever chance says', async t => {
  for (let seed = 0; seed < 20; seed++) {
    let n = seed
    const random = () => (n = (n * 0.7919 + 0.123) % 1)
    const placed = place(brokers(null, null, null, null), { partitions: 8, replicationFactor: 2 }, random)
    t.same(count(placed), [4, 4, 4, 4], `seed ${seed}`)
    for (const replicas of placed) t.equal(new Set(replicas).size, 2, 'two brokers')
  }
})

t.test('replicas of a partition are in as many racks as there are', async t => {
  const candidates = brokers('a', 'a', 'b', 'b', 'c')
  const rackOf = new Map(candidates.map(({ id, rack }) => [id, rack]))
  for (const replicas of place(candidates, { partitions: 12, replicationFactor: 3 }, () => 0.4))
    t.equal(new Set(replicas.map(id => rackOf.get(id))).size, 3, replicas.join())
  for (const replicas of place(candidates, { partitions: 12, replicationFactor: 5 }, () => 0))
    t.equal(new Set(replicas).size, 5, 'all brokers, racks of one too')
})

t.test('too few brokers are refused', async t => {
  t.throws(() => place([], { partitions: 1, replicationFactor: 1 }, () => 0), /All brokers are currently fenced/)
  t.throws(() => place(brokers(null), { partitions: 1, replicationFactor: 2 }, () => 0), /only 1 broker/)
})
