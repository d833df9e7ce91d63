import t from 'tap'
import { simulateGroups } from './groups.ts'
import { SimFailure, seeds } from './seeds.ts'

t.test('groups of both protocols keep their promises on bad days', async t => {
  for (const seed of seeds(20))
    try {
      await simulateGroups(seed)
    } catch (error) {
      if (!(error instanceof SimFailure)) throw error
      t.comment(error.trace.slice(-60).join('\n'))
      t.fail(`${error.message} (npx tsx test/sim/groups.ts ${seed})`)
    }
})
