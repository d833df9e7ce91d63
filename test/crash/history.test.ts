import t from 'tap'
import { SECONDS } from '../../src/lib/units.ts'
import { runHistory } from './history.ts'

t.test('a history of kills shows no lost write, no duplicate, no aborted read, no step back', async t => {
  const seed = Date.now() % 100_000
  const { anomalies, kills, counts, file } = await runHistory(6 * SECONDS, seed)
  const none = Object.fromEntries(Object.keys(anomalies).map(name => [name, []]))
  t.ok(kills > 0, `${kills} kills`)
  t.ok((counts['send ok'] ?? 0) > 10 && (counts['txn ok'] ?? 0) > 0, `seed ${seed}: ${JSON.stringify(counts)}`)
  t.same(anomalies, none, `seed ${seed}; the history: ${file}`)
})
