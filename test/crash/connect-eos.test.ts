import t from 'tap'
import { killCopy } from './connect-eos.ts'

t.test('an exactly-once copy is the file, byte by byte, whoever is killed or frozen', { timeout: 120_000 }, async t => {
  const seed = Date.now() % 100_000
  const { difference, kills } = await killCopy({ lines: 20_000, kills: 3, batch: 50, seed })
  t.equal(difference, undefined, `seed ${seed}`)
  t.same(kills, { worker: 1, broker: 1, freeze: 1 }, `seed ${seed}: each happened during the copy`)
})
