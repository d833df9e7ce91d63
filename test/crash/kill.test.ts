import t from 'tap'
import { killRounds } from './kill.ts'

t.test('what was acknowledged is there after kill -9, in order, once', async t => {
  const seed = Date.now() % 100_000
  const { acknowledged, lost, twice, disordered } = await killRounds(4, seed)
  t.ok(acknowledged > 100, `seed ${seed}: ${acknowledged} records were acknowledged`)
  t.same({ lost, twice, disordered }, { lost: [], twice: [], disordered: 0 }, `seed ${seed}`)
})
