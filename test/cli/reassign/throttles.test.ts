/** Who sends and who receives: limits are set on both, and a partition that moves already comes from where it began. */
import t from 'tap'
import { movesOf } from '../../../src/cli/reassign/throttles.ts'

const plain = (moves: ReturnType<typeof movesOf>) =>
  moves.map(({ topic, partition, sources, destinations }) => [topic, partition, [...sources], [...destinations]])

t.test('a partition goes from where it is to where it is not yet', async t => {
  const now = [{ topic: 'a', partition: 0, replicas: [1, 2] }]
  t.same(plain(movesOf([], [{ topic: 'a', partition: 0, replicas: [2, 3] }], now)), [['a', 0, [1, 2], [3]]])
})

t.test('what is moving already counts, and a new aim keeps its source', async t => {
  const current = [
    { topic: 'a', partition: 0, replicas: [1, 2, 3], adding: [3], removing: [1] },
    { topic: 'b', partition: 5, replicas: [1, 4], adding: [4], removing: [] },
  ]
  const now = [{ topic: 'a', partition: 0, replicas: [1, 2, 3] }]
  t.same(plain(movesOf(current, [{ topic: 'a', partition: 0, replicas: [2, 5] }], now)), [
    ['a', 0, [1, 2], [5]],
    ['b', 5, [1], [4]],
  ])
})
