import t from 'tap'
import { hashMapOrder, hashOfPartition } from '../../src/cli/java-order.ts'

const same = (name: string) => name

t.test('keys come in the order of a HashMap, as kafka-topics.sh 4.3.1 showed it', async t => {
  const seven = ['alpha', 'beta-1', 'delta_y', 'epsilon', 'gamma.x', 'p1', 'zeta']
  t.same(hashMapOrder(seven, same, 7), ['epsilon', 'zeta', 'p1', 'delta_y', 'beta-1', 'alpha', 'gamma.x'])
})

t.test('keys of one bucket stay in the order they came in', async t => {
  t.same(hashMapOrder(['Aa', 'BB'], same), ['Aa', 'BB'])
  t.same(hashMapOrder(['BB', 'Aa'], same), ['BB', 'Aa'])
})

t.test('the hash of a partition is that of TopicPartition', async t => {
  // 31 * (31 * 1 + partition) + "a".hashCode()
  t.equal(hashOfPartition('a', 0), 31 * 31 + 97)
  t.equal(hashOfPartition('a', 5), 31 * 36 + 97)
})
