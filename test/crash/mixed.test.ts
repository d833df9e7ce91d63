import t from 'tap'
import { mixedRounds } from './mixed.ts'

t.test('kill -9 under a mixed load loses nothing, repeats nothing, and shows nothing that was aborted', async t => {
  const seed = Date.now() % 100_000
  const { anomalies, counts } = await mixedRounds(6, seed)
  t.same(anomalies, [], `seed ${seed}`)
  t.ok(
    counts['records acknowledged']! > 100 && counts['transactions ok']! > 10,
    `seed ${seed}: ${JSON.stringify(counts)}`,
  )
})
