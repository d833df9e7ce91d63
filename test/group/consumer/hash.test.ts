/** The hashes that Kafka 4.3.1's own `Utils` gives for the same topics. */
import t from 'tap'
import { groupHash, topicHash } from '../../../src/group/consumer/hash.ts'
import type { Topic } from '../../../src/group/topics.ts'

const topic = (name: string, id: string, racks: readonly (readonly string[])[]): Topic => ({
  id,
  name,
  partitionCount: racks.length,
  racksOf: partition => racks[partition]!,
})
const ID = 'Xb2k1lQ5R0a8bW8Sg7m1Vw'
const many = Array.from({ length: 100 }, (_, i) => [`rack-${i % 3}`, `rack-${(i + 1) % 3}`])

t.test('a topic: id, name, partitions and their racks', async t => {
  t.equal(topicHash(topic('orders', ID, [[]])), -194744694480491025n)
  t.equal(topicHash({ id: ID, name: 'orders', partitionCount: 1 }), -194744694480491025n, 'where no broker has a rack')
  t.equal(topicHash(topic('orders', ID, [['r2', 'r1'], ['r1'], []])), -4189843065055182982n)
  t.equal(topicHash(topic('한글-é', 'AAAAAAAAAAAAAAAAAAAAAQ', [['ż'], ['b'], ['a,b'], ['c']])), 869890119292474913n)
  t.equal(topicHash(topic('many', 'zzzzzzzzzzzzzzzzzzzzzQ', many)), -5861216899607049494n)
})

t.test('racks count in any order, and nothing else is the same twice', async t => {
  const hashes = [
    topic('orders', ID, [['a', 'b']]),
    topic('orders', ID, [['b', 'a']]), // the same
    topic('orders', ID, [['ab']]),
    topic('orders', ID, [['a', 'b'], []]),
    topic('orders', ID, [[], ['a', 'b']]),
    topic('order', ID, [['a', 'b']]),
    topic('orders', 'AAAAAAAAAAAAAAAAAAAAAQ', [['a', 'b']]),
  ].map(topicHash)
  t.equal(hashes[0], hashes[1])
  t.equal(new Set(hashes).size, hashes.length - 1)
})

t.test('a group: the hashes of its topics, in their order; 0 when it has none', async t => {
  t.equal(groupHash([]), 0n)
  const orders = topic('orders', ID, [['r2', 'r1'], ['r1'], []])
  const others = [topic('orders', ID, [[]]), topic('many', 'zzzzzzzzzzzzzzzzzzzzzQ', many)]
  t.equal(groupHash([orders]), 8365438696961445291n)
  t.equal(groupHash([...others, orders]), 3435432283543784676n)
  const a = topic('a', ID, [[]])
  const b = topic('b', ID, [[]])
  t.not(groupHash([a]), groupHash([b]))
  t.not(groupHash([a, b]), groupHash([b, a]))
  t.not(groupHash([a]), topicHash(a))
})
