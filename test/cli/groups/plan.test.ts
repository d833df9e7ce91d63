/** What --export writes, --from-file reads again; what is neither is refused by its line. */
import t from 'tap'
import { csvLine, parsePlan } from '../../../src/cli/groups/plan.ts'

t.test('lines are written as Jackson writes them, and read again', async t => {
  t.equal(csvLine(['orders', 0, 12]), 'orders,0,12')
  t.equal(csvLine(['a'.repeat(24), 0, 1]), `${'a'.repeat(24)},0,1`)
  t.equal(csvLine(['a'.repeat(25), 0, 1]), `"${'a'.repeat(25)}",0,1`)
  t.equal(csvLine(['my "group", so', 't', 0, 1]), '"my ""group"", so",t,0,1')
  const text = `${csvLine(['my "group", so', 'orders', 3, 5])}\n${csvLine(['b', 'stock', 0, 7])}\n\n`
  t.same(
    [...parsePlan(text, [], 'f.csv')],
    [
      ['my "group", so', [{ topic: 'orders', partition: 3, offset: 5 }]],
      ['b', [{ topic: 'stock', partition: 0, offset: 7 }]],
    ],
  )
})

t.test('a line without a group is about the one that was named', async t => {
  t.same(
    [...parsePlan('orders,0,5\r\norders,1,6', ['g'], 'f.csv')],
    [
      [
        'g',
        [
          { topic: 'orders', partition: 0, offset: 5 },
          { topic: 'orders', partition: 1, offset: 6 },
        ],
      ],
    ],
  )
  t.throws(() => parsePlan('orders,0,5', ['a', 'b'], 'f.csv'), /Line 1 of f.csv is "orders,0,5": it takes group,topic/)
})

t.test('what is no plan is refused', async t => {
  for (const line of ['hello', 'orders,x,5', 'orders,0', 'orders,-1,5', 'g,orders,0,5,6', 'orders,0,5.5'])
    t.throws(() => parsePlan(`orders,0,1\n${line}`, ['g'], 'f.csv'), /Line 2 of f.csv/, line)
})
