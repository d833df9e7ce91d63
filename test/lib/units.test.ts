import t from 'tap'
import { DAYS, MiB } from '../../src/lib/units.ts'

t.test('units multiply out to milliseconds and bytes', async t => {
  t.equal(7 * DAYS, 604_800_000)
  t.equal(10 * MiB, 10_485_760)
})
