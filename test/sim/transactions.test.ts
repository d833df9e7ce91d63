import t from 'tap'
import { SimFailure, seeds } from './seeds.ts'
import { simulateTransactions } from './transactions.ts'

t.test('transactions keep their promises on bad days', async t => {
  for (const seed of seeds(10))
    try {
      await simulateTransactions(seed)
    } catch (error) {
      if (!(error instanceof SimFailure)) throw error
      t.comment(error.trace.slice(-60).join('\n'))
      t.fail(`${error.message} (npx tsx test/sim/transactions.ts ${seed})`)
    }
})
